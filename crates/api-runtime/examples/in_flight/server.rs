//! The server, in a process of its own.

use std::{
    io::{BufRead, BufReader, Write, stdin, stdout},
    process::{Child, ChildStdout, Command, Stdio},
};

use api_simulator::{MockResponse, ServerCertificate, Simulator};
use serde_json::{Value, json};

use crate::{AnyResult, DELAY};

/// Serves until the standard input ends. Prints where, and at the end what has arrived.
#[tokio::main]
pub async fn serve(protocol: &str, streams: u32) -> AnyResult<()> {
    let builder = Simulator::plain();
    let builder = match protocol {
        "http" => builder,
        _ => builder.tls(ServerCertificate::Valid).max_concurrent_streams(streams),
    };
    let simulator = builder.start().await?;
    simulator.otherwise(MockResponse::json(200, &json!({ "slow": true })).delay(DELAY));
    print(&json!({ "url": simulator.base_url(), "root": simulator.root_certificate() }))?;
    tokio::task::spawn_blocking(|| stdin().read_line(&mut String::new())).await??;
    print(&json!({ "requests": simulator.attempts(), "connections": simulator.connections() }))
}

fn print(line: &Value) -> AnyResult<()> {
    writeln!(stdout(), "{line}")?;
    Ok(stdout().flush()?)
}

/// A server that runs.
pub struct Server {
    process: Child,
    output: BufReader<ChildStdout>,
    pub base_url: String,
    /// Certificate of its authority; empty without TLS.
    pub root: String,
}

impl Server {
    pub fn start(protocol: &str, streams: u32) -> AnyResult<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .args(["serve", protocol, &streams.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut output = BufReader::new(process.stdout.take().ok_or("no output")?);
        let line = read_line(&mut output)?;
        let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        Ok(Self { base_url: text("url"), root: text("root"), process, output })
    }

    /// Ends the server. Returns the numbers of requests and connections.
    pub fn stop(mut self) -> AnyResult<(u64, u64)> {
        drop(self.process.stdin.take());
        let line = read_line(&mut self.output)?;
        self.process.wait()?;
        let number = |name: &str| line[name].as_u64().ok_or("no number");
        Ok((number("requests")?, number("connections")?))
    }
}

fn read_line(output: &mut impl BufRead) -> AnyResult<Value> {
    let mut line = String::new();
    output.read_line(&mut line)?;
    Ok(serde_json::from_str(&line)?)
}
