//! The ends of HTTP/2 connections and streams, against a server whose frames are written here by hand.
#![cfg(feature = "http2")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::{sync::Arc, time::Duration};

use api_runtime::{CallOptions, Error, ErrorKind, Response, Sent, Settings, Transport, http::Method};
use serde_json::{Value, json};
use support::{TestProblem, in_time, request, transport_with};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;

const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

const PROTOCOL_ERROR: u32 = 1;
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;
const CANCEL: u32 = 8;

/// A last stream that leaves out none: the first GOAWAY of servers that end a connection in good order.
const ALL_STREAMS: u32 = 0x7fff_ffff;

struct Server {
    listener: TcpListener,
    client: Transport,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut settings = Settings::default();
        settings.retry.min_delay = Duration::from_millis(1);
        settings.http_client_setup = Some(Arc::new(|builder| builder.http2_prior_knowledge()));
        let client = transport_with(&format!("http://{}", listener.local_addr().unwrap()), settings);
        Self { listener, client }
    }

    async fn accept(&self) -> Connection {
        self.accept_with(&[]).await
    }

    /// Accepts a connection with these settings.
    async fn accept_with(&self, settings: &[u8]) -> Connection {
        let (mut stream, _) = self.listener.accept().await.unwrap();
        let mut preface = [0; 24];
        stream.read_exact(&mut preface).await.unwrap();
        assert_eq!(&preface, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        let mut connection = Connection { stream };
        connection.write(SETTINGS, 0, 0, settings).await;
        connection
    }

    /// Sends a request on a task of its own.
    fn call(&self, method: Method, has_body: bool) -> tokio::task::JoinHandle<Outcome> {
        let client = self.client.clone();
        tokio::spawn(async move {
            let request = request(method, "/things");
            let request = if has_body { request.json(&json!({ "make": 1 })) } else { request };
            Ok(in_time(client.call(CallOptions::default()).execute(request)).await?)
        })
    }
}

type Outcome = Result<Response<Value>, Error<TestProblem>>;

struct Connection {
    stream: TcpStream,
}

impl Connection {
    async fn write(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
        let length = u8::try_from(payload.len()).unwrap();
        let mut frame = vec![0, 0, length, kind, flags];
        frame.extend(stream.to_be_bytes());
        frame.extend(payload);
        self.stream.write_all(&frame).await.unwrap();
    }

    /// Returns type, flags and stream of the next frame; `None` if the client has closed the connection.
    async fn read(&mut self) -> Option<(u8, u8, u32)> {
        let mut header = [0; 9];
        self.stream.read_exact(&mut header).await.ok()?;
        let [a, b, c, kind, flags, stream @ ..] = header;
        let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
        self.stream.read_exact(&mut payload).await.ok()?;
        if (kind, flags & ACK) == (SETTINGS, 0) {
            self.write(SETTINGS, ACK, 0, &[]).await;
        }
        Some((kind, flags, u32::from_be_bytes(stream)))
    }

    /// Reads a request to its end and returns its stream.
    async fn request(&mut self) -> u32 {
        loop {
            let (kind, flags, stream) = self.read().await.unwrap();
            if matches!(kind, HEADERS | DATA) && flags & END_STREAM != 0 {
                return stream;
            }
        }
    }

    /// Responds with 200 and `7`.
    async fn respond(&mut self, stream: u32) {
        self.write(HEADERS, END_HEADERS, stream, &[0x88]).await;
        self.write(DATA, END_STREAM, stream, b"7").await;
    }

    /// Sends GOAWAY, and waits until the client has read it: it responds to a PING, or closes a connection that is of no
    /// more use.
    async fn go_away(&mut self, last_stream: u32) {
        let payload = [last_stream.to_be_bytes(), [0; 4]].concat();
        self.write(GOAWAY, 0, 0, &payload).await;
        self.write(PING, 0, 0, b"go away!").await;
        while !matches!(self.read().await, None | Some((PING, ACK, _))) {}
    }

    async fn reset(&mut self, stream: u32, code: u32) {
        self.write(RST_STREAM, 0, stream, &code.to_be_bytes()).await;
    }

    /// Ends the connection with FIN, or with RST.
    async fn end(mut self, with_reset: bool) {
        if with_reset {
            self.stream.set_zero_linger().unwrap();
        } else {
            self.stream.shutdown().await.unwrap();
            let _ = self.stream.read_to_end(&mut Vec::new()).await;
        }
    }
}

fn assert_value(outcome: Outcome, attempts: u32) {
    let response = outcome.unwrap();
    assert_eq!((response.value.clone(), response.attempts()), (json!(7), attempts));
}

/// Asserts that a call was made once and may have taken effect.
fn assert_ambiguous(outcome: Outcome) {
    let error = outcome.unwrap_err();
    let facts = (error.kind(), error.sent(), error.attempts(), error.is_retryable());
    assert_eq!(facts, (ErrorKind::Connection, Sent::Maybe, 1, false), "{error}");
    assert!(error.to_string().contains("may have taken effect"), "{error}");
}

/// The server may process a request up to the last stream that GOAWAY names, whatever becomes of the connection.
#[tokio::test]
async fn a_request_that_goaway_covers_is_not_sent_again_when_the_connection_ends() {
    for (with_reset, has_body) in [(false, false), (false, true), (true, false), (true, true)] {
        for last_stream in [1, ALL_STREAMS] {
            let server = Server::start().await;
            let call = server.call(Method::POST, has_body);
            let mut connection = server.accept().await;
            assert_eq!(connection.request().await, 1);
            connection.go_away(last_stream).await;
            connection.end(with_reset).await;
            assert_ambiguous(call.await.unwrap());
            assert_eq!(server.client.stats().requests, 1);

            let call = server.call(Method::GET, false);
            let mut connection = server.accept().await;
            assert_eq!(connection.request().await, 1);
            connection.go_away(last_stream).await;
            connection.end(with_reset).await;
            let mut connection = server.accept().await;
            assert_eq!(connection.request().await, 1);
            connection.respond(1).await;
            assert_value(call.await.unwrap(), 2);
        }
    }
}

#[tokio::test]
async fn a_request_that_goaway_covers_gets_its_response() {
    let server = Server::start().await;
    let call = server.call(Method::POST, true);
    let mut connection = server.accept().await;
    assert_eq!(connection.request().await, 1);
    connection.go_away(ALL_STREAMS).await;
    connection.go_away(1).await;
    connection.respond(1).await;
    assert_value(call.await.unwrap(), 1);
}

#[tokio::test]
async fn a_request_beyond_the_last_stream_is_sent_again_once() {
    for (with_reset, has_body) in [(false, false), (false, true), (true, false), (true, true)] {
        let server = Server::start().await;
        let first = server.call(Method::POST, has_body);
        let mut connection = server.accept().await;
        assert_eq!(connection.request().await, 1);
        connection.respond(1).await;
        assert_value(first.await.unwrap(), 1);

        let call = server.call(Method::POST, has_body);
        assert_eq!(connection.request().await, 3);
        connection.go_away(1).await;
        connection.end(with_reset).await;
        let mut connection = server.accept().await;
        assert_eq!(connection.request().await, 1);
        connection.respond(1).await;
        assert_value(call.await.unwrap(), 2);
        assert_eq!(server.client.stats().requests, 3);
    }
}

/// A server lowers the last stream once it knows which requests it has read.
#[tokio::test]
async fn a_second_goaway_leaves_out_more_requests() {
    for has_body in [false, true] {
        for first_last in [ALL_STREAMS, 5, 3] {
            let server = Server::start().await;
            let processed = server.call(Method::POST, has_body);
            let mut connection = server.accept().await;
            assert_eq!(connection.request().await, 1);
            let left_out = server.call(Method::POST, has_body);
            assert_eq!(connection.request().await, 3);
            connection.go_away(first_last).await;
            assert!(!left_out.is_finished());
            connection.go_away(1).await;
            let mut second = server.accept().await;
            assert_eq!(second.request().await, 1);
            second.respond(1).await;
            assert_value(left_out.await.unwrap(), 2);
            connection.respond(1).await;
            assert_value(processed.await.unwrap(), 1);
        }
    }
}

#[tokio::test]
async fn a_refused_stream_is_sent_again_on_the_same_connection() {
    for has_body in [false, true] {
        let server = Server::start().await;
        let call = server.call(Method::POST, has_body);
        let mut connection = server.accept().await;
        assert_eq!(connection.request().await, 1);
        connection.reset(1, REFUSED_STREAM).await;
        assert_eq!(connection.request().await, 3);
        connection.respond(3).await;
        assert_value(call.await.unwrap(), 2);
    }
}

#[tokio::test]
async fn a_stream_that_is_reset_for_another_reason_is_not_sent_again() {
    for code in [0, PROTOCOL_ERROR, INTERNAL_ERROR, CANCEL] {
        let server = Server::start().await;
        let call = server.call(Method::POST, true);
        let mut connection = server.accept().await;
        assert_eq!(connection.request().await, 1);
        connection.reset(1, code).await;
        assert_ambiguous(call.await.unwrap());
    }
}

#[tokio::test]
async fn requests_that_wait_for_a_free_stream_are_sent_on_the_next_connection() {
    const ONE_STREAM: [u8; 6] = [0, 3, 0, 0, 0, 1];
    for has_body in [false, true] {
        let server = Server::start().await;
        let processed = server.call(Method::POST, has_body);
        let mut connection = server.accept_with(&ONE_STREAM).await;
        assert_eq!(connection.request().await, 1);
        let waiting: Vec<_> = (0..30).map(|_| server.call(Method::POST, has_body)).collect();
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        connection.go_away(1).await;
        connection.respond(1).await;
        assert_value(processed.await.unwrap(), 1);
        let mut second = server.accept().await;
        for stream in (1..60).step_by(2) {
            assert_eq!(second.request().await, stream);
            second.respond(stream).await;
        }
        for call in waiting {
            assert_value(call.await.unwrap(), 2);
        }
    }
}
