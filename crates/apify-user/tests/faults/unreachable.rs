//! No connection is made: nothing has been sent, so every method may try again.

use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use api_simulator::MockResponse;
use apify_user::{ErrorKind, Sent};
use tokio::net::{TcpSocket, TcpStream};

use crate::{
    matrix::{Case, Expected, again, failed, run_with},
    support,
};

fn unreachable() -> Expected {
    again(failed(ErrorKind::Connect, None, Sent::No))
}

fn only(name: &str, expected: Expected) -> Vec<Case> {
    vec![Case::new(name, |response: MockResponse| response, expected)]
}

#[tokio::test(start_paused = true)]
async fn a_refused_connection() {
    let port = {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.local_addr().unwrap().port()
    };
    let client = support::builder(&format!("http://127.0.0.1:{port}")).build().unwrap();
    let simulator = support::plain().await;
    run_with(&simulator, &client, only("connection refused", unreachable())).await;
    assert_eq!(simulator.attempts(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_server_without_tls() {
    let simulator = support::plain().await;
    let base_url = simulator.base_url().replace("http://", "https://");
    let client = support::builder(&base_url).build().unwrap();
    run_with(&simulator, &client, only("TLS refused", unreachable())).await;
    assert!(simulator.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_hangs() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    // Nobody accepts: once the queue is full, the kernel leaves further connections hanging.
    let mut queue = Vec::new();
    while let Ok(stream) = tokio::time::timeout(Duration::from_secs(1), TcpStream::connect(address)).await {
        queue.push(stream.unwrap());
        assert!(queue.len() < 10_000, "the queue does not fill");
    }
    let client = support::builder(&format!("http://{address}"))
        .connect_timeout(Duration::from_secs(3))
        .build()
        .unwrap();
    let simulator = support::plain().await;
    let hanging = unreachable().and_seconds(9.0);
    run_with(&simulator, &client, only("connection hangs", hanging)).await;
}
