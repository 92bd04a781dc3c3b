//! Serving the requests of one connection, one after the other.

use std::sync::Arc;

use bytes::BytesMut;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Handler;
use super::reader::{self, ReadError};
use super::request::MalformedRequest;
use super::writer::{self, ConnectionAction};
use crate::script::{Fault, MockResponse};

/// Serves until the client leaves or a response ends the connection.
pub(super) async fn serve(mut stream: TcpStream, number: u64, handler: Arc<dyn Handler>) {
    // Small responses must not wait for the client to acknowledge the previous one.
    let _ = stream.set_nodelay(true);
    let mut buffer = BytesMut::new();
    while let Ok(true) = reader::first_byte(&stream, &buffer).await {
        let plan = handler.begin();
        if plan.fault() == Some(&Fault::ResetBeforeReading) {
            return reset(stream);
        }
        let request = match reader::request(&mut stream, &mut buffer).await {
            Ok(request) => request,
            Err(ReadError::Disconnected) => return,
            Err(ReadError::Malformed(error)) => {
                handler.reject(number, &error.reason);
                return reject(stream, error).await;
            }
        };
        let (keep_alive, has_body) = (request.keep_alive, request.method != "HEAD");
        let response = handler.respond(number, plan, request);
        match writer::send(&mut stream, response, keep_alive, has_body).await {
            Ok(ConnectionAction::KeepOpen) => {}
            Ok(ConnectionAction::Close) => return close(stream).await,
            Ok(ConnectionAction::Reset) => return reset(stream),
            Ok(ConnectionAction::Stall) => return wait_for_end(stream).await,
            Err(_) => return,
        }
    }
}

async fn reject(mut stream: TcpStream, error: MalformedRequest) {
    let response = MockResponse::text(error.status, "text/plain", error.reason);
    if writer::send(&mut stream, response, false, true).await.is_ok() {
        close(stream).await;
    }
}

/// Closes with a linger time of zero, which sends RST.
fn reset(stream: TcpStream) {
    let _ = stream.set_zero_linger();
}

/// Sends FIN and waits for that of the client: closing with unread input would send RST.
async fn close(mut stream: TcpStream) {
    if stream.shutdown().await.is_ok() {
        wait_for_end(stream).await;
    }
}

async fn wait_for_end(mut stream: TcpStream) {
    let mut ignored = [0; 1024];
    while matches!(stream.read(&mut ignored).await, Ok(count) if count > 0) {}
}
