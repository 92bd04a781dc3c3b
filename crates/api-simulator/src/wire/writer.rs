//! Sending an answer, whole or broken.

use std::io;

use tokio::net::TcpStream;

use super::body::Pieces;
use super::outlet::Outlet;
use crate::script::{Body, Content, Fault, Framing, MockResponse, Point};

/// Where a body whose length is not known in advance is cut for [`Point::InBody`].
const MIDDLE_OF_UNKNOWN: u64 = 1024;

/// What is to become of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    KeepOpen,
    Close,
    Reset,
    Stall,
}

/// Sends `answer`. Errors are the client's leaving.
pub(super) async fn send(
    stream: &mut TcpStream,
    answer: MockResponse,
    keep_alive: bool,
    has_body: bool,
) -> io::Result<After> {
    if !answer.delay.is_zero() {
        tokio::time::sleep(answer.delay).await;
    }
    let mut outlet = Outlet::new(stream, answer.pace);
    for status in &answer.informational {
        outlet.send(format!("HTTP/1.1 {status} \r\n\r\n").as_bytes()).await?;
    }
    let (status, body) = match answer.content {
        Content::Own(status, ref body) => (status, body.clone()),
        Content::Verbatim(bytes) => return outlet.send(&bytes).await.map(|()| After::Close),
        // The handler has replaced these; an empty answer is what is left of them.
        Content::Usual | Content::Example(..) => (200, Body::Bytes(bytes::Bytes::new())),
        Content::Documented(status) => (status, Body::Bytes(bytes::Bytes::new())),
    };
    let has_body = has_body && !matches!(status, 100..=199 | 204 | 304);
    let pieces = Pieces::new(body, answer.encoding)?;
    let plan = Framed::new(&answer, pieces, has_body, keep_alive);
    plan.send(&mut outlet, status, &answer).await
}

/// A body with the way in which its end is told.
struct Framed {
    pieces: Pieces,
    framing: Framing,
    has_body: bool,
    keep_alive: bool,
}

impl Framed {
    fn new(answer: &MockResponse, pieces: Pieces, has_body: bool, keep_alive: bool) -> Self {
        let framing = match answer.framing {
            Framing::Length if pieces.length().is_none() => Framing::Chunked,
            _ if answer.fault == Some(Fault::BadChunkSize) => Framing::Chunked,
            framing => framing,
        };
        let keep_alive = keep_alive && framing != Framing::UntilClose;
        Self { pieces, framing, has_body, keep_alive }
    }

    async fn send(self, outlet: &mut Outlet<'_>, status: u16, answer: &MockResponse) -> io::Result<After> {
        let head = self.head(status, answer);
        let cut = answer.fault.as_ref().and_then(cut);
        match cut {
            Some((after, Point::BeforeHeaders)) => return Ok(after),
            Some((after, Point::InHeaders)) => {
                outlet.send(&head[..head.len() / 2]).await?;
                return Ok(after);
            }
            Some((after, Point::AfterHeaders)) => {
                outlet.send(&head).await?;
                return Ok(after);
            }
            Some((_, Point::InBody | Point::AfterBodyBytes(_))) | None => outlet.send(&head).await?,
        }
        let keep_alive = self.keep_alive;
        let limit = cut.map(|(_, point)| match point {
            Point::AfterBodyBytes(limit) => limit,
            _ => self.pieces.length().map_or(MIDDLE_OF_UNKNOWN, |length| length / 2),
        });
        let complete = self.body(outlet, answer, limit).await?;
        Ok(match cut {
            Some((after, _)) => after,
            None if complete && keep_alive => After::KeepOpen,
            None => After::Close,
        })
    }

    /// Sends the body up to `limit` bytes; whether it came to its proper end.
    async fn body(
        mut self,
        outlet: &mut Outlet<'_>,
        answer: &MockResponse,
        limit: Option<u64>,
    ) -> io::Result<bool> {
        if !self.has_body {
            return Ok(true);
        }
        if answer.fault == Some(Fault::BadChunkSize) {
            return outlet.send(b"not-a-size\r\n").await.map(|()| false);
        }
        let mut left = limit.unwrap_or(u64::MAX);
        while left > 0
            && let Some(mut piece) = self.pieces.next()?
        {
            // A generated body would otherwise keep the thread to itself while the socket accepts it.
            tokio::task::yield_now().await;
            piece.truncate(usize::try_from(left).unwrap_or(usize::MAX));
            left -= piece.len() as u64;
            self.piece(outlet, &piece).await?;
        }
        if self.framing == Framing::Chunked && limit.is_none() {
            outlet.send(b"0\r\n\r\n").await?;
        }
        Ok(true)
    }

    async fn piece(&self, outlet: &mut Outlet<'_>, piece: &[u8]) -> io::Result<()> {
        if self.framing != Framing::Chunked {
            return outlet.send(piece).await;
        }
        // A compressor keeps pieces back, and a chunk without bytes would be the last one.
        if piece.is_empty() {
            return Ok(());
        }
        outlet.send(format!("{:x}\r\n", piece.len()).as_bytes()).await?;
        outlet.send(piece).await?;
        outlet.send(b"\r\n").await
    }

    fn head(&self, status: u16, answer: &MockResponse) -> Vec<u8> {
        let mut head = Vec::new();
        if answer.fault == Some(Fault::GarbageStatusLine) {
            head.extend_from_slice(b"\x16\x03 this is not a status line\r\n");
        } else {
            head.extend_from_slice(format!("HTTP/1.1 {status} \r\n").as_bytes());
        }
        if answer.fault == Some(Fault::GarbageHeader) {
            head.extend_from_slice(b"this is \0 not a header\r\n");
        }
        for (name, value) in answer
            .headers
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_slice()))
            .chain(self.own_headers(answer).iter().map(|(n, v)| (*n, v.as_bytes())))
        {
            head.extend_from_slice(name.as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value);
            head.extend_from_slice(b"\r\n");
        }
        head.extend_from_slice(b"\r\n");
        head
    }

    /// The headers that follow from how the body is sent.
    fn own_headers(&self, answer: &MockResponse) -> Vec<(&'static str, String)> {
        let given = |name: &str| answer.headers.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
        let mut headers = Vec::new();
        let claimed = match answer.fault {
            Some(Fault::BadEncoding(encoding)) => Some(encoding),
            _ => answer.encoding,
        };
        if let Some(encoding) = claimed.filter(|_| !given("content-encoding")) {
            headers.push(("content-encoding", encoding.to_string()));
        }
        if !self.keep_alive && !given("connection") {
            headers.push(("connection", "close".to_owned()));
        }
        if self.has_body && !given("content-length") && !given("transfer-encoding") {
            match (self.framing, self.pieces.length()) {
                (Framing::Length, Some(length)) => headers.push(("content-length", length.to_string())),
                (Framing::Chunked, _) => headers.push(("transfer-encoding", "chunked".to_owned())),
                _ => {}
            }
        }
        headers
    }
}

/// Where the answer is cut, and how the connection goes on.
fn cut(fault: &Fault) -> Option<(After, Point)> {
    match *fault {
        Fault::ResetBeforeReading => Some((After::Reset, Point::BeforeHeaders)),
        Fault::Reset(point) => Some((After::Reset, point)),
        Fault::Close(point) => Some((After::Close, point)),
        Fault::Stall(point) => Some((After::Stall, point)),
        Fault::BadChunkSize | Fault::BadEncoding(_) | Fault::GarbageStatusLine | Fault::GarbageHeader => None,
    }
}
