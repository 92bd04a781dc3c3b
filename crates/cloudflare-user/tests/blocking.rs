//! Requests without async.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

use api_simulator::Simulator;
use cloudflare_user::CloudflareClient;

#[test]
fn requests_can_be_waited_for_and_streams_iterated() {
    let simulator = Simulator::cloudflare().start_blocking().unwrap();
    let client = CloudflareClient::builder()
        .api_token(simulator.token())
        .base_url(simulator.base_url())
        .build()
        .unwrap();
    let user = client.user().get().wait().unwrap();
    assert!(!user.id.is_empty());
    let logs = client.user().audit_logs().list().per_page(1000).into_stream();
    let logs: Result<Vec<_>, _> = logs.into_iter().collect();
    assert_eq!(logs.unwrap().len(), 2500);
    assert!(client.user().tokens().get("").wait().is_err());
    simulator.assert_no_violations();
}
