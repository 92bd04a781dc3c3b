//! The descriptions of the vendors that this crate knows.

use std::sync::OnceLock;

use crate::Error;
use crate::contract::Description;

impl Description {
    /// Apify's user API.
    ///
    /// # Errors
    /// [`Error::Description`] if the embedded description is broken, which this crate's tests rule out.
    #[cfg(feature = "apify")]
    pub fn apify() -> Result<Self, Error> {
        static PARSED: OnceLock<Description> = OnceLock::new();
        once(&PARSED, include_str!("../openapi/apify.json"))
    }

    /// Cloudflare's user API.
    ///
    /// # Errors
    /// [`Error::Description`] if the embedded description is broken, which this crate's tests rule out.
    #[cfg(feature = "cloudflare")]
    pub fn cloudflare() -> Result<Self, Error> {
        static PARSED: OnceLock<Description> = OnceLock::new();
        once(&PARSED, include_str!("../openapi/cloudflare.json"))
    }
}

/// Tests start simulators by the hundred; the schemas are compiled for the first one.
fn once(parsed: &OnceLock<Description>, text: &str) -> Result<Description, Error> {
    if let Some(description) = parsed.get() {
        return Ok(description.clone());
    }
    let description = Description::parse(text)?;
    Ok(parsed.get_or_init(|| description).clone())
}
