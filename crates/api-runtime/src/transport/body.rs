//! Reading a response's body, up to a limit.

use bytes::{Bytes, BytesMut};
use reqwest::Response;

use super::{attempt_error::AttemptError, content_encoding};
use crate::error::{MAX_ERROR_BODY, Source, Truncated};

/// Body, as much of it as was read.
pub(super) struct Body {
    pub(super) bytes: Bytes,
    pub(super) end: Result<(), Incomplete>,
}

/// Reason why a body was not read to its end.
pub(super) enum Incomplete {
    TooLarge,
    /// The connection has cut it, or its content coding is invalid.
    Cut(Source),
}

/// Reads the whole response. `limit` counts bytes after decompression, so that a small body
/// cannot fill the memory either.
///
/// The status of an error response is kept even if its body cannot be read, and no more than its
/// first 64 KiB are.
pub(super) async fn read(
    response: &mut Response,
    limit: usize,
) -> Result<http::Response<Bytes>, AttemptError> {
    let is_success = response.status().is_success();
    let max_size = if is_success { limit } else { limit.min(MAX_ERROR_BODY) };
    let body = collect(response, max_size, is_success).await;
    let Body { bytes, end } = content_encoding::decode(body, response.headers_mut(), max_size);
    match end {
        Ok(()) => Ok(with_body(response, bytes)),
        // Of a success, no part of a value is kept in an error.
        Err(Incomplete::TooLarge) if is_success => {
            Err(AttemptError::too_large(with_body(response, Bytes::new()), limit))
        }
        Err(Incomplete::Cut(error)) if is_success => {
            Err(AttemptError::body(with_body(response, Bytes::new()), error))
        }
        Err(Incomplete::TooLarge) => {
            let mut response = with_body(response, bytes);
            response.extensions_mut().insert(Truncated);
            Ok(response)
        }
        Err(Incomplete::Cut(error)) => Err(AttemptError::body(with_body(response, bytes), error)),
    }
}

fn with_body(response: &mut Response, body: Bytes) -> http::Response<Bytes> {
    let mut with_body = http::Response::new(body);
    *with_body.status_mut() = response.status();
    *with_body.version_mut() = response.version();
    *with_body.headers_mut() = std::mem::take(response.headers_mut());
    with_body
}

/// Collects the pieces of a body as they arrive. If the whole is needed, one that is declared to be
/// larger is not even begun.
async fn collect(response: &mut Response, limit: usize, needs_whole: bool) -> Body {
    let declared = response.content_length().map(|length| usize::try_from(length).unwrap_or(usize::MAX));
    if needs_whole && declared.is_some_and(|length| length > limit) {
        return Body { bytes: Bytes::new(), end: Err(Incomplete::TooLarge) };
    }
    let first = match chunk(response).await {
        Ok(Some(first)) => first,
        Ok(None) => return Body { bytes: Bytes::new(), end: Ok(()) },
        Err(error) => return Body { bytes: Bytes::new(), end: Err(error) },
    };
    // A body that arrives in one piece is not copied.
    if declared == Some(first.len()) && first.len() <= limit {
        return Body { bytes: first, end: Ok(()) };
    }
    let mut pieces = BytesMut::with_capacity(declared.unwrap_or(2 * first.len()).min(limit));
    let end = append(response, first, limit, &mut pieces).await;
    Body { bytes: pieces.freeze(), end }
}

/// Appends the pieces of a body, beginning with the first.
async fn append(
    response: &mut Response,
    first: Bytes,
    limit: usize,
    pieces: &mut BytesMut,
) -> Result<(), Incomplete> {
    let mut next = Some(first);
    while let Some(piece) = next {
        let room = limit - pieces.len();
        pieces.extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.len() > room {
            return Err(Incomplete::TooLarge);
        }
        next = chunk(response).await?;
    }
    Ok(())
}

async fn chunk(response: &mut Response) -> Result<Option<Bytes>, Incomplete> {
    response.chunk().await.map_err(|error| Incomplete::Cut(error.without_url().into()))
}
