//! Generates Rust clients from OpenAPI documents: lower, check, emit.

pub mod api;
pub mod emit;
pub mod ident;
pub mod lower;
mod measure;
pub mod preflight;
pub mod prune;
pub mod report;
mod standalone;

use std::fmt::Write;

use anyhow::{Result, bail};
use serde_json::Value;

use self::{
    api::Api,
    report::{Effect, Finding, Report},
};

pub use standalone::standalone;

/// Fails when something was refused.
///
/// # Errors
/// When there is a refusal; the message lists them.
pub fn require_nothing_refused<'r>(refused: impl Iterator<Item = &'r Finding>) -> Result<()> {
    let mut text = String::new();
    for finding in refused {
        writeln!(text, "{} ({}): {}: {}", finding.at, finding.owner, finding.rule.name, finding.detail)?;
        writeln!(text, "    {}", finding.rule.why)?;
    }
    if !text.is_empty() {
        bail!("the description cannot be generated from:\n{text}");
    }
    Ok(())
}

/// Counts, on one line.
pub fn totals(api: &Api, report: &Report) -> String {
    format!(
        "{} operations, {} schemas; places lowered {}, left out {}, refused {}",
        api.operations().count(),
        api.schemas.len(),
        report.count(Effect::Lowered),
        report.count(Effect::LeftOut),
        report.count(Effect::Refused),
    )
}

/// The document as indented JSON.
///
/// # Errors
/// When it cannot be written.
pub fn pretty(document: &Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(document)? + "\n")
}
