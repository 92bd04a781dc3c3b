//! The body of a response, produced and compressed piece by piece.

use std::io::{self, Write};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};

use crate::script::{Body, Encoding};

const MAX_PIECE: usize = 64 * 1024;
static FILLER: [u8; MAX_PIECE] = [b'x'; MAX_PIECE];

const BROTLI_BUFFER: usize = 4096;
const BROTLI_QUALITY: u32 = 1;
const BROTLI_WINDOW: u32 = 22;

/// A body on its way to the client.
pub(super) struct BodyStream {
    source: Source,
    compressor: Option<Compressor>,
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
        let compressor = encoding.map(Compressor::new).transpose()?;
        match body {
            Body::JsonOfSize(length) => {
                Ok(Self { source: Source::JsonString { length, sent: 0 }, compressor })
            }
            Body::Bytes(bytes) => {
                // Compressed before it is sent, so that its length is known.
                let bytes = compressor.map_or(Ok(bytes.clone()), |compressor| compressor.compress(&bytes))?;
                Ok(Self { source: Source::Bytes(bytes), compressor: None })
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

/// A compressor whose output is taken piece by piece.
enum Compressor {
    Gzip(GzEncoder<Vec<u8>>),
    Deflate(ZlibEncoder<Vec<u8>>),
    Brotli(Box<brotli::CompressorWriter<Vec<u8>>>),
    Zstd(zstd::stream::write::Encoder<'static, Vec<u8>>),
}

impl Compressor {
    fn new(encoding: Encoding) -> io::Result<Self> {
        let output = Vec::new();
        Ok(match encoding {
            Encoding::Gzip => Self::Gzip(GzEncoder::new(output, Compression::fast())),
            Encoding::Deflate => Self::Deflate(ZlibEncoder::new(output, Compression::fast())),
            Encoding::Brotli => Self::Brotli(Box::new(brotli::CompressorWriter::new(
                output,
                BROTLI_BUFFER,
                BROTLI_QUALITY,
                BROTLI_WINDOW,
            ))),
            Encoding::Zstd => Self::Zstd(zstd::stream::write::Encoder::new(output, 1)?),
        })
    }

    fn compress(mut self, bytes: &[u8]) -> io::Result<Bytes> {
        self.writer().write_all(bytes)?;
        self.finish()
    }

    /// Compresses one more piece and returns the output so far, which may be empty.
    fn push(&mut self, piece: &[u8]) -> io::Result<Bytes> {
        self.writer().write_all(piece)?;
        let output = match self {
            Self::Gzip(encoder) => encoder.get_mut(),
            Self::Deflate(encoder) => encoder.get_mut(),
            Self::Brotli(encoder) => encoder.get_mut(),
            Self::Zstd(encoder) => encoder.get_mut(),
        };
        Ok(std::mem::take(output).into())
    }

    /// Returns the rest of the output.
    fn finish(self) -> io::Result<Bytes> {
        let output = match self {
            Self::Gzip(encoder) => encoder.finish()?,
            Self::Deflate(encoder) => encoder.finish()?,
            Self::Brotli(encoder) => encoder.into_inner(),
            Self::Zstd(encoder) => encoder.finish()?,
        };
        Ok(output.into())
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Gzip(encoder) => encoder,
            Self::Deflate(encoder) => encoder,
            Self::Brotli(encoder) => encoder,
            Self::Zstd(encoder) => encoder,
        }
    }
}
