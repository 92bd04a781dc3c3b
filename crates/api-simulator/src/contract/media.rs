//! Documented bodies, by content type.

use std::sync::Arc;

use serde_json::Value;

use super::document::Node;
use super::schema::{Compiler, Schema};
use crate::Error;

/// A body in one content type.
#[derive(Clone, Debug)]
pub(super) struct Media {
    pub(super) content_type: String,
    pub(super) schema: Option<Arc<Schema>>,
    pub(super) examples: Vec<(String, Value)>,
}

/// A body that a description gives.
pub(crate) struct DocumentedBody {
    pub(crate) content_type: String,
    pub(crate) value: Value,
}

impl Media {
    /// Every content type under a `content` member.
    pub(super) fn read_all(owner: &Node<'_>, compiler: &mut Compiler) -> Result<Vec<Self>, Error> {
        let Some(content) = owner.member("content")? else {
            return Ok(Vec::new());
        };
        let types = content.members()?.into_iter();
        types.map(|(content_type, node)| Self::read(content_type, &node, compiler)).collect()
    }

    fn read(content_type: &str, node: &Node<'_>, compiler: &mut Compiler) -> Result<Self, Error> {
        let schema = node.member("schema")?.map(|schema| compiler.compile(&schema)).transpose()?;
        let mut examples = Vec::new();
        if let Some(example) = node.value.get("example") {
            examples.push(("example".to_owned(), example.clone()));
        }
        for (name, example) in node.member("examples")?.map_or_else(|| Ok(Vec::new()), |all| all.members())? {
            if let Some(value) = example.value.get("value") {
                examples.push((name.to_owned(), value.clone()));
            }
        }
        // Whether a JSON object keeps its order depends on another crate's features.
        examples.sort_by(|(name, _), (other, _)| name.cmp(other));
        Ok(Self { content_type: content_type.to_ascii_lowercase(), schema, examples })
    }

    /// Whether a `Content-Type` header names this type; its parameters do not matter.
    pub(super) fn is(&self, header: &str) -> bool {
        let sent = header.split(';').next().unwrap_or_default().trim();
        match self.content_type.strip_suffix("/*") {
            Some("*") => true,
            Some(family) => sent.split_once('/').is_some_and(|(sent, _)| sent.eq_ignore_ascii_case(family)),
            None => sent.eq_ignore_ascii_case(&self.content_type),
        }
    }

    pub(super) fn example(&self, name: &str) -> Option<DocumentedBody> {
        let (_, value) = self.examples.iter().find(|(known, _)| known == name)?;
        Some(DocumentedBody { content_type: self.content_type.clone(), value: value.clone() })
    }

    pub(super) fn is_json(&self) -> bool {
        self.content_type == "application/json" || self.content_type.ends_with("+json")
    }

    /// What is wrong with a body of this type.
    pub(super) fn violations(&self, body: &[u8]) -> Vec<String> {
        let Some(schema) = &self.schema else {
            return Vec::new();
        };
        if !self.is_json() {
            return match std::str::from_utf8(body) {
                Ok(text) => schema.departures(&text.into()),
                Err(_) => vec!["the body is not UTF-8".to_owned()],
            };
        }
        match serde_json::from_slice(body) {
            Ok(value) => schema.departures(&value),
            Err(error) => vec![format!("it is not JSON (line {}, column {})", error.line(), error.column())],
        }
    }
}
