//! Prism, mocking a vendor's own description: a second opinion on every request.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    process::Stdio,
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines},
    net::TcpStream,
    process::{Child, ChildStdout, Command},
    time::timeout,
};

use crate::driver::{installed, skipped};

/// Prism reads a large description, on a machine that may be busy.
const LONGEST: Duration = Duration::from_secs(90);
/// A path that no description has.
const END: &str = "/the-end";

/// A running Prism, which refuses requests that its description does not allow.
#[derive(Debug)]
pub struct Prism {
    address: SocketAddr,
    log: Lines<BufReader<ChildStdout>>,
    _process: Child,
}

impl Prism {
    /// Starts Prism on a vendor's own description, if both are there.
    pub async fn start(document: &str) -> Option<Self> {
        let upstream = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/upstream");
        let Ok(document) = upstream.join(document).canonicalize() else {
            return skipped(&format!(
                "the vendor's own {document} is not there; it belongs in ../shared/upstream"
            ));
        };
        let folder = installed("@stoplight/prism-cli").await?;
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a loopback socket");
        let address = free.local_addr().expect("a bound socket");
        drop(free);
        let mut process = Command::new("node")
            .arg(folder.join("node_modules/@stoplight/prism-cli/dist/index.js"))
            .args(["mock", "--errors", "--port", &address.port().to_string()])
            .arg(document)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("Node starts");
        let log = BufReader::new(process.stdout.take().expect("stdout is piped")).lines();
        let mut prism = Self { address, log, _process: process };
        prism.read_until("Prism is listening").await;
        Some(prism)
    }

    /// The address of the mocked API, without the path that the description's server has.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What Prism found wrong with the requests so far.
    pub async fn violations(&mut self) -> Vec<String> {
        // The log is written in order: once this request stands in it, all others do.
        let mut stream = TcpStream::connect(self.address).await.expect("Prism listens");
        let request = format!("GET {END} HTTP/1.0\r\n\r\n");
        stream.write_all(request.as_bytes()).await.expect("Prism reads");
        stream.read_to_end(&mut Vec::new()).await.expect("Prism answers");
        let lines = self.read_until(END).await;
        let violation = |line: &String| Some(line.split_once("Violation: request")?.1.trim().to_owned());
        lines.iter().filter_map(violation).collect()
    }

    async fn read_until(&mut self, end: &str) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let line = timeout(LONGEST, self.log.next_line()).await;
            let line = line.expect("Prism writes in time").expect("Prism writes text");
            let line = line.unwrap_or_else(|| panic!("Prism has ended:\n{}", lines.join("\n")));
            if line.contains(end) {
                return lines;
            }
            lines.push(line);
        }
    }
}
