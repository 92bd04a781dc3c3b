//! `cargo xtask drift`: compares a vendor's own document with ours.

use std::{
    io::{self, Write},
    path::Path,
};

use anyhow::{Context, Result};
use openapi_document::{Overlay, load};
use openapi_drift::{Drift, compare};
use serde_json::{Value, json};

use crate::vendor::Vendor;

/// Compares our document below `root` with the vendor's at `upstream`, and prints the differences.
///
/// Returns the number of unanswered differences.
///
/// # Errors
/// If a document cannot be read or is not OpenAPI 3.0 or 3.1, or the overlay does not fit.
pub fn vendor(vendor: &Vendor, root: &Path, upstream: &Path, as_json: bool) -> Result<usize> {
    let ours = load(&root.join(vendor.document()))?;
    let path = root.join(vendor.overlay());
    let overlay = path.is_file().then(|| Overlay::load(&path)).transpose()?;
    let drift = compare(&ours, overlay.as_ref(), &load(upstream)?)
        .with_context(|| format!("cannot compare openapi/{} with {}", vendor.name(), upstream.display()))?;
    let text = match (as_json, drift.differences.is_empty()) {
        (true, _) => serde_json::to_string_pretty(&to_json(&drift, vendor, upstream))?,
        (false, true) => format!("{}: {}", vendor.name(), drift.totals()),
        (false, false) => format!("{}\n{}: {}", drift.table(), vendor.name(), drift.totals()),
    };
    match writeln!(io::stdout(), "{text}") {
        // A reader such as `head` may close the pipe early; the result stays the same.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        written => written?,
    }
    Ok(drift.unanswered())
}

fn to_json(drift: &Drift, vendor: &Vendor, upstream: &Path) -> Value {
    json!({
        "vendor": vendor.name(),
        "upstream": upstream.display().to_string(),
        "unanswered": drift.unanswered(),
        "answered": drift.differences.len() - drift.unanswered(),
        "adopted": drift.adopted,
        "differences": drift.differences,
    })
}
