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

/// Reads the whole answer. `most` counts bytes after decompression, so that a small body
/// cannot fill the memory either.
pub(super) async fn read(mut response: Response, most: usize) -> Result<Answer, Broken> {
    let declared = response.content_length().and_then(|length| usize::try_from(length).ok());
    if declared.is_some_and(|length| length > most) {
        return Err(too_large(most));
    }
    let Some(first) = chunk(&mut response).await? else {
        return Ok(whole(&mut response, Bytes::new()));
    };
    if first.len() > most {
        return Err(too_large(most));
    }
    // A body that comes in one piece is not copied.
    let Some(second) = chunk(&mut response).await? else {
        return Ok(whole(&mut response, first));
    };
    let mut body = BytesMut::with_capacity(declared.unwrap_or(2 * first.len()));
    body.extend_from_slice(&first);
    let mut next = Some(second);
    while let Some(piece) = next {
        if body.len() + piece.len() > most {
            return Err(too_large(most));
        }
        body.extend_from_slice(&piece);
        next = chunk(&mut response).await?;
    }
    Ok(whole(&mut response, body.freeze()))
}

fn whole(response: &mut Response, body: Bytes) -> Answer {
    let headers = std::mem::take(response.headers_mut());
    Answer { status: response.status(), headers, body }
}

async fn chunk(response: &mut Response) -> Result<Option<Bytes>, Broken> {
    response.chunk().await.map_err(|error| {
        let error = error.without_url();
        let what = if error.is_decode() { "could not be decompressed" } else { "was cut" };
        let status = response.status();
        let cause = clean(&root(&error).to_string());
        let detail = format!("answered {status}, whose body {what}: {cause}");
        let failure = Failure::new(ErrorKind::Body, Sent::Answered, detail).caused_by(error);
        Broken { failure, outcome: Outcome::Cut }
    })
}

fn too_large(most: usize) -> Broken {
    let detail = format!("the answer is larger than {most} bytes");
    Broken::last(Failure::new(ErrorKind::TooLarge, Sent::Answered, detail))
}
