//! Serving the requests of one HTTP/2 connection.
//!
//! The crate `h2` speaks HTTP/2: unlike a server such as hyper's, it lets its user reset a stream with
//! any code at any point. [`frames`] adds what it does not let its user do.

mod frames;
mod request;
mod response;

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use bytes::Bytes;
use h2::server::{Connection, SendResponse};
use h2::{Reason, RecvStream, SendStream};
use http::Request;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::JoinSet;

use self::frames::FrameStream;
use self::request::ReadError;
use super::Handler;
use super::request::MAX_HEAD;
use super::response::ConnectionAction;
use super::stream::Stream;
use crate::script::{Fault, Plan};

/// Number of streams that most servers allow at the same time.
const DEFAULT_CONCURRENT_STREAMS: u32 = 200;

/// Number of bytes that a client may send before the server has read them.
const WINDOW: u32 = 1024 * 1024;

type Exchange = (Request<RecvStream>, SendResponse<Bytes>);

/// A change of the connection that a response asks for.
enum Command {
    End(ConnectionAction),
    /// Sends these bytes instead of a frame, then closes the connection.
    EndWith(Bytes),
    GoAway,
    StopServing,
    ResetStream(SendStream<Bytes>, Reason),
}

/// Serves until the client leaves or a response ends the connection.
pub(super) async fn serve(
    stream: Stream,
    number: u64,
    handler: Arc<dyn Handler>,
    max_concurrent_streams: Option<u32>,
) {
    let frames = FrameStream::new(stream);
    let mut builder = h2::server::Builder::new();
    builder
        .max_concurrent_streams(max_concurrent_streams.unwrap_or(DEFAULT_CONCURRENT_STREAMS))
        .max_header_list_size(MAX_HEAD as u32)
        .initial_window_size(WINDOW)
        .initial_connection_window_size(WINDOW);
    let Ok(library) = builder.handshake(frames.clone()).await else { return };
    let (commands, inbox) = mpsc::unbounded_channel();
    let server = Server {
        incoming: Incoming { library, frames, arrived: VecDeque::new() },
        number,
        handler,
        commands,
        exchanges: JoinSet::new(),
        requests: 0,
        last_stream: 0,
        state: State::Serving,
        ignored: Vec::new(),
    };
    server.run(inbox).await;
}

struct Server {
    incoming: Incoming,
    number: u64,
    handler: Arc<dyn Handler>,
    commands: UnboundedSender<Command>,
    /// Requests that are being read or responded to.
    exchanges: JoinSet<()>,
    /// Number of requests that have been begun.
    requests: u64,
    /// The last stream that has been served.
    last_stream: u32,
    state: State,
    /// Requests that get no response. Dropping them would reset their streams.
    ignored: Vec<Exchange>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Serving,
    /// A GOAWAY has been sent: the connection ends with the last exchange.
    GoingAway,
    Stopped,
}

impl Server {
    async fn run(mut self, mut inbox: UnboundedReceiver<Command>) {
        loop {
            let end = tokio::select! {
                biased;
                Some(command) = inbox.recv() => self.obey(command).await,
                Some(_) = self.exchanges.join_next() => None,
                exchange = self.incoming.next() => match exchange {
                    Some(exchange) => self.begin(exchange),
                    None => return,
                },
            };
            let is_over = self.state == State::GoingAway && self.exchanges.is_empty();
            if let Some(action) = end.or(is_over.then_some(ConnectionAction::Close)) {
                return self.incoming.end(action).await;
            }
        }
    }

    /// Begins to serve a request, unless that ends the connection.
    fn begin(&mut self, (request, mut respond): Exchange) -> Option<ConnectionAction> {
        if self.state != State::Serving {
            self.handler.ignore();
            self.ignored.push((request, respond));
            return None;
        }
        self.requests += 1;
        let plan = self.handler.begin(self.requests);
        match plan.fault() {
            Some(Fault::ResetBeforeReading) => return Some(ConnectionAction::Reset),
            Some(Fault::Silence) => return Some(ConnectionAction::Stall),
            Some(Fault::RefuseStream) => {
                respond.send_reset(Reason::REFUSED_STREAM);
                return None;
            }
            Some(Fault::GoAwayBefore) => {
                self.go_away();
                self.ignored.push((request, respond));
                return None;
            }
            Some(Fault::StopServing) => {
                self.state = State::Stopped;
                self.ignored.push((request, respond));
                return None;
            }
            _ => {}
        }
        self.last_stream = respond.stream_id().as_u32();
        if plan.fault() == Some(&Fault::GoAway) {
            self.go_away();
        }
        self.spawn(plan, request, respond);
        None
    }

    fn spawn(&mut self, plan: Plan, request: Request<RecvStream>, respond: SendResponse<Bytes>) {
        let (handler, number, commands) = (Arc::clone(&self.handler), self.number, self.commands.clone());
        self.exchanges.spawn(async move {
            let may_have_body = request.method() != http::Method::HEAD;
            let response = match request::read(request).await {
                Ok(request) => handler.respond(number, plan, request),
                Err(ReadError::Disconnected) => return,
                Err(ReadError::Malformed(error)) => {
                    handler.reject(number, &error.reason);
                    error.into_response()
                }
            };
            // An error means that the client has left.
            let _ = response::send(respond, response, may_have_body, &commands).await;
        });
    }

    /// Announces that no request after the last one is served.
    fn go_away(&mut self) {
        if self.state == State::Serving {
            self.state = State::GoingAway;
            self.incoming.frames.insert_go_away(self.last_stream);
        }
    }

    async fn obey(&mut self, command: Command) -> Option<ConnectionAction> {
        match command {
            Command::End(action) => return Some(action),
            Command::EndWith(bytes) => {
                self.incoming.frames.insert(&bytes);
                return Some(ConnectionAction::Close);
            }
            Command::GoAway => self.go_away(),
            Command::StopServing => self.state = State::Stopped,
            Command::ResetStream(mut stream, reason) => {
                // A reset overtakes what has not been written.
                self.incoming.flush().await;
                stream.send_reset(reason);
            }
        }
        None
    }
}

/// The connection, and the requests that arrive on it.
struct Incoming {
    library: Connection<FrameStream, Bytes>,
    frames: FrameStream,
    /// Requests that arrived while something was written.
    arrived: VecDeque<Exchange>,
}

impl Incoming {
    /// Returns the next request; `None` when the connection has ended.
    async fn next(&mut self) -> Option<Exchange> {
        match self.arrived.pop_front() {
            Some(exchange) => Some(exchange),
            None => self.library.accept().await?.ok(),
        }
    }

    /// Writes everything that waits to be written.
    async fn flush(&mut self) {
        poll_fn(|cx| {
            while let Poll::Ready(Some(Ok(exchange))) = self.library.poll_accept(cx) {
                self.arrived.push_back(exchange);
            }
            if self.frames.is_blocked() { Poll::Pending } else { Poll::Ready(()) }
        })
        .await;
    }

    async fn end(mut self, action: ConnectionAction) {
        if !matches!(action, ConnectionAction::Stall) {
            self.flush().await;
        }
        if let Some(stream) = self.frames.take() {
            stream.end(action).await;
        }
    }
}
