//! Sending a response: the part that does not depend on the version of HTTP.

use std::io;

use bytes::Bytes;

use super::body::BodyStream;
use crate::script::{Body, Content, Fault, MockResponse, Point};

/// The place where [`Point::InBody`] cuts a body whose length is not known in advance.
const MIDDLE_OF_UNKNOWN_LENGTH: u64 = 1024;

/// State in which a response leaves the connection.
#[derive(Clone, Copy, Debug)]
pub(super) enum ConnectionAction {
    KeepOpen,
    Close,
    Reset,
    Stall,
}

/// Status and body of a response to send.
pub(super) struct Outgoing {
    pub(super) status: u16,
    pub(super) body: BodyStream,
    /// `false` if neither the request nor the status allows a body.
    pub(super) has_body: bool,
}

impl Outgoing {
    /// Takes status and body of a response that is not [`Content::Verbatim`].
    pub(super) fn new(response: &MockResponse, may_have_body: bool) -> io::Result<Self> {
        let (status, body) = match &response.content {
            Content::Given(status, body) => (*status, body.clone()),
            // Replaced by the handler before the response comes here.
            Content::Simulated | Content::Documented(_) | Content::Example(..) | Content::Verbatim(_) => {
                (500, Body::Bytes(Bytes::new()))
            }
        };
        let has_body = may_have_body && !matches!(status, 100..=199 | 204 | 304);
        Ok(Self { status, body: BodyStream::new(body, response.encoding)?, has_body })
    }

    /// Returns the number of bytes of the body to send before a cut.
    pub(super) fn bytes_before(&self, point: Point) -> u64 {
        match point {
            Point::BeforeHeaders | Point::InHeaders | Point::AfterHeaders => 0,
            Point::InBody => self.body.length().map_or(MIDDLE_OF_UNKNOWN_LENGTH, |length| length / 2),
            Point::AfterBodyBytes(count) => count,
        }
    }
}

/// Returns where a fault cuts the response and what happens to the connection then.
pub(super) fn cut(fault: &Fault) -> Option<(ConnectionAction, Point)> {
    match *fault {
        Fault::ResetBeforeReading => Some((ConnectionAction::Reset, Point::BeforeHeaders)),
        Fault::Reset(point) | Fault::ResetStream(point) => Some((ConnectionAction::Reset, point)),
        Fault::Close(point) => Some((ConnectionAction::Close, point)),
        Fault::Stall(point) => Some((ConnectionAction::Stall, point)),
        Fault::RefuseStream | Fault::GoAwayBefore => Some((ConnectionAction::Close, Point::BeforeHeaders)),
        Fault::Silence | Fault::StopServing => Some((ConnectionAction::Stall, Point::BeforeHeaders)),
        Fault::GoAway
        | Fault::BadChunkSize
        | Fault::BadEncoding(_)
        | Fault::GarbageStatusLine
        | Fault::GarbageHeader => None,
    }
}
