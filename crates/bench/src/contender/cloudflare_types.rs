//! Handwritten types with every documented field of Cloudflare's responses, optional wherever the document says so.

#![allow(dead_code, missing_debug_implementations, reason = "the fields exist to be decoded")]

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub(crate) struct AuditLogs {
    success: Option<bool>,
    errors: Option<Vec<Message>>,
    messages: Option<Vec<Message>>,
    result: Option<Vec<AuditLog>>,
    result_info: Option<ResultInfo>,
}

#[derive(Deserialize)]
struct Message {
    code: Option<i64>,
    message: Option<String>,
    documentation_url: Option<String>,
    source: Option<MessageSource>,
    error_chain: Option<Vec<Message>>,
}

#[derive(Deserialize)]
struct MessageSource {
    pointer: Option<String>,
}

#[derive(Deserialize)]
struct ResultInfo {
    page: Option<i64>,
    per_page: Option<i64>,
    count: Option<i64>,
    total_count: Option<i64>,
    total_pages: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AuditLog {
    id: String,
    when: Option<DateTime<Utc>>,
    action: Option<Action>,
    actor: Option<Actor>,
    interface: Option<String>,
    owner: Option<Owner>,
    resource: Option<Resource>,
    old_value: Option<Value>,
    new_value: Option<Value>,
    metadata: Option<Value>,
    old_value_json: Option<Value>,
    new_value_json: Option<Value>,
}

#[derive(Deserialize)]
struct Action {
    #[serde(rename = "type")]
    kind: Option<String>,
    result: Option<bool>,
}

#[derive(Deserialize)]
struct Actor {
    id: Option<String>,
    email: Option<String>,
    ip: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
struct Owner {
    id: Option<String>,
}

#[derive(Deserialize)]
struct Resource {
    id: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}
