//! Reading a description from disk, JSON or YAML, with the order of its keys kept.

use std::{fs, path::Path};

use anyhow::{Context, Result, anyhow};
use serde_json::Value;

/// Reads a JSON or YAML file.
///
/// # Errors
/// When the file cannot be read or is not one well-formed document; the message names the file, the line and the
/// column.
pub fn load(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    parse(&text, path)
}

/// Reads a document's text; `path` tells JSON from YAML and stands in messages.
///
/// # Errors
/// As [`load`].
pub fn parse(text: &str, path: &Path) -> Result<Value> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if is_json(text, path) { parse_json(text, path) } else { parse_yaml(text, path) }
}

/// The ending decides; without a telling one, JSON is what starts with a brace.
fn is_json(text: &str, path: &Path) -> bool {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("json") => true,
        Some("yaml" | "yml") => false,
        _ => text.trim_start().starts_with('{'),
    }
}

fn parse_json(text: &str, path: &Path) -> Result<Value> {
    serde_json::from_str(text)
        .map_err(|error| anyhow!("{}:{}:{}: {error}", path.display(), error.line(), error.column()))
}

fn parse_yaml(text: &str, path: &Path) -> Result<Value> {
    let options = serde_saphyr::options! {
        // YAML 1.2, as OpenAPI says: `no`, `on` and `y` are words, not booleans.
        strict_booleans: true,
        // The library's own limits are for configuration files; whole APIs have more nodes than that. The depth is
        // what the JSON reader allows too.
        budget: serde_saphyr::budget! { max_depth: 128, max_nodes: 10_000_000, max_events: 40_000_000 },
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| anyhow!("{}: {error}", path.display()))
}
