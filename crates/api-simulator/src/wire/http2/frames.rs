//! Writing frames of our own between those of the HTTP/2 library, and taking the connection from it.
//!
//! The library sends neither a GOAWAY that leaves out requests which it has read, nor bytes that are
//! not frames, and it never leaves a connection in silence.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::wire::stream::Stream;

/// Length of the header of a frame.
const HEADER: usize = 9;

const HEADERS: u8 = 1;
const PUSH_PROMISE: u8 = 5;
const GO_AWAY: u8 = 7;
const CONTINUATION: u8 = 9;

/// Flag of the last frame with headers.
const END_HEADERS: u8 = 4;

/// A handle to a connection that the HTTP/2 library reads from and writes to.
#[derive(Clone)]
pub(super) struct FrameStream(Arc<Mutex<State>>);

struct State {
    /// `None` once it has been taken.
    stream: Option<Stream>,
    position: Position,
    /// Bytes to write at the next boundary between two frames.
    inserted: BytesMut,
    /// `true` if the socket takes no more for now.
    is_blocked: bool,
}

impl FrameStream {
    pub(super) fn new(stream: Stream) -> Self {
        Self(Arc::new(Mutex::new(State {
            stream: Some(stream),
            position: Position::default(),
            inserted: BytesMut::new(),
            is_blocked: false,
        })))
    }

    /// Inserts a GOAWAY without an error.
    pub(super) fn insert_go_away(&self, last_stream: u32) {
        let mut frame = vec![0, 0, 8, GO_AWAY, 0, 0, 0, 0, 0];
        frame.extend_from_slice(&last_stream.to_be_bytes());
        frame.extend_from_slice(&0_u32.to_be_bytes());
        self.insert(&frame);
    }

    /// Writes these bytes before the next frame.
    pub(super) fn insert(&self, bytes: &[u8]) {
        self.state().inserted.extend_from_slice(bytes);
    }

    /// Returns `true` if something waits to be written.
    pub(super) fn is_blocked(&self) -> bool {
        self.state().is_blocked
    }

    /// Takes the connection from the library.
    pub(super) fn take(&self) -> Option<Stream> {
        self.state().stream.take()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn stream(&mut self) -> io::Result<Pin<&mut Stream>> {
        self.stream.as_mut().map(Pin::new).ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    fn poll_write(&mut self, cx: &mut Context<'_>, frames: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.poll_write_inserted(cx))?;
        let limit = if self.inserted.is_empty() { frames.len() } else { self.position.bytes_of_part() };
        let frames = &frames[..frames.len().min(limit)];
        let written = ready!(self.stream()?.poll_write(cx, frames))?;
        self.position.advance(&frames[..written]);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_write_inserted(cx))?;
        self.stream()?.poll_flush(cx)
    }

    fn poll_write_inserted(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.position.is_boundary() && !self.inserted.is_empty() {
            let stream = self.stream.as_mut().map(Pin::new).ok_or(io::ErrorKind::NotConnected)?;
            let written = ready!(stream.poll_write(cx, &self.inserted))?;
            self.inserted.advance(written);
        }
        Poll::Ready(Ok(()))
    }

    fn note<T>(&mut self, poll: Poll<T>) -> Poll<T> {
        self.is_blocked = poll.is_pending();
        poll
    }
}

impl AsyncRead for FrameStream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.state().stream()?.poll_read(cx, buf)
    }
}

impl AsyncWrite for FrameStream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, frames: &[u8]) -> Poll<io::Result<usize>> {
        let mut state = self.state();
        let poll = state.poll_write(cx, frames);
        state.note(poll)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut state = self.state();
        let poll = state.poll_flush(cx);
        state.note(poll)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.state().stream()?.poll_shutdown(cx)
    }
}

/// The position in a sequence of frames.
#[derive(Default)]
struct Position {
    header: [u8; HEADER],
    /// Number of bytes of the header that have passed.
    header_bytes: usize,
    /// Number of bytes of the payload to come.
    payload: usize,
    /// `true` if the headers of the latest frame continue in the next one.
    is_in_headers: bool,
}

impl Position {
    /// Returns `true` if a frame may stand here.
    fn is_boundary(&self) -> bool {
        self.header_bytes == 0 && self.payload == 0 && !self.is_in_headers
    }

    /// Returns the number of bytes until the end of the header or of the payload.
    fn bytes_of_part(&self) -> usize {
        if self.payload > 0 { self.payload } else { HEADER - self.header_bytes }
    }

    fn advance(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (part, rest) = bytes.split_at(self.bytes_of_part().min(bytes.len()));
            if self.payload > 0 {
                self.payload -= part.len();
            } else {
                self.advance_header(part);
            }
            bytes = rest;
        }
    }

    fn advance_header(&mut self, part: &[u8]) {
        self.header[self.header_bytes..][..part.len()].copy_from_slice(part);
        self.header_bytes += part.len();
        if self.header_bytes == HEADER {
            let [a, b, c, kind, flags, ..] = self.header;
            (self.header_bytes, self.payload) = (0, u32::from_be_bytes([0, a, b, c]) as usize);
            let has_headers = matches!(kind, HEADERS | PUSH_PROMISE | CONTINUATION);
            self.is_in_headers = has_headers && flags & END_HEADERS == 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CONTINUATION, END_HEADERS, HEADER, HEADERS, PUSH_PROMISE, Position};

    /// Returns a frame with a payload of this length.
    fn frame(kind: u8, flags: u8, length: u8) -> Vec<u8> {
        let mut frame = vec![0, 0, length, kind, flags, 0, 0, 0, 1];
        frame.resize(HEADER + usize::from(length), 7);
        frame
    }

    /// Returns the places in a sequence of frames at which another frame may stand.
    fn boundaries(frames: &[u8], size: usize) -> Vec<usize> {
        let (mut position, mut passed, mut boundaries) = (Position::default(), 0, Vec::new());
        for piece in frames.chunks(size) {
            position.advance(piece);
            passed += piece.len();
            if position.is_boundary() {
                boundaries.push(passed);
            }
        }
        boundaries
    }

    /// 9 bytes of a payload are as long as a header, and 12 have 9 of them left in the middle.
    #[test]
    fn frames_end_where_their_length_says_in_pieces_of_any_size() {
        let lengths = [3, 0, 9, 12, 200];
        let frames = lengths.map(|length| frame(0, 0, length));
        let ends: Vec<usize> = frames
            .iter()
            .scan(0, |end, frame| {
                *end += frame.len();
                Some(*end)
            })
            .collect();
        let frames = frames.concat();
        assert_eq!(boundaries(&frames, 1), ends);
        for size in 2..=frames.len() {
            let at = |end: &usize| end.is_multiple_of(size) || *end == frames.len();
            let expected: Vec<usize> = ends.iter().copied().filter(at).collect();
            assert_eq!(boundaries(&frames, size), expected, "{size}");
        }
    }

    /// RFC 9113, section 6.10: nothing may stand between the frames of one sequence of headers.
    #[test]
    fn headers_that_continue_are_not_interrupted() {
        for kind in [HEADERS, PUSH_PROMISE] {
            let frames = [
                frame(kind, 1, 4),
                frame(CONTINUATION, 0, 4),
                frame(CONTINUATION, END_HEADERS, 4),
                frame(kind, END_HEADERS | 1, 4),
                frame(0, 0, 4),
            ];
            let length = HEADER + 4;
            assert_eq!(boundaries(&frames.concat(), 1), [3 * length, 4 * length, 5 * length]);
        }
    }
}
