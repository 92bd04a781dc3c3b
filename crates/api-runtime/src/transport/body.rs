//! Reading an answer's body, up to a limit.

use bytes::{Bytes, BytesMut};
use reqwest::Response;

use super::attempt::{Broken, root};
use crate::{
    ErrorKind, Sent,
    error::{
        excerpt::clean,
        failure::{Answer, Failure},
    },
    retry::Outcome,
};

/// Why a body was not read to its end.
enum Trouble {
    TooLarge,
    Cut(reqwest::Error),
}

/// Reads the whole answer. `most` counts bytes after decompression, so that a small body
/// cannot fill the memory either.
///
/// A status that is not a success is not lost when the body behind it cannot be had.
pub(super) async fn read(mut response: Response, most: usize) -> Result<Answer, Broken> {
    let mut pieces = BytesMut::new();
    let (body, trouble) = match collect(&mut response, most, &mut pieces).await {
        Ok(body) => (body, None),
        Err(trouble) => (pieces.freeze(), Some(trouble)),
    };
    let headers = std::mem::take(response.headers_mut());
    let answer = Answer { status: response.status(), headers, body };
    let refused = !answer.status.is_success();
    match trouble {
        None => Ok(answer),
        Some(Trouble::TooLarge) if refused => Ok(answer),
        Some(Trouble::TooLarge) => Err(too_large(answer.without_body(), most)),
        Some(Trouble::Cut(error)) if refused => Err(cut(answer, error)),
        // Nothing of a value is shown in an error.
        Some(Trouble::Cut(error)) => Err(cut(answer.without_body(), error)),
    }
}

/// The whole body; where it is not to be had, `pieces` holds what came of it.
async fn collect(response: &mut Response, most: usize, pieces: &mut BytesMut) -> Result<Bytes, Trouble> {
    let declared = response.content_length().map(|length| usize::try_from(length).unwrap_or(usize::MAX));
    if declared.is_some_and(|length| length > most) {
        return Err(Trouble::TooLarge);
    }
    let Some(first) = chunk(response).await? else { return Ok(Bytes::new()) };
    // A body that comes in one piece is not copied.
    if declared == Some(first.len()) {
        return Ok(first);
    }
    pieces.reserve(declared.unwrap_or(2 * first.len()).min(most));
    let mut next = Some(first);
    while let Some(piece) = next {
        let room = most - pieces.len();
        pieces.extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.len() > room {
            return Err(Trouble::TooLarge);
        }
        next = chunk(response).await?;
    }
    Ok(std::mem::take(pieces).freeze())
}

async fn chunk(response: &mut Response) -> Result<Option<Bytes>, Trouble> {
    response.chunk().await.map_err(|error| Trouble::Cut(error.without_url()))
}

fn cut(answer: Answer, error: reqwest::Error) -> Broken {
    // reqwest does not tell a body that was cut from one that cannot be decompressed; the
    // cause does.
    let cause = clean(&root(&error).to_string());
    let detail = format!("answered {}, whose body cannot be read: {cause}", answer.status);
    let failure = Failure::new(ErrorKind::Body, Sent::Answered, detail).caused_by(error);
    Broken { failure: failure.with_answer(answer), outcome: Outcome::Cut }
}

fn too_large(answer: Answer, most: usize) -> Broken {
    let detail = format!("answered {} with more than {most} bytes", answer.status);
    let failure = Failure::new(ErrorKind::TooLarge, Sent::Answered, detail);
    Broken::last(failure.with_answer(answer))
}
