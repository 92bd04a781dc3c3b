//! Ways in which a server breaks HTTP.

use super::Encoding;

/// A way of breaking a response, applied by [`MockResponse::fault`](crate::MockResponse::fault).
///
/// A body cut by [`Fault::Reset`] or [`Fault::Close`] falls short of its `Content-Length`, or lacks
/// its last chunk with [`MockResponse::chunked`](crate::MockResponse::chunked).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Resets the connection at the first byte of a request.
    ///
    /// The request is not read, so it is missing from
    /// [`Simulator::requests`](crate::Simulator::requests) but counted in
    /// [`Simulator::attempts`](crate::Simulator::attempts). Its operation is not known at that
    /// moment: scripted by [`Simulator::on`](crate::Simulator::on), the reset comes after reading.
    ResetBeforeReading,
    /// Resets the connection (TCP RST) once the request has been read and carried out.
    Reset(Point),
    /// Closes the connection in an orderly way (TCP FIN) before the response is complete.
    Close(Point),
    /// Sends nothing more and keeps the connection open until the client gives up.
    Stall(Point),
    /// Sends a chunk size that is not a number.
    BadChunkSize,
    /// Declares a content coding that the body is not in.
    BadEncoding(Encoding),
    /// Sends a status line that is not HTTP.
    GarbageStatusLine,
    /// Sends a line among the headers that is not a header.
    GarbageHeader,
}

/// A point in a response at which a [`Fault`] cuts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Point {
    /// Before the first byte.
    BeforeHeaders,
    /// In the middle of the headers.
    InHeaders,
    /// After the headers, before the body.
    AfterHeaders,
    /// In the middle of the body: after half of the bytes to send, or after 1,024 of them where
    /// their number is not known in advance.
    InBody,
    /// After this many bytes of the body, counted as they are sent.
    AfterBodyBytes(u64),
}
