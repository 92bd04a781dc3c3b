//! Processes of the contenders and of the server.

use std::{
    env,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use super::is_installed;
use crate::{
    figures::Figures,
    round::{Round, RoundArgs},
    workload::{Cell, Contender, Workload},
};

/// Programs of the contenders.
pub(super) struct Contenders {
    /// Binary without a counting allocator.
    bench: PathBuf,
    /// Binary with a counting allocator.
    counting: PathBuf,
    /// Folder of the Node scripts, if Node and the packages are installed.
    node: Option<PathBuf>,
}

impl Contenders {
    /// Finds the programs beside this one, and the Node scripts in the workspace at `root`.
    pub(super) fn find(root: Option<&Path>, figures: &mut Figures) -> Result<Self> {
        let bench = env::current_exe().context("cannot find this binary")?;
        let counting = bench.with_file_name("bench-allocations");
        let node = match root {
            None => None,
            Some(_) if !is_installed("node") => {
                figures.skip("npm packages: there is no `node`");
                None
            }
            Some(root) if !root.join("crates/conformance/node/node_modules").is_dir() => {
                figures.skip("npm packages: run `npm ci` in crates/conformance/node");
                None
            }
            Some(root) => Some(root.join("crates/bench/node")),
        };
        Ok(Self { bench, counting, node })
    }

    /// Returns the contenders that support the workload and can run here.
    pub(super) fn of(&self, workload: Workload) -> impl Iterator<Item = Contender> + use<> {
        let has_node = self.node.is_some();
        Contender::ALL.into_iter().filter(move |contender| {
            contender.supports(workload) && (*contender != Contender::Npm || has_node)
        })
    }

    /// Returns the folder of the Node scripts, if Node and the packages are installed.
    pub(super) fn node_scripts(&self) -> Option<&Path> {
        self.node.as_deref()
    }

    /// Returns the command of one round.
    pub(super) fn command(&self, args: &RoundArgs) -> Command {
        self.command_of(&self.bench, args)
    }

    /// Returns the command of one round that counts allocations.
    pub(super) fn counting_command(&self, args: &RoundArgs) -> Command {
        self.command_of(&self.counting, args)
    }

    fn command_of(&self, binary: &Path, args: &RoundArgs) -> Command {
        let RoundArgs { contender, workload, threads, concurrency, server, warm_up, calls } = args;
        let mut command = match &self.node {
            Some(scripts) if *contender == Contender::Npm => {
                let vendor = if workload.is_cloudflare() { "cloudflare" } else { "apify" };
                let mut command = Command::new("node");
                command.arg(scripts.join(vendor).with_extension("mjs"));
                command
            }
            _ => {
                let mut command = Command::new(binary);
                command.args(["run", "--contender", &name(*contender), "--threads", &name(*threads)]);
                command
            }
        };
        command.args(["--workload", &name(*workload), "--server", server]);
        command.args(["--concurrency", &concurrency.to_string()]);
        command.args(["--warm-up", &warm_up.to_string(), "--calls", &calls.to_string()]);
        command
    }
}

fn name(value: impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// Runs a round and parses its cost.
pub(super) fn run_round(mut command: Command) -> Result<Round> {
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("cannot run {command:?}"))?;
    if !output.status.success() {
        bail!("{command:?} failed: {}", output.status);
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("{command:?} printed no round"))
}

/// Server process, which ends when this is dropped, because its standard input ends.
pub(super) struct Server {
    child: Child,
    output: Option<BufReader<ChildStdout>>,
    address: String,
}

impl Server {
    /// Starts a server that holds the last byte of responses back until `hold` requests wait for theirs.
    pub(super) fn start(contenders: &Contenders, hold: usize) -> Result<Self> {
        let mut command = Command::new(&contenders.bench);
        command.args(["serve", "--hold", &hold.to_string()]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().context("cannot start the server")?;
        let mut output = child.stdout.take().map(BufReader::new);
        let address = next_line(&mut output)?;
        Ok(Self { child, output, address })
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Ends the server and returns the number of requests that it has received.
    pub(super) fn stop(mut self) -> Result<usize> {
        drop(self.child.stdin.take());
        let requests = next_line(&mut self.output)?;
        requests.parse().with_context(|| format!("the server counted {requests:?} requests"))
    }

    /// Returns the arguments of a round with this server.
    pub(super) fn round(&self, contender: Contender, cell: Cell, warm_up: usize, calls: usize) -> RoundArgs {
        let Cell { workload, threads, concurrency } = cell;
        let server = self.address.clone();
        RoundArgs { contender, workload, threads, concurrency, server, warm_up, calls }
    }
}

fn next_line(output: &mut Option<BufReader<ChildStdout>>) -> Result<String> {
    let mut line = String::new();
    output.as_mut().context("the server has no output")?.read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // Its exit status does not matter, but waiting prevents a zombie.
        let _ = self.child.wait();
    }
}
