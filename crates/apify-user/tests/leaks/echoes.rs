//! A server that throws back what it was sent, wherever it can.

use api_simulator::{Fault, MockResponse, Point};
use serde_json::json;

use crate::{
    TOKEN, WORKFLOW_KEY, assert_quiet, client,
    support::{Operation, Outcome, plain},
};

/// Both of the client's secrets, as they stand in a server's words.
fn both() -> String {
    format!("Bearer {TOKEN}, key {WORKFLOW_KEY}")
}

fn in_bodies(status: u16) -> Vec<MockResponse> {
    let (both, json) = (both(), "application/json");
    vec![
        MockResponse::json(status, &json!({ "error": { "type": TOKEN, "message": both } })),
        MockResponse::json(status, &json!({ "error": { "message": both, "data": { TOKEN: [both] } } })),
        MockResponse::json(status, &json!({ "message": both })),
        MockResponse::json(status, &json!({ "detail": both, "headers": { "authorization": both } })),
        MockResponse::text(status, json, format!("\"{both}\"")),
        MockResponse::text(status, json, format!("{{\"error\":{{\"message\":\"{both}\"")),
        MockResponse::text(status, "text/html", format!("<html><title>{both}</title><p>{both}")),
        MockResponse::text(status, "text/plain", both.clone()),
        MockResponse::text(status, "text/plain", format!("\u{feff}{both}\n{both}")),
        MockResponse::text(status, "text/plain", format!("{both}{both}"))
            .fault(Fault::Close(Point::AfterBodyBytes(60))),
    ]
}

fn in_headers(status: u16) -> Vec<MockResponse> {
    [
        "x-request-id",
        "cf-ray",
        "retry-after",
        "retry-after-ms",
        "date",
        "content-type",
        "www-authenticate",
        "set-cookie",
        "x-ratelimit-limit",
        "location",
        "server",
    ]
    .map(|name| MockResponse::status(status).header(name, both()))
    .into()
}

fn in_redirects() -> Vec<MockResponse> {
    let to = |location: String| MockResponse::redirect(307, &location);
    vec![
        to(format!("/v2/{TOKEN}?key={WORKFLOW_KEY}")),
        to(format!("https://elsewhere.example/{TOKEN}?key={WORKFLOW_KEY}")),
        to(format!("https://{WORKFLOW_KEY}:{TOKEN}@elsewhere.example/")),
        to(format!("http://[{TOKEN}")),
        to(format!("http://{TOKEN}.example:99999/")),
        to(format!("{TOKEN}:{WORKFLOW_KEY}")),
    ]
}

/// Where HTTP itself is broken.
fn in_the_protocol() -> Vec<MockResponse> {
    let both = both();
    [
        format!("HTTP/1.1 401 {both}\r\ncontent-length: 0\r\n\r\n"),
        format!("HTTP/1.1 {TOKEN} no\r\n\r\n"),
        format!("{both}\r\n\r\n"),
        format!("HTTP/1.1 401 no\r\n{both} \0\r\n\r\n"),
        format!("HTTP/1.1 401 no\r\ncontent-length: {TOKEN}\r\n\r\n"),
        format!("HTTP/1.1 401 no\r\ntransfer-encoding: {TOKEN}\r\n\r\n"),
        format!("HTTP/1.1 401 no\r\ncontent-encoding: gzip\r\ncontent-length: 23\r\n\r\n{TOKEN}0000"),
        format!("HTTP/1.1 401 no\r\ntransfer-encoding: chunked\r\n\r\n{TOKEN}\r\n"),
        format!("HTTP/1.1 401 no\r\ntransfer-encoding: chunked\r\n\r\n2;{TOKEN}\r\n{{}}\r\n0\r\nx: {TOKEN}\r\n\r\n"),
        format!("HTTP/1.1 100 {both}\r\nx: {both}\r\n\r\nHTTP/1.1 401 no\r\ncontent-length: 0\r\n\r\n"),
    ]
    .map(MockResponse::verbatim)
    .into()
}

/// A success that cannot be read, with the secrets for values and for the names of fields.
fn in_unreadable_successes() -> Vec<MockResponse> {
    let service = json!({ TOKEN: { "quantity": WORKFLOW_KEY, "baseAmountUsd": TOKEN } });
    vec![
        MockResponse::json(200, &json!({ "data": { "username": [TOKEN], "limits": WORKFLOW_KEY } })),
        MockResponse::json(
            200,
            &json!({ "data": {
            "monthlyServiceUsage": service, "dailyServiceUsages": [],
            "limits": { TOKEN: WORKFLOW_KEY }, "current": {},
        } }),
        ),
        MockResponse::text(200, "application/json", both()),
    ]
}

#[tokio::test(start_paused = true)]
async fn are_not_printed() {
    let simulator = plain().await;
    let client = client(&simulator);
    let mut responses = in_redirects();
    responses.extend(in_the_protocol());
    responses.extend(in_unreadable_successes());
    responses.extend([400, 401, 404, 429, 503].into_iter().flat_map(in_bodies));
    responses.extend([302, 401, 429, 503].into_iter().flat_map(in_headers));
    for response in responses {
        for operation in Operation::ALL {
            simulator.otherwise(response.clone());
            let ended = operation.call(&client).await;
            assert_quiet(&format!("{} after {response:?}", operation.name()), &ended);
            let no_update = operation != Operation::UpdateLimits;
            assert!(!no_update || ended.outcome != Outcome::Value, "{response:?} was believed");
        }
    }
    let redirected = |path: &str| path.contains(TOKEN);
    // The server of this test made the client ask for its secrets by path; that is its doing.
    assert!(simulator.requests().iter().any(|request| redirected(request.path())));
    assert_quiet_traces();
}

/// An id is the caller's own, but a token is easily taken for one.
#[tokio::test(start_paused = true)]
async fn of_a_token_in_an_ids_place_are_not_printed() {
    let simulator = plain().await;
    simulator.otherwise(MockResponse::status(404));
    let error = client(&simulator).user(TOKEN).get().await.unwrap_err();
    let printed = crate::support::ended::printed(&error);
    printed.iter().for_each(|text| crate::assert_no_secret("the error", text));
    assert_quiet_traces();
}

fn assert_quiet_traces() {
    let entries = crate::traces().entries();
    entries.iter().for_each(|entry| crate::assert_no_secret("a trace", &format!("{entry:?}")));
}
