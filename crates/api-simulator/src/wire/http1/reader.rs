//! Reading requests from a connection.

use std::io;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::chunked::ChunkDecoder;
use super::head::{self, BodyLength, Head};
use crate::wire::request::{MAX_BODY, MalformedRequest};
use crate::wire::stream::Stream;

pub(super) enum ReadError {
    /// The connection ended or broke.
    Disconnected,
    Malformed(MalformedRequest),
}

impl From<io::Error> for ReadError {
    fn from(_: io::Error) -> Self {
        Self::Disconnected
    }
}

impl From<MalformedRequest> for ReadError {
    fn from(error: MalformedRequest) -> Self {
        Self::Malformed(error)
    }
}

/// Waits for the first byte of a request; returns `false` at the end.
pub(super) async fn first_byte(stream: &mut Stream, buffer: &mut BytesMut) -> io::Result<bool> {
    Ok(!buffer.is_empty() || stream.read_buf(buffer).await? > 0)
}

/// Reads one request with its body; `buffer` keeps the bytes that arrived after it.
pub(super) async fn request(stream: &mut Stream, buffer: &mut BytesMut) -> Result<Head, ReadError> {
    let mut head = read_head(stream, buffer).await?;
    let _ = buffer.split_to(head.bytes);
    if matches!(head.body_length, BodyLength::Known(length) if length > MAX_BODY as u64) {
        return Err(MalformedRequest::body_too_long().into());
    }
    if head.expects_continue {
        stream.write_all(b"HTTP/1.1 100 \r\n\r\n").await?;
    }
    head.request.body = match head.body_length {
        BodyLength::Known(length) => {
            read_exactly(stream, buffer, usize::try_from(length).unwrap_or(MAX_BODY)).await?
        }
        BodyLength::Chunked => read_chunked(stream, buffer).await?,
    };
    Ok(head)
}

async fn read_head(stream: &mut Stream, buffer: &mut BytesMut) -> Result<Head, ReadError> {
    loop {
        if let Some(head) = head::parse(buffer)? {
            return Ok(head);
        }
        read_more(stream, buffer).await?;
    }
}

async fn read_exactly(stream: &mut Stream, buffer: &mut BytesMut, length: usize) -> Result<Bytes, ReadError> {
    while buffer.len() < length {
        read_more(stream, buffer).await?;
    }
    Ok(buffer.split_to(length).freeze())
}

async fn read_chunked(stream: &mut Stream, buffer: &mut BytesMut) -> Result<Bytes, ReadError> {
    let mut decoder = ChunkDecoder::default();
    while !decoder.feed(buffer)? {
        read_more(stream, buffer).await?;
    }
    Ok(decoder.body.freeze())
}

async fn read_more(stream: &mut Stream, buffer: &mut BytesMut) -> Result<(), ReadError> {
    match stream.read_buf(buffer).await? {
        0 => Err(ReadError::Disconnected),
        _ => Ok(()),
    }
}
