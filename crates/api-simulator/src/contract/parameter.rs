//! Documented parameters.

use std::sync::Arc;

use serde_json::Value;

use super::coerce::Types;
use super::document::Node;
use super::schema::{Compiler, Schema};
use crate::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
}

/// A documented parameter.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) required: bool,
    /// Whether a list's items are sent one by one under the same name.
    explode: bool,
    types: Types,
    schema: Option<Arc<Schema>>,
}

impl Parameter {
    /// `None` for a cookie, which is not checked.
    pub(super) fn read(node: &Node<'_>, compiler: &mut Compiler) -> Result<Option<Self>, Error> {
        let place = match node.text("in") {
            Some("path") => Place::Path,
            Some("query") => Place::Query,
            Some("header") => Place::Header,
            Some("cookie") => return Ok(None),
            _ => return Err(node.wrong("a parameter's `in` is path, query, header or cookie")),
        };
        let name = node.text("name").ok_or_else(|| node.wrong("a parameter has a `name`"))?;
        let schema = node.member("schema")?;
        Ok(Some(Self {
            name: name.to_owned(),
            place,
            required: node.flag("required"),
            explode: node
                .value
                .get("explode")
                .map_or(place == Place::Query, |explode| explode == &Value::Bool(true)),
            types: schema.as_ref().map_or_else(|| Ok(Types::default()), Types::of)?,
            schema: schema.map(|schema| compiler.compile(&schema)).transpose()?,
        }))
    }

    pub(super) fn is(&self, place: Place, name: &str) -> bool {
        self.place == place
            && match place {
                Place::Header => self.name.eq_ignore_ascii_case(name),
                Place::Path | Place::Query => self.name == name,
            }
    }

    /// What is wrong with the values sent under this name.
    pub(super) fn violations(&self, sent: &[&str]) -> Vec<String> {
        let what = self.what();
        if sent.is_empty() {
            return if self.required { vec![format!("{what} is missing")] } else { Vec::new() };
        }
        let is_list = self.types.items.is_some();
        if sent.len() > 1 && !(is_list && self.explode) {
            return vec![format!("{what} was sent {} times", sent.len())];
        }
        let departures = self.schema.as_ref().map(|schema| schema.departures(&self.value(sent)));
        departures.into_iter().flatten().map(|departure| format!("{what}: {departure}")).collect()
    }

    fn value(&self, sent: &[&str]) -> Value {
        let Some(items) = &self.types.items else {
            return sent.first().map_or(Value::Null, |text| self.types.coerce(text));
        };
        let texts: Vec<&str> =
            if self.explode { sent.to_vec() } else { sent.iter().flat_map(|text| text.split(',')).collect() };
        texts.into_iter().map(|text| items.coerce(text)).collect()
    }

    fn what(&self) -> String {
        let place = match self.place {
            Place::Path => "path parameter",
            Place::Query => "query parameter",
            Place::Header => "header",
        };
        format!("{place} {:?}", self.name)
    }
}
