//! What vendors' error answers differ in.

use std::fmt::Debug;

/// A vendor's error body, typed. The runtime hands every answer that is not a success to it.
pub trait Problem: Debug + Send + Sync + Sized + 'static {
    /// Reads an error body; `None` when it is not of the documented form. Never panics.
    fn parse(body: &[u8]) -> Option<Self>;

    /// The vendor's own name or number for the error, for the error's one line.
    fn code(&self) -> Option<String>;

    /// What the server says to a person.
    fn message(&self) -> Option<&str>;

    /// Whether the vendor says that the request was not carried out, so that even a request
    /// that is not idempotent may be sent again.
    fn not_processed(&self) -> bool {
        false
    }
}
