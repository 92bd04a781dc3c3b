//! The command line, for the binary of this crate and for others that offer the same.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use clap::{Args, ValueEnum};

use crate::{
    emit::Runtime,
    error::{Error, Result},
    standalone::{Flavor, Job, Outcome, peak_memory_mib},
};

/// Arguments of the generation of a crate.
#[derive(Args, Clone, Debug)]
pub struct Generate {
    /// OpenAPI document, JSON or YAML; local files that it refers to are read, too
    #[arg(long, requires = "out")]
    pub spec: Option<PathBuf>,
    /// Directory of the crate
    #[arg(long, requires = "spec")]
    pub out: Option<PathBuf>,
    /// OpenAPI Overlay 1.0 with corrections to the document
    #[arg(long, requires = "spec")]
    pub overlay: Option<PathBuf>,
    /// Name of the crate; made of the document's title if not given
    #[arg(long, requires = "spec")]
    pub name: Option<String>,
    /// Emit a small runtime into the crate, without retries, in place of a dependency on api-runtime
    #[arg(long, conflicts_with_all = ["progenitor", "runtime_path"])]
    pub bare: bool,
    /// Directory of api-runtime, in place of its published version
    #[arg(long)]
    pub runtime_path: Option<PathBuf>,
    /// Generate with progenitor, for its API; it supports less
    #[arg(long)]
    pub progenitor: bool,
    /// Overwrite files that were not generated
    #[arg(long)]
    pub force: bool,
    /// Form of the report on standard output [default: summary]
    #[arg(long, value_enum, value_name = "FORM", num_args = 0..=1, default_missing_value = "full")]
    pub report: Option<ReportForm>,
}

/// Form of the report on standard output; report.txt and report.json in the crate have all of it.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportForm {
    /// A line for each rule
    Summary,
    /// Every location
    Full,
    /// Every location, as JSON
    Json,
}

/// Exit status where operations are left out.
const INCOMPLETE: u8 = 3;

impl Generate {
    /// Generates the crate and prints the report.
    ///
    /// # Errors
    /// If nothing could be generated.
    pub fn run(&self) -> Result<ExitCode> {
        let start = Instant::now();
        let flavor = match (self.progenitor, self.bare, &self.runtime_path) {
            (true, ..) => Flavor::Progenitor,
            (_, true, _) => Flavor::Own(Runtime::Bare),
            (_, _, Some(path)) => Flavor::Own(Runtime::Path(path.clone())),
            _ => Flavor::Own(Runtime::Version(env!("CARGO_PKG_VERSION").to_owned())),
        };
        let (Some(document), Some(out)) = (self.spec.clone(), self.out.clone()) else {
            return Err(Error::Conflict("--spec and --out are needed".to_owned()));
        };
        let job = Job {
            document,
            overlay: self.overlay.clone(),
            out,
            name: self.name.clone(),
            flavor,
            force: self.force,
        };
        let outcome = job.run()?;
        let elapsed = start.elapsed().as_secs_f64();
        if self.report == Some(ReportForm::Json) {
            print(&format!("{:#}", outcome.json()));
        } else {
            let text = if self.report == Some(ReportForm::Full) { outcome.text() } else { outcome.summary() };
            let memory = peak_memory_mib().map_or_else(|| "unknown".to_owned(), |mib| format!("{mib} MiB"));
            print(&format!("{text}every location: {}", job.out.join("report.txt").display()));
            print(&format!("{elapsed:.2} s, peak memory {memory}"));
        }
        Ok(self.finish(&outcome, &job.out))
    }

    /// Prints the last line where operations are left out.
    fn finish(&self, outcome: &Outcome, out: &Path) -> ExitCode {
        let left_out = outcome.left_out.len();
        if outcome.is_complete() {
            return ExitCode::SUCCESS;
        }
        let line = format!(
            "incomplete: {} operation(s) generated, {left_out} left out; {} says why",
            outcome.operations,
            out.join("report.txt").display()
        );
        if self.report == Some(ReportForm::Json) {
            eprintln!("{line}");
        } else {
            print(&line);
        }
        if outcome.operations == 0 { ExitCode::FAILURE } else { ExitCode::from(INCOMPLETE) }
    }
}

/// Prints a line; that nobody reads it any more is no error.
fn print(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
