//! Listening, and accepting connections.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, JoinSet};

use super::stream::Stream;
use super::{Handler, http1};

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

/// Settings of a server.
#[derive(Clone, Default)]
pub(crate) struct ServerSettings {
    #[cfg(feature = "tls")]
    pub(crate) tls: Option<super::Tls>,
    /// Maximum number of requests at the same time on an HTTP/2 connection.
    #[cfg(feature = "tls")]
    pub(crate) max_concurrent_streams: Option<u32>,
}

impl ServerSettings {
    pub(crate) fn scheme(&self) -> &'static str {
        #[cfg(feature = "tls")]
        if self.tls.is_some() {
            return "https";
        }
        "http"
    }
}

/// Starts serving on the current runtime.
pub(crate) async fn spawn(
    handler: Arc<dyn Handler>,
    settings: ServerSettings,
) -> io::Result<(SocketAddr, Guard)> {
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    let listener = socket.listen(BACKLOG)?;
    let address = listener.local_addr()?;
    let task = tokio::spawn(accept(listener, handler, settings));
    Ok((address, Guard(Running::Task(task.abort_handle()))))
}

/// Starts serving on a thread of its own, for callers without a runtime.
pub(crate) fn spawn_thread(
    handler: Arc<dyn Handler>,
    settings: ServerSettings,
) -> io::Result<(SocketAddr, Guard)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let (report, started) = mpsc::sync_channel(1);
    let serve = async move {
        match spawn(handler, settings).await {
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

/// Pause after an error of `accept`, unless a connection ends earlier.
const BACK_OFF: Duration = Duration::from_millis(50);

async fn accept(listener: TcpListener, handler: Arc<dyn Handler>, settings: ServerSettings) {
    let mut connections = JoinSet::new();
    let mut number = 0;
    loop {
        while connections.try_join_next().is_some() {}
        let Ok((stream, _)) = listener.accept().await else {
            // There are no descriptors left, and the next attempt would fail at once.
            tokio::select! {
                Some(_) = connections.join_next() => {}
                () = tokio::time::sleep(BACK_OFF) => {}
            }
            continue;
        };
        handler.connect();
        connections.spawn(serve(stream, number, Arc::clone(&handler), settings.clone()));
        number += 1;
    }
}

#[cfg(feature = "tls")]
async fn serve(tcp: TcpStream, number: u64, handler: Arc<dyn Handler>, settings: ServerSettings) {
    set_no_delay(&tcp);
    let Some(tls) = settings.tls else {
        return http1::serve(Stream::Plain(tcp), number, handler).await;
    };
    // A client that does not accept the certificate leaves here.
    let Ok(stream) = tls.accept(tcp).await else { return };
    match stream.get_ref().1.alpn_protocol() {
        Some(b"h2") => {
            super::http2::serve(stream.into(), number, handler, settings.max_concurrent_streams).await;
        }
        _ => http1::serve(stream.into(), number, handler).await,
    }
}

#[cfg(not(feature = "tls"))]
async fn serve(tcp: TcpStream, number: u64, handler: Arc<dyn Handler>, _: ServerSettings) {
    set_no_delay(&tcp);
    http1::serve(Stream::Plain(tcp), number, handler).await;
}

/// Small responses must not wait for the client to acknowledge the previous one.
fn set_no_delay(tcp: &TcpStream) {
    let _ = tcp.set_nodelay(true);
}
