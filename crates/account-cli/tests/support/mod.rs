//! The program as its users run it.

use std::{
    env,
    process::{Command, Stdio},
};

/// What a run of the program left.
#[derive(Debug)]
#[allow(dead_code, reason = "not every test reads everything")]
pub struct Run {
    /// Exit status.
    pub status: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// Returns the program with arguments, and with an empty environment.
pub fn account(arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_account"));
    command.args(arguments.split_whitespace()).env_clear().stdin(Stdio::null());
    // Windows opens no socket without it.
    command.envs(env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
    command
}

/// Runs the program to its end.
pub fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        status: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the program with simulated accounts.
#[allow(dead_code, reason = "not every test simulates")]
pub fn simulated(arguments: &str) -> Run {
    run(account(arguments).arg("--simulate"))
}
