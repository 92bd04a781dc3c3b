//! The server: ready-made answers, as fast as they can be written. It runs in a process of its
//! own, so that its time is not the contenders'.

use std::{
    io::Read,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
};

use anyhow::{Context, Result};
use bytes::Bytes;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    runtime,
    sync::Semaphore,
};

use crate::bodies;

/// Answers until the standard input ends; prints the address first.
pub(crate) fn run(hold: Option<usize>) -> Result<()> {
    let server = Arc::new(Server { answers: answers()?, gate: Gate::new(hold.unwrap_or(0)) });
    runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let listener = listen().context("cannot listen on the loopback interface")?;
        println!("http://{}", listener.local_addr()?);
        let (ended, mut end) = tokio::sync::mpsc::channel(1);
        thread::spawn(move || {
            // Whatever ends the input ends the server.
            let _ = std::io::stdin().read_to_end(&mut Vec::new());
            let _ = ended.blocking_send(());
        });
        loop {
            tokio::select! {
                _ = end.recv() => return Ok(()),
                connection = listener.accept() => {
                    let (stream, _) = connection?;
                    tokio::spawn(server.clone().converse(stream));
                }
            }
        }
    })
}

/// Many callers connect at once, so that the queue has to be a long one.
fn listen() -> Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.bind("127.0.0.1:0".parse()?)?;
    Ok(socket.listen(16 * 1024)?)
}

struct Server {
    /// Whole answers, head and body, by the end of the path.
    answers: Vec<(&'static [u8], Bytes)>,
    gate: Gate,
}

impl Server {
    /// Requests follow one another on a connection; none has a body.
    async fn converse(self: Arc<Self>, mut stream: TcpStream) {
        let mut received = Vec::with_capacity(4096);
        // Either side may hang up at any time.
        let _ = stream.set_nodelay(true);
        while let Ok(1..) = stream.read_buf(&mut received).await {
            while let Some(end) = received.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                let answer = self.answer(&received[..end]);
                received.drain(..end + 4);
                self.gate.pass().await;
                if stream.write_all(&answer).await.is_err() {
                    return;
                }
            }
        }
    }

    fn answer(&self, head: &[u8]) -> Bytes {
        let target = head.split(|byte| *byte == b' ').nth(1).unwrap_or_default();
        let path = target.split(|byte| *byte == b'?').next().unwrap_or_default();
        self.answers
            .iter()
            .find(|(end, _)| path.ends_with(end))
            .map_or(Bytes::from_static(NOT_FOUND), |(_, answer)| answer.clone())
    }
}

/// Holds requests back until so many have come; from then on it is open.
struct Gate {
    missing: AtomicUsize,
    /// It has no permits: who waits for one goes on when it is closed.
    waiting: Semaphore,
}

impl Gate {
    fn new(requests: usize) -> Self {
        let gate = Self { missing: AtomicUsize::new(requests), waiting: Semaphore::new(0) };
        if requests == 0 {
            gate.waiting.close();
        }
        gate
    }

    async fn pass(&self) {
        if self.missing.fetch_sub(1, Relaxed) == 1 {
            self.waiting.close();
        }
        let _ = self.waiting.acquire().await;
    }
}

const NOT_FOUND: &[u8] = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";

fn answers() -> Result<Vec<(&'static [u8], Bytes)>> {
    Ok(vec![
        (b"/users/me", whole(bodies::user()?)),
        (b"/users/me/usage/monthly", whole(bodies::monthly_usage()?)),
        (b"/users/me/limits", whole(bodies::limits()?)),
        (b"/user/audit_logs", whole(bodies::audit_logs()?)),
    ])
}

/// The answer around a body, with the headers that an API usually sends.
fn whole(body: Vec<u8>) -> Bytes {
    let head = format!(
        "HTTP/1.1 200 OK\r\n\
         date: Mon, 16 Nov 2026 10:00:00 GMT\r\n\
         content-type: application/json; charset=utf-8\r\n\
         content-length: {}\r\n\
         cache-control: no-cache, no-store, must-revalidate\r\n\
         x-ratelimit-limit: 250000\r\n\
         x-ratelimit-remaining: 249812\r\n\
         x-request-id: 3f9c1b7e5a2d4086\r\n\
         vary: Accept-Encoding\r\n\r\n",
        body.len()
    );
    [head.into_bytes(), body].concat().into()
}
