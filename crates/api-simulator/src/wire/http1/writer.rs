//! Sending a response, whole or broken.

use std::io;
use std::time::Duration;

use tokio::io::AsyncWriteExt;

use crate::script::{Content, Fault, Framing, MockResponse, Point};
use crate::wire::response::{ConnectionAction, Outgoing, cut};
use crate::wire::stream::Stream;

/// Sends a response. An error means that the client has left.
pub(super) async fn send(
    stream: &mut Stream,
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
    if let Content::Verbatim(bytes) = &response.content {
        return writer.send(bytes).await.map(|()| ConnectionAction::Close);
    }
    let outgoing = Outgoing::new(&response, has_body)?;
    Message::new(&response, outgoing, keep_alive).send(&mut writer).await
}

/// A writer that sends one byte per interval, if there is one.
struct PacedWriter<'a> {
    stream: &'a mut Stream,
    interval: Option<Duration>,
}

impl PacedWriter<'_> {
    async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(interval) = self.interval else {
            self.stream.write_all(bytes).await?;
            return self.stream.flush().await;
        };
        for byte in bytes {
            self.stream.write_all(std::slice::from_ref(byte)).await?;
            self.stream.flush().await?;
            tokio::time::sleep(interval).await;
        }
        Ok(())
    }
}

/// A response with the framing of its body decided.
struct Message<'a> {
    response: &'a MockResponse,
    outgoing: Outgoing,
    framing: Framing,
    keep_alive: bool,
}

impl<'a> Message<'a> {
    fn new(response: &'a MockResponse, outgoing: Outgoing, keep_alive: bool) -> Self {
        let framing = match response.framing {
            Framing::Length if outgoing.body.length().is_none() => Framing::Chunked,
            _ if response.fault == Some(Fault::BadChunkSize) => Framing::Chunked,
            framing => framing,
        };
        let is_last = framing == Framing::UntilClose || response.fault == Some(Fault::GoAway);
        Self { response, outgoing, framing, keep_alive: keep_alive && !is_last }
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
                let limit = self.outgoing.bytes_before(point);
                self.send_pieces(writer, limit).await?;
            }
        }
        Ok(action)
    }

    /// Sends the whole body; returns `false` if the client cannot tell that it is complete.
    async fn send_body(&mut self, writer: &mut PacedWriter<'_>) -> io::Result<bool> {
        if !self.outgoing.has_body {
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
        let mut left = if self.outgoing.has_body { limit } else { 0 };
        while left > 0
            && let Some(mut piece) = self.outgoing.body.next()?
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
            _ => format!("HTTP/1.1 {} \r\n", self.outgoing.status).into_bytes(),
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
        let is_given = |name: &str| response.has_header(name);
        let mut headers = Vec::new();
        if let Some(encoding) = response.declared_encoding().filter(|_| !is_given("content-encoding")) {
            headers.push(("content-encoding", encoding.to_string()));
        }
        if !self.keep_alive && !is_given("connection") {
            headers.push(("connection", "close".to_owned()));
        }
        if self.outgoing.has_body && !is_given("content-length") && !is_given("transfer-encoding") {
            match (self.framing, self.outgoing.body.length()) {
                (Framing::Length, Some(length)) => headers.push(("content-length", length.to_string())),
                (Framing::Chunked, _) => headers.push(("transfer-encoding", "chunked".to_owned())),
                _ => {}
            }
        }
        headers
    }
}
