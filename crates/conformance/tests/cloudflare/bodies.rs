//! Response bodies of the scripted server.

use api_simulator::MockResponse;
use serde_json::{Value, json};

/// Id as long as those of Cloudflare.
pub const ID: &str = "ed17574386854bf78a67040be0a770b0";

/// Success with a result in its envelope.
pub fn ok(result: &Value) -> MockResponse {
    MockResponse::json(200, &envelope(result))
}

pub fn envelope(result: &Value) -> Value {
    json!({ "success": true, "errors": [], "messages": [], "result": result })
}

/// Page of a list with its `result_info`.
pub fn page(items: &Value, number: u32, pages: u32) -> MockResponse {
    let mut body = envelope(items);
    let count = items.as_array().map_or(0, Vec::len);
    body["result_info"] = json!({
        "page": number, "per_page": 2, "count": count,
        "total_pages": pages, "total_count": 2 * pages,
    });
    MockResponse::json(200, &body)
}

/// `{"success": false, "errors": [{"code", "message"}]}`.
pub fn error(status: u16, code: i64, message: &str) -> MockResponse {
    MockResponse::json(status, &failure(&json!([{ "code": code, "message": message }])))
}

pub fn failure(errors: &Value) -> Value {
    json!({ "success": false, "errors": errors, "messages": [], "result": null })
}

/// Web page from a proxy.
pub fn web_page(status: u16) -> MockResponse {
    MockResponse::text(status, "text/html", format!("<html><title>{status}</title><p>Sorry.</html>"))
}

pub fn user() -> Value {
    json!({
        "id": "7c5dae5552338874e5053f2534d2767a", "email": "jane@example.com",
        "first_name": "Jane", "last_name": "Roe", "telephone": "+1 555 0100", "country": "US",
        "zipcode": "12345", "two_factor_authentication_enabled": true, "suspended": false,
        "has_pro_zones": true, "betas": ["zone_level_access_beta"],
        "organizations": [{ "id": ID, "name": "Maps", "status": "member", "permissions": ["#zones:read"], "roles": ["Admin"] }],
    })
}

pub fn audit_log(id: &str) -> Value {
    json!({
        "id": id, "when": "2026-10-17T05:06:07Z", "interface": "API",
        "action": { "result": true, "type": "token_create" },
        "actor": { "id": "f6b5de0326bb5182b8a4840ee01ec774", "email": "jane@example.com", "ip": "203.0.113.7", "type": "user" },
        "owner": { "id": "023e105f4ecef8ad9ca31a8372d0c353" },
        "resource": { "id": ID, "type": "token" },
        "metadata": { "token_name": "maps" }, "oldValue": "", "newValue": "maps",
    })
}

pub fn token() -> Value {
    json!({
        "id": ID, "name": "maps", "status": "active",
        "issued_on": "2026-07-01T05:20:00Z", "modified_on": "2026-07-02T05:20:00Z",
        "not_before": "2026-07-01T05:20:00Z", "expires_on": "2027-01-01T00:00:00Z",
        "condition": { "request_ip": { "in": ["203.0.113.0/24"], "not_in": ["203.0.113.9/32"] } },
        "policies": [{
            "id": "f267e341f3dd4697bd3b9f71dd96247f", "effect": "allow",
            "permission_groups": [{ "id": "c8fed203ed3043cba015a93ad1616f1f", "name": "Zone Read" }],
            "resources": { "com.cloudflare.api.account.zone.*": "*" },
        }],
    })
}

pub fn invite() -> Value {
    json!({
        "id": "4f5f0c14a2a41d5063dd301b2f829f04", "invited_member_id": ID,
        "invited_member_email": "jane@example.com", "organization_id": "5a7805061c76ada191ed06f989cc3dac",
        "organization_name": "Maps", "organization_is_enforcing_twofactor": true, "roles": ["Admin"],
        "invited_by": "john@example.com", "invited_on": "2026-07-01T05:20:00Z",
        "expires_on": "2026-08-01T05:20:00Z", "status": "pending",
    })
}

pub fn organization() -> Value {
    json!({ "id": "5a7805061c76ada191ed06f989cc3dac", "name": "Maps", "status": "member", "permissions": ["#zones:read"], "roles": ["Admin"] })
}

pub fn subscription() -> Value {
    json!({
        "id": "506e3185e9c882d175a2d0cb0093d9f2", "state": "Paid", "price": 20, "currency": "USD",
        "frequency": "monthly", "current_period_start": "2026-07-01T00:00:00Z",
        "current_period_end": "2026-08-01T00:00:00Z",
        "rate_plan": { "id": "pro", "public_name": "Pro", "currency": "USD", "scope": "zone", "sets": ["pro"], "is_contract": false, "externally_managed": false },
        "zone": { "id": ID, "name": "maps.example" },
    })
}

pub fn history() -> Value {
    json!({
        "id": "b69a9f3492637782896352daae219e7d", "type": "charge", "action": "subscription",
        "description": "Pro plan", "occurred_at": "2026-07-01T12:12:30Z", "amount": 20.99,
        "currency": "usd", "zone": { "name": "maps.example" },
    })
}

pub fn profile() -> Value {
    json!({
        "id": "0b5c8c994787dd7b28d3d1f5f3b4d3f0", "first_name": "Jane", "last_name": "Roe", "company": "Maps",
        "address": "1 Map Road", "city": "Mapton", "country": "US", "zipcode": "12345",
        "telephone": "+1 555 0100", "primary_email": "jane@example.com", "balance": "0",
        "created_on": "2024-03-01T12:21:02.0Z", "edited_on": "2025-03-01T12:21:02Z",
    })
}

pub fn tenant() -> Value {
    json!({ "id": ID, "name": "Maps", "create_time": "2026-07-01T00:00:00Z", "parent": { "id": "p1", "name": "Atlas" } })
}

pub fn group() -> Value {
    json!({ "id": "c8fed203ed3043cba015a93ad1616f1f", "name": "Zone Read", "scopes": ["com.cloudflare.api.account.zone"] })
}
