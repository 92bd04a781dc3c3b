//! Calls without async.

use std::{
    fmt,
    future::Future,
    io,
    sync::{OnceLock, mpsc},
};

use futures_util::{Stream, StreamExt};
use tokio::runtime::{Builder, Runtime};

use crate::{CallError, Error, Problem};

/// Runs a call on the runtime that all blocking calls of the process share, and waits for it on
/// this thread. Unlike `block_on`, it does not panic inside an async runtime; there it only
/// keeps the thread, as any blocking call does.
///
/// # Errors
/// When the shared runtime cannot be started, or the call panicked.
pub fn wait<F>(call: F) -> Result<F::Output, BlockingError>
where
    F: Future<Output: Send> + Send + 'static,
{
    let runtime = runtime().as_ref().map_err(|error| BlockingError(error.to_string()))?;
    let (sender, receiver) = mpsc::sync_channel(1);
    runtime.spawn(async move {
        // Nobody may be waiting any more.
        let _ = sender.send(call.await);
    });
    receiver.recv().map_err(|_| BlockingError("the call ended without a result".to_owned()))
}

/// A stream without async: each step waits for the next item on this thread.
#[derive(Debug)]
pub struct Iter<S>(Option<S>);

impl<S> Iter<S> {
    /// Iterates over the stream.
    pub fn new(stream: S) -> Self {
        Self(Some(stream))
    }
}

impl<S, T, P> Iterator for Iter<S>
where
    S: Stream<Item = Result<T, Error<P>>> + Send + Unpin + 'static,
    T: Send + 'static,
    P: Problem,
{
    type Item = Result<T, Error<P>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut stream = self.0.take()?;
        let stepped = wait(async move {
            let item = stream.next().await;
            (item, stream)
        });
        match stepped {
            Ok((item, stream)) => {
                self.0 = item.is_some().then_some(stream);
                item
            }
            Err(error) => Some(Err(error.into())),
        }
    }
}

/// One worker drives the connections of all blocking clients, between calls too, so that a
/// connection which the server has closed is not taken for a live one.
fn runtime() -> &'static io::Result<Runtime> {
    static RUNTIME: OnceLock<io::Result<Runtime>> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        Builder::new_multi_thread().worker_threads(1).thread_name("api-runtime-blocking").enable_all().build()
    })
}

/// Why a blocking call could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockingError(String);

impl fmt::Display for BlockingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no blocking call can be made: {}", self.0)
    }
}

impl std::error::Error for BlockingError {}

impl<P: Problem> From<BlockingError> for Error<P> {
    fn from(error: BlockingError) -> Self {
        CallError::config(error.to_string()).into()
    }
}
