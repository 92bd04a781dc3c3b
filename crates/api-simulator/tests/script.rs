//! Dictated answers: their order, and faults at random.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use api_simulator::{MockResponse, Simulator, Spec};
use serde_json::{Value, json};

async fn status(simulator: &Simulator, path: &str) -> u16 {
    let url = format!("{}{path}", simulator.base_url());
    reqwest::get(url).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn answers_are_used_in_order_then_by_operation_then_otherwise() {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.otherwise(MockResponse::status(204));
    simulator.on("GET /b", MockResponse::status(418));
    simulator.next(MockResponse::status(500));
    simulator.next(MockResponse::status(502));
    assert_eq!(simulator.unused_responses(), 3);
    let mut seen = Vec::new();
    for path in ["/a", "/b", "/a", "/b", "/b"] {
        seen.push(status(&simulator, path).await);
    }
    assert_eq!(seen, [500, 502, 204, 418, 204]);
    assert_eq!(simulator.unused_responses(), 0);
    assert_eq!(simulator.requests()[3].status(), Some(418));
}

#[tokio::test]
async fn any_answer_can_be_changed() {
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
    let description = Spec::parse(&clock.to_string()).unwrap();
    let simulator = Simulator::from_spec(description).start().await.unwrap();
    let patch = json!({ "zone": { "offset": 1 } });
    for (answer, status, expected) in [
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
        simulator.next(answer.merge(patch.clone()));
        let seen = reqwest::get(format!("{}/time", simulator.base_url())).await.unwrap();
        assert_eq!((seen.status().as_u16(), seen.json::<Value>().await.unwrap()), (status, expected));
    }
}

async fn drawn(seed: u64) -> Vec<u16> {
    let builder = Simulator::plain().fault_seed(seed);
    let builder =
        builder.fault_rate(MockResponse::status(429), 0.2).fault_rate(MockResponse::status(503), 0.1);
    let simulator = builder.start().await.unwrap();
    simulator.otherwise(MockResponse::status(200));
    let mut seen = Vec::new();
    for _ in 0..400 {
        seen.push(status(&simulator, "/").await);
    }
    seen
}

#[tokio::test]
async fn random_faults_come_at_their_rate_and_from_their_seed() {
    let seen = drawn(7).await;
    let count = |wanted: u16| seen.iter().filter(|status| **status == wanted).count();
    assert!((50..110).contains(&count(429)), "{}", count(429));
    assert!((20..65).contains(&count(503)), "{}", count(503));
    assert_eq!(seen, drawn(7).await);
    assert_ne!(seen, drawn(8).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_connections_at_once_are_all_answered() {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.otherwise(MockResponse::status(200).until_close());
    let calls: Vec<_> =
        (0..1000).map(|_| tokio::spawn(reqwest::get(simulator.base_url().to_owned()))).collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().status(), 200);
    }
    assert_eq!(simulator.requests().len(), 1000);
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
