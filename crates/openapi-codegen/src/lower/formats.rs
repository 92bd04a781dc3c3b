//! Formats: only those stay that the generator has a type for and that no odd value can turn into a failed answer.

use serde_json::{Map, Value};

use openapi_document::Pointer;

use super::{Lowering, keywords::CONTENT};
use crate::report::Rule;

static TEXT_FORMAT: Rule = Rule::left_out(
    "format of a text",
    "links, addresses and ids stay text: one of an odd form must not fail an answer",
);
static NUMBER_WIDTH: Rule = Rule::left_out(
    "width of a number",
    "JSON has one kind of number: a whole one is read as i64 and any other as f64, which hold more than 32 bits",
);
static ENCODING: Rule = Rule::lowered("contentEncoding", "OpenAPI 3.0 writes base64 as `format: byte`");

impl Lowering<'_> {
    pub(super) fn string_format(&mut self, node: &Map<String, Value>, at: &Pointer) -> Option<String> {
        match format(node) {
            Some(format @ ("date" | "date-time" | "password" | "byte" | "binary")) => Some(format.to_owned()),
            Some(other) => {
                self.note(&TEXT_FORMAT, &at.child("format"), other);
                None
            }
            None => self.encoding(node, at),
        }
    }

    fn encoding(&mut self, node: &Map<String, Value>, at: &Pointer) -> Option<String> {
        let encoding = node.get("contentEncoding")?.as_str()?;
        let place = at.child("contentEncoding");
        if encoding.eq_ignore_ascii_case("base64") {
            self.note(&ENCODING, &place, encoding);
            return Some("byte".to_owned());
        }
        self.note(&CONTENT, &place, encoding);
        None
    }

    pub(super) fn integer_format(&mut self, node: &Map<String, Value>, at: &Pointer) -> Option<String> {
        match format(node) {
            Some(format @ "uint64") => return Some(format.to_owned()),
            Some("int64") | None => {}
            Some(other) => self.note(&NUMBER_WIDTH, &at.child("format"), other),
        }
        None
    }

    pub(super) fn number_format(&mut self, node: &Map<String, Value>, at: &Pointer) {
        match format(node) {
            Some("double") | None => {}
            Some(other) => self.note(&NUMBER_WIDTH, &at.child("format"), other),
        }
    }
}

fn format(node: &Map<String, Value>) -> Option<&str> {
    node.get("format")?.as_str()
}
