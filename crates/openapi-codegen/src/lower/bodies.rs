//! What is sent: one media type of those that the description offers.

use serde_json::{Map, Value};

use openapi_document::Pointer;

use super::Lowering;
use crate::{
    api::{Body, Content, Schema, Shape},
    report::Rule,
};

static OTHER_MEDIA: Rule = Rule::left_out(
    "other media types of a request",
    "one is enough to send it: JSON first, then `+json`, form, octet stream, plain text",
);
static NO_MEDIA: Rule = Rule::refused(
    "media type of a request",
    "the generator can send JSON, a form, an octet stream or plain text; offer one of them with an overlay action",
);
static JSON_SUFFIX: Rule = Rule::left_out(
    "media type's own name",
    "the generator sends JSON as `application/json` and knows no other name",
);
static OPTIONAL_BODY: Rule = Rule::left_out(
    "optional body",
    "the generated method always takes one; where all its fields are optional it may be empty",
);
pub(super) static ENCODING: Rule =
    Rule::left_out("encoding", "OpenAPI gives it no meaning for JSON, octet streams and plain text");
static FORM_ENCODING: Rule = Rule::refused(
    "encoding of a form",
    "the generator writes every form field in the standard way; remove `encoding` with an overlay action",
);
static RAW: Rule =
    Rule::lowered("raw body", "its bytes are sent as they are, so nothing else is said about them");

/// The media types that can be sent, best first.
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
        let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        Some(match essence.as_str() {
            "application/json" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            "application/octet-stream" => Self::Octets,
            "text/plain" => Self::Text,
            _ if essence.ends_with("+json") => Self::JsonSuffix,
            _ => return None,
        })
    }

    /// The name that the generator knows it by.
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
        let (place, node) = self.resolve(at)?;
        self.other_keys(node, &["description", "content", "required"], &place);
        let content = node.get("content").and_then(Value::as_object);
        let Some(content) = content.filter(|content| !content.is_empty()) else {
            self.malformed(&place, "a request body needs `content`");
            return None;
        };
        if node.get("required") != Some(&Value::Bool(true)) {
            self.note(&OPTIONAL_BODY, &place, "");
        }
        let description = node.get("description").and_then(Value::as_str).map(str::to_owned);
        let content = self.sent_content(content, &place.child("content"))?;
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
            self.note(
                if media == Media::Form { &FORM_ENCODING } else { &ENCODING },
                &at.child("encoding"),
                chosen,
            );
        }
        let schema = self.sent_schema(media, node.get("schema"), &at);
        Some(Content { media_type: media.name().to_owned(), schema: Some(schema) })
    }

    /// The media type's object; its keys other than `schema` and `encoding` are noted.
    pub(super) fn media_type<'n>(
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
            Media::Octets => Some(Shape::String(Some("binary".to_owned()))),
            Media::Text => Some(Shape::String(None)),
            Media::Json | Media::JsonSuffix | Media::Form => None,
        };
        match (raw, schema) {
            (Some(raw), _) => {
                self.note(&RAW, at, media.name());
                Schema::of(raw)
            }
            (None, Some(schema)) => self.schema(schema, &at.child("schema")),
            (None, None) => Schema::default(),
        }
    }
}
