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
pub mod document;
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
pub mod table;
mod types;

use anyhow::Result;
use serde_json::Value;

pub use answer::Answer;
pub use difference::{Difference, Drift, Statement};
pub use judgement::{Aspect, Direction, Judgement};

use self::{answer::Answers, document::Document, schema::Walk, sides::Sides};
use openapi_document::Overlay;

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
