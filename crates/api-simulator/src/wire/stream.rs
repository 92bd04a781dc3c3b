//! A connection, with or without TLS.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
#[cfg(feature = "tls")]
use tokio_rustls::server::TlsStream;

use super::response::ConnectionAction;

/// The server's side of a connection.
pub(super) enum Stream {
    Plain(TcpStream),
    #[cfg(feature = "tls")]
    Tls(Box<TlsStream<TcpStream>>),
}

impl Stream {
    fn tcp(&self) -> &TcpStream {
        match self {
            Self::Plain(tcp) => tcp,
            #[cfg(feature = "tls")]
            Self::Tls(tls) => tls.get_ref().0,
        }
    }

    /// Ends the connection as `action` says.
    pub(super) async fn end(self, action: ConnectionAction) {
        match action {
            ConnectionAction::Close => self.close().await,
            ConnectionAction::Reset => self.reset(),
            ConnectionAction::KeepOpen | ConnectionAction::Stall => self.wait_for_end().await,
        }
    }

    /// Closes with a linger time of zero, which sends RST.
    fn reset(self) {
        let _ = self.tcp().set_zero_linger();
    }

    /// Sends FIN and waits for that of the client: closing with unread input would send RST.
    pub(super) async fn close(mut self) {
        if self.shutdown().await.is_ok() {
            self.wait_for_end().await;
        }
    }

    /// Sends nothing more, and waits until the client leaves.
    async fn wait_for_end(mut self) {
        let mut ignored = [0; 1024];
        while matches!(self.read(&mut ignored).await, Ok(count) if count > 0) {}
    }
}

#[cfg(feature = "tls")]
impl From<TlsStream<TcpStream>> for Stream {
    fn from(stream: TlsStream<TcpStream>) -> Self {
        Self::Tls(Box::new(stream))
    }
}

/// Calls the same method of the stream inside.
macro_rules! delegate {
    ($self:ident, $stream:ident => $call:expr) => {
        match $self.get_mut() {
            Self::Plain(tcp) => {
                let $stream = Pin::new(tcp);
                $call
            }
            #[cfg(feature = "tls")]
            Self::Tls(tls) => {
                let $stream = Pin::new(tls.as_mut());
                $call
            }
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        delegate!(self, stream => stream.poll_read(cx, buf))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        delegate!(self, stream => stream.poll_write(cx, buf))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        delegate!(self, stream => stream.poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        delegate!(self, stream => stream.poll_shutdown(cx))
    }
}
