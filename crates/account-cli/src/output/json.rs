//! JSON.

use std::io::{Result, Write};

use serde::Serialize;

/// Writes one indented document.
pub fn write(report: &impl Serialize, out: &mut impl Write) -> Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    writeln!(out)
}

/// Writes a document on one line.
pub fn write_line(report: &impl Serialize, out: &mut impl Write) -> Result<()> {
    serde_json::to_writer(&mut *out, report)?;
    writeln!(out)
}
