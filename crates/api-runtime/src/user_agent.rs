//! The user agent of a client.

use http::HeaderValue;

/// Crate that a user depends on, as the user agent names it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Product {
    name: &'static str,
    version: &'static str,
    note: Option<&'static str>,
}

impl Product {
    /// Creates a product from a crate's name and version.
    pub const fn new(name: &'static str, version: &'static str) -> Self {
        Self { name, version, note: None }
    }

    /// Adds a note that follows the platform, such as `isAtHome/false`.
    pub const fn with_note(self, note: &'static str) -> Self {
        Self { note: Some(note), ..self }
    }

    /// Returns `name/version (os; Rust/version); note; suffix; suffix`, or `None` if a suffix
    /// contains a character that no header may contain.
    pub(crate) fn user_agent(&self, suffixes: &[String]) -> Option<HeaderValue> {
        let platform = std::env::consts::OS;
        let compiler = env!("API_RUNTIME_RUSTC_VERSION");
        let head = format!("{}/{} ({platform}; Rust/{compiler})", self.name, self.version);
        let parts: Vec<&str> =
            [head.as_str()].into_iter().chain(self.note).chain(suffixes.iter().map(String::as_str)).collect();
        HeaderValue::from_str(&parts.join("; ")).ok()
    }
}
