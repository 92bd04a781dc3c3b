//! Documented bodies, by content type.

use std::sync::Arc;

use openapi_document::{MediaType, Node};
use serde_json::Value;

use super::schema::{Schema, SchemaReader};
use super::{entries, invalid};
use crate::Error;

/// The documented forms of a body.
#[derive(Clone, Debug, Default)]
pub(super) struct Content(Vec<Media>);

/// A body of one content type.
#[derive(Clone, Debug)]
pub(super) struct Media {
    pub(super) media_type: MediaType,
    pub(super) schema: Option<Arc<Schema>>,
    /// Examples with their names, sorted by name.
    pub(super) examples: Vec<(String, Value)>,
}

impl Content {
    /// Reads the `content` of a request body or response.
    pub(super) fn read(owner: &Node<'_>, schemas: &mut SchemaReader) -> Result<Self, Error> {
        let content = entries(owner, "content")?.into_iter();
        content.map(|(name, node)| Media::read(name, &node, schemas)).collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn first(&self) -> Option<&Media> {
        self.0.first()
    }

    pub(super) fn json(&self) -> Option<&Media> {
        self.0.iter().find(|media| media.media_type.is_json())
    }

    /// Returns the form that fits a `Content-Type` header best.
    pub(super) fn matching(&self, header: &str) -> Option<&Media> {
        // HTTP's default for a body without a content type.
        let header = if header.is_empty() { "application/octet-stream" } else { header };
        let sent = MediaType::parse(header).ok()?;
        self.0.get(MediaType::best_match(self.0.iter().map(|media| &media.media_type), &sent)?)
    }

    /// Returns all examples with their forms and names.
    pub(super) fn examples(&self) -> impl Iterator<Item = (&Media, &str, &Value)> {
        self.0
            .iter()
            .flat_map(|media| media.examples.iter().map(move |(name, value)| (media, name.as_str(), value)))
    }
}

impl Media {
    fn read(name: &str, node: &Node<'_>, schemas: &mut SchemaReader) -> Result<Self, Error> {
        let media_type =
            MediaType::parse(name).map_err(|error| invalid(node.pointer(), error.to_string()))?;
        let schema = node.get("schema").map(|schema| schemas.read(&schema)).transpose()?;
        let mut examples = Vec::new();
        examples.extend(node.get("example").map(|example| ("example".to_owned(), example.value().clone())));
        for (name, example) in entries(node, "examples")? {
            examples.extend(example.get("value").map(|value| (name.to_owned(), value.value().clone())));
        }
        // Another crate's feature decides if JSON objects keep their order.
        examples.sort_by(|(name, _), (other, _)| name.cmp(other));
        Ok(Self { media_type, schema, examples })
    }

    pub(super) fn violations(&self, body: &[u8]) -> Vec<String> {
        let Some(schema) = &self.schema else {
            return Vec::new();
        };
        if !self.media_type.is_json() {
            return match std::str::from_utf8(body) {
                Ok(text) => schema.violations(&text.into()),
                Err(_) => vec!["it is not UTF-8".to_owned()],
            };
        }
        match serde_json::from_slice(body) {
            Ok(value) => schema.violations(&value),
            Err(error) => vec![format!("it is not JSON (line {}, column {})", error.line(), error.column())],
        }
    }
}
