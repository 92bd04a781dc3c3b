//! The base URL of a client.

use std::fmt;

use url::Url;

use crate::runtime::{CallError, Secret};

/// A checked base URL: `http` or `https`, a host, possibly a path, and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Parses a URL, with or without trailing slashes and with or without `version` (such as
    /// `/v2`) at its end, since the paths of the operations begin with it.
    ///
    /// # Errors
    /// If the text is not a URL, or if the URL has another scheme, no host, a user name or
    /// password, a query or a fragment. The error does not contain the text, which may include
    /// a password.
    pub fn parse(text: &str, version: &str) -> Result<Self, InvalidBaseUrl> {
        let url = Url::parse(text.trim()).map_err(|_| InvalidBaseUrl("it is not an absolute URL"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(InvalidBaseUrl("its scheme is neither http nor https"));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(InvalidBaseUrl("it has no host"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidBaseUrl(
                "it contains a user name or a password, which would replace the token",
            ));
        }
        if url.query().is_some() {
            return Err(InvalidBaseUrl("it has a query"));
        }
        if url.fragment().is_some() {
            return Err(InvalidBaseUrl("it has a fragment"));
        }
        let path = url.path().trim_end_matches('/');
        let stem = path.strip_suffix(version).unwrap_or(path).trim_end_matches('/');
        Ok(Self(format!("{}{stem}", url.origin().ascii_serialization())))
    }

    /// Parses the URL that a builder was given, or else its default. `name` is the name of the
    /// setting in the error.
    ///
    /// # Errors
    /// If [`BaseUrl::parse`] rejects the URL.
    pub fn from_setting(
        name: &str,
        url: Option<&Secret>,
        default: &str,
        version: &str,
    ) -> Result<Self, CallError> {
        Self::parse(url.map_or(default, Secret::expose), version)
            .map_err(|error| CallError::config(format!("the {name} cannot be used: {error}")))
    }

    /// Resolves the URL of another server, which may be relative to this one.
    pub(crate) fn join(&self, server: &str) -> Result<Url, url::ParseError> {
        Url::parse(&self.0)?.join(server)
    }

    /// Returns the URL without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reason why a text cannot be a base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidBaseUrl(&'static str);
