//! Decoding a request body sent in chunks.

use bytes::BytesMut;
use httparse::Status;

use super::head::Refusal;

/// A body on its way out of its chunks.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    pub(super) body: BytesMut,
    state: State,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Size,
    Data(u64),
    DataEnd,
    Trailers,
}

/// A size line with its extensions, or a trailer line.
const MAX_LINE: usize = 4096;

impl Decoder {
    /// Takes what it can from `input`; `true` once the body is complete.
    pub(super) fn feed(&mut self, input: &mut BytesMut, max_body: usize) -> Result<bool, Refusal> {
        loop {
            let before = input.len();
            match self.state {
                State::Size => self.size(input)?,
                State::Data(left) => self.data(input, left),
                State::DataEnd => self.data_end(input)?,
                State::Trailers => {
                    if trailers_end(input)? {
                        return Ok(true);
                    }
                }
            }
            if self.body.len() > max_body {
                return Err(Refusal::new(413, format!("the request's body is longer than {max_body} bytes")));
            }
            if input.len() == before {
                return Ok(false);
            }
        }
    }

    fn size(&mut self, input: &mut BytesMut) -> Result<(), Refusal> {
        match httparse::parse_chunk_size(input) {
            Ok(Status::Complete((used, size))) => {
                let _ = input.split_to(used);
                self.state = if size == 0 { State::Trailers } else { State::Data(size) };
                Ok(())
            }
            Ok(Status::Partial) if input.len() <= MAX_LINE => Ok(()),
            _ => Err(Refusal::new(400, "a chunk of the request's body has an invalid size")),
        }
    }

    fn data(&mut self, input: &mut BytesMut, left: u64) {
        let available = usize::try_from(left).unwrap_or(usize::MAX).min(input.len());
        self.body.extend_from_slice(&input.split_to(available));
        let left = left - available as u64;
        self.state = if left == 0 { State::DataEnd } else { State::Data(left) };
    }

    fn data_end(&mut self, input: &mut BytesMut) -> Result<(), Refusal> {
        if input.len() < 2 {
            return Ok(());
        }
        if input.split_to(2).as_ref() != b"\r\n" {
            return Err(Refusal::new(400, "a chunk of the request's body is longer than its size says"));
        }
        self.state = State::Size;
        Ok(())
    }
}

/// Drops trailer lines; `true` once the empty one has been dropped.
fn trailers_end(input: &mut BytesMut) -> Result<bool, Refusal> {
    while let Some(end) = input.windows(2).position(|pair| pair == b"\r\n") {
        let _ = input.split_to(end + 2);
        if end == 0 {
            return Ok(true);
        }
    }
    if input.len() > MAX_LINE {
        return Err(Refusal::new(431, "a trailer of the request's body is too long"));
    }
    Ok(false)
}
