//! Content codings of a body (RFC 9110, section 8.4), read as Node and browsers read them.
//!
//! reqwest's own decompression knows the names in lower case only, reads the first of several gzip
//! members, and takes `deflate` for zlib alone, while some servers send it raw.

use std::io::{self, Read};

use brotli_decompressor::Decompressor;
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};
use http::{HeaderMap, HeaderValue, header};

use super::body::{Body, Incomplete};

/// Content codings that every request accepts.
pub(super) const ACCEPTED: HeaderValue = HeaderValue::from_static("zstd,gzip,deflate,br");

/// Number of codings that a body may be in, one in another, as in Node.
const MAX_CODINGS: usize = 5;

/// Coding that this client can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

/// Undoes the codings of a body up to `limit`, and removes the headers that describe them. A body in
/// a coding that no request accepts stays as it is.
pub(super) fn decode(body: Body, headers: &mut HeaderMap, limit: usize) -> Body {
    let codings = match codings(headers) {
        Ok(codings) if codings.is_empty() || body.bytes.is_empty() => return body,
        Ok(codings) => codings,
        Err(error) => return Body { bytes: body.bytes, end: Err(Incomplete::Cut(error.into())) },
    };
    headers.remove(header::CONTENT_ENCODING);
    headers.remove(header::CONTENT_LENGTH);
    // The outermost coding is the last.
    codings.into_iter().rev().fold(body, |body, coding| {
        let mut decoded = Vec::new();
        let end = coding.decode(&body.bytes, limit, &mut decoded);
        // Why the body was cut says more than that its coding is.
        Body { bytes: decoded.into(), end: keep_cause(body.end, end) }
    })
}

fn keep_cause(received: Result<(), Incomplete>, decoded: Result<(), Incomplete>) -> Result<(), Incomplete> {
    match (received, decoded) {
        (Err(Incomplete::Cut(error)), Ok(()) | Err(Incomplete::Cut(_))) => Err(Incomplete::Cut(error)),
        (Err(Incomplete::TooLarge), _) => Err(Incomplete::TooLarge),
        (_, decoded) => decoded,
    }
}

/// Returns the codings of a body, the innermost first; none if one of them is unknown.
fn codings(headers: &HeaderMap) -> Result<Vec<Coding>, io::Error> {
    let mut codings = Vec::new();
    for value in headers.get_all(header::CONTENT_ENCODING) {
        for name in value.to_str().unwrap_or("unknown").split(',') {
            codings.push(match name.trim().to_ascii_lowercase().as_str() {
                "" | "identity" => continue,
                "gzip" | "x-gzip" => Coding::Gzip,
                "deflate" | "x-deflate" => Coding::Deflate,
                "br" => Coding::Brotli,
                "zstd" => Coding::Zstd,
                _ => return Ok(Vec::new()),
            });
        }
    }
    if codings.len() > MAX_CODINGS {
        return Err(invalid_data("it is in too many content codings"));
    }
    Ok(codings)
}

fn invalid_data(reason: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

impl Coding {
    /// Appends the decoded body to `decoded`, up to `limit` bytes; as much of it as there is where it
    /// is cut.
    fn decode(self, body: &[u8], limit: usize, decoded: &mut Vec<u8>) -> Result<(), Incomplete> {
        match self {
            Self::Gzip => decode_gzip(body, limit, decoded),
            // As Node tells the two from each other: zlib begins with the number of its method, 8.
            Self::Deflate if body.first().is_some_and(|byte| byte & 0x0f == 8) => {
                read(ZlibDecoder::new(body), limit, decoded)
            }
            Self::Deflate => read(DeflateDecoder::new(body), limit, decoded),
            Self::Brotli => read(Decompressor::new(body, BROTLI_BUFFER), limit, decoded),
            Self::Zstd => zstd_decoder(body, limit)
                .map_err(|error| Incomplete::Cut(error.into()))
                .and_then(|decoder| read(decoder, limit, decoded)),
        }
    }
}

const BROTLI_BUFFER: usize = 4096;

/// Reads one gzip member after the other. What follows the last and is none is ignored, as in Node.
fn decode_gzip(mut body: &[u8], limit: usize, decoded: &mut Vec<u8>) -> Result<(), Incomplete> {
    const MAGIC: &[u8] = &[0x1f, 0x8b];
    loop {
        read(GzDecoder::new(&mut body), limit, decoded)?;
        if !body.starts_with(MAGIC) {
            return Ok(());
        }
    }
}

/// Creates a decoder with a window that is no larger than such a body needs, and at least the 8 MiB
/// that every decoder supports (RFC 9659): a frame may ask for 128 MiB.
fn zstd_decoder(body: &[u8], limit: usize) -> io::Result<impl Read> {
    let window = limit.max(8 << 20).next_power_of_two().ilog2();
    let mut decoder = zstd::Decoder::with_buffer(body)?;
    decoder.window_log_max(window.min(27))?;
    Ok(decoder)
}

/// Reads to the end, or until `decoded` has `limit` bytes.
fn read(decoder: impl Read, limit: usize, decoded: &mut Vec<u8>) -> Result<(), Incomplete> {
    let room = limit - decoded.len();
    // One byte more tells whether there is one.
    let result = decoder.take(room as u64 + 1).read_to_end(decoded);
    if decoded.len() > limit {
        decoded.truncate(limit);
        return Err(Incomplete::TooLarge);
    }
    result.map(|_| ()).map_err(|error| Incomplete::Cut(error.into()))
}
