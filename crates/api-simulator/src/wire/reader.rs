//! Reading requests off a connection.

use std::io;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::chunked::Decoder;
use super::head::{self, Head, Length, Refusal};
use super::request::Request;

/// The body limit: more than a client has reason to send.
const MAX_BODY: usize = 16 * 1024 * 1024;

#[derive(Debug)]
pub(super) enum ReadError {
    /// The connection ended or broke.
    Lost,
    Refused(Refusal),
}

impl From<io::Error> for ReadError {
    fn from(_: io::Error) -> Self {
        Self::Lost
    }
}

impl From<Refusal> for ReadError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Waits for a request's first byte, without taking it from the socket; `false` at the end.
pub(super) async fn first_byte(stream: &TcpStream, buffer: &BytesMut) -> io::Result<bool> {
    if !buffer.is_empty() {
        return Ok(true);
    }
    stream.peek(&mut [0]).await.map(|count| count > 0)
}

/// Reads one request; `buffer` keeps what arrived beyond it.
pub(super) async fn request(stream: &mut TcpStream, buffer: &mut BytesMut) -> Result<Request, ReadError> {
    let head = read_head(stream, buffer).await?;
    let _ = buffer.split_to(head.bytes);
    if matches!(head.length, Length::Known(length) if length > MAX_BODY as u64) {
        return Err(Refusal::new(413, format!("the request's body is longer than {MAX_BODY} bytes")).into());
    }
    if head.expects_continue {
        stream.write_all(b"HTTP/1.1 100 \r\n\r\n").await?;
    }
    let mut request = head.request;
    request.body = match head.length {
        Length::Known(length) => {
            read_exactly(stream, buffer, usize::try_from(length).unwrap_or(MAX_BODY)).await?
        }
        Length::Chunked => read_chunked(stream, buffer).await?,
    };
    Ok(request)
}

async fn read_head(stream: &mut TcpStream, buffer: &mut BytesMut) -> Result<Head, ReadError> {
    loop {
        if let Some(head) = head::parse(buffer)? {
            return Ok(head);
        }
        more(stream, buffer).await?;
    }
}

async fn read_exactly(
    stream: &mut TcpStream,
    buffer: &mut BytesMut,
    length: usize,
) -> Result<Bytes, ReadError> {
    while buffer.len() < length {
        more(stream, buffer).await?;
    }
    Ok(buffer.split_to(length).freeze())
}

async fn read_chunked(stream: &mut TcpStream, buffer: &mut BytesMut) -> Result<Bytes, ReadError> {
    let mut decoder = Decoder::default();
    while !decoder.feed(buffer, MAX_BODY)? {
        more(stream, buffer).await?;
    }
    Ok(decoder.body.freeze())
}

async fn more(stream: &mut TcpStream, buffer: &mut BytesMut) -> Result<(), ReadError> {
    match stream.read_buf(buffer).await? {
        0 => Err(ReadError::Lost),
        _ => Ok(()),
    }
}
