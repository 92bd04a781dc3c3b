//! A client's timers do not fire while the simulator is at work.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::time::Duration;

use api_simulator::{Fault, MockResponse, Point, Simulator};
use serde_json::json;
use tokio::time::Instant;

fn client(timeout: Duration) -> reqwest::Client {
    reqwest::Client::builder().timeout(timeout).connect_timeout(timeout).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn responses_arrive_before_any_time_passes() {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.otherwise(MockResponse::json(200, &json!({ "text": "x".repeat(100_000) })));
    let client = client(Duration::from_millis(5));
    let begin = Instant::now();
    for _ in 0..200 {
        let response = client.get(simulator.base_url()).send().await.unwrap();
        assert_eq!(response.bytes().await.unwrap().len(), 100_011);
    }
    assert_eq!(begin.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn new_connections_take_no_time_either() {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.otherwise(MockResponse::status(200).until_close());
    let client = client(Duration::from_millis(5));
    let begin = Instant::now();
    for _ in 0..200 {
        client.get(simulator.base_url()).send().await.unwrap();
    }
    assert_eq!(begin.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn requests_from_many_tasks_take_no_time() {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.otherwise(MockResponse::json(200, &json!({ "ready": true })));
    let begin = Instant::now();
    let client = client(Duration::from_millis(5));
    let calls: Vec<_> = (0..500).map(|_| tokio::spawn(client.get(simulator.base_url()).send())).collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().status(), 200);
    }
    assert_eq!(begin.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_stall_lasts_as_long_as_the_client_waits() {
    let simulator = Simulator::plain().start().await.unwrap();
    let client = client(Duration::from_secs(3600));
    for point in
        [Point::BeforeHeaders, Point::InHeaders, Point::AfterHeaders, Point::InBody, Point::AfterBodyBytes(3)]
    {
        simulator.next(MockResponse::json(200, &json!({ "ready": true })).fault(Fault::Stall(point)));
        let begin = Instant::now();
        let response = client.get(simulator.base_url()).send().await;
        let outcome = match response {
            Ok(response) => response.bytes().await.map(|_| ()),
            Err(error) => Err(error),
        };
        assert!(outcome.unwrap_err().is_timeout(), "{point:?}");
        assert_eq!(begin.elapsed().as_secs(), 3600, "{point:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_trickle_takes_an_interval_for_each_byte() {
    let simulator = Simulator::plain().start().await.unwrap();
    let hour = Duration::from_secs(3600);
    simulator.next(MockResponse::verbatim("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab").trickle(hour));
    let begin = Instant::now();
    let body = reqwest::get(simulator.base_url()).await.unwrap().text().await.unwrap();
    assert_eq!(body, "ab");
    // The last byte is not followed by a wait that the client would notice.
    assert_eq!(begin.elapsed().as_secs(), 3600 * 39);
}

#[tokio::test(start_paused = true)]
async fn a_delay_passes_on_the_paused_clock() {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.next(MockResponse::status(200).delay(Duration::from_secs(60)));
    let begin = Instant::now();
    reqwest::get(simulator.base_url()).await.unwrap();
    assert_eq!(begin.elapsed().as_secs(), 60);
}
