#![doc = include_str!("../README.md")]

mod alternative;
mod comparison;
mod constraint;
mod diff;
mod document;
mod overlay;
mod pairing;
mod part;
mod report;
mod rules;
mod schema;
mod sides;
mod types;

use std::collections::HashSet;

use openapi_document::{Overlay, OverlayError, ReferenceError, Version, VersionError};
use serde_json::Value;

pub use report::{Answer, Difference, Drift, Statement};
pub use rules::{Aspect, Direction, Judgement};

use comparison::Comparison;
use overlay::OverlayChanges;
use sides::Sides;

/// The error for documents that cannot be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompareError {
    /// Our document cannot be read.
    #[error("our document: {0}")]
    Ours(#[source] DocumentError),
    /// Upstream's document cannot be read.
    #[error("upstream's document: {0}")]
    Upstream(#[source] DocumentError),
    /// The overlay does not fit our document, or an action gives no reason.
    #[error(transparent)]
    Overlay(#[from] OverlayError),
}

/// The reason why a document cannot be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// It is not OpenAPI 3.0 or 3.1.
    #[error(transparent)]
    Version(#[from] VersionError),
    /// A part of an operation is in another document.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
}

/// Compares our document, without and with its overlay, with upstream's.
///
/// # Errors
/// If a document is not OpenAPI 3.0 or 3.1, or refers to another one for a part of an operation; if the overlay does not
/// fit or has an action without a reason.
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
    let scope = Scope::of(base, &effective);
    let read = |document| {
        Version::of(document)?;
        Ok(document::read(document, |shape| scope.contains(shape))?)
    };
    let base = read(base).map_err(CompareError::Ours)?;
    let effective = read(&effective).map_err(CompareError::Ours)?;
    let upstream = read(upstream).map_err(CompareError::Upstream)?;
    let sides = Sides { base: Some(&base), effective: Some(&effective), upstream: Some(&upstream) };
    Ok(Comparison::default().run(&sides).finish(&changes))
}

/// The paths that are compared: ours, and those below the start that all of ours have in common.
struct Scope {
    shapes: HashSet<String>,
    start: Vec<String>,
}

impl Scope {
    fn of(base: &Value, effective: &Value) -> Self {
        let shapes = document::shapes(base);
        let split = |shape: &String| shape.split('/').map(str::to_owned).collect::<Vec<_>>();
        let start = shapes.iter().map(split).reduce(|mut common, other| {
            let length = common.iter().zip(&other).take_while(|(one, other)| one == other).count();
            common.truncate(length);
            common
        });
        Self {
            shapes: shapes.into_iter().chain(document::shapes(effective)).collect(),
            start: start.unwrap_or_default(),
        }
    }

    fn contains(&self, shape: &str) -> bool {
        self.shapes.contains(shape) || shape.split('/').take(self.start.len()).eq(&self.start)
    }
}
