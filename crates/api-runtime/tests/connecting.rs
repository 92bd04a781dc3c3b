//! Connections that cannot be made, with the settings of a user who sets nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::time::Duration;

use api_runtime::{ErrorKind, Sent, Settings, http::Method};
use support::{fetch, transport_with};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    time::{Instant, timeout},
};

const SECOND: Duration = Duration::from_secs(1);

/// A port where nobody listens.
fn unused() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

#[tokio::test(start_paused = true)]
async fn what_can_hardly_pass_is_told_within_seconds() {
    for (base_url, reason) in [
        (format!("http://{}", unused()), "could not connect: "),
        ("http://nobody.invalid".to_owned(), "could not connect: failed to lookup address information"),
    ] {
        for method in [Method::GET, Method::POST] {
            let transport = transport_with(&base_url, Settings::default());
            let begin = Instant::now();
            let error = fetch(&transport, method).await.unwrap_err();
            let took = begin.elapsed();
            assert_eq!((error.kind(), error.sent(), error.attempts()), (ErrorKind::Connect, Sent::No, 3));
            // One to two halves of a second, then one to two seconds.
            assert!(took >= 3 * SECOND / 2 && took < 31 * SECOND / 10, "{base_url}: {took:?}");
            assert!(error.is_connect() && error.is_retryable() && !error.is_timeout());
            assert!(error.to_string().contains(reason), "{error}");
        }
    }
}

/// A firewall that drops what arrives looks like this.
#[tokio::test(start_paused = true)]
async fn a_host_that_does_not_respond_is_told_within_seconds() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    // Nobody accepts: once the queue is full, the kernel leaves further connections hanging.
    let mut queue = Vec::new();
    while let Ok(stream) = timeout(SECOND, TcpStream::connect(address)).await {
        queue.push(stream.unwrap());
        assert!(queue.len() < 10_000, "the queue does not fill");
    }
    for method in [Method::GET, Method::POST] {
        let transport = transport_with(&format!("http://{address}"), Settings::default());
        let begin = Instant::now();
        let error = fetch(&transport, method).await.unwrap_err();
        let took = begin.elapsed();
        assert_eq!((error.kind(), error.sent(), error.attempts()), (ErrorKind::Connect, Sent::No, 3));
        // Three times the default of `connect_timeout`, and the waits.
        assert!(took >= 27 * SECOND / 2 && took < 151 * SECOND / 10, "{took:?}");
        assert!(error.is_retryable(), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_number_of_such_retries_is_a_setting() {
    let base_url = format!("http://{}", unused());
    for (connect_retries, retries, attempts) in [(0, 8, 1), (5, 8, 6), (5, 1, 2), (u32::MAX, 3, 4)] {
        let mut settings = Settings::default();
        settings.retry.max_connect_retries = connect_retries;
        settings.retry.max_retries = retries;
        let error = fetch(&transport_with(&base_url, settings), Method::GET).await.unwrap_err();
        assert_eq!(error.attempts(), attempts);
    }
}

/// A server that restarts is found again.
#[tokio::test(start_paused = true)]
async fn a_server_that_comes_up_late_is_found() {
    let address = unused();
    let base_url = format!("http://{address}");
    let call =
        tokio::spawn(
            async move { fetch(&transport_with(&base_url, Settings::default()), Method::POST).await },
        );
    tokio::time::sleep(SECOND).await;
    let listener = TcpListener::bind(&address).await.unwrap();
    let server = tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut stream, _) = listener.accept().await.unwrap();
        assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n7").await.unwrap();
    });
    let response = call.await.unwrap().unwrap();
    assert!(response.attempts() > 1);
    server.await.unwrap();
}
