//! Ways in which a server breaks HTTP.

use super::Encoding;

/// A way of breaking a response, applied by [`MockResponse::fault`](crate::MockResponse::fault).
///
/// A body cut by [`Fault::Reset`] or [`Fault::Close`] falls short of its `Content-Length`, or lacks
/// its last chunk with [`MockResponse::chunked`](crate::MockResponse::chunked).
///
/// Most faults exist in HTTP/1.1 and HTTP/2. Each that does not says what is sent instead.
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
    /// Sends nothing more and keeps the connection open until the client gives up. Over HTTP/2, other
    /// requests on the connection are served.
    Stall(Point),
    /// Resets the stream of this request with `RST_STREAM` and `INTERNAL_ERROR`, once the request has
    /// been read and carried out. The connection goes on. HTTP/1.1: as [`Fault::Reset`].
    ResetStream(Point),
    /// Resets the stream of this request with `RST_STREAM` and `REFUSED_STREAM`, by which a server
    /// promises that it has not processed the request. The connection goes on.
    ///
    /// HTTP/1.1 has no such promise: the connection is closed without a response.
    RefuseStream,
    /// Sends `GOAWAY` whose last stream is the one of this request, then the response, then closes the
    /// connection: the end of a connection in good order, as a server sends it before a restart or
    /// after a number of requests. Requests that follow on the connection are not processed.
    ///
    /// HTTP/1.1: `Connection: close`.
    GoAway,
    /// Sends `GOAWAY` whose last stream is the one before this request, by which a server promises that
    /// it has not processed this one. Earlier requests get their responses, then the connection is
    /// closed.
    ///
    /// HTTP/1.1 has no such promise: the connection is closed without a response.
    GoAwayBefore,
    /// Lets the connection go silent, as a middlebox does that has forgotten it: from now on, nothing
    /// is sent on it, not even FIN, RST or the response to a PING. New connections work.
    Silence,
    /// Responds to no further request on the connection, but still to PING: a server that hangs behind
    /// a proxy that does not. New connections work. HTTP/1.1, which has no PING: as
    /// [`Fault::Silence`].
    StopServing,
    /// Sends a chunk size that is not a number. HTTP/2, which has no chunks: `RST_STREAM` with
    /// `PROTOCOL_ERROR`.
    BadChunkSize,
    /// Declares a content coding that the body is not in.
    BadEncoding(Encoding),
    /// Sends a status line that is not HTTP. HTTP/2: bytes that are not a frame.
    GarbageStatusLine,
    /// Sends a line among the headers that is not a header. HTTP/2: `RST_STREAM` with
    /// `PROTOCOL_ERROR`.
    GarbageHeader,
}

impl Fault {
    /// Returns `true` if the request is neither carried out nor recorded.
    ///
    /// A reset before reading is not among them: scripted for an operation, it comes after reading.
    pub(crate) fn is_unprocessed(&self) -> bool {
        matches!(self, Self::RefuseStream | Self::GoAwayBefore | Self::Silence | Self::StopServing)
    }
}

/// A point in a response at which a [`Fault`] cuts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Point {
    /// Before the first byte.
    BeforeHeaders,
    /// In the middle of the headers. HTTP/2, whose headers are one frame: as
    /// [`Point::BeforeHeaders`].
    InHeaders,
    /// After the headers, before the body.
    AfterHeaders,
    /// In the middle of the body: after half of the bytes to send, or after 1,024 of them where
    /// their number is not known in advance.
    InBody,
    /// After this many bytes of the body, counted as they are sent.
    AfterBodyBytes(u64),
}
