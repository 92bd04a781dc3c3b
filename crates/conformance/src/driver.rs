//! A vendor's client, in a Node process that lives as long as the suite.

use std::{
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

/// No scenario takes nearly this long; a client that hangs must not hang the tests.
const LONGEST: Duration = Duration::from_secs(30);

const CURE: &str = "install Node 20 or newer and run `npm ci --prefix crates/conformance/node`";

/// Where `npm ci` is to be run.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("node")
}

/// The folder with Node's packages, if Node and this package are there. Otherwise it says on
/// standard error what was skipped and what to do.
pub async fn installed(package: &str) -> Option<PathBuf> {
    let version = Command::new("node").arg("--version").stdin(Stdio::null()).output().await;
    if !version.is_ok_and(|output| output.status.success()) {
        return skipped(&format!("there is no Node; {CURE}"));
    }
    if !folder().join("node_modules").join(package).is_dir() {
        return skipped(&format!("the npm package {package} is not installed; {CURE}"));
    }
    Some(folder())
}

/// Says why a test was skipped.
pub(crate) fn skipped<T>(why: &str) -> Option<T> {
    // Not `eprintln!`, which the test harness keeps to itself while all is well.
    let _ = writeln!(io::stderr(), "skipped: {why}");
    None
}

/// A running client: one command per line in, one outcome per line out.
#[derive(Debug)]
pub struct Driver {
    commands: ChildStdin,
    outcomes: Lines<BufReader<ChildStdout>>,
    client: String,
    _process: Child,
}

impl Driver {
    /// Starts the script that drives this package, if it is installed.
    pub async fn start(package: &str, script: &str) -> Option<Self> {
        let folder = installed(package).await?;
        // Nothing of the machine's settings: tokens, proxies, time zone.
        let kept = ["PATH", "APIFY_IS_AT_HOME"];
        let mut process = Command::new("node")
            .arg(script)
            .current_dir(folder)
            .env_clear()
            .envs(kept.iter().filter_map(|name| Some((name, std::env::var_os(name)?))))
            .env("TZ", "America/New_York")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("Node starts");
        let commands = process.stdin.take().expect("stdin is piped");
        let outcomes = BufReader::new(process.stdout.take().expect("stdout is piped")).lines();
        let mut driver = Self { commands, outcomes, client: String::new(), _process: process };
        let hello = driver.read().await.unwrap_or_else(|why| panic!("{script}: {why}"));
        driver.client = hello["client"].as_str().expect("a name").to_owned();
        Some(driver)
    }

    /// The client's name and version, as installed.
    pub fn client(&self) -> &str {
        &self.client
    }

    /// What comes of a command, or why there is no knowing it.
    pub(crate) async fn ask(&mut self, command: &Value) -> Result<Value, &'static str> {
        let line = format!("{command}\n");
        self.commands.write_all(line.as_bytes()).await.map_err(|_| "the script does not read")?;
        self.read().await
    }

    async fn read(&mut self) -> Result<Value, &'static str> {
        let line = timeout(LONGEST, self.outcomes.next_line()).await;
        let line = line.map_err(|_| "the script does not answer in time")?;
        let line = line.ok().flatten().ok_or("the script has ended; its last words stand above")?;
        serde_json::from_str(&line).map_err(|_| "the script does not write JSON")
    }
}
