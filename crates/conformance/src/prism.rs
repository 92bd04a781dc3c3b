//! Prism, which mocks the vendor's own OpenAPI document and validates every request against it.

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

use crate::driver::{node_folder, skip};

/// Time that Prism may take to read a large document on a busy machine.
const LOG_TIMEOUT: Duration = Duration::from_secs(90);
/// Path that is in no document.
const LAST_REQUEST: &str = "/the-end";

/// Running Prism, which rejects requests that its document does not allow.
#[derive(Debug)]
pub struct Prism {
    address: SocketAddr,
    log: Lines<BufReader<ChildStdout>>,
    _process: Child,
}

impl Prism {
    /// Starts Prism with the vendor's own document, if both are present.
    ///
    /// Otherwise it prints that the test is skipped.
    pub async fn start(document: &str) -> Option<Self> {
        let upstream = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/upstream");
        let Ok(document) = upstream.join(document).canonicalize() else {
            return skip(&format!("the vendor's document ../shared/upstream/{document} is missing"));
        };
        let folder = node_folder("@stoplight/prism-cli").await?;
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a loopback socket");
        let address = socket.local_addr().expect("a bound socket");
        drop(socket);
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

    /// Returns the address of the mocked API, without the base path of the document's server.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the violations that Prism found in the requests so far.
    pub async fn violations(&mut self) -> Vec<String> {
        // The log is written in order: it holds all earlier requests once it holds this one.
        let mut stream = TcpStream::connect(self.address).await.expect("Prism listens");
        let request = format!("GET {LAST_REQUEST} HTTP/1.0\r\n\r\n");
        stream.write_all(request.as_bytes()).await.expect("Prism reads");
        stream.read_to_end(&mut Vec::new()).await.expect("Prism responds");
        let lines = self.read_until(LAST_REQUEST).await;
        let violation = |line: &String| Some(line.split_once("Violation: request")?.1.trim().to_owned());
        lines.iter().filter_map(violation).collect()
    }

    async fn read_until(&mut self, end: &str) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let line = timeout(LOG_TIMEOUT, self.log.next_line()).await;
            let line = line.expect("Prism writes in time").expect("Prism writes text");
            let line = line.unwrap_or_else(|| panic!("Prism has ended:\n{}", lines.join("\n")));
            if line.contains(end) {
                return lines;
            }
            lines.push(line);
        }
    }
}
