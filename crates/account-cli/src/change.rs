//! Changes of an account: shown first, and made only with consent.

use std::{
    fs::{self, File, OpenOptions},
    io::{IsTerminal, Write, stderr, stdin},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use clap::Args;
use cloudflare_user::Secret;

use crate::exit::misuse;

/// Consent to a change.
#[derive(Args, Debug)]
pub struct Consent {
    /// Make the change without asking
    #[arg(long, short)]
    yes: bool,
}

/// A change, described before it is made.
#[derive(Debug)]
pub struct Plan {
    action: String,
    lines: Vec<String>,
}

impl Plan {
    /// Creates a plan whose first line is `action`.
    pub fn new(action: impl Into<String>) -> Self {
        Self { action: action.into(), lines: Vec::new() }
    }

    /// Adds a fact about what will change.
    pub fn fact(mut self, name: &str, value: impl Into<crate::output::Value>) -> Self {
        self.lines.push(format!("{name:<16}{}", value.into().display()));
        self
    }
}

impl Consent {
    /// Rejects a change to which nobody could consent, before anything is sent.
    pub fn check(&self) -> Result<()> {
        if self.yes || stdin().is_terminal() {
            return Ok(());
        }
        Err(misuse("this changes the account, and nobody can be asked without a terminal: add --yes"))
    }

    /// Shows the plan on standard error, and asks unless there is consent already.
    pub fn ask(&self, plan: &Plan) -> Result<()> {
        let mut err = anstream::AutoStream::auto(stderr().lock());
        writeln!(err, "{}", plan.action)?;
        for line in &plan.lines {
            writeln!(err, "  {line}")?;
        }
        if self.yes {
            return Ok(());
        }
        write!(err, "Go on? [y/N] ")?;
        err.flush()?;
        let mut response = String::new();
        stdin().read_line(&mut response)?;
        if !matches!(response.trim().to_lowercase().as_str(), "y" | "yes") {
            bail!("nothing was changed");
        }
        Ok(())
    }
}

/// Place for a new secret.
#[derive(Args, Debug)]
pub struct SecretArguments {
    /// Write the secret to this new file, which only its owner may read, instead of standard output
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
}

/// File for a secret that is still to come; removed again if none comes.
#[derive(Debug)]
pub struct SecretFile {
    file: File,
    path: PathBuf,
    is_written: bool,
}

impl SecretArguments {
    /// Creates the file before the secret is created, so that a secret never has no place to go.
    pub fn create(&self) -> Result<Option<SecretFile>> {
        self.secret_file.as_deref().map(SecretFile::create).transpose()
    }
}

impl SecretFile {
    fn create(path: &Path) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|error| {
            misuse(format!("the file {} for the secret cannot be created: {error}", path.display()))
        })?;
        Ok(Self { file, path: path.to_owned(), is_written: false })
    }

    /// Writes the secret and a line break, and returns the path.
    pub fn write(mut self, secret: &Secret) -> Result<PathBuf> {
        // From here on the file is kept: it may hold the only copy.
        self.is_written = true;
        writeln!(self.file, "{}", secret.expose()).and_then(|()| self.file.sync_all()).with_context(
            || {
                format!(
                    "the new secret could not be written to {}: roll the token again",
                    self.path.display()
                )
            },
        )?;
        Ok(self.path.clone())
    }
}

impl Drop for SecretFile {
    fn drop(&mut self) {
        if !self.is_written {
            // It is empty; to leave it would do no harm.
            drop(fs::remove_file(&self.path));
        }
    }
}
