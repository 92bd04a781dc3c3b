//! Reports and their output as a table, JSON or CSV.

mod cell;
mod csv;
mod json;
mod table;

use std::io::Write;

use anyhow::Result;
use serde::Serialize;

use crate::exit::Verdict;
pub use cell::{Cell, Column, Layout, Row, Sheet, Tone, Value, column, detail};

/// Result of a command: serialized as JSON, laid out as a sheet for a table or CSV.
pub trait Report: Serialize {
    /// Returns columns and rows, with notes that only a table shows.
    fn sheet(&self) -> Sheet;

    /// Returns the verdict, from which the exit status follows.
    fn verdict(&self) -> Verdict {
        Verdict::Fine
    }
}

/// List of items that are rows of a table; in JSON an array.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Listing<T>(pub Vec<T>);

impl<T: Row + Serialize> Report for Listing<T> {
    fn sheet(&self) -> Sheet {
        let sheet = Sheet::new(T::columns());
        self.0.iter().fold(sheet, |sheet, item| sheet.row(item.cells()))
    }
}

/// Single item, of which a table shows one line for each field.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Single<T>(pub T);

impl<T: Row + Serialize> Report for Single<T> {
    fn sheet(&self) -> Sheet {
        Sheet::new(T::columns()).layout(Layout::Record).row(self.0.cells())
    }
}

/// Form of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Table for people.
    #[default]
    Table,
    /// One JSON document.
    Json,
    /// Comma-separated values with a header.
    Csv,
}

/// Form of the output of a report.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// Form.
    pub format: Format,
    /// `true` if nothing is printed when all is fine.
    pub is_quiet: bool,
}

/// Prints a report to standard output and returns its verdict, also if the reader has left.
pub fn print(report: &impl Report, output: Output) -> Result<Verdict> {
    let Output { format, is_quiet } = output;
    if is_quiet && report.verdict() == Verdict::Fine {
        return Ok(Verdict::Fine);
    }
    let printed = write(report, format, &mut anstream::stdout().lock());
    match printed {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
        printed => printed?,
    }
    Ok(report.verdict())
}

fn write(report: &impl Report, format: Format, out: &mut impl Write) -> std::io::Result<()> {
    match format {
        Format::Table => table::write(&report.sheet(), table::width(), out)?,
        Format::Json => json::write(report, out)?,
        Format::Csv => csv::write(&report.sheet(), true, out)?,
    }
    out.flush()
}

/// Prints reports one by one as they come: a line of text, of JSON, or of CSV for each row.
#[derive(Debug)]
pub struct Lines {
    format: Format,
    has_header: bool,
}

impl Lines {
    /// Returns an output that has printed nothing.
    pub fn new(format: Format) -> Self {
        Self { format, has_header: false }
    }

    /// Prints the rows of one report.
    pub fn print(&mut self, report: &impl Report) -> Result<()> {
        let mut out = anstream::stdout().lock();
        match self.format {
            Format::Table => table::write_lines(&report.sheet(), &mut out)?,
            Format::Json => json::write_line(report, &mut out)?,
            Format::Csv => csv::write(&report.sheet(), !self.has_header, &mut out)?,
        }
        self.has_header = true;
        Ok(out.flush()?)
    }
}
