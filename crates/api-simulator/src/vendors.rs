//! The descriptions of the vendors that this crate knows.

use std::sync::OnceLock;

use serde_json::Value;

use crate::Error;
use crate::contract::Spec;

impl Spec {
    /// Apify's user API.
    ///
    /// # Errors
    /// [`Error::Spec`] if the embedded description is broken, which this crate's tests rule out.
    #[cfg(feature = "apify")]
    pub fn apify() -> Result<Self, Error> {
        static PARSED: OnceLock<Spec> = OnceLock::new();
        once(&PARSED, include_str!("../openapi/apify.json"))
    }

    /// Cloudflare's user API.
    ///
    /// # Errors
    /// [`Error::Spec`] if the embedded description is broken, which this crate's tests rule out.
    #[cfg(feature = "cloudflare")]
    pub fn cloudflare() -> Result<Self, Error> {
        static PARSED: OnceLock<Spec> = OnceLock::new();
        once(&PARSED, include_str!("../openapi/cloudflare.json"))
    }

    /// The example of this name of an answer; null if there is none.
    pub(crate) fn example(&self, operation: &str, status: u16, name: &str) -> Value {
        let example = self.operation(operation).and_then(|operation| operation.example(status, name));
        example.map(|body| body.value).unwrap_or_default()
    }
}

/// Tests start simulators by the hundred; the schemas are compiled for the first one.
fn once(parsed: &OnceLock<Spec>, text: &str) -> Result<Spec, Error> {
    if let Some(description) = parsed.get() {
        return Ok(description.clone());
    }
    let description = Spec::parse(text)?;
    Ok(parsed.get_or_init(|| description).clone())
}
