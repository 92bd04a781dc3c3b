//! Serving the requests of one HTTP/1.1 connection, one after the other.
//!
//! Written here because an HTTP library does not let its user send what a faulty server sends:
//! a reset in the middle of a header, a body short of its length, a chunk size that is no number.

mod chunked;
mod head;
mod reader;
mod writer;

use std::sync::Arc;

use bytes::BytesMut;

use self::reader::ReadError;
use super::Handler;
use super::request::MalformedRequest;
use super::response::ConnectionAction;
use super::stream::Stream;
use crate::script::Fault;

/// Serves until the client leaves or a response ends the connection.
pub(super) async fn serve(mut stream: Stream, connection: u64, handler: Arc<dyn Handler>) {
    let mut buffer = BytesMut::new();
    for nth in 1.. {
        let Ok(true) = reader::first_byte(&mut stream, &mut buffer).await else { return };
        let plan = handler.begin(nth);
        if let Some(action) = plan.fault().and_then(before_reading) {
            return stream.end(action).await;
        }
        let head = match reader::request(&mut stream, &mut buffer).await {
            Ok(head) => head,
            Err(ReadError::Disconnected) => return,
            Err(ReadError::Malformed(error)) => {
                handler.reject(connection, &error.reason);
                return reject(stream, error).await;
            }
        };
        let (keep_alive, has_body) = (head.keep_alive, head.request.method != "HEAD");
        let response = handler.respond(connection, plan, head.request);
        match writer::send(&mut stream, response, keep_alive, has_body).await {
            Ok(ConnectionAction::KeepOpen) => {}
            Ok(action) => return stream.end(action).await,
            Err(_) => return,
        }
    }
}

/// Returns the end of a connection whose request is not read.
fn before_reading(fault: &Fault) -> Option<ConnectionAction> {
    match fault {
        Fault::ResetBeforeReading => Some(ConnectionAction::Reset),
        Fault::RefuseStream | Fault::GoAwayBefore => Some(ConnectionAction::Close),
        Fault::Silence | Fault::StopServing => Some(ConnectionAction::Stall),
        _ => None,
    }
}

async fn reject(mut stream: Stream, error: MalformedRequest) {
    if writer::send(&mut stream, error.into_response(), false, true).await.is_ok() {
        stream.close().await;
    }
}
