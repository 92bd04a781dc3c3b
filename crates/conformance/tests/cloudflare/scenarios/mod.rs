//! What is asked and what is answered, by subject.

mod body;
mod connection;
mod credentials;
mod envelope;
mod id;
mod method;
mod odd;
mod paging;
mod query;
mod retry;
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
        ("envelope", envelope::scenarios()),
        ("status", status::scenarios()),
        ("retry", retry::scenarios()),
        ("connection", connection::scenarios()),
        ("credentials", credentials::scenarios()),
        ("odd", odd::scenarios()),
    ]
}
