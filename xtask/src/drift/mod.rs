//! `cargo xtask drift`: where a vendor's own document says something else than our description of it.
//!
//! Three documents are walked side by side: `openapi.yaml`, the same with its overlay, and the vendor's. Where the
//! overlaid description differs from the vendor's while `openapi.yaml` agrees, the overlay makes the difference on
//! purpose, and the actions that make it say why. Where `openapi.yaml` differs, too, nobody has answered: it has to
//! follow, or the overlay needs a new reason. That holds even below a place that the overlay replaces, so what the
//! vendor changes there does not go unseen.
//!
//! Compared is what can be seen on the wire. Names of components and of path parameters, prose, examples, titles,
//! extensions, deprecation, links and callbacks are not.

mod alternative;
mod answer;
mod content;
mod difference;
mod document;
mod fact;
mod inside;
mod judgement;
mod keywords;
mod ledger;
mod operations;
mod pairing;
mod parameters;
mod place;
mod schema;
mod security;
mod sides;
mod table;
mod types;

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    path::Path,
};

use anyhow::{Context, Result};
use serde_json::{Value, json};

pub use answer::Answer;
pub use difference::{Difference, Drift, Statement};
pub use judgement::{Aspect, Direction, Judgement};

use self::{answer::Answers, document::Document, schema::Walk, sides::Sides};
use crate::{
    spec::{self, Overlay},
    vendor::Vendor,
};

/// Compares the vendor's description below `root` with the document at `upstream`, and prints what differs.
///
/// Returns how many differences are unanswered.
///
/// # Errors
/// When a document cannot be read, is no OpenAPI 3.0 or 3.1 document, or the overlay does not fit.
pub fn vendor(vendor: &Vendor, root: &Path, upstream: &Path, as_json: bool) -> Result<usize> {
    let base = spec::load(&root.join(vendor.description()))?;
    let path = root.join(vendor.overlay());
    let overlay = path.is_file().then(|| Overlay::load(&path)).transpose()?;
    let theirs = spec::load(upstream)?;
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

/// Compares a description, without and with its overlay, with the vendor's document.
///
/// # Errors
/// When one is no OpenAPI 3.0 or 3.1 document, or the overlay does not fit or gives no reasons.
pub fn compare(base: &Value, overlay: Option<&Overlay>, upstream: &Value) -> Result<Drift> {
    let mut effective = base.clone();
    let answers =
        overlay.map(|overlay| Answers::record(overlay, &mut effective)).transpose()?.unwrap_or_default();
    let documents = Sides {
        base: Document::new(base)?,
        effective: Document::new(&effective)?,
        upstream: Document::new(upstream)?,
    };
    let mut walk = Walk::default();
    walk.documents(&documents);
    let (found, taken_in) = walk.finish().close();
    Ok(Drift::of(found, taken_in, &answers))
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
