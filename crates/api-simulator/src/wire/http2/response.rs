//! Sending a response on a stream, whole or broken.

use std::future::{pending, poll_fn};
use std::time::Duration;

use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, SendStream};
use http::{HeaderName, HeaderValue, StatusCode};
use tokio::sync::mpsc::UnboundedSender;

use super::Command;
use crate::script::{Content, Fault, Framing, MockResponse, Point};
use crate::wire::response::{ConnectionAction, Outgoing, cut};

/// Bytes that are no frame: as one, they would be longer than a client accepts.
const NOT_A_FRAME: &[u8] = b"\xff\xff\xff this is not a frame";

/// Headers of HTTP/1.1 that HTTP/2 does not have.
const CONNECTION_HEADERS: [&str; 5] =
    ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"];

/// Sends a response. An error means that the client has left.
pub(super) async fn send(
    mut respond: SendResponse<Bytes>,
    response: MockResponse,
    may_have_body: bool,
    commands: &UnboundedSender<Command>,
) -> Result<(), h2::Error> {
    if !response.delay.is_zero() {
        tokio::time::sleep(response.delay).await;
    }
    if matches!(response.fault, Some(Fault::GoAway | Fault::GoAwayBefore)) {
        let _ = commands.send(Command::GoAway);
    }
    if let Some(reason) = response.fault.as_ref().and_then(reset_without_response) {
        respond.send_reset(reason);
        return Ok(());
    }
    for status in &response.informational {
        respond.send_informational(head(*status, []))?;
    }
    if let Some(command) = command_without_response(&response) {
        return wait_after(command, commands).await;
    }
    let Ok(outgoing) = Outgoing::new(&response, may_have_body) else { return Ok(()) };
    match response.fault.as_ref().and_then(cut) {
        None => send_whole(respond, &response, outgoing).await,
        Some((action, point)) => send_cut(respond, &response, outgoing, action, point, commands).await,
    }
}

/// Returns the code with which a fault resets the stream before a response.
fn reset_without_response(fault: &Fault) -> Option<Reason> {
    match fault {
        // GOAWAY would leave the request out if this had been decided before it was read.
        Fault::RefuseStream | Fault::GoAwayBefore => Some(Reason::REFUSED_STREAM),
        Fault::BadChunkSize | Fault::GarbageHeader => Some(Reason::PROTOCOL_ERROR),
        _ => None,
    }
}

/// Returns the command that takes the place of a response.
fn command_without_response(response: &MockResponse) -> Option<Command> {
    match (&response.fault, &response.content) {
        (Some(Fault::Silence), _) => Some(Command::End(ConnectionAction::Stall)),
        (Some(Fault::StopServing), _) => Some(Command::StopServing),
        (Some(Fault::GarbageStatusLine), _) => Some(Command::EndWith(Bytes::from_static(NOT_A_FRAME))),
        (_, Content::Verbatim(bytes)) => Some(Command::EndWith(bytes.clone())),
        _ => None,
    }
}

async fn send_whole(
    mut respond: SendResponse<Bytes>,
    response: &MockResponse,
    outgoing: Outgoing,
) -> Result<(), h2::Error> {
    let is_empty = !outgoing.has_body || outgoing.body.length() == Some(0);
    let stream = respond.send_response(full_head(response, &outgoing), is_empty)?;
    if is_empty {
        return Ok(());
    }
    let mut writer = BodyWriter { stream, interval: response.interval };
    writer.send(outgoing, u64::MAX).await?;
    writer.stream.send_data(Bytes::new(), true)
}

/// Sends the response up to a point.
async fn send_cut(
    mut respond: SendResponse<Bytes>,
    response: &MockResponse,
    outgoing: Outgoing,
    action: ConnectionAction,
    point: Point,
    commands: &UnboundedSender<Command>,
) -> Result<(), h2::Error> {
    let resets_stream = matches!(response.fault, Some(Fault::ResetStream(_)));
    if matches!(point, Point::BeforeHeaders | Point::InHeaders) {
        match action {
            _ if resets_stream => respond.send_reset(Reason::INTERNAL_ERROR),
            ConnectionAction::Stall => drop(poll_fn(|cx| respond.poll_reset(cx)).await),
            _ => return wait_after(Command::End(action), commands).await,
        }
        return Ok(());
    }
    let stream = respond.send_response(full_head(response, &outgoing), false)?;
    let mut writer = BodyWriter { stream, interval: response.interval };
    let limit = outgoing.bytes_before(point);
    writer.send(outgoing, limit).await?;
    let mut stream = writer.stream;
    match action {
        _ if resets_stream => drop(commands.send(Command::ResetStream(stream, Reason::INTERNAL_ERROR))),
        ConnectionAction::Stall => drop(poll_fn(|cx| stream.poll_reset(cx)).await),
        _ => return wait_after(Command::End(action), commands).await,
    }
    Ok(())
}

/// Gives a command after which the stream remains as it is, until the connection ends.
async fn wait_after(command: Command, commands: &UnboundedSender<Command>) -> Result<(), h2::Error> {
    let _ = commands.send(command);
    pending().await
}

struct BodyWriter {
    stream: SendStream<Bytes>,
    /// Time between two bytes.
    interval: Option<Duration>,
}

impl BodyWriter {
    /// Sends the body, or so many bytes of it.
    async fn send(&mut self, mut outgoing: Outgoing, limit: u64) -> Result<(), h2::Error> {
        let mut left = if outgoing.has_body { limit } else { 0 };
        while left > 0
            && let Ok(Some(mut piece)) = outgoing.body.next()
        {
            // A generated body would otherwise keep the thread to itself while the client accepts it.
            tokio::task::yield_now().await;
            piece.truncate(usize::try_from(left).unwrap_or(usize::MAX));
            left -= piece.len() as u64;
            self.send_piece(piece).await?;
        }
        Ok(())
    }

    async fn send_piece(&mut self, mut piece: Bytes) -> Result<(), h2::Error> {
        while !piece.is_empty() {
            let wanted = if self.interval.is_some() { 1 } else { piece.len() };
            self.stream.reserve_capacity(wanted);
            while self.stream.capacity() == 0 {
                match poll_fn(|cx| self.stream.poll_capacity(cx)).await {
                    Some(capacity) => drop(capacity?),
                    None => return Err(Reason::CANCEL.into()),
                }
            }
            let count = wanted.min(self.stream.capacity());
            self.stream.send_data(piece.split_to(count), false)?;
            if let Some(interval) = self.interval {
                tokio::time::sleep(interval).await;
            }
        }
        Ok(())
    }
}

/// Returns status and headers, those included that follow from the body.
fn full_head(response: &MockResponse, outgoing: &Outgoing) -> http::Response<()> {
    let given = response.headers.iter().map(|(name, value)| (name.as_str(), value.clone()));
    let given = given.filter(|(name, _)| !CONNECTION_HEADERS.contains(&name.to_ascii_lowercase().as_str()));
    let encoding = response.declared_encoding().map(|encoding| ("content-encoding", encoding.to_string()));
    let length = outgoing.body.length().filter(|_| outgoing.has_body && response.framing == Framing::Length);
    let own = [encoding, length.map(|length| ("content-length", length.to_string()))].into_iter().flatten();
    let own = own.filter(|(name, _)| !response.has_header(name));
    head(outgoing.status, given.chain(own.map(|(name, value)| (name, value.into_bytes()))))
}

/// Returns a head, without what cannot be sent over HTTP/2.
fn head<'a>(status: u16, headers: impl IntoIterator<Item = (&'a str, Vec<u8>)>) -> http::Response<()> {
    let mut head = http::Response::new(());
    *head.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_bytes(&value)) {
            head.headers_mut().append(name, value);
        }
    }
    head
}
