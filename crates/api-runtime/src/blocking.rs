//! Calls without async.

use std::{cell::Cell, future::Future, io, sync::OnceLock};

use futures_util::{Stream, StreamExt};
use tokio::{
    runtime::{Builder, Runtime},
    task::coop::unconstrained,
};

use crate::{CallError, Error, Problem};

/// Runs a call on this thread until it ends. Its connections and timers belong to a runtime that all
/// blocking calls of the process share. Unlike `block_on`, it does not panic inside an async
/// runtime, and a call may be made inside another, such as in a request interceptor.
///
/// # Errors
/// If the shared runtime cannot be started, or if this is one of its own threads: a task that an
/// interceptor has spawned, for example. All blocking calls would wait for it, and it for them.
pub fn wait<F>(call: F) -> Result<F::Output, BlockingError>
where
    F: Future<Output: Send> + Send + 'static,
{
    if IN_SHARED_RUNTIME.get() {
        return Err(BlockingError("this thread drives the connections of all blocking calls".to_owned()));
    }
    let runtime = runtime().as_ref().map_err(|error| BlockingError(error.to_string()))?;
    let _context = runtime.enter();
    // Inside a task of another runtime, tokio would count the steps of the call as that task's, and
    // suspend the call for ever once it has made too many of them.
    Ok(pollster::block_on(unconstrained(call)))
}

thread_local! {
    /// `true` on the threads of the shared runtime.
    static IN_SHARED_RUNTIME: Cell<bool> = const { Cell::new(false) };
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
        Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("api-runtime-blocking")
            .on_thread_start(|| IN_SHARED_RUNTIME.set(true))
            .enable_all()
            .build()
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
