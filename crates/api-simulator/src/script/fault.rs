//! Ways in which a server breaks HTTP.

use super::Encoding;

/// One way of breaking an answer; [`MockResponse::fault`](crate::MockResponse::fault) applies it.
///
/// A body cut by [`Fault::Reset`] or [`Fault::Close`] within the body falls short of its
/// `Content-Length`, or lacks its last chunk with [`MockResponse::chunked`](crate::MockResponse::chunked).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Resets the connection at a request's first byte. The request is not read and therefore
    /// does not appear among the requests seen, but counts in
    /// [`Simulator::attempts`](crate::Simulator::attempts). For which operation it is, is not
    /// known then: dictated by [`Simulator::on`](crate::Simulator::on), it comes after reading.
    ResetBeforeReading,
    /// Resets the connection (TCP RST) once the request has been read and acted on.
    Reset(Point),
    /// Ends the connection in an orderly way (TCP FIN), before the answer is complete.
    Close(Point),
    /// Sends nothing more and keeps the connection open until the client gives up.
    Stall(Point),
    /// Sends a chunk size that is not a number.
    BadChunkSize,
    /// Names a content coding that the body is not in.
    BadEncoding(Encoding),
    /// Starts the answer with a line that is not HTTP.
    GarbageStatusLine,
    /// Puts a line among the headers that is not one.
    GarbageHeader,
}

/// A place in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// Before the first byte.
    BeforeHeaders,
    /// In the middle of the headers.
    InHeaders,
    /// After the headers, before the body.
    AfterHeaders,
    /// In the middle of the body: after half of its bytes as they are sent, or after the first
    /// [`KiB`](https://en.wikipedia.org/wiki/Kibibyte) where their number is not known in advance.
    InBody,
    /// After this many bytes of the body as they are sent.
    AfterBodyBytes(u64),
}
