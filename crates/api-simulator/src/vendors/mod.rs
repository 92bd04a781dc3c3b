//! The vendors' APIs, one folder each. Another vendor is another line in this list.

#[cfg(feature = "apify")]
mod apify;
#[cfg(feature = "cloudflare")]
mod cloudflare;

use std::sync::OnceLock;

use serde_json::Value;

use crate::{Error, Spec};

/// Parses a document the first time: tests start simulators by the hundred.
#[allow(dead_code, reason = "each vendor is a feature")]
fn parse_once(cell: &OnceLock<Spec>, json: &str) -> Result<Spec, Error> {
    if let Some(spec) = cell.get() {
        return Ok(spec.clone());
    }
    let spec = Spec::parse(json)?;
    Ok(cell.get_or_init(|| spec).clone())
}

/// Returns the documented example of an operation's success; null if there is none.
#[allow(dead_code, reason = "each vendor is a feature")]
fn example(spec: &Spec, operation: &str, name: &str) -> Value {
    let examples = spec.operation(operation).map(|operation| operation.response_examples(200));
    let example = examples.into_iter().flatten().find(|(known, _)| *known == name);
    example.map(|(_, value)| value.clone()).unwrap_or_default()
}
