//! `cargo xtask drift`: compares a vendor's own document with ours.

use std::{
    io::{self, Read, Write},
    path::Path,
};

use anyhow::{Context, Result};
use openapi_document::{BundleLimits, Overlay, bundle, load_bundled, parse};
use openapi_drift::{Drift, compare};
use serde_json::{Value, json};

use crate::vendor::Vendor;

/// Compares our document below `root` with the vendor's at `upstream`; `-` is standard input.
///
/// # Errors
/// If a document cannot be read or is not OpenAPI 3.0 or 3.1, refers to another one that cannot be read, or the overlay
/// does not fit.
pub fn vendor(vendor: &Vendor, root: &Path, upstream: &Path) -> Result<Drift> {
    let ours = load_bundled(&root.join(vendor.document()))?.complete()?;
    let path = root.join(vendor.overlay());
    let overlay = path.is_file().then(|| Overlay::load(&path)).transpose()?;
    compare(&ours, overlay.as_ref(), &load_upstream(upstream)?)
        .with_context(|| format!("cannot compare openapi/{} with {}", vendor.name(), upstream.display()))
}

/// Writes the differences as text, or as JSON.
pub fn report(
    mut drift: Drift,
    vendor: &Vendor,
    upstream: &Path,
    as_json: bool,
    unanswered_only: bool,
) -> String {
    let totals = drift.totals();
    let (all, unanswered) = (drift.differences.len(), drift.unanswered());
    if unanswered_only {
        drift.differences.retain(|difference| !difference.is_answered());
    }
    if !as_json {
        return format!("{}{}: {totals}", drift.listing(), vendor.name());
    }
    let report = json!({
        "vendor": vendor.name(),
        "upstream": upstream.display().to_string(),
        "unanswered": unanswered,
        "answered": all - unanswered,
        "adopted": drift.adopted,
        "obsolete_actions": drift.obsolete_actions,
        "differences": drift.differences,
    });
    format!("{report:#}")
}

fn load_upstream(path: &Path) -> Result<Value> {
    if path != Path::new("-") {
        return Ok(load_bundled(path)?.complete()?);
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
    Ok(bundle(parse(&text, path)?, path, BundleLimits::new())?.complete()?)
}

/// Prints a text.
///
/// # Errors
/// If standard output cannot be written to.
pub fn print(text: &str) -> Result<()> {
    match writeln!(io::stdout(), "{text}") {
        // A reader such as `head` may close the pipe early; the result stays the same.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}
