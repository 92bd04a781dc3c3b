//! The body of a response, produced and compressed piece by piece.

use std::io;

use bytes::Bytes;

use super::compressor::{Compressor, compressor};
use crate::script::{Body, Encoding};

const MAX_PIECE: usize = 64 * 1024;
static FILLER: [u8; MAX_PIECE] = [b'x'; MAX_PIECE];

/// A body on its way to the client.
pub(super) struct BodyStream {
    source: Source,
    compressor: Option<Box<dyn Compressor>>,
}

enum Source {
    Bytes(Bytes),
    /// A JSON string of `length` bytes, quotes included.
    JsonString {
        length: u64,
        sent: u64,
    },
}

impl BodyStream {
    pub(super) fn new(body: Body, encoding: Option<Encoding>) -> io::Result<Self> {
        let compressor = encoding.map(compressor).transpose()?;
        match body {
            Body::JsonOfSize(length) => {
                Ok(Self { source: Source::JsonString { length, sent: 0 }, compressor })
            }
            Body::Bytes(bytes) => {
                // Compressed before it is sent, so that its length is known.
                let Some(mut compressor) = compressor else {
                    return Ok(Self { source: Source::Bytes(bytes), compressor: None });
                };
                compressor.write_all(&bytes)?;
                Ok(Self { source: Source::Bytes(compressor.finish()?.into()), compressor: None })
            }
        }
    }

    /// Returns the number of bytes to send, if it is known in advance.
    pub(super) fn length(&self) -> Option<u64> {
        match self.source {
            _ if self.compressor.is_some() => None,
            Source::Bytes(ref bytes) => Some(bytes.len() as u64),
            Source::JsonString { length, .. } => Some(length),
        }
    }

    /// Returns the next piece, which may be empty; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Bytes>> {
        match (self.source.next(), &mut self.compressor) {
            (Some(piece), Some(compressor)) => {
                compressor.write_all(&piece)?;
                Ok(Some(compressor.take_output().into()))
            }
            (None, Some(_)) => {
                let rest = self.compressor.take().map(|compressor| compressor.finish()).transpose()?;
                Ok(rest.map(Bytes::from))
            }
            (piece, None) => Ok(piece),
        }
    }
}

impl Source {
    fn next(&mut self) -> Option<Bytes> {
        match self {
            Self::Bytes(bytes) if bytes.is_empty() => None,
            Self::Bytes(bytes) => Some(bytes.split_to(bytes.len().min(MAX_PIECE))),
            Self::JsonString { length, sent } => {
                let piece = json_string_piece(*length, *sent)?;
                *sent += piece.len() as u64;
                Some(piece)
            }
        }
    }
}

fn json_string_piece(length: u64, sent: u64) -> Option<Bytes> {
    let left = length - sent;
    match left {
        0 => None,
        1 => Some(Bytes::from_static(b"\"")),
        _ if sent == 0 => Some(Bytes::from_static(b"\"")),
        _ => {
            let count = usize::try_from(left - 1).unwrap_or(MAX_PIECE).min(MAX_PIECE);
            Some(Bytes::from_static(&FILLER[..count]))
        }
    }
}
