//! What success looks like. Failures are the runtime's to read.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use openapi_document::Pointer;

use super::{Lowering, bodies::ENCODING};
use crate::{
    api::{Content, Response, Schema},
    report::Rule,
};

static FAILURE: Rule = Rule::left_out(
    "answers other than success",
    "the generated error path loses the status when the body is not the documented JSON; the runtime reads these bodies",
);
static DEFAULT: Rule = Rule::lowered(
    "default answer",
    "with no success documented beside it, it is what a success looks like: `2XX`",
);
static OTHER_MEDIA: Rule = Rule::left_out(
    "other media types of an answer",
    "the generated client asks for one: JSON if it is offered, else the first, as a stream of bytes",
);
static HEADERS: Rule =
    Rule::left_out("headers and links of an answer", "the runtime hands out all headers as they came");
static NO_SCHEMA: Rule =
    Rule::lowered("answer without a schema", "it may be any JSON, as an empty schema says");

impl Lowering<'_> {
    pub(super) fn responses(&mut self, responses: &Value, at: &Pointer) -> IndexMap<String, Response> {
        let mut lowered = IndexMap::new();
        let statuses: Vec<&String> = responses.as_object().into_iter().flat_map(Map::keys).collect();
        let success = statuses.iter().any(|status| is_success(status));
        for status in statuses {
            let place = at.child(status);
            if status.starts_with("x-") {
                self.other_key(status, &place);
            } else if !is_status(status) {
                self.malformed(&place, "a status is three digits, one digit and `XX`, or `default`");
            } else if is_success(status) {
                lowered.extend(self.response(&place).map(|response| (status.to_uppercase(), response)));
            } else if status == "default" && !success {
                self.note(&DEFAULT, &place, "");
                lowered.extend(self.response(&place).map(|response| ("2XX".to_owned(), response)));
            } else {
                self.note(&FAILURE, &place, status);
            }
        }
        lowered
    }

    fn response(&mut self, at: &Pointer) -> Option<Response> {
        let (place, node) = self.resolve(at)?;
        self.other_keys(node, &["description", "headers", "links", "content"], &place);
        for key in ["headers", "links"] {
            if node.contains_key(key) {
                self.note(&HEADERS, &place.child(key), "");
            }
        }
        let description = node.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
        let content = node.get("content").and_then(Value::as_object);
        let content = content.and_then(|content| self.received_content(content, &place.child("content")));
        Some(Response { description, content, at: at.clone() })
    }

    fn received_content(&mut self, content: &Map<String, Value>, at: &Pointer) -> Option<Content> {
        let is_json = |name: &&String| *name == "application/json" || name.starts_with("application/json;");
        let json = content.keys().find(is_json);
        let chosen = json.or_else(|| content.keys().next())?;
        for other in content.keys().filter(|name| *name != chosen) {
            self.note(&OTHER_MEDIA, &at.child(other), format!("{chosen} is read"));
        }
        let at = at.child(chosen);
        let node = self.media_type(content, chosen, &at)?;
        if node.contains_key("encoding") {
            self.note(&ENCODING, &at.child("encoding"), chosen);
        }
        let schema = match (json.is_some(), node.get("schema")) {
            (true, Some(schema)) => Some(self.schema(schema, &at.child("schema"))),
            (true, None) => {
                self.note(&NO_SCHEMA, &at, "");
                Some(Schema::default())
            }
            (false, _) => None,
        };
        Some(Content { media_type: chosen.clone(), schema })
    }
}

fn is_success(status: &str) -> bool {
    is_status(status) && status.starts_with('2')
}

fn is_status(status: &str) -> bool {
    let (class, rest) = status.split_at_checked(1).unwrap_or_default();
    let code = rest.len() == 2 && rest.chars().all(|c| c.is_ascii_digit());
    status == "default"
        || matches!(class, "1" | "2" | "3" | "4" | "5") && (code || rest.eq_ignore_ascii_case("XX"))
}
