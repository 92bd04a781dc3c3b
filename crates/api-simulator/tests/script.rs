//! Scripted responses: their order, and faults at random.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::collections::BTreeSet;

use api_simulator::{MockResponse, RecordedRequest, Simulator, Spec};
use reqwest::Client;
use serde_json::{Value, json};

/// Requests the paths one after the other and returns the statuses.
async fn statuses(simulator: &Simulator, paths: impl IntoIterator<Item = &str>) -> Vec<u16> {
    let client = Client::new();
    let mut statuses = Vec::new();
    for path in paths {
        let response = client.get(format!("{}{path}", simulator.base_url())).send().await.unwrap();
        statuses.push(response.status().as_u16());
    }
    statuses
}

#[tokio::test]
async fn responses_are_sent_in_order_then_by_operation_then_otherwise() {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.otherwise(MockResponse::status(204));
    simulator.on("GET /b", MockResponse::status(418));
    simulator.next(MockResponse::status(500));
    simulator.next(MockResponse::status(502));
    assert_eq!(simulator.unused_responses(), 3);
    assert_eq!(statuses(&simulator, ["/a", "/b", "/a", "/b", "/b"]).await, [500, 502, 204, 418, 204]);
    assert_eq!(simulator.unused_responses(), 0);
    assert_eq!(simulator.requests()[3].status(), Some(418));
}

#[tokio::test]
async fn cleared_responses_are_not_sent() {
    let simulator = Simulator::plain().fault_rate(MockResponse::status(429), 1.0).start().await.unwrap();
    let script = || {
        simulator.next(MockResponse::status(500));
        simulator.on("GET /a", MockResponse::status(418));
        simulator.otherwise(MockResponse::status(204));
    };
    script();
    simulator.clear_responses();
    assert_eq!(simulator.unused_responses(), 0);
    assert_eq!(statuses(&simulator, ["/a"]).await, [429], "faults at random stay");
    script();
    assert_eq!(statuses(&simulator, ["/a", "/a", "/a"]).await, [500, 418, 429]);
    assert_eq!(simulator.requests().len(), 4, "recorded requests stay");

    let simulator = Simulator::plain().start().await.unwrap();
    simulator.otherwise(MockResponse::status(204));
    simulator.clear_responses();
    assert_eq!(statuses(&simulator, ["/a"]).await, [404]);
}

#[tokio::test]
async fn any_response_can_be_changed() {
    let clock = json!({
        "openapi": "3.1.0",
        "info": { "title": "Clock", "version": "1" },
        "paths": { "/time": { "get": { "responses": {
            "200": { "description": "", "content": { "application/json": {
                "example": { "time": "12:34", "zone": { "name": "UTC", "offset": 0 } },
            } } },
            "404": { "description": "", "content": { "text/plain": { "example": "no such zone" } } },
        } } } },
    });
    let spec = Spec::parse(&clock.to_string()).unwrap();
    let simulator = Simulator::from_spec(spec).start().await.unwrap();
    let client = Client::new();
    let patch = json!({ "zone": { "offset": 1 } });
    for (response, status, expected) in [
        (MockResponse::simulated(), 200, json!({ "time": "12:34", "zone": { "name": "UTC", "offset": 1 } })),
        (MockResponse::documented(404), 404, patch.clone()),
        (
            MockResponse::json(201, &json!({ "zone": 7, "now": true })),
            201,
            json!({ "now": true, "zone": { "offset": 1 } }),
        ),
        (MockResponse::simulated().merge(json!({ "time": null, "zone": null })), 200, patch.clone()),
        (MockResponse::status(500), 500, patch.clone()),
    ] {
        simulator.next(response.merge(patch.clone()));
        let response = client.get(format!("{}/time", simulator.base_url())).send().await.unwrap();
        assert_eq!((response.status().as_u16(), response.json::<Value>().await.unwrap()), (status, expected));
    }
}

async fn drawn(seed: u64) -> Vec<u16> {
    let builder = Simulator::plain().fault_seed(seed);
    let builder =
        builder.fault_rate(MockResponse::status(429), 0.2).fault_rate(MockResponse::status(503), 0.1);
    let simulator = builder.start().await.unwrap();
    simulator.otherwise(MockResponse::status(200));
    statuses(&simulator, ["/"; 400]).await
}

#[tokio::test]
async fn random_faults_come_at_their_rate_and_from_their_seed() {
    let statuses = drawn(7).await;
    let count = |wanted: u16| statuses.iter().filter(|status| **status == wanted).count();
    assert!((50..110).contains(&count(429)), "{}", count(429));
    assert!((20..65).contains(&count(503)), "{}", count(503));
    assert_eq!(statuses, drawn(7).await);
    assert_ne!(statuses, drawn(8).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_connections_at_once_all_get_a_response() {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.otherwise(MockResponse::status(200).until_close());
    let client = Client::new();
    let calls: Vec<_> = (0..1000).map(|_| tokio::spawn(client.get(simulator.base_url()).send())).collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().status(), 200);
    }
    let connections = simulator.requests().iter().map(RecordedRequest::connection).collect::<BTreeSet<_>>();
    assert_eq!(connections.len(), 1000);
}

#[tokio::test]
async fn dropping_the_simulator_ends_it() {
    let simulator = Simulator::plain().start().await.unwrap();
    let url = simulator.base_url().to_owned();
    drop(simulator);
    tokio::task::yield_now().await;
    assert!(reqwest::get(url).await.unwrap_err().is_connect());
}

#[test]
fn a_simulator_needs_no_runtime() {
    use std::io::{Read, Write};
    let simulator = Simulator::plain().start_blocking().unwrap();
    let mut stream = std::net::TcpStream::connect(simulator.address()).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nconnection: close\r\n\r\n").unwrap();
    let mut received = String::new();
    stream.read_to_string(&mut received).unwrap();
    assert!(received.starts_with("HTTP/1.1 404 "), "{received}");
    drop(simulator);
}
