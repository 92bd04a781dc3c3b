//! Reading a response's body, up to a limit.

use bytes::{Bytes, BytesMut};
use reqwest::Response;

use super::attempt_error::AttemptError;

/// Reason why a body was not read to its end.
enum Incomplete {
    TooLarge,
    Cut(reqwest::Error),
}

/// Reads the whole response. `limit` counts bytes after decompression, so that a small body
/// cannot fill the memory either.
///
/// The status of an error response is kept even if its body cannot be read.
pub(super) async fn read(
    mut response: Response,
    limit: usize,
) -> Result<http::Response<Bytes>, AttemptError> {
    let mut pieces = BytesMut::new();
    let result = collect(&mut response, limit, &mut pieces).await;
    let is_success = response.status().is_success();
    match result {
        Ok(body) => Ok(with_body(response, body)),
        // Of a success, no part of a value is kept in an error.
        Err(Incomplete::TooLarge) if is_success => {
            Err(AttemptError::too_large(with_body(response, Bytes::new()), limit))
        }
        Err(Incomplete::Cut(error)) if is_success => {
            Err(AttemptError::body(with_body(response, Bytes::new()), error))
        }
        Err(Incomplete::TooLarge) => Ok(with_body(response, pieces.freeze())),
        Err(Incomplete::Cut(error)) => Err(AttemptError::body(with_body(response, pieces.freeze()), error)),
    }
}

fn with_body(mut response: Response, body: Bytes) -> http::Response<Bytes> {
    let mut with_body = http::Response::new(body);
    *with_body.status_mut() = response.status();
    *with_body.version_mut() = response.version();
    *with_body.headers_mut() = std::mem::take(response.headers_mut());
    with_body
}

/// Returns the whole body. If it is incomplete, `pieces` holds what arrived.
async fn collect(response: &mut Response, limit: usize, pieces: &mut BytesMut) -> Result<Bytes, Incomplete> {
    let declared = response.content_length().map(|length| usize::try_from(length).unwrap_or(usize::MAX));
    if declared.is_some_and(|length| length > limit) {
        return Err(Incomplete::TooLarge);
    }
    let Some(first) = chunk(response).await? else { return Ok(Bytes::new()) };
    // A body that arrives in one piece is not copied.
    if declared == Some(first.len()) {
        return Ok(first);
    }
    pieces.reserve(declared.unwrap_or(2 * first.len()).min(limit));
    let mut next = Some(first);
    while let Some(piece) = next {
        let room = limit - pieces.len();
        pieces.extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.len() > room {
            return Err(Incomplete::TooLarge);
        }
        next = chunk(response).await?;
    }
    Ok(std::mem::take(pieces).freeze())
}

async fn chunk(response: &mut Response) -> Result<Option<Bytes>, Incomplete> {
    response.chunk().await.map_err(|error| Incomplete::Cut(error.without_url()))
}
