//! What is asked and what is answered, by subject.

mod address;
mod answer;
mod connection;
mod credentials;
mod date;
mod encoded_id;
mod id;
mod limits_update;
mod not_found;
mod odd_account;
mod odd_user;
mod retry;
mod status;

use conformance::Scenario;

use crate::call::ApifyCall;

type Scenarios = Vec<Scenario<ApifyCall>>;

pub fn all() -> Vec<(&'static str, Scenarios)> {
    vec![
        ("id", id::scenarios()),
        ("encoded id", encoded_id::scenarios()),
        ("address", address::scenarios()),
        ("credentials", credentials::scenarios()),
        ("date", date::scenarios()),
        ("limits update", limits_update::scenarios()),
        ("status", status::scenarios()),
        ("not found", not_found::scenarios()),
        ("retry", retry::scenarios()),
        ("connection", connection::scenarios()),
        ("answer", answer::scenarios()),
        ("odd user", odd_user::scenarios()),
        ("odd account", odd_account::scenarios()),
    ]
}
