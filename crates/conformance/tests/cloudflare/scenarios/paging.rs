//! Lists that are read to their end.

use api_simulator::MockResponse;
use conformance::Scenario;
use serde_json::{Value, json};

use super::Scenarios;
use crate::{
    bodies::{self, audit_log},
    call::{CloudflareCall, call},
    facade::{all, value},
};

fn list(query: Value) -> CloudflareCall {
    let size = query.get("per_page").and_then(Value::as_u64).and_then(|size| u32::try_from(size).ok());
    let first = query.get("page").and_then(Value::as_u64).and_then(|page| u32::try_from(page).ok());
    let list = move |user: cloudflare_user::UserClient| {
        let list = user.audit_logs().list();
        let list = size.map_or(list.clone(), |size| list.per_page(size));
        first.map_or(list.clone(), |page| list.page(page))
    };
    call("auditLogs.list", json!([query]), move |user| value(list(user).with_response()))
        .reading_all(move |user| all(list(user).into_stream()))
}

fn logs(ids: &[&str]) -> Value {
    ids.iter().map(|id| audit_log(id)).collect()
}

/// Page without `result_info`.
fn without_info(ids: &[&str]) -> MockResponse {
    bodies::ok(&logs(ids))
}

pub fn scenarios() -> Scenarios {
    let two = || list(json!({ "per_page": 2 }));
    let mut scenarios = vec![
        Scenario::new("no items", two()).response(bodies::page(&logs(&[]), 1, 0)),
        Scenario::new("null result", two()).response(bodies::ok(&json!(null))),
        Scenario::new("one full page", two())
            .response(bodies::page(&logs(&["a", "b"]), 1, 1))
            .response(bodies::page(&logs(&[]), 2, 1)),
        Scenario::new("two full pages", two())
            .response(bodies::page(&logs(&["a", "b"]), 1, 2))
            .response(bodies::page(&logs(&["c", "d"]), 2, 2))
            .response(bodies::page(&logs(&[]), 3, 2)),
        Scenario::new("a page that is not full", two())
            .response(without_info(&["a", "b"]))
            .response(without_info(&["c"]))
            .response(without_info(&[])),
        Scenario::new("pages without result_info, no per_page", list(json!({})))
            .response(without_info(&["a", "b"]))
            .response(without_info(&["c"]))
            .response(without_info(&[])),
        Scenario::new("from the second page", list(json!({ "page": 2, "per_page": 2 })))
            .response(bodies::page(&logs(&["c", "d"]), 2, 3))
            .response(bodies::page(&logs(&["e", "f"]), 3, 3))
            .response(bodies::page(&logs(&[]), 4, 3)),
        Scenario::new("a server that ignores the page", two()).response(without_info(&["a", "b"])),
        Scenario::new("a server that ignores the page, with result_info", two()).response(bodies::page(
            &logs(&["a", "b"]),
            1,
            9,
        )),
        Scenario::new("403 for the second page", two())
            .response(bodies::page(&logs(&["a", "b"]), 1, 2))
            .response(bodies::error(403, 9109, "No.")),
        Scenario::new("503, then the second page", two())
            .response(bodies::page(&logs(&["a", "b"]), 1, 2))
            .response(MockResponse::status(503))
            .response(bodies::page(&logs(&["c"]), 2, 2))
            .response(bodies::page(&logs(&[]), 3, 2)),
        Scenario::new("success: false for the second page", two())
            .response(bodies::page(&logs(&["a", "b"]), 1, 2))
            .response(MockResponse::json(200, &bodies::failure(&json!([{ "code": 1, "message": "No." }])))),
    ];
    let tenants = call("tenants.list", json!([]), |user| value(user.tenants().list().with_response()))
        .reading_all(|user| all(user.tenants().list().into_stream()));
    scenarios.push(
        Scenario::new("a list without pages", tenants).response(bodies::ok(&json!([bodies::tenant()]))),
    );
    scenarios
}
