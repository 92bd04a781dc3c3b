//! Where our facade differs from npm `apify-client`, and why.

use conformance::Deliberate;

mod answers;
mod failures;
mod requests;

/// In what a call that is not made differs from one that is.
const NOT_SENT: &[&str] = &["requests", "ended", "attempts"];

pub fn all() -> Vec<Deliberate> {
    [requests::ALL, failures::ALL, answers::ALL].concat()
}
