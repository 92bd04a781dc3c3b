//! Scenarios by subject.

mod arguments;
mod connection;
mod ids;
mod malformed;
mod response;
mod settings;
mod status;

use conformance::Scenario;

use crate::call::ApifyCall;

type Scenarios = Vec<Scenario<ApifyCall>>;

pub fn all() -> Vec<(&'static str, Scenarios)> {
    vec![
        ("id", ids::plain()),
        ("encoded id", ids::encoded()),
        ("base URL", settings::base_urls()),
        ("credentials", settings::credentials()),
        ("date", arguments::dates()),
        ("limits update", arguments::limits_updates()),
        ("status", status::statuses()),
        ("not found", status::not_found()),
        ("retry", connection::retries()),
        ("connection", connection::connections()),
        ("response", response::scenarios()),
        ("malformed user", malformed::users()),
        ("malformed account", malformed::accounts()),
    ]
}
