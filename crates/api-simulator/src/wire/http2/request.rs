//! Reading requests from streams.

use bytes::BytesMut;
use h2::RecvStream;
use http::request::Parts;

use crate::wire::request::{MAX_BODY, MalformedRequest, Request};

pub(super) enum ReadError {
    /// The stream was reset, or its connection ended.
    Disconnected,
    Malformed(MalformedRequest),
}

impl From<h2::Error> for ReadError {
    fn from(_: h2::Error) -> Self {
        Self::Disconnected
    }
}

/// Reads a request to its end.
pub(super) async fn read(request: http::Request<RecvStream>) -> Result<Request, ReadError> {
    let (head, mut stream) = request.into_parts();
    let mut request = from_head(&head);
    let mut body = BytesMut::new();
    while let Some(piece) = stream.data().await {
        let piece = piece?;
        stream.flow_control().release_capacity(piece.len())?;
        if body.len() + piece.len() > MAX_BODY {
            return Err(ReadError::Malformed(MalformedRequest::body_too_long()));
        }
        body.extend_from_slice(&piece);
    }
    request.body = body.freeze();
    Ok(request)
}

/// Returns the request as HTTP/1.1 would have sent it, which is how it is recorded.
fn from_head(head: &Parts) -> Request {
    let host = head.uri.authority().map(|authority| ("host".to_owned(), authority.to_string()));
    let headers = head.headers.iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
    Request::new(head.method.as_str(), target, host.into_iter().chain(headers).collect())
}
