//! Bodies of requests, of which one media type is chosen, and successful responses.

use indexmap::IndexMap;
use openapi_document::{MediaType, Pointer};
use serde_json::{Map, Value};

use super::Lowering;
use crate::{
    api::{Body, Content, Response, Schema, Shape},
    report::Rule,
};

static OTHER_MEDIA: Rule = Rule::left_out(
    "other media types of a request",
    "one is enough to send it: JSON first, then `+json`, form, octet stream, plain text",
);
static NO_MEDIA: Rule = Rule::unsupported(
    "media type of a request",
    "JSON, a form, an octet stream or plain text can be sent; offer one of them with an overlay action",
);
static JSON_SUFFIX: Rule =
    Rule::left_out("media type's own name", "JSON is sent as `application/json`, whatever its name is");
static OPTIONAL_BODY: Rule = Rule::left_out(
    "optional body",
    "the generated method always takes one; where all its fields are optional it may be empty",
);
static ENCODING: Rule =
    Rule::left_out("encoding", "OpenAPI gives it no meaning for JSON, octet streams and plain text");
static FORM_ENCODING: Rule = Rule::unsupported(
    "encoding of a form",
    "every form field is written in the standard way; remove `encoding` with an overlay action",
);
static RAW: Rule =
    Rule::lowered("raw body", "its bytes are sent as they are, so its schema says nothing more");

static FAILURE: Rule = Rule::left_out(
    "responses other than success",
    "the error holds their status and body, which the caller reads",
);
static DEFAULT: Rule = Rule::lowered(
    "default response",
    "no success is documented beside it, so it documents the success: `2XX`",
);
static OTHER_RESPONSE_MEDIA: Rule = Rule::left_out(
    "other media types of a response",
    "the generated client asks for one: JSON if it is offered, else the first, as a stream of bytes",
);
static HEADERS: Rule =
    Rule::left_out("headers and links of a response", "the response holds all headers as they came");
static NO_SCHEMA: Rule =
    Rule::lowered("response without a schema", "it may be any JSON, as an empty schema says");

/// A media type that can be sent, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Media {
    Json,
    JsonSuffix,
    Form,
    Octets,
    Text,
}

impl Media {
    fn of(name: &str) -> Option<Self> {
        let media_type = MediaType::parse(name).ok()?;
        Some(match media_type.essence() {
            "application/json" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            "application/octet-stream" => Self::Octets,
            "text/plain" => Self::Text,
            _ if media_type.is_json() => Self::JsonSuffix,
            _ => return None,
        })
    }

    /// Returns the name that it is sent by.
    fn name(self) -> &'static str {
        match self {
            Self::Json | Self::JsonSuffix => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Octets => "application/octet-stream",
            Self::Text => "text/plain",
        }
    }
}

impl Lowering<'_> {
    pub(super) fn body(&mut self, at: &Pointer) -> Option<Body> {
        let (target, node) = self.resolve(at)?;
        self.other_keys(node, &["description", "content", "required"], &target);
        let content = node.get("content").and_then(Value::as_object);
        let Some(content) = content.filter(|content| !content.is_empty()) else {
            self.malformed(&target, "a request body needs `content`");
            return None;
        };
        if node.get("required") != Some(&Value::Bool(true)) {
            self.note(&OPTIONAL_BODY, &target, "");
        }
        let description = node.get("description").and_then(Value::as_str).map(str::to_owned);
        let content = self.sent_content(content, &target.child("content"))?;
        Some(Body { description, content, at: at.clone() })
    }

    fn sent_content(&mut self, content: &Map<String, Value>, at: &Pointer) -> Option<Content> {
        let offered = content.keys().filter_map(|name| Some((Media::of(name)?, name.as_str())));
        let Some((media, chosen)) = offered.min_by_key(|(media, _)| *media) else {
            let names: Vec<&str> = content.keys().map(String::as_str).collect();
            self.note(&NO_MEDIA, at, names.join(", "));
            return None;
        };
        for other in content.keys().filter(|name| *name != chosen) {
            self.note(&OTHER_MEDIA, &at.child(other), format!("{chosen} is sent"));
        }
        let at = at.child(chosen);
        if media == Media::JsonSuffix {
            self.note(&JSON_SUFFIX, &at, chosen);
        }
        let node = self.media_type(content, chosen, &at)?;
        if node.contains_key("encoding") {
            let rule = if media == Media::Form { &FORM_ENCODING } else { &ENCODING };
            self.note(rule, &at.child("encoding"), chosen);
        }
        let schema = self.sent_schema(media, node.get("schema"), &at);
        Some(Content { media_type: media.name().to_owned(), schema: Some(schema) })
    }

    /// Returns the object of a media type; its keys other than `schema` and `encoding` are noted.
    fn media_type<'n>(
        &mut self,
        content: &'n Map<String, Value>,
        name: &str,
        at: &Pointer,
    ) -> Option<&'n Map<String, Value>> {
        let Some(node) = content.get(name).and_then(Value::as_object) else {
            self.malformed(at, "a media type must be an object");
            return None;
        };
        self.other_keys(node, &["schema", "encoding"], at);
        Some(node)
    }

    fn sent_schema(&mut self, media: Media, schema: Option<&Value>, at: &Pointer) -> Schema {
        let raw = match media {
            Media::Octets => Shape::String(Some("binary".to_owned())),
            Media::Text => Shape::String(None),
            Media::Json | Media::JsonSuffix | Media::Form => {
                return schema.map(|schema| self.schema(schema, &at.child("schema"))).unwrap_or_default();
            }
        };
        self.note(&RAW, at, media.name());
        Schema::of(raw)
    }

    pub(super) fn responses(&mut self, responses: &Value, at: &Pointer) -> IndexMap<String, Response> {
        let mut lowered = IndexMap::new();
        let statuses: Vec<&String> = responses.as_object().into_iter().flat_map(Map::keys).collect();
        let has_success = statuses.iter().any(|status| is_success(status));
        for status in statuses {
            let at = at.child(status);
            if status.starts_with("x-") {
                self.other_key(status, &at);
            } else if !is_status(status) {
                self.malformed(&at, "a status is three digits, one digit and `XX`, or `default`");
            } else if is_success(status) {
                lowered.extend(self.response(&at).map(|response| (status.to_uppercase(), response)));
            } else if status == "default" && !has_success {
                self.note(&DEFAULT, &at, "");
                lowered.extend(self.response(&at).map(|response| ("2XX".to_owned(), response)));
            } else {
                self.note(&FAILURE, &at, status);
            }
        }
        lowered
    }

    fn response(&mut self, at: &Pointer) -> Option<Response> {
        let (target, node) = self.resolve(at)?;
        self.other_keys(node, &["description", "headers", "links", "content"], &target);
        for key in ["headers", "links"] {
            if node.contains_key(key) {
                self.note(&HEADERS, &target.child(key), "");
            }
        }
        let description = node.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
        let content = node.get("content").and_then(Value::as_object);
        let content = content.and_then(|content| self.received_content(content, &target.child("content")));
        Some(Response { description, content, at: at.clone() })
    }

    fn received_content(&mut self, content: &Map<String, Value>, at: &Pointer) -> Option<Content> {
        let json = content.keys().find(|name| Media::of(name) == Some(Media::Json));
        let chosen = json.or_else(|| content.keys().next())?;
        for other in content.keys().filter(|name| *name != chosen) {
            self.note(&OTHER_RESPONSE_MEDIA, &at.child(other), format!("{chosen} is read"));
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
