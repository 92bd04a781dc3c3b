//! Prism, which mocks the vendor's own OpenAPI document and validates every request against it.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
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

const PACKAGE: &str = "@stoplight/prism-cli";
/// Time that Prism may take to read a large document on a busy machine.
const LOG_TIMEOUT: Duration = Duration::from_secs(90);
/// Path that is in no document.
const LAST_REQUEST: &str = "/the-end";

/// Returns the path of the vendor's own document, if it is present.
///
/// Otherwise it prints that the test is skipped.
pub fn upstream(document: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/upstream");
    let path = folder.join(document).canonicalize().ok();
    path.or_else(|| skip(&format!("the vendor's document ../shared/upstream/{document} is missing")))
}

/// Requests that reached Prism so far.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct PrismLog {
    /// Method and path of each request: `get /users/me`.
    pub requests: Vec<String>,
    /// Violations of the document that Prism found in them.
    pub violations: Vec<String>,
}

/// Running Prism, which rejects requests that its document does not allow.
#[derive(Debug)]
pub struct Prism {
    address: SocketAddr,
    log: Lines<BufReader<ChildStdout>>,
    _process: Child,
}

impl Prism {
    /// Returns `true` if Prism is installed.
    ///
    /// Otherwise it prints that the test is skipped.
    pub async fn is_installed() -> bool {
        node_folder(PACKAGE).await.is_some()
    }

    /// Starts Prism with an OpenAPI document, if Prism is installed.
    ///
    /// Otherwise it prints that the test is skipped.
    pub async fn start(document: &Path) -> Option<Self> {
        let folder = node_folder(PACKAGE).await?;
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a loopback socket");
        let address = socket.local_addr().expect("a bound socket");
        drop(socket);
        let mut process = Command::new("node")
            .arg(folder.join("node_modules").join(PACKAGE).join("dist/index.js"))
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

    /// Returns the requests since the start, or since the last call.
    pub async fn log(&mut self) -> PrismLog {
        // The log is written in order: it holds all earlier requests once it holds this one.
        let mut stream = TcpStream::connect(self.address).await.expect("Prism listens");
        let request = format!("GET {LAST_REQUEST} HTTP/1.0\r\n\r\n");
        stream.write_all(request.as_bytes()).await.expect("Prism reads");
        stream.read_to_end(&mut Vec::new()).await.expect("Prism responds");
        let mut log = PrismLog::default();
        for line in self.read_until(LAST_REQUEST).await {
            if let Some((request, _)) = line.split_once("Request received") {
                log.requests.push(request.trim_end().to_owned());
            }
            // What Prism finds in its own responses is the document's fault.
            let found = line.split_once("[VALIDATOR]").filter(|_| !line.contains("Violation: response"));
            if let Some((_, violation)) = found.and_then(|(_, found)| found.split_once(" error ")) {
                log.violations.push(violation.trim().to_owned());
            }
        }
        log
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
