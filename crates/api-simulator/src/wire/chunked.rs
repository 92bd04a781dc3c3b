//! Decoding a request's body from chunks.

use bytes::BytesMut;
use httparse::Status;

use super::request::MalformedRequest;

/// A decoder of chunked bodies.
#[derive(Default)]
pub(super) struct ChunkDecoder {
    pub(super) body: BytesMut,
    state: State,
}

/// The part of a chunked body that comes next.
#[derive(Default)]
enum State {
    #[default]
    Size,
    /// So many more bytes of a chunk.
    Data(u64),
    DataEnd,
    Trailers,
}

/// Limit on a size line with its extensions, and on a trailer line.
const MAX_LINE: usize = 4096;

impl ChunkDecoder {
    /// Takes as much as it can from `input`; returns `true` once the body is complete.
    pub(super) fn feed(&mut self, input: &mut BytesMut, max_body: usize) -> Result<bool, MalformedRequest> {
        loop {
            let before = input.len();
            match self.state {
                State::Size => self.size(input)?,
                State::Data(left) => self.data(input, left),
                State::DataEnd => self.data_end(input)?,
                State::Trailers if skip_trailers(input)? => return Ok(true),
                State::Trailers => {}
            }
            if self.body.len() > max_body {
                let reason = format!("the body is longer than {max_body} bytes");
                return Err(MalformedRequest::new(413, reason));
            }
            if input.len() == before {
                return Ok(false);
            }
        }
    }

    fn size(&mut self, input: &mut BytesMut) -> Result<(), MalformedRequest> {
        match httparse::parse_chunk_size(input) {
            Ok(Status::Complete((used, size))) => {
                let _ = input.split_to(used);
                self.state = if size == 0 { State::Trailers } else { State::Data(size) };
                Ok(())
            }
            Ok(Status::Partial) if input.len() <= MAX_LINE => Ok(()),
            _ => Err(MalformedRequest::new(400, "a chunk of the body has an invalid size")),
        }
    }

    fn data(&mut self, input: &mut BytesMut, left: u64) {
        let available = usize::try_from(left).unwrap_or(usize::MAX).min(input.len());
        self.body.extend_from_slice(&input.split_to(available));
        let left = left - available as u64;
        self.state = if left == 0 { State::DataEnd } else { State::Data(left) };
    }

    fn data_end(&mut self, input: &mut BytesMut) -> Result<(), MalformedRequest> {
        if input.len() < 2 {
            return Ok(());
        }
        if input.split_to(2).as_ref() != b"\r\n" {
            return Err(MalformedRequest::new(400, "a chunk of the body is longer than its size says"));
        }
        self.state = State::Size;
        Ok(())
    }
}

/// Removes trailer lines; returns `true` once the empty line after them is removed.
fn skip_trailers(input: &mut BytesMut) -> Result<bool, MalformedRequest> {
    while let Some(end) = input.windows(2).position(|pair| pair == b"\r\n") {
        let _ = input.split_to(end + 2);
        if end == 0 {
            return Ok(true);
        }
    }
    if input.len() > MAX_LINE {
        return Err(MalformedRequest::new(431, "a trailer of the body is too long"));
    }
    Ok(false)
}
