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
    let mut piece = match chunk(response).await {
        Ok(Some(first)) => first,
        Ok(None) => return Body { bytes: Bytes::new(), end: Ok(()) },
        Err(error) => return Body { bytes: Bytes::new(), end: Err(error) },
    };
    // A body that arrives in one piece is not copied.
    if declared == Some(piece.len()) && piece.len() <= limit {
        return Body { bytes: piece, end: Ok(()) };
    }
    let mut pieces = Pieces::default();
    let end = loop {
        if !pieces.push(piece, limit) {
            break Err(Incomplete::TooLarge);
        }
        piece = match chunk(response).await {
            Ok(Some(next)) => next,
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        };
    };
    Body { bytes: pieces.into_bytes(), end }
}

/// Pieces of a body. They are joined when the last has arrived: until then, many bodies at a time take
/// no more memory than has arrived of them.
#[derive(Default)]
struct Pieces {
    joined: BytesMut,
    /// Pieces that follow, each in the buffer that it was received in.
    apart: Vec<Bytes>,
    length: usize,
}

impl Pieces {
    /// Number of pieces that are kept apart: a server may send single bytes.
    const MAX_APART: usize = 64;

    /// Appends a piece, and returns `false` if it does not fit.
    fn push(&mut self, mut piece: Bytes, limit: usize) -> bool {
        let room = limit - self.length;
        let fits = piece.len() <= room;
        piece.truncate(room);
        self.length += piece.len();
        self.apart.push(piece);
        if self.apart.len() == Self::MAX_APART {
            self.join();
        }
        fits
    }

    fn join(&mut self) {
        self.joined.reserve(self.length - self.joined.len());
        self.apart.drain(..).for_each(|piece| self.joined.extend_from_slice(&piece));
    }

    fn into_bytes(mut self) -> Bytes {
        self.join();
        self.joined.freeze()
    }
}

async fn chunk(response: &mut Response) -> Result<Option<Bytes>, Incomplete> {
    response.chunk().await.map_err(|error| Incomplete::Cut(error.without_url().into()))
}
