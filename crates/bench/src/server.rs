//! Server with ready-made responses. It runs in a process of its own, so that its time is not the contenders'.

use std::{
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use anyhow::{Context, Result};
use bytes::Bytes;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    runtime,
    sync::Semaphore,
};

use crate::bodies::Bodies;

/// Prints its address, then serves until the standard input ends, and prints the number of requests. The last byte of
/// each response is held back until `hold` requests wait for theirs.
pub(crate) fn run(hold: usize) -> Result<()> {
    let server =
        Arc::new(Server { responses: responses()?, gate: Gate::new(hold), requests: AtomicUsize::new(0) });
    runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let listener = listen().context("cannot listen on the loopback interface")?;
        println!("http://{}", listener.local_addr()?);
        let (sender, mut input_ended) = tokio::sync::mpsc::channel(1);
        thread::spawn(move || {
            // An error ends the input too.
            let _ = io::stdin().read_to_end(&mut Vec::new());
            let _ = sender.blocking_send(());
        });
        loop {
            tokio::select! {
                _ = input_ended.recv() => {
                    println!("{}", server.requests.load(Relaxed));
                    return Ok(());
                }
                connection = listener.accept() => {
                    let (stream, _) = connection?;
                    tokio::spawn(server.clone().serve(stream));
                }
            }
        }
    })
}

/// Listens with a long queue, because thousands of callers connect at once.
fn listen() -> Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.bind("127.0.0.1:0".parse()?)?;
    Ok(socket.listen(16 * 1024)?)
}

struct Server {
    /// Responses, head and body, by the end of the path.
    responses: Vec<(&'static [u8], Bytes)>,
    gate: Gate,
    /// Number of requests so far.
    requests: AtomicUsize,
}

impl Server {
    /// Serves the requests of one connection; none has a body.
    async fn serve(self: Arc<Self>, mut stream: TcpStream) {
        let mut received = Vec::with_capacity(4096);
        // Either side may close the connection at any time.
        let _ = stream.set_nodelay(true);
        while let Ok(1..) = stream.read_buf(&mut received).await {
            while let Some(end) = received.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                let response = self.response(&received[..end]);
                received.drain(..end + 4);
                self.requests.fetch_add(1, Relaxed);
                if self.send(&mut stream, &response).await.is_err() {
                    return;
                }
            }
        }
    }

    async fn send(&self, stream: &mut TcpStream, response: &[u8]) -> io::Result<()> {
        if self.gate.is_open() {
            return stream.write_all(response).await;
        }
        let (most, last) = response.split_at(response.len() - 1);
        stream.write_all(most).await?;
        self.gate.pass().await;
        stream.write_all(last).await
    }

    fn response(&self, head: &[u8]) -> Bytes {
        let target = head.split(|byte| *byte == b' ').nth(1).unwrap_or_default();
        let path = target.split(|byte| *byte == b'?').next().unwrap_or_default();
        self.responses
            .iter()
            .find(|(end, _)| path.ends_with(end))
            .map_or(Bytes::from_static(NOT_FOUND), |(_, response)| response.clone())
    }
}

/// Time in which a client reads what it has been sent.
const READING: Duration = Duration::from_millis(500);

/// Gate that opens soon after a number of requests wait, and stays open.
struct Gate {
    missing: AtomicUsize,
    /// Without permits: closing it releases all that wait.
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

    fn is_open(&self) -> bool {
        self.waiting.is_closed()
    }

    async fn pass(&self) {
        if self.missing.fetch_sub(1, Relaxed) == 1 {
            tokio::time::sleep(READING).await;
            self.waiting.close();
        }
        let _ = self.waiting.acquire().await;
    }
}

const NOT_FOUND: &[u8] = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";

fn responses() -> Result<Vec<(&'static [u8], Bytes)>> {
    let Bodies { user, limits, monthly_usage, cloudflare_user, audit_logs } = Bodies::new()?;
    Ok(vec![
        (b"/users/me", success(user)),
        (b"/users/me/usage/monthly", success(monthly_usage)),
        (b"/users/me/limits", success(limits)),
        (b"/client/v4/user", success(cloudflare_user)),
        (b"/user/audit_logs", success(audit_logs)),
    ])
}

/// Returns a response with the body and the headers that APIs usually send.
fn success(body: Vec<u8>) -> Bytes {
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
