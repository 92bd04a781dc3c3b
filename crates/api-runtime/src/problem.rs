//! The part of an error response that differs between vendors.

use std::{borrow::Cow, fmt::Debug};

/// A vendor's typed error body. The runtime parses it from every response that is not a success.
pub trait Problem: Debug + Send + Sync + Sized + 'static {
    /// Parses an error body. Returns `None` if it does not have the documented form.
    fn parse(body: &[u8]) -> Option<Self>;

    /// Returns the vendor's own name or number of the error, for the error's one line.
    fn code(&self) -> Option<String>;

    /// Returns the vendor's message, for the error's one line.
    fn message(&self) -> Option<Cow<'_, str>>;

    /// Returns `true` if the vendor reports that the request was not processed, so that even a
    /// request that is not idempotent can be sent again.
    fn not_processed(&self) -> bool {
        false
    }

    /// Returns `true` if the body of a response with a successful status reports that the call failed.
    fn reports_failure(body: &[u8]) -> bool {
        let _ = body;
        false
    }

    /// Returns the vendor's judgement of the credentials where it is more exact than the status; `None`
    /// leaves it to the status.
    fn credentials(&self) -> Option<CredentialProblem> {
        None
    }
}

/// Reason of a vendor to reject a request because of its credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialProblem {
    /// The credentials themselves are malformed, unknown, expired or revoked.
    Rejected,
    /// The credentials are valid and do not permit the call.
    NotPermitted,
}

/// For APIs without a documented error body, or with several.
impl Problem for () {
    fn parse(_: &[u8]) -> Option<Self> {
        None
    }

    fn code(&self) -> Option<String> {
        None
    }

    fn message(&self) -> Option<Cow<'_, str>> {
        None
    }
}
