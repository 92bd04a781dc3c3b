//! `cargo xtask codegen`: load, overlay, lower, check, generate, write.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use openapi_codegen::{
    emit::{self, Artifact},
    lower::{self, Lowered},
    pretty, totals,
};
use openapi_document::{Overlay, load_bundled};
use serde_json::Value;

use crate::vendor::Vendor;

/// Generates the vendor's artifacts below `root`, or with `check` compares them.
///
/// Returns the files that differed from those on disk.
///
/// # Errors
/// If the document cannot be read, corrected or generated from; the message names the locations and what to do.
pub fn vendor(vendor: &Vendor, root: &Path, check: bool) -> Result<Vec<PathBuf>> {
    vendor.require_crate(root)?;
    let effective = effective(vendor, root)?;
    let Lowered { mut api, mut report } =
        lower::lower(&effective).with_context(|| vendor.document().display().to_string())?;
    report.extend(lower::check_sent_secrets(&mut api));
    report.require_sound()?;
    let code = emit::emit(&api, &format!("openapi/{}", vendor.name()))?;
    let mut artifacts = vec![
        Artifact { path: vendor.lowered(), content: pretty(&api.to_json()) },
        Artifact { path: vendor.generated(), content: code.generated },
        Artifact { path: vendor.effective(), content: pretty(&effective) },
    ];
    artifacts.extend(code.setters.map(|content| Artifact { path: vendor.setters(), content }));
    println!("{}: {}", vendor.name(), totals(&api, &report));
    Ok(emit::write_or_compare(&artifacts, root, check)?)
}

/// Lists each location of the vendor's document that lowering changes.
///
/// # Errors
/// If the document cannot be read or corrected, or is not OpenAPI 3.0 or 3.1.
pub fn report(vendor: &Vendor, root: &Path) -> Result<String> {
    Ok(lower::lower(&effective(vendor, root)?)?.report.full())
}

/// Returns the vendor's document with its overlay applied.
///
/// # Errors
/// If either cannot be read, or the overlay does not fit or has an action without a reason.
pub fn effective(vendor: &Vendor, root: &Path) -> Result<Value> {
    // A reference that cannot be followed stays, for the overlay to correct or for lowering to report.
    let mut document = load_bundled(&root.join(vendor.document()))?.document;
    let path = root.join(vendor.overlay());
    if path.is_file() {
        let overlay = Overlay::load(&path)?;
        let applied = overlay.require_reasons().and_then(|()| overlay.apply(&mut document));
        applied.with_context(|| vendor.overlay().display().to_string())?;
    }
    Ok(document)
}
