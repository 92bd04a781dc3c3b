//! Values that differ from the OpenAPI document.

use conformance::{
    Scenario,
    json::{with, without},
};
use serde_json::{Value, json};

use super::Scenarios;
use crate::{
    bodies::{self, audit_log},
    call::{CloudflareCall, call},
    facade::value,
};

pub fn scenarios() -> Scenarios {
    let user = users().into_iter().map(|(name, result)| ("get", name, result));
    let logs = logs().into_iter().map(|(name, log)| ("auditLogs.list", name, json!([log])));
    let tokens = tokens().into_iter().map(|(name, token)| ("tokens.get", name, token));
    let subscriptions =
        subscriptions().into_iter().map(|(name, one)| ("subscriptions.get", name, json!([one])));
    user.chain(logs)
        .chain(tokens)
        .chain(subscriptions)
        .map(|(method, name, result)| {
            Scenario::new(format!("{method}, {name}"), call_of(method)).response(bodies::ok(&result))
        })
        .collect()
}

fn call_of(method: &'static str) -> CloudflareCall {
    match method {
        "get" => call(method, json!([]), |user| value(user.get().with_response())),
        "auditLogs.list" => call(method, json!([]), |user| value(user.audit_logs().list().with_response())),
        "tokens.get" => call(method, json!(["id"]), |user| value(user.tokens().get("id").with_response())),
        _ => call(method, json!([]), |user| value(user.subscriptions().get().with_response())),
    }
}

fn users() -> Vec<(&'static str, Value)> {
    let user = bodies::user;
    vec![
        ("only an id", json!({ "id": "7c5dae5552338874e5053f2534d2767a" })),
        ("no id", without(user(), "/id")),
        ("null name", with(user(), "/first_name", json!(null))),
        ("name as number", with(user(), "/first_name", json!(7))),
        ("long name", with(user(), "/first_name", json!("J".repeat(200)))),
        ("null organizations", with(user(), "/organizations", json!(null))),
        ("no organizations", with(user(), "/organizations", json!([]))),
        ("organization without an id", with(user(), "/organizations/0", json!({ "name": "Maps" }))),
        ("unknown status of an organization", with(user(), "/organizations/0/status", json!("paused"))),
        ("boolean as string", with(user(), "/suspended", json!("false"))),
        ("unknown field", with(user(), "/favourite_colour", json!("blue"))),
    ]
}

fn logs() -> Vec<(&'static str, Value)> {
    let log = || audit_log("a1");
    vec![
        ("unknown kind of actor", with(log(), "/actor/type", json!("robot"))),
        ("object for newValue", with(log(), "/newValue", json!({ "name": "maps" }))),
        ("number for newValue", with(log(), "/newValue", json!(7))),
        ("null newValue", with(log(), "/newValue", json!(null))),
        ("list for metadata", with(log(), "/metadata", json!([1, "a"]))),
        ("null metadata", with(log(), "/metadata", json!(null))),
        ("empty time", with(log(), "/when", json!(""))),
        ("time without a zone", with(log(), "/when", json!("2026-10-17T05:06:07"))),
        ("result as string", with(log(), "/action/result", json!("true"))),
        ("no actor", without(log(), "/actor")),
        ("no id", without(log(), "/id")),
        ("id as number", with(log(), "/id", json!(7))),
    ]
}

fn tokens() -> Vec<(&'static str, Value)> {
    let token = bodies::token;
    let resources = "/policies/0/resources";
    vec![
        ("nested resources", with(token(), resources, json!({ "account": { "zone.*": "*" } }))),
        ("flat and nested resources", with(token(), resources, json!({ "a": "*", "b": { "c": "*" } }))),
        ("resources of another kind", with(token(), resources, json!({ "a": 7 }))),
        ("null resources", with(token(), resources, json!(null))),
        ("unknown status", with(token(), "/status", json!("paused"))),
        ("unknown effect", with(token(), "/policies/0/effect", json!("ask"))),
        ("null policies", with(token(), "/policies", json!(null))),
        ("empty expiry", with(token(), "/expires_on", json!(""))),
        ("invalid expiry", with(token(), "/expires_on", json!("never"))),
        ("empty condition", with(token(), "/condition", json!({}))),
        ("null condition", with(token(), "/condition", json!(null))),
    ]
}

fn subscriptions() -> Vec<(&'static str, Value)> {
    let subscription = bodies::subscription;
    vec![
        ("unknown state", with(subscription(), "/state", json!("Paused"))),
        ("integer with a decimal point", with(subscription(), "/price", json!(20.0))),
        ("price as string", with(subscription(), "/price", json!("20"))),
        ("null components", with(subscription(), "/component_values", json!(null))),
        ("plan as string", with(subscription(), "/rate_plan", json!("pro"))),
    ]
}
