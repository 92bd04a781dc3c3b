//! Scenarios by subject.

mod body;
mod connection;
mod id;
mod malformed;
mod method;
mod paging;
mod query;
mod settings;
mod status;

use conformance::Scenario;

use crate::call::CloudflareCall;

type Scenarios = Vec<Scenario<CloudflareCall>>;

pub fn all() -> Vec<(&'static str, Scenarios)> {
    vec![
        ("method", method::scenarios()),
        ("query", query::scenarios()),
        ("body", body::scenarios()),
        ("id", id::scenarios()),
        ("paging", paging::scenarios()),
        ("envelope", status::envelopes()),
        ("status", status::statuses()),
        ("retry", connection::retries()),
        ("connection", connection::connections()),
        ("credentials", settings::scenarios()),
        ("malformed", malformed::scenarios()),
    ]
}
