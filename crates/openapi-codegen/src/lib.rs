#![doc = include_str!("../README.md")]

pub mod api;
#[cfg(feature = "cli")]
pub mod cli;
pub mod emit;
mod error;
pub mod ident;
pub mod lower;
pub mod prune;
pub mod report;
mod standalone;

pub use error::{Error, Result};
pub use standalone::{Flavor, Job, Outcome};

use serde_json::Value;

use crate::{
    api::Api,
    report::{Effect, Report},
};

/// Returns the numbers of operations, schemas and findings, on one line.
pub fn totals(api: &Api, report: &Report) -> String {
    format!(
        "{} operations, {} schemas; locations lowered {}, left out {}, warnings {}, unsupported {}",
        api.operations().count(),
        api.schemas.len(),
        report.count(Effect::Lowered),
        report.count(Effect::LeftOut),
        report.count(Effect::Warning),
        report.count(Effect::Unsupported),
    )
}

/// Writes a document as indented JSON.
pub fn pretty(document: &Value) -> String {
    format!("{document:#}\n")
}
