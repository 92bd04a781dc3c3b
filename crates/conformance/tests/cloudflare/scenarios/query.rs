//! Queries of lists.

use chrono::{DateTime, Utc};
use cloudflare_user::{
    BillingHistoryOrder, ListAuditLogs, ListBillingHistory, ListOrganizations, ListTokens, Match,
    OrganizationOrder, OrganizationStatus, PermissionGroupScope, SortDirection,
};
use conformance::Scenario;
use serde_json::{Value, json};

use super::Scenarios;
use crate::{
    bodies,
    call::{CloudflareCall, call},
    facade::value,
};

pub fn scenarios() -> Scenarios {
    let mut all: Vec<(&str, CloudflareCall)> = Vec::new();
    all.extend(audit_logs());
    all.extend(history());
    all.extend(organizations());
    all.extend(tokens());
    all.into_iter().map(|(name, call)| Scenario::new(name, call).response(bodies::ok(&json!([])))).collect()
}

type Filter<L> = (&'static str, Value, fn(L) -> L);

fn time() -> DateTime<Utc> {
    "2026-10-17T05:06:07Z".parse().expect("a time")
}

fn audit_logs() -> Vec<(&'static str, CloudflareCall)> {
    let filters: [Filter<ListAuditLogs>; 14] = [
        ("logs, action", json!({ "action": { "type": "add" } }), |list| list.action_type("add")),
        ("logs, actor's e-mail", json!({ "actor": { "email": "jane+a@example.com" } }), |list| {
            list.actor_email("jane+a@example.com")
        }),
        ("logs, actor's address", json!({ "actor": { "ip": "2001:db8::7" } }), |list| {
            list.actor_ip("2001:db8::7")
        }),
        (
            "logs, actor's e-mail and address",
            json!({ "actor": { "email": "a@b.example", "ip": "203.0.113.7" } }),
            |list| list.actor_email("a@b.example").actor_ip("203.0.113.7"),
        ),
        ("logs, zone", json!({ "zone": { "name": "maps.example" } }), |list| list.zone_name("maps.example")),
        ("logs, zone with an accent", json!({ "zone": { "name": "bücher.example & co" } }), |list| {
            list.zone_name("bücher.example & co")
        }),
        ("logs, since", json!({ "since": "2026-10-17T05:06:07Z" }), |list| list.since(time())),
        ("logs, before", json!({ "before": "2026-10-17T05:06:07Z" }), |list| list.before(time())),
        ("logs, oldest first", json!({ "direction": "asc" }), |list| {
            list.direction(SortDirection::Ascending)
        }),
        ("logs, id", json!({ "id": "f174be97-19b1-40d6-954d-70cd5fbd52db" }), |list| {
            list.id("f174be97-19b1-40d6-954d-70cd5fbd52db")
        }),
        ("logs, hide_user_logs true", json!({ "hide_user_logs": true }), |list| list.hide_user_logs(true)),
        ("logs, hide_user_logs false", json!({ "hide_user_logs": false }), |list| list.hide_user_logs(false)),
        ("logs, a page", json!({ "page": 3, "per_page": 1000 }), |list| list.page(3).per_page(1000)),
        ("logs, too large a page", json!({ "per_page": 1001 }), |list| list.per_page(1001)),
    ];
    filters
        .into_iter()
        .map(|(name, query, filter)| {
            let call = call("auditLogs.list", json!([query]), move |user| {
                value(filter(user.audit_logs().list()).with_response())
            });
            (name, call)
        })
        .collect()
}

fn history() -> Vec<(&'static str, CloudflareCall)> {
    let filters: [Filter<ListBillingHistory>; 5] = [
        ("history, action", json!({ "action": "subscription" }), |list| list.action("subscription")),
        ("history, kind", json!({ "type": "charge" }), |list| list.kind("charge")),
        ("history, time", json!({ "occurred_at": "2026-10-17T05:06:07Z" }), |list| list.occurred_at(time())),
        ("history, order", json!({ "order": "occurred_at" }), |list| {
            list.order(BillingHistoryOrder::OccurredAt)
        }),
        ("history, a page", json!({ "page": 2, "per_page": 50 }), |list| list.page(2).per_page(50)),
    ];
    filters
        .into_iter()
        .map(|(name, query, filter)| {
            let call = call("billing.history.list", json!([query]), move |user| {
                value(filter(user.billing().history().list()).with_response())
            });
            (name, call)
        })
        .collect()
}

fn organizations() -> Vec<(&'static str, CloudflareCall)> {
    let filters: [Filter<ListOrganizations>; 4] = [
        ("organizations, name", json!({ "name": "Maps & Co" }), |list| list.name("Maps & Co")),
        ("organizations, status", json!({ "status": "invited", "match": "any" }), |list| {
            list.status(OrganizationStatus::Invited).matching(Match::Any)
        }),
        ("organizations, order", json!({ "order": "name", "direction": "desc" }), |list| {
            list.order(OrganizationOrder::Name).direction(SortDirection::Descending)
        }),
        ("organizations, a page", json!({ "page": 2, "per_page": 5 }), |list| list.page(2).per_page(5)),
    ];
    filters
        .into_iter()
        .map(|(name, query, filter)| {
            let call = call("organizations.list", json!([query]), move |user| {
                value(filter(user.organizations().list()).with_response())
            });
            (name, call)
        })
        .collect()
}

fn tokens() -> Vec<(&'static str, CloudflareCall)> {
    let filters: [Filter<ListTokens>; 4] = [
        ("tokens, direction", json!({ "direction": "desc" }), |list| {
            list.direction(SortDirection::Descending)
        }),
        ("tokens, include_expired", json!({ "include_expired": true }), |list| list.include_expired(true)),
        ("tokens, a page", json!({ "page": 2, "per_page": 50 }), |list| list.page(2).per_page(50)),
        ("tokens, page 0", json!({ "page": 0 }), |list| list.page(0)),
    ];
    let lists = filters.into_iter().map(|(name, query, filter)| {
        let call = call("tokens.list", json!([query]), move |user| {
            value(filter(user.tokens().list()).with_response())
        });
        (name, call)
    });
    let groups = call(
        "tokens.permissionGroups.list",
        json!([{ "name": "Zone Read", "scope": "com.cloudflare.api.account.zone" }]),
        |user| {
            let scope = PermissionGroupScope::from("com.cloudflare.api.account.zone");
            value(user.tokens().permission_groups().list().name("Zone Read").scope(scope).with_response())
        },
    );
    lists.chain([("permission groups", groups)]).collect()
}
