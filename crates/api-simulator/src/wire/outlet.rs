//! Writing to a connection, at a pace and up to a point.

use std::io;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

pub(super) struct Outlet<'a> {
    stream: &'a mut TcpStream,
    pace: Option<Duration>,
}

impl<'a> Outlet<'a> {
    pub(super) fn new(stream: &'a mut TcpStream, pace: Option<Duration>) -> Self {
        Self { stream, pace }
    }

    /// Writes `bytes`, one per interval if there is one.
    pub(super) async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(interval) = self.pace else {
            return self.stream.write_all(bytes).await;
        };
        for byte in bytes {
            self.stream.write_all(std::slice::from_ref(byte)).await?;
            tokio::time::sleep(interval).await;
        }
        Ok(())
    }
}
