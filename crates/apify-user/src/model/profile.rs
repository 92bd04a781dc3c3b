//! What a user shows of itself.

use apify_user_api::types;
use serde::Serialize;

use crate::wire::FromWire;

/// What a user shows of itself on its public page. Links are as the user wrote them: some have
/// no scheme.
///
/// `Profile` in `openapi/apify`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserProfile {
    /// A line or two about the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bio: Option<String>,
    /// The user's full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the user's picture stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture_url: Option<String>,
    /// The user's name on GitHub.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub github_username: Option<String>,
    /// The user's own website.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website_url: Option<String>,
    /// The user's name on Twitter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub twitter_username: Option<String>,
    /// A longer text about the user, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub readme: Option<String>,
}

impl FromWire<types::Profile> for UserProfile {
    fn from_wire(wire: types::Profile) -> Self {
        let types::Profile { bio, name, picture_url, github_username, website_url, twitter_username, readme } =
            wire;
        Self { bio, name, picture_url, github_username, website_url, twitter_username, readme }
    }
}
