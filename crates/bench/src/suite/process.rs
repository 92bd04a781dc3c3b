//! The processes that do the work.

use std::{
    env,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::{
    figures::Figures,
    round::Round,
    work::{Cell, Contender, Work},
};

/// Where the contenders are.
pub(crate) struct Contenders {
    /// Measures time.
    pub(super) bench: PathBuf,
    /// Counts allocations.
    pub(super) counting: PathBuf,
    /// Where `node/` and the packages beside it are, if Node can run them.
    node: Option<PathBuf>,
}

impl Contenders {
    pub(super) fn find(root: &Path, figures: &mut Figures) -> Result<Self> {
        let bench = env::current_exe().context("cannot tell where this binary is")?;
        let counting = bench.with_file_name("bench-allocations");
        let packages = root.join("crates/conformance/node/node_modules");
        let node = if !is_there("node") {
            figures.skip("npm packages: there is no `node`");
            None
        } else if !packages.is_dir() {
            figures.skip("npm packages: run `npm ci` in crates/conformance/node");
            None
        } else {
            Some(root.join("crates/bench/node"))
        };
        Ok(Self { bench, counting, node })
    }

    /// Those that do the work, and can run here.
    pub(super) fn of(&self, work: Work) -> impl Iterator<Item = Contender> {
        let node = self.node.is_some();
        let here = move |contender: &Contender| *contender != Contender::Npm || node;
        Contender::ALL.into_iter().filter(here).filter(move |contender| contender.does(work))
    }

    /// The command of one round.
    pub(super) fn command(&self, contender: Contender, load: &Load<'_>) -> Command {
        self.command_of(&self.bench, contender, load)
    }

    /// The same, with allocations counted.
    pub(super) fn counting_command(&self, contender: Contender, load: &Load<'_>) -> Command {
        self.command_of(&self.counting, contender, load)
    }

    fn command_of(&self, binary: &Path, contender: Contender, load: &Load<'_>) -> Command {
        let mut command = match &self.node {
            Some(scripts) if contender == Contender::Npm => {
                let vendor = if load.cell.work.is_cloudflare() { "cloudflare" } else { "apify" };
                let mut command = Command::new("node");
                command.arg(scripts.join(vendor).with_extension("mjs"));
                command
            }
            _ => {
                let mut command = Command::new(binary);
                command.args(["run", "--contender", &name(contender)]);
                command.args(["--threads", &name(load.cell.threads)]);
                command
            }
        };
        let Load { server, cell, warm_up, calls } = load;
        command.args(["--work", &name(cell.work), "--server", server]);
        command.args(["--concurrency", &cell.concurrency.to_string()]);
        command.args(["--warm-up", &warm_up.to_string(), "--calls", &calls.to_string()]);
        command
    }
}

/// What a round is to do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Load<'a> {
    pub(super) server: &'a str,
    pub(super) cell: Cell,
    pub(super) warm_up: usize,
    pub(super) calls: usize,
}

fn name(value: impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// Runs a round and reads what it cost.
pub(super) fn round(mut command: Command) -> Result<Round> {
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("cannot run {command:?}"))?;
    if !output.status.success() {
        bail!("{command:?} failed: {}", output.status);
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("{command:?} printed no round"))
}

/// Whether a program can be run.
pub(super) fn is_there(program: &str) -> bool {
    let version = Command::new(program).arg("--version").stdout(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}

/// A server of ready-made answers. It ends when this is dropped, with its standard input.
pub(super) struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// With `hold`, it answers only once so many requests wait.
    pub(super) fn start(contenders: &Contenders, hold: Option<usize>) -> Result<Self> {
        let mut command = Command::new(&contenders.bench);
        command.arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped());
        if let Some(requests) = hold {
            command.args(["--hold", &requests.to_string()]);
        }
        let mut child = command.spawn().context("cannot start the server")?;
        let mut address = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut address)?;
        }
        Ok(Self { child, address: address.trim().to_owned() })
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // Only so that it is no zombie; how it ended does not matter.
        let _ = self.child.wait();
    }
}
