//! Cloudflare's remarks on a call.

use std::fmt;

use api_runtime::{Response, decode};
use cloudflare_user_api::types;
use serde::Serialize;

use crate::wire::FromWire;

/// A remark on a call: an error, what led to one, or a message of a call that went well.
///
/// `Message` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CloudflareMessage {
    /// Identifies the kind of remark, such as 9109 for an invalid token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<i64>,
    /// The remark, for a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Where the remark is explained.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documentation_url: Option<String>,
    /// What part of the request the remark is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<MessageSource>,
    /// What led to it, outermost first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_chain: Vec<CloudflareMessage>,
}

/// The part of a request that a remark is about. `MessageSource` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MessageSource {
    /// A JSON Pointer into the request's body, such as `/policies/0/effect`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

impl CloudflareMessage {
    /// The remarks of an envelope, whose lists may be null or missing.
    pub(crate) fn list(wire: Option<Vec<types::Message>>) -> Vec<Self> {
        wire.unwrap_or_default().into_iter().map(FromWire::from_wire).collect()
    }

    /// Whether this remark, or one that led to it, has this code.
    pub fn has_code(&self, code: i64) -> bool {
        self.code == Some(code) || self.error_chain.iter().any(|cause| cause.has_code(code))
    }

    /// The message with what led to it; the code of the first is not in it.
    pub(crate) fn summary(&self) -> Option<String> {
        let causes: Vec<String> = self.error_chain.iter().map(ToString::to_string).collect();
        match (&self.message, causes.is_empty()) {
            (message, true) => message.clone(),
            (Some(message), false) => Some(format!("{message}, because of {}", causes.join(", "))),
            (None, false) => Some(format!("because of {}", causes.join(", "))),
        }
    }
}

/// `code: message, because of code: message`, or what there is of it.
impl fmt::Display for CloudflareMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code, self.summary()) {
            (Some(code), Some(text)) => write!(f, "{code}: {text}"),
            (Some(code), None) => write!(f, "{code}"),
            (None, text) => f.write_str(text.as_deref().unwrap_or("(no message)")),
        }
    }
}

impl FromWire<types::Message> for CloudflareMessage {
    fn from_wire(wire: types::Message) -> Self {
        let types::Message { code, message, documentation_url, source, error_chain } = wire;
        let source = source.map(|types::MessageSource { pointer }| MessageSource { pointer });
        Self { code, message, documentation_url, source, error_chain: Self::list(error_chain) }
    }
}

/// What Cloudflare's answers hold besides the value.
pub trait ResponseExt: sealed::Sealed {
    /// The remarks that came with a success, such as that a field is on its way out. They are
    /// read from the answer's body when this is called.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use cloudflare_user::ResponseExt;
    ///
    /// let response = client.user().get().with_response().await?;
    /// for message in response.messages() {
    ///     println!("Cloudflare says: {message}");
    /// }
    /// # Ok(()) }
    /// ```
    fn messages(&self) -> Vec<CloudflareMessage>;
}

impl<T> ResponseExt for Response<T> {
    fn messages(&self) -> Vec<CloudflareMessage> {
        let wire = decode::tolerant::<types::Failure>(self.raw());
        wire.map(|(wire, _)| CloudflareMessage::list(wire.messages)).unwrap_or_default()
    }
}

mod sealed {
    pub trait Sealed {}

    impl<T> Sealed for api_runtime::Response<T> {}
}
