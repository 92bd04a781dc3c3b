//! One connection: requests in, answers out, one after the other.

use std::sync::Arc;

use bytes::BytesMut;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Handler;
use super::head::Refusal;
use super::reader::{self, ReadError};
use super::writer::{self, After};
use crate::script::{Fault, MockResponse, Plan};

/// Serves until the client leaves or an answer ends the connection.
pub(super) async fn serve(mut stream: TcpStream, number: u64, handler: Arc<dyn Handler>) {
    // Small answers must not wait for the client's acknowledgement of the previous one.
    let _ = stream.set_nodelay(true);
    let mut buffer = BytesMut::new();
    while let Ok(true) = reader::first_byte(&stream, &buffer).await {
        let plan = handler.begin();
        if resets_at_once(&plan) {
            return reset(stream);
        }
        let request = match reader::request(&mut stream, &mut buffer).await {
            Ok(request) => request,
            Err(ReadError::Lost) => return,
            Err(ReadError::Refused(refusal)) => {
                handler.refuse(number, &refusal.why);
                return refuse(stream, refusal).await;
            }
        };
        let keep_alive = request.keep_alive;
        let has_body = request.method != "HEAD";
        let answer = handler.answer(number, plan, request);
        match writer::send(&mut stream, answer, keep_alive, has_body).await {
            Ok(After::KeepOpen) => {}
            Ok(After::Close) => return close(stream).await,
            Ok(After::Reset) => return reset(stream),
            Ok(After::Stall) => return until_client_leaves(stream).await,
            Err(_) => return,
        }
    }
}

fn resets_at_once(plan: &Plan) -> bool {
    let (Plan::Scripted(answer) | Plan::Drawn(answer)) = plan else {
        return false;
    };
    answer.fault == Some(Fault::ResetBeforeReading)
}

async fn refuse(mut stream: TcpStream, refusal: Refusal) {
    let answer = MockResponse::text(refusal.status, "text/plain", refusal.why);
    if writer::send(&mut stream, answer, false, true).await.is_ok() {
        close(stream).await;
    }
}

/// With a linger time of zero, closing sends RST.
fn reset(stream: TcpStream) {
    let _ = stream.set_zero_linger();
}

/// Sends FIN, and waits for the client's: closing with unread input would send RST.
async fn close(mut stream: TcpStream) {
    if stream.shutdown().await.is_ok() {
        until_client_leaves(stream).await;
    }
}

async fn until_client_leaves(mut stream: TcpStream) {
    let mut ignored = [0; 1024];
    while matches!(stream.read(&mut ignored).await, Ok(count) if count > 0) {}
}
