//! A server with scripted responses, and a client of it.

use std::time::Duration;

use api_simulator::{MockResponse, Simulator};
use cloudflare_user::{CloudflareClient, CloudflareClientBuilder};
use serde_json::{Value, json};

pub const TOKEN: &str = "sentinel-token-7d1e";

pub async fn server() -> Simulator {
    Simulator::plain().start().await.unwrap()
}

pub fn builder(server: &Simulator) -> CloudflareClientBuilder {
    CloudflareClient::builder()
        .api_token(TOKEN)
        .base_url(server.base_url())
        .max_retries(2)
        .min_delay_between_retries(Duration::ZERO)
        .jitter_seed(7)
}

pub fn client(server: &Simulator) -> CloudflareClient {
    builder(server).build().unwrap()
}

/// Returns a successful response with a result.
pub fn ok(result: Value) -> MockResponse {
    MockResponse::json(200, &json!({"success": true, "errors": [], "messages": [], "result": result}))
}

/// Returns a page of items with these ids, and its position in the list.
pub fn page(ids: impl IntoIterator<Item = usize>, info: Value) -> MockResponse {
    let items: Vec<Value> = ids.into_iter().map(|id| json!({"id": format!("id-{id}")})).collect();
    MockResponse::json(200, &json!({"success": true, "result": items, "result_info": info}))
}

/// Returns the body of the last request.
pub fn last_body(server: &Simulator) -> Value {
    server.requests().pop().unwrap().expose_json().unwrap()
}
