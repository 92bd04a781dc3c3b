#![doc = include_str!("../README.md")]

mod branch;
mod comparison;
mod constraint;
mod content;
mod diff;
mod keywords;
mod nested;
mod operations;
mod overlay;
mod pairing;
mod parameters;
mod report;
mod rules;
mod schema_view;
mod sides;
mod table;
mod types;

use openapi_document::{Overlay, OverlayError, Version, VersionError};
use serde_json::Value;

pub use report::{AnsweringAction, Difference, Drift, Statement};
pub use rules::{Aspect, Direction, Judgement};

use comparison::Comparison;
use overlay::OverlayChanges;
use sides::Sides;

/// The error for documents that cannot be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompareError {
    /// Our document has no version that can be read.
    #[error("our document: {0}")]
    Ours(#[source] VersionError),
    /// Upstream's document has no version that can be read.
    #[error("upstream's document: {0}")]
    Upstream(#[source] VersionError),
    /// The overlay does not fit our document, or an action gives no reason.
    #[error(transparent)]
    Overlay(#[from] OverlayError),
}

/// Compares our document, without and with its overlay, with upstream's.
///
/// # Errors
/// If a document is not OpenAPI 3.0 or 3.1, or the overlay does not fit or has an action without a reason.
///
/// ```
/// use openapi_drift::{Judgement, compare};
/// use serde_json::json;
///
/// let document = |kind: &str| {
///     let schema = json!({ "type": "object", "properties": { "limit": { "type": kind } } });
///     let response = json!({ "content": { "application/json": { "schema": schema } } });
///     json!({ "openapi": "3.1.0", "paths": { "/limits": { "get": { "responses": { "200": response } } } } })
/// };
/// let drift = compare(&document("integer"), None, &document("number"))?;
///
/// let difference = &drift.differences[0];
/// assert_eq!((difference.operation.as_str(), difference.path.as_str()), ("GET /limits", "limit"));
/// assert_eq!((difference.ours.says.as_str(), difference.theirs.says.as_str()), ("integer", "number"));
/// assert_eq!(difference.judgement, Judgement::Breaks);
/// # Ok::<(), openapi_drift::CompareError>(())
/// ```
pub fn compare(base: &Value, overlay: Option<&Overlay>, upstream: &Value) -> Result<Drift, CompareError> {
    let mut effective = base.clone();
    let changes = match overlay {
        Some(overlay) => OverlayChanges::apply(overlay, &mut effective)?,
        None => OverlayChanges::default(),
    };
    for ours in [base, &effective] {
        Version::of(ours).map_err(CompareError::Ours)?;
    }
    Version::of(upstream).map_err(CompareError::Upstream)?;
    let diff = Comparison::default().run(&Sides { base, effective: &effective, upstream });
    Ok(diff.finish(|locations| changes.answers(locations)))
}
