//! Reading requests from a connection.

use std::io;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::chunked::ChunkDecoder;
use super::request::{self, BodyLength, Head, MalformedRequest, Request};

/// Limit on the size of a body: more than a client has reason to send.
const MAX_BODY: usize = 16 * 1024 * 1024;

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

/// Waits for the first byte of a request, and leaves it in the socket; returns `false` at the end.
pub(super) async fn first_byte(stream: &TcpStream, buffer: &BytesMut) -> io::Result<bool> {
    if !buffer.is_empty() {
        return Ok(true);
    }
    stream.peek(&mut [0]).await.map(|count| count > 0)
}

/// Reads one request; `buffer` keeps the bytes that arrived after it.
pub(super) async fn request(stream: &mut TcpStream, buffer: &mut BytesMut) -> Result<Request, ReadError> {
    let head = read_head(stream, buffer).await?;
    let _ = buffer.split_to(head.bytes);
    if matches!(head.body_length, BodyLength::Known(length) if length > MAX_BODY as u64) {
        return Err(MalformedRequest::new(413, format!("the body is longer than {MAX_BODY} bytes")).into());
    }
    if head.expects_continue {
        stream.write_all(b"HTTP/1.1 100 \r\n\r\n").await?;
    }
    let mut request = head.request;
    request.body = match head.body_length {
        BodyLength::Known(length) => {
            read_exactly(stream, buffer, usize::try_from(length).unwrap_or(MAX_BODY)).await?
        }
        BodyLength::Chunked => read_chunked(stream, buffer).await?,
    };
    Ok(request)
}

async fn read_head(stream: &mut TcpStream, buffer: &mut BytesMut) -> Result<Head, ReadError> {
    loop {
        if let Some(head) = request::parse_head(buffer)? {
            return Ok(head);
        }
        read_more(stream, buffer).await?;
    }
}

async fn read_exactly(
    stream: &mut TcpStream,
    buffer: &mut BytesMut,
    length: usize,
) -> Result<Bytes, ReadError> {
    while buffer.len() < length {
        read_more(stream, buffer).await?;
    }
    Ok(buffer.split_to(length).freeze())
}

async fn read_chunked(stream: &mut TcpStream, buffer: &mut BytesMut) -> Result<Bytes, ReadError> {
    let mut decoder = ChunkDecoder::default();
    while !decoder.feed(buffer, MAX_BODY)? {
        read_more(stream, buffer).await?;
    }
    Ok(decoder.body.freeze())
}

async fn read_more(stream: &mut TcpStream, buffer: &mut BytesMut) -> Result<(), ReadError> {
    match stream.read_buf(buffer).await? {
        0 => Err(ReadError::Disconnected),
        _ => Ok(()),
    }
}
