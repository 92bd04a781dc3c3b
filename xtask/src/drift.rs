//! `cargo xtask drift`: the vendor's document beside ours.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    path::Path,
};

use anyhow::{Context, Result};
use openapi_document::{self as document, Overlay};
use openapi_drift::{Drift, compare, document::Document, table};
use serde_json::{Value, json};

use crate::vendor::Vendor;

/// Compares the vendor's description below `root` with the document at `upstream`, and prints what differs.
///
/// Returns how many differences are unanswered.
///
/// # Errors
/// When a document cannot be read, is no OpenAPI 3.0 or 3.1 document, or the overlay does not fit.
pub fn vendor(vendor: &Vendor, root: &Path, upstream: &Path, as_json: bool) -> Result<usize> {
    let base = document::load(&root.join(vendor.description()))?;
    let path = root.join(vendor.overlay());
    let overlay = path.is_file().then(|| Overlay::load(&path)).transpose()?;
    let theirs = document::load(upstream)?;
    Document::new(&theirs).with_context(|| upstream.display().to_string())?;
    let drift =
        compare(&base, overlay.as_ref(), &theirs).with_context(|| format!("openapi/{}", vendor.name()))?;
    let mut text = String::new();
    if as_json {
        writeln!(text, "{}", serde_json::to_string_pretty(&machine_form(&drift, vendor, upstream))?)?;
    } else {
        if !drift.differences.is_empty() {
            writeln!(text, "{}", table::table(&drift))?;
        }
        writeln!(text, "{}", table::totals(&drift, vendor.name()))?;
    }
    match io::stdout().write_all(text.as_bytes()) {
        // Whoever reads has seen enough, as `head` has; what was found is still the result.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        written => written?,
    }
    Ok(drift.unanswered())
}

fn machine_form(drift: &Drift, vendor: &Vendor, upstream: &Path) -> Value {
    json!({
        "vendor": vendor.name(),
        "upstream": upstream.display().to_string(),
        "unanswered": drift.unanswered(),
        "answered": drift.differences.len() - drift.unanswered(),
        "taken_in": drift.taken_in,
        "differences": drift.differences,
    })
}
