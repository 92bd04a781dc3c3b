//! Sending a response, whole or broken.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::body::BodyStream;
use crate::script::{Body, Content, Fault, Framing, MockResponse, Point};

/// The place where [`Point::InBody`] cuts a body whose length is not known in advance.
const MIDDLE_OF_UNKNOWN_LENGTH: u64 = 1024;

/// State in which a response leaves the connection.
#[derive(Clone, Copy)]
pub(super) enum ConnectionAction {
    KeepOpen,
    Close,
    Reset,
    Stall,
}

/// Sends a response. An error means that the client has left.
pub(super) async fn send(
    stream: &mut TcpStream,
    response: MockResponse,
    keep_alive: bool,
    has_body: bool,
) -> io::Result<ConnectionAction> {
    if !response.delay.is_zero() {
        tokio::time::sleep(response.delay).await;
    }
    let mut writer = PacedWriter { stream, interval: response.interval };
    for status in &response.informational {
        writer.send(format!("HTTP/1.1 {status} \r\n\r\n").as_bytes()).await?;
    }
    let (status, body) = match &response.content {
        Content::Given(status, body) => (*status, body.clone()),
        Content::Verbatim(bytes) => {
            return writer.send(bytes).await.map(|()| ConnectionAction::Close);
        }
        // Replaced by the handler before the response comes here.
        Content::Simulated | Content::Documented(_) | Content::Example(..) => {
            (500, Body::Bytes(Bytes::new()))
        }
    };
    let has_body = has_body && !matches!(status, 100..=199 | 204 | 304);
    let body = BodyStream::new(body, response.encoding)?;
    Message::new(&response, status, body, has_body, keep_alive).send(&mut writer).await
}

/// A writer that sends one byte per interval, if there is one.
struct PacedWriter<'a> {
    stream: &'a mut TcpStream,
    interval: Option<Duration>,
}

impl PacedWriter<'_> {
    async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(interval) = self.interval else {
            return self.stream.write_all(bytes).await;
        };
        for byte in bytes {
            self.stream.write_all(std::slice::from_ref(byte)).await?;
            tokio::time::sleep(interval).await;
        }
        Ok(())
    }
}

/// A response with the framing of its body decided.
struct Message<'a> {
    response: &'a MockResponse,
    status: u16,
    body: BodyStream,
    has_body: bool,
    framing: Framing,
    keep_alive: bool,
}

impl<'a> Message<'a> {
    fn new(
        response: &'a MockResponse,
        status: u16,
        body: BodyStream,
        has_body: bool,
        keep_alive: bool,
    ) -> Self {
        let framing = match response.framing {
            Framing::Length if body.length().is_none() => Framing::Chunked,
            _ if response.fault == Some(Fault::BadChunkSize) => Framing::Chunked,
            framing => framing,
        };
        let keep_alive = keep_alive && framing != Framing::UntilClose;
        Self { response, status, body, has_body, framing, keep_alive }
    }

    async fn send(mut self, writer: &mut PacedWriter<'_>) -> io::Result<ConnectionAction> {
        let head = self.head();
        let Some((action, point)) = self.response.fault.as_ref().and_then(cut) else {
            writer.send(&head).await?;
            let is_complete = self.send_body(writer).await?;
            let keep_open = is_complete && self.keep_alive;
            return Ok(if keep_open { ConnectionAction::KeepOpen } else { ConnectionAction::Close });
        };
        match point {
            Point::BeforeHeaders => {}
            Point::InHeaders => writer.send(&head[..head.len() / 2]).await?,
            Point::AfterHeaders => writer.send(&head).await?,
            Point::InBody | Point::AfterBodyBytes(_) => {
                writer.send(&head).await?;
                let limit = match point {
                    Point::AfterBodyBytes(limit) => limit,
                    _ => self.body.length().map_or(MIDDLE_OF_UNKNOWN_LENGTH, |length| length / 2),
                };
                self.send_pieces(writer, limit).await?;
            }
        }
        Ok(action)
    }

    /// Sends the whole body; returns `false` if the client cannot tell that it is complete.
    async fn send_body(&mut self, writer: &mut PacedWriter<'_>) -> io::Result<bool> {
        if !self.has_body {
            return Ok(true);
        }
        if self.response.fault == Some(Fault::BadChunkSize) {
            return writer.send(b"not-a-size\r\n").await.map(|()| false);
        }
        self.send_pieces(writer, u64::MAX).await?;
        if self.framing == Framing::Chunked {
            writer.send(b"0\r\n\r\n").await?;
        }
        Ok(true)
    }

    /// Sends the body, or so many bytes of it.
    async fn send_pieces(&mut self, writer: &mut PacedWriter<'_>, limit: u64) -> io::Result<()> {
        let mut left = if self.has_body { limit } else { 0 };
        while left > 0
            && let Some(mut piece) = self.body.next()?
        {
            // A generated body would otherwise keep the thread to itself while the socket accepts it.
            tokio::task::yield_now().await;
            piece.truncate(usize::try_from(left).unwrap_or(usize::MAX));
            left -= piece.len() as u64;
            match self.framing {
                // A compressor keeps input back, and a chunk without bytes would be the last one.
                Framing::Chunked if piece.is_empty() => {}
                Framing::Chunked => {
                    writer.send(format!("{:x}\r\n", piece.len()).as_bytes()).await?;
                    writer.send(&piece).await?;
                    writer.send(b"\r\n").await?;
                }
                Framing::Length | Framing::UntilClose => writer.send(&piece).await?,
            }
        }
        Ok(())
    }

    fn head(&self) -> Vec<u8> {
        let fault = self.response.fault.as_ref();
        let mut head = match fault {
            Some(Fault::GarbageStatusLine) => b"\x16\x03 this is not a status line\r\n".to_vec(),
            _ => format!("HTTP/1.1 {} \r\n", self.status).into_bytes(),
        };
        if fault == Some(&Fault::GarbageHeader) {
            head.extend_from_slice(b"this is \0 not a header\r\n");
        }
        let given = self.response.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice()));
        let own = self.own_headers();
        for (name, value) in given.chain(own.iter().map(|(name, value)| (*name, value.as_bytes()))) {
            for part in [name.as_bytes(), b": ", value, b"\r\n"] {
                head.extend_from_slice(part);
            }
        }
        head.extend_from_slice(b"\r\n");
        head
    }

    /// Returns the headers that follow from how the body is sent, unless they are given.
    fn own_headers(&self) -> Vec<(&'static str, String)> {
        let response = self.response;
        let is_given = |name: &str| response.headers.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
        let mut headers = Vec::new();
        let encoding = match response.fault {
            Some(Fault::BadEncoding(encoding)) => Some(encoding),
            _ => response.encoding,
        };
        if let Some(encoding) = encoding.filter(|_| !is_given("content-encoding")) {
            headers.push(("content-encoding", encoding.to_string()));
        }
        if !self.keep_alive && !is_given("connection") {
            headers.push(("connection", "close".to_owned()));
        }
        if self.has_body && !is_given("content-length") && !is_given("transfer-encoding") {
            match (self.framing, self.body.length()) {
                (Framing::Length, Some(length)) => headers.push(("content-length", length.to_string())),
                (Framing::Chunked, _) => headers.push(("transfer-encoding", "chunked".to_owned())),
                _ => {}
            }
        }
        headers
    }
}

/// Returns where a fault cuts the response and what happens to the connection then.
fn cut(fault: &Fault) -> Option<(ConnectionAction, Point)> {
    match *fault {
        Fault::ResetBeforeReading => Some((ConnectionAction::Reset, Point::BeforeHeaders)),
        Fault::Reset(point) => Some((ConnectionAction::Reset, point)),
        Fault::Close(point) => Some((ConnectionAction::Close, point)),
        Fault::Stall(point) => Some((ConnectionAction::Stall, point)),
        Fault::BadChunkSize | Fault::BadEncoding(_) | Fault::GarbageStatusLine | Fault::GarbageHeader => None,
    }
}
