//! Listening, and accepting connections.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, mpsc};
use std::thread;

use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, JoinSet};

use super::{Handler, connection};

/// A running server; dropping it closes the listener and every connection.
#[derive(Debug)]
pub(crate) struct Guard(Running);

#[derive(Debug)]
enum Running {
    Task(AbortHandle),
    Thread(Option<oneshot::Sender<()>>),
}

impl Drop for Guard {
    fn drop(&mut self) {
        match &mut self.0 {
            Running::Task(task) => task.abort(),
            Running::Thread(stop) => drop(stop.take()),
        }
    }
}

/// Maximum number of connections that wait to be accepted; the system lowers it to its own limit.
/// A client that finds the queue full tries again only after a second.
const BACKLOG: u32 = 16 * 1024;

/// Starts serving on the current runtime.
pub(crate) async fn spawn(handler: Arc<dyn Handler>) -> io::Result<(SocketAddr, Guard)> {
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    let listener = socket.listen(BACKLOG)?;
    let address = listener.local_addr()?;
    let task = tokio::spawn(accept(listener, handler));
    Ok((address, Guard(Running::Task(task.abort_handle()))))
}

/// Starts serving on a thread of its own, for callers without a runtime.
pub(crate) fn spawn_thread(handler: Arc<dyn Handler>) -> io::Result<(SocketAddr, Guard)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let (report, started) = mpsc::sync_channel(1);
    let serve = async move {
        match spawn(handler).await {
            Ok((address, _guard)) => {
                let _ = report.send(Ok(address));
                let _ = stopped.await;
            }
            Err(error) => drop(report.send(Err(error))),
        }
    };
    thread::Builder::new().name("api-simulator".to_owned()).spawn(move || runtime.block_on(serve))?;
    let address = started.recv().map_err(|_| io::Error::other("the server's thread ended"))??;
    Ok((address, Guard(Running::Thread(Some(stop)))))
}

async fn accept(listener: TcpListener, handler: Arc<dyn Handler>) {
    let mut connections = JoinSet::new();
    for number in 0.. {
        // The client has already left, or there are no descriptors left: other connections go on.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        while connections.try_join_next().is_some() {}
        connections.spawn(connection::serve(stream, number, Arc::clone(&handler)));
    }
}
