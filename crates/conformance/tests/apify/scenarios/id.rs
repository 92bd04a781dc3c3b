//! Every method, for every kind of id that needs no encoding.

use api_simulator::Answer;
use conformance::Scenario;
use serde_json::json;

use super::Scenarios;
use crate::{bodies, call};

pub fn scenarios() -> Scenarios {
    let mut all = vec![
        Scenario::new("get, no id", call::get("me").without_id()).answer(bodies::ok(&bodies::private_user())),
        Scenario::new("properties, no id", call::properties("me").without_id()),
    ];
    for id in ["me", "Qm3kRt81LxYbZpWd7", "john/doe"] {
        let seen = if id == "me" { bodies::private_user() } else { bodies::public_user() };
        all.extend([
            Scenario::new(format!("get, {id}"), call::get(id)).answer(bodies::ok(&seen)),
            Scenario::new(format!("usage, {id}"), call::monthly_usage(id))
                .answer(bodies::ok(&bodies::usage())),
            Scenario::new(format!("limits, {id}"), call::limits(id)).answer(bodies::ok(&bodies::limits())),
            Scenario::new(format!("update, {id}"), call::update_limits(id, Some(300.0), Some(14)))
                .answer(Answer::json(201, &json!({}))),
            Scenario::new(format!("properties, {id}"), call::properties(id)),
        ]);
    }
    for id in ["Me", "john~doe", "a.b-c_d", "...", "0"] {
        all.push(
            Scenario::new(format!("get, {id}"), call::get(id)).answer(bodies::ok(&bodies::public_user())),
        );
    }
    all
}
