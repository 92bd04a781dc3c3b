//! Intended differences between the facade and npm `apify-client`.

use conformance::KnownDifference;

mod errors;
mod requests;
mod responses;

/// Aspects that differ if only one of the clients sends a request.
const NOT_SENT: &[&str] = &["requests", "result", "attempts"];

pub fn all() -> Vec<KnownDifference> {
    [requests::ALL, errors::ALL, responses::ALL].concat()
}
