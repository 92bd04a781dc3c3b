//! The simulator as a server, for other programs.

use std::io::{self, IsTerminal, Write, stdin, stdout};

use anyhow::Result;
use api_simulator::Simulator;
use clap::ValueEnum;

use crate::exit::Verdict;

/// Vendor whose API is simulated.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Vendor {
    /// Apify
    Apify,
    /// Cloudflare
    Cloudflare,
}

/// Prints the environment variables for other programs and serves until the input ends, or if there is none until it is stopped.
pub fn run(vendor: Vendor) -> Result<Verdict> {
    let (builder, [token, base_url]) = match vendor {
        Vendor::Apify => (Simulator::apify(), ["APIFY_TOKEN", "APIFY_API_BASE_URL"]),
        Vendor::Cloudflare => (Simulator::cloudflare(), ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_BASE_URL"]),
    };
    let simulator = builder.start_blocking()?;
    let mut out = stdout().lock();
    writeln!(out, "export {token}={}", simulator.token())?;
    writeln!(out, "export {base_url}={}", simulator.base_url())?;
    out.flush()?;
    if stdin().is_terminal() {
        anstream::eprintln!("serving until Ctrl-D; paste the lines above into another terminal");
    }
    while has_no_input()? {
        std::thread::park();
    }
    io::copy(&mut stdin().lock(), &mut io::sink())?;
    Ok(Verdict::Fine)
}

/// Returns `true` if the input is /dev/null, as it is for a script's background jobs: its end means nothing.
#[cfg(unix)]
fn has_no_input() -> io::Result<bool> {
    use std::os::{fd::AsFd, unix::fs::FileTypeExt};

    let input = std::fs::File::from(stdin().as_fd().try_clone_to_owned()?);
    Ok(!stdin().is_terminal() && input.metadata()?.file_type().is_char_device())
}

#[cfg(not(unix))]
fn has_no_input() -> io::Result<bool> {
    Ok(false)
}
