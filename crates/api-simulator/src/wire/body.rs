//! An answer's body, produced piece by piece.

use std::io;

use bytes::Bytes;

use super::compress::Compressor;
use crate::script::{Body, Encoding};

const PIECE: usize = 64 * 1024;
static FILLER: [u8; PIECE] = [b'x'; PIECE];

/// The pieces of a body, compressed if asked for.
pub(super) struct Pieces {
    source: Source,
    compressor: Option<Compressor>,
}

enum Source {
    Bytes(Bytes),
    /// A JSON string of this length, of which so much has been sent.
    Filled {
        length: u64,
        sent: u64,
    },
}

impl Pieces {
    pub(super) fn new(body: Body, encoding: Option<Encoding>) -> io::Result<Self> {
        let mut pieces = Self {
            source: match body {
                Body::Bytes(bytes) => Source::Bytes(bytes),
                Body::Filled(length) => Source::Filled { length, sent: 0 },
            },
            compressor: encoding.map(Compressor::new).transpose()?,
        };
        // What is in memory anyway is compressed at once, so that its length is known.
        if matches!(pieces.source, Source::Bytes(_)) && pieces.compressor.is_some() {
            let mut whole = Vec::new();
            while let Some(piece) = pieces.next()? {
                whole.extend_from_slice(&piece);
            }
            pieces.source = Source::Bytes(whole.into());
        }
        Ok(pieces)
    }

    /// The length on the wire, where it is known before the end.
    pub(super) fn length(&self) -> Option<u64> {
        match (&self.source, &self.compressor) {
            (Source::Bytes(bytes), None) => Some(bytes.len() as u64),
            (Source::Filled { length, .. }, None) => Some(*length),
            (_, Some(_)) => None,
        }
    }

    /// The next piece, empty at times; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Bytes>> {
        let piece = self.source.next();
        match (piece, &mut self.compressor) {
            (Some(piece), Some(compressor)) => compressor.push(&piece).map(Some),
            (None, Some(_)) => self.compressor.take().map(Compressor::finish).transpose(),
            (piece, None) => Ok(piece),
        }
    }
}

impl Source {
    fn next(&mut self) -> Option<Bytes> {
        match self {
            Self::Bytes(bytes) if bytes.is_empty() => None,
            Self::Bytes(bytes) => Some(bytes.split_to(bytes.len().min(PIECE))),
            Self::Filled { length, sent } => filled(*length, sent),
        }
    }
}

fn filled(length: u64, sent: &mut u64) -> Option<Bytes> {
    let left = length - *sent;
    if left == 0 {
        return None;
    }
    let at_quote = *sent == 0 || left == 1;
    let piece = if at_quote {
        Bytes::from_static(b"\"")
    } else {
        let count = usize::try_from(left - 1).unwrap_or(PIECE).min(PIECE);
        Bytes::from_static(&FILLER[..count])
    };
    *sent += piece.len() as u64;
    Some(piece)
}
