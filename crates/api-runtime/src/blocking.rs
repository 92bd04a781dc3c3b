//! Calls without async.

use std::{
    future::Future,
    io,
    sync::{OnceLock, mpsc},
};

use futures_util::{Stream, StreamExt};
use tokio::runtime::{Builder, Runtime};

use crate::{CallError, Error, Problem};

/// Runs a call on the runtime that all blocking calls of the process share, and blocks this
/// thread until it ends. Unlike `block_on`, it does not panic inside an async runtime.
///
/// # Errors
/// If the shared runtime cannot be started, or if the call panics.
pub fn wait<F>(call: F) -> Result<F::Output, BlockingError>
where
    F: Future<Output: Send> + Send + 'static,
{
    let runtime = runtime().as_ref().map_err(|error| BlockingError(error.to_string()))?;
    let (sender, receiver) = mpsc::sync_channel(1);
    runtime.spawn(async move {
        // The receiver may be gone.
        let _ = sender.send(call.await);
    });
    receiver.recv().map_err(|_| BlockingError("the call ended without a result".to_owned()))
}

/// A stream as an iterator: each step blocks this thread until the next item arrives.
#[derive(Debug)]
pub struct Iter<S>(Option<S>);

impl<S> Iter<S> {
    /// Creates an iterator over a stream.
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
        let step = wait(async move {
            let item = stream.next().await;
            (item, stream)
        });
        match step {
            Ok((item, stream)) => {
                self.0 = item.is_some().then_some(stream);
                item
            }
            Err(error) => Some(Err(error.into())),
        }
    }
}

/// One worker drives the connections of all blocking clients, between calls too: otherwise a
/// connection that the server has closed would be taken for a live one.
fn runtime() -> &'static io::Result<Runtime> {
    static RUNTIME: OnceLock<io::Result<Runtime>> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        Builder::new_multi_thread().worker_threads(1).thread_name("api-runtime-blocking").enable_all().build()
    })
}

/// Reason why a blocking call could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no blocking call can be made: {0}")]
pub struct BlockingError(String);

impl<P: Problem> From<BlockingError> for Error<P> {
    fn from(error: BlockingError) -> Self {
        CallError::config(error.to_string()).into()
    }
}
