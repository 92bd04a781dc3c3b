//! Reading documents from JSON and YAML files, with the order of their keys kept.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

/// The error for a file that cannot be read as a document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The text is not one well-formed JSON or YAML document.
    #[error("{}:{line}:{column}: {message}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Line of the error, from 1.
        line: u64,
        /// Column of the error, from 1.
        column: u64,
        /// The parser's message.
        message: String,
    },
}

/// Reads a JSON or YAML file.
///
/// # Errors
/// If the file cannot be read or is not one well-formed document; the message names the file, the line and the column.
///
/// ```
/// use openapi_document::{LoadError, load};
///
/// let error = load("no-such-file.yaml".as_ref()).unwrap_err();
/// assert_eq!(error.to_string(), "cannot read no-such-file.yaml");
/// assert!(matches!(error, LoadError::Read { .. }));
/// ```
pub fn load(path: &Path) -> Result<Value, LoadError> {
    let text =
        fs::read_to_string(path).map_err(|source| LoadError::Read { path: path.to_owned(), source })?;
    parse(&text, path)
}

/// Parses the text of a document; `path` tells JSON from YAML and is named in errors.
///
/// # Errors
/// If the text is not one well-formed document.
///
/// ```
/// let document = openapi_document::parse("openapi: 3.1.0\npaths: {}\n", "openapi.yaml".as_ref())?;
/// assert_eq!(document["openapi"], "3.1.0");
/// # Ok::<(), openapi_document::LoadError>(())
/// ```
pub fn parse(text: &str, path: &Path) -> Result<Value, LoadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let parsed = if is_json(text, path) { parse_json(text) } else { parse_yaml(text) };
    parsed.map_err(|Malformed { line, column, message }| LoadError::Malformed {
        path: path.to_owned(),
        line,
        column,
        message,
    })
}

struct Malformed {
    line: u64,
    column: u64,
    message: String,
}

/// Goes by the extension; without a known one, what starts with a brace is JSON.
fn is_json(text: &str, path: &Path) -> bool {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("json") => true,
        Some("yaml" | "yml") => false,
        _ => text.trim_start().starts_with('{'),
    }
}

fn parse_json(text: &str) -> Result<Value, Malformed> {
    let parsed: Result<Unique, _> = serde_json::from_str(text);
    parsed.map(|Unique(value)| value).map_err(|error| Malformed {
        line: error.line() as u64,
        column: error.column() as u64,
        message: error.to_string(),
    })
}

/// A value in which no object has a key twice: `serde_json` itself would keep the last one.
struct Unique(Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UniqueVisitor).map(Self)
    }
}

struct UniqueVisitor;

impl<'de> Visitor<'de> for UniqueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Unique(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        // In YAML, `null` is no string.
        while let Some((key, Unique(value))) = entries.next_entry::<Option<String>, _>()? {
            let key = key.unwrap_or_else(|| "null".to_owned());
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("duplicate key {key:?}")));
            }
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

fn parse_yaml(text: &str) -> Result<Value, Malformed> {
    let options = serde_saphyr::options! {
        // YAML 1.2, as OpenAPI says: `no`, `on` and `y` are words, not booleans.
        strict_booleans: true,
        // JSON has no such numbers, and one that is an example must not cost the document.
        non_finite_float_policy: serde_saphyr::NonFiniteFloatPolicy::AsString,
        // The library's own limits are for configuration files; whole APIs have more nodes than that. The depth is
        // what the JSON reader allows too.
        budget: serde_saphyr::budget! { max_depth: 128, max_nodes: 10_000_000, max_events: 40_000_000 },
    };
    let parsed: Result<Unique, _> = serde_saphyr::from_str_with_options(text, options);
    parsed.map(|Unique(value)| value).map_err(|error| {
        let (line, column) = error.location().map_or((1, 1), |location| (location.line(), location.column()));
        Malformed { line, column, message: error.to_string() }
    })
}
