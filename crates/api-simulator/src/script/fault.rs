//! Ways in which a server breaks HTTP.

use super::Encoding;

/// One way of breaking an answer; [`Answer::fault`](crate::Answer::fault) applies it.
///
/// A body cut by [`Fault::Reset`] or [`Fault::Close`] at [`Point::InBody`] falls short of its
/// `Content-Length`, or lacks its last chunk with [`Answer::chunked`](crate::Answer::chunked).
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
    /// After this many bytes of the body.
    InBody(u64),
}
