//! Connections that cannot be made, with the settings of a user who sets nothing, and those that are made anew.
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
    let unused = unused();
    for (base_url, reason) in [
        (format!("http://{unused}"), format!("could not connect to {unused}: ")),
        (
            "http://nobody.invalid".to_owned(),
            "could not connect to nobody.invalid: failed to lookup address information".to_owned(),
        ),
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
            assert!(error.to_string().contains(&reason), "{error}");
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

/// Connections over TLS, and what is not done to those without.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod over_tls {
    use std::sync::Arc;

    use api_runtime::{ErrorKind, Sent, Settings, Transport, http::Method, reqwest};
    use api_simulator::{Fault, MockResponse, Point, ServerCertificate, Simulator};
    use serde_json::json;
    use tracing::Level;

    use super::{
        SECOND,
        support::{fetch, log, plain, serve, transport_with},
    };

    /// Sends a number of calls at once, all of which succeed.
    async fn at_once(transport: &Transport, calls: usize) {
        let calls: Vec<_> = (0..calls)
            .map(|_| {
                let transport = transport.clone();
                tokio::spawn(async move { fetch(&transport, Method::GET).await })
            })
            .collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
    }

    /// Settings of a user who sets nothing, but trusts the simulator.
    fn trusting(simulator: &Simulator) -> Settings {
        let mut settings = Settings::default();
        if let Some(root) = simulator.root_certificate() {
            let root = reqwest::Certificate::from_pem(root.as_bytes()).unwrap();
            settings.http_client_setup =
                Some(Arc::new(move |builder| builder.tls_certs_only([root.clone()])));
        }
        settings
    }

    /// After an attempt without a response, all connections of HTTP/2 are made anew, once. Those of HTTP/1.1 serve
    /// one request at a time, and stay.
    #[tokio::test(start_paused = true)]
    async fn only_connections_of_http2_are_replaced() {
        let secure = || Simulator::plain().tls(ServerCertificate::Valid);
        let replaced = usize::from(cfg!(feature = "http2"));
        for (builder, replaced) in [(Simulator::plain(), 0), (secure().http1_only(), 0), (secure(), replaced)]
        {
            let name = format!("{builder:?}");
            let simulator = builder.start().await.unwrap();
            simulator.otherwise(MockResponse::json(200, &json!(7)).delay(SECOND));
            let transport = transport_with(simulator.base_url(), trusting(&simulator));
            at_once(&transport, 10).await;
            let before = simulator.connections();
            let (lines, _guard) = log(Level::DEBUG);
            for _ in 0..5 {
                simulator.next(MockResponse::json(200, &json!(7)).fault(Fault::Stall(Point::BeforeHeaders)));
            }
            at_once(&transport, 5).await;
            let count = lines.text().matches("replacing the HTTP client and its connections").count();
            assert_eq!(count, replaced, "{name}: {}", lines.text());
            assert_eq!(simulator.connections(), before + u64::try_from(replaced).unwrap(), "{name}");
        }
        // What has not responded yet may speak HTTP/2, but not without TLS.
        let simulator = plain().await;
        simulator.next(MockResponse::json(200, &json!(7)).fault(Fault::Stall(Point::BeforeHeaders)));
        simulator.otherwise(MockResponse::json(200, &json!(7)));
        let (lines, _guard) = log(Level::DEBUG);
        at_once(&transport_with(simulator.base_url(), Settings::default()), 1).await;
        assert!(!lines.text().contains("replacing"), "{}", lines.text());
    }

    /// A proxy that cannot reach the server for now is asked again, as often as the policy says.
    #[tokio::test(start_paused = true)]
    async fn a_proxy_that_opens_no_tunnel_is_asked_again() {
        let proxy = serve(|| (503, String::new(), "")).await;
        let mut settings = Settings::default();
        settings.http_client_setup =
            Some(Arc::new(move |builder| builder.proxy(reqwest::Proxy::all(&proxy).unwrap())));
        let transport = transport_with("https://api.example.com", settings);
        let error = fetch(&transport, Method::POST).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.sent(), error.attempts()),
            (ErrorKind::Connect, Sent::No, 9),
            "{error}"
        );
        assert!(error.to_string().contains("could not connect to "), "{error}");
    }

    /// A server that refuses the same request three times does not serve this connection.
    #[cfg(feature = "http2")]
    #[tokio::test(start_paused = true)]
    async fn a_connection_that_refuses_a_request_again_and_again_is_replaced() {
        let simulator = Simulator::plain().tls(ServerCertificate::Valid).start().await.unwrap();
        simulator.otherwise(Fault::RefuseStream);
        let transport = transport_with(simulator.base_url(), trusting(&simulator));
        let error = fetch(&transport, Method::POST).await.unwrap_err();
        // Three attempts on the first connection, and each of the other six on a new one.
        assert_eq!((error.attempts(), simulator.connections()), (9, 7), "{error}");
    }
}
