//! Exit statuses, all decided here.

use std::{error::Error, fmt, io, process::ExitCode};

use anyhow::Result;

/// Exit statuses, for the help of every command.
pub const HELP: &str = "\
Exit status:
  0  fine
  1  something is above its threshold, expires, or does not work
  2  wrong use: arguments, profile or credentials; nothing was sent
  3  could not find out, or could not do it";

/// Result of a command that ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing needs attention.
    Fine,
    /// Something is above its threshold, expires, or does not work.
    Attention,
    /// A part could not be read; the rest was reported.
    Incomplete,
}

impl Verdict {
    /// Returns `Attention` if `needs_attention`.
    pub fn attention_if(needs_attention: bool) -> Self {
        if needs_attention { Self::Attention } else { Self::Fine }
    }
}

/// Wrong use of the program, which its user can correct.
#[derive(Debug)]
pub struct Misuse(pub String);

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Misuse {}

/// Returns a [`Misuse`] as an error of a command.
pub fn misuse(text: impl Into<String>) -> anyhow::Error {
    Misuse(text.into()).into()
}

/// Prints the error, if there is one, and returns the exit status.
pub fn code(outcome: Result<Verdict>) -> ExitCode {
    let status = match outcome {
        Ok(verdict) => status(verdict),
        // The reader of the output has left, as `head` does.
        Err(error) if is_closed_pipe(&error) => 0,
        Err(error) => {
            anstream::eprintln!("account: {}", describe(&error));
            error_status(&error)
        }
    };
    ExitCode::from(status)
}

/// Returns the text of an error with its causes. A vendor's error names its own cause.
pub fn describe(error: &anyhow::Error) -> String {
    let is_vendors = |cause: &(dyn Error + 'static)| {
        cause.is::<apify_user::Error>() || cause.is::<cloudflare_user::Error>()
    };
    let mut text = Vec::new();
    for cause in error.chain() {
        text.push(cause.to_string());
        if is_vendors(cause) {
            break;
        }
    }
    text.join(": ")
}

fn status(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Fine => 0,
        Verdict::Attention => 1,
        Verdict::Incomplete => 3,
    }
}

fn error_status(error: &anyhow::Error) -> u8 {
    let is_misuse = error.chain().any(|cause| {
        use apify_user::ErrorKind::{Config, Input};
        cause.is::<Misuse>()
            || cause
                .downcast_ref::<apify_user::Error>()
                .is_some_and(|error| matches!(error.kind(), Config | Input))
            || cause
                .downcast_ref::<cloudflare_user::Error>()
                .is_some_and(|error| matches!(error.kind(), Config | Input))
    });
    if is_misuse { 2 } else { 3 }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes.any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
