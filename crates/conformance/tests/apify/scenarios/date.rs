//! The day whose usage cycle is asked for.

use conformance::Scenario;

use super::Scenarios;
use crate::{
    bodies,
    call::{self, ApifyCall},
};

pub fn scenarios() -> Scenarios {
    let at = |year, month, day| call::monthly_usage_at("me", year, month, day);
    let calls: [(&str, ApifyCall); 7] = [
        ("a day", at(2020, 6, 14)),
        ("leap day", at(2024, 2, 29)),
        ("first year", at(1, 1, 1)),
        ("last year of four digits", at(9999, 12, 31)),
        ("five digits", at(10_000, 1, 1)),
        ("of another user", call::monthly_usage_at("Qm3kRt81LxYbZpWd7", 2020, 6, 14)),
        ("of an organization", call::monthly_usage_at("john/doe", 2020, 6, 14)),
    ];
    calls
        .into_iter()
        .map(|(name, call)| Scenario::new(name, call).answer(bodies::ok(&bodies::usage())))
        .collect()
}
