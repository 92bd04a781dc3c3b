//! A vendor's client in a Node process that lives as long as the suite.

use std::{
    env,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::timeout,
};

/// Time after which a client hangs; no scenario takes nearly as long.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(30);

const INSTALL: &str = "install Node 20 or newer and run `npm ci --prefix crates/conformance/node`";

/// Returns the folder with the Node packages, if Node and the package are installed.
///
/// Otherwise it prints that the test is skipped and what to install.
pub(crate) async fn node_folder(package: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("node");
    let version = Command::new("node").arg("--version").stdin(Stdio::null()).output().await;
    if !version.is_ok_and(|output| output.status.success()) {
        return skip(&format!("there is no Node; {INSTALL}"));
    }
    if !folder.join("node_modules").join(package).is_dir() {
        return skip(&format!("the npm package {package} is not installed; {INSTALL}"));
    }
    Some(folder)
}

/// Prints the reason why a test is skipped and returns `None`.
pub fn skip<T>(reason: &str) -> Option<T> {
    // Not `eprintln!`, which the test harness hides while the test passes.
    let _ = writeln!(io::stderr(), "SKIPPED: {reason}");
    None
}

/// Running client: reads one command per line and writes one outcome per line.
#[derive(Debug)]
pub(crate) struct Driver {
    commands: ChildStdin,
    outcomes: Lines<BufReader<ChildStdout>>,
    client: String,
    _process: Child,
}

impl Driver {
    /// Starts the script that drives the package, if the package is installed.
    pub(crate) async fn start(package: &str, script: &str) -> Option<Self> {
        let folder = node_folder(package).await?;
        // None of the machine's settings: tokens, proxies, time zone.
        let kept = ["PATH", "APIFY_IS_AT_HOME"];
        let mut process = Command::new("node")
            .arg(script)
            .current_dir(folder)
            .env_clear()
            .envs(kept.iter().filter_map(|name| Some((name, env::var_os(name)?))))
            .env("TZ", "America/New_York")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("Node starts");
        let commands = process.stdin.take().expect("stdin is piped");
        let outcomes = BufReader::new(process.stdout.take().expect("stdout is piped")).lines();
        let mut driver = Self { commands, outcomes, client: String::new(), _process: process };
        let greeting = driver.read().await.unwrap_or_else(|error| panic!("{script}: {error}"));
        driver.client = greeting["client"].as_str().expect("a name").to_owned();
        Some(driver)
    }

    /// Returns the client's name and installed version.
    pub(crate) fn client(&self) -> &str {
        &self.client
    }

    /// Sends a command and returns its outcome.
    pub(crate) async fn execute(&mut self, command: &Value) -> Result<Value, &'static str> {
        let line = format!("{command}\n");
        self.commands.write_all(line.as_bytes()).await.map_err(|_| "the script reads no more commands")?;
        self.read().await
    }

    async fn read(&mut self) -> Result<Value, &'static str> {
        let line = timeout(COMMAND_TIMEOUT, self.outcomes.next_line()).await;
        let line = line.map_err(|_| "the script wrote no outcome in time")?;
        let line = line.ok().flatten().ok_or("the script has ended; its last output is above")?;
        serde_json::from_str(&line).map_err(|_| "the script wrote something other than JSON")
    }
}
