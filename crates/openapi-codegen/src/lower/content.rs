//! Bodies of requests, of which one media type is chosen, and responses.

use indexmap::IndexMap;
use openapi_document::{MediaType, Pointer};
use serde_json::{Map, Value};

use super::Lowering;
use crate::{
    api::{Body, Content, ContentKind, Encoding, Operation, Response, Schema, Shape},
    report::Rule,
};

static OTHER_MEDIA: Rule = Rule::left_out(
    "other media types of a request",
    "one is enough to send it: JSON first, then another kind of JSON, a multipart form, a form, text, bytes",
);
static NO_CONTENT: Rule =
    Rule::warning("request body without content", "nothing describes it, so it is taken for any JSON");
static BAD_MEDIA: Rule =
    Rule::warning("media type", "it is none, so it is taken for `application/octet-stream`");
static ENCODING: Rule = Rule::left_out("encoding", "OpenAPI gives it no meaning for this media type");
static NOT_A_FORM: Rule = Rule::warning(
    "form of another type",
    "the fields of a form are those of an object, so it is sent as it is given",
);
static RESERVED: Rule = Rule::left_out(
    "reserved characters in a form",
    "they are encoded, which every server reads; OpenAPI allows both",
);
static PART_HEADERS: Rule = Rule::left_out(
    "headers of a form field",
    "the name and the media type of a field are sent; OpenAPI has no place for the values of other headers",
);
static RAW: Rule = Rule::lowered("raw body", "it is sent and read as it is, so its schema says nothing more");
static EMPTY_FAILURE: Rule = Rule::left_out(
    "responses other than success",
    "they have no JSON body; the error holds their status, headers and body",
);
static FAILURE: Rule = Rule::lowered(
    "responses other than success",
    "the error of a call reads its body as the documented type",
);
static DEFAULT: Rule = Rule::lowered(
    "default response",
    "no success is documented beside it, so it documents the success: `2XX`",
);
static OTHER_RESPONSE_MEDIA: Rule = Rule::left_out(
    "other media types of a response",
    "the request asks for one: JSON if it is offered, else the first",
);
static HEADERS: Rule =
    Rule::left_out("headers and links of a response", "the response holds all headers as they came");
static NO_SCHEMA: Rule =
    Rule::lowered("response without a schema", "it may be any JSON, as an empty schema says");
static HEAD: Rule = Rule::left_out("content of a response to HEAD", "HTTP sends none");

impl<'d> Lowering<'d> {
    pub(super) fn body(&mut self, at: &Pointer) -> Option<Body> {
        let (target, node) = self.resolve(at)?;
        self.other_keys(node, &["description", "content", "required"], &target);
        let required = self.flag(node, "required", &target) == Some(true);
        let description = node.get("description").and_then(Value::as_str).map(str::to_owned);
        let content = node.get("content").and_then(Value::as_object);
        let content = match content.filter(|content| !content.is_empty()) {
            Some(content) => self.sent_content(content, &target.child("content")),
            None => {
                self.note(&NO_CONTENT, &target, "");
                let schema = Some(Schema::default());
                Content { media_type: "application/json".to_owned(), schema, ..Content::default() }
            }
        };
        Some(Body { required, description, content, at: at.clone() })
    }

    fn sent_content(&mut self, content: &Map<String, Value>, at: &Pointer) -> Content {
        let offered = content.keys().filter(|name| ContentKind::of(name) != ContentKind::Events);
        let chosen = offered.min_by_key(|name| sending_rank(name)).or_else(|| content.keys().next());
        let chosen = chosen.map(String::as_str).unwrap_or_default();
        for other in content.keys().filter(|name| *name != chosen) {
            self.note(&OTHER_MEDIA, &at.child(other), format!("{chosen} is sent"));
        }
        let at = at.child(chosen);
        let (target, node) = self.media_type(&at);
        let kind = ContentKind::of(chosen);
        let schema = match kind {
            ContentKind::Text | ContentKind::Bytes | ContentKind::Events => {
                self.note(&RAW, &at, chosen);
                None
            }
            _ => {
                let schema = node.get("schema");
                Some(schema.map(|schema| self.schema(schema, &target.child("schema"))).unwrap_or_default())
            }
        };
        let schema = schema.filter(|schema| kind != ContentKind::Form || self.is_form(schema, &at));
        let encodings = self.encodings(kind, node.get("encoding"), &target.child("encoding"));
        Content { media_type: self.media_name(chosen, &at), schema, encodings }
    }

    /// Returns `true` if a form can be made of the values; else the caller gives its text.
    fn is_form(&mut self, schema: &Schema, at: &Pointer) -> bool {
        let shape = self.shape_of(schema);
        let is_form = matches!(shape, Shape::Object(_) | Shape::Map(_) | Shape::Open | Shape::Mixed);
        if !is_form {
            self.note(&NOT_A_FORM, at, shape.kind());
        }
        is_form
    }

    fn encodings(
        &mut self,
        kind: ContentKind,
        encodings: Option<&Value>,
        at: &Pointer,
    ) -> IndexMap<String, Encoding> {
        let mut lowered = IndexMap::new();
        if encodings.is_none() || !matches!(kind, ContentKind::Form | ContentKind::Multipart) {
            encodings.iter().for_each(|_| self.note(&ENCODING, at, ""));
            return lowered;
        }
        for (name, encoding) in encodings.and_then(Value::as_object).into_iter().flatten() {
            let text = |key: &str| encoding.get(key).and_then(Value::as_str).map(str::to_owned);
            if encoding.get("headers").is_some() {
                self.note(&PART_HEADERS, &at.child(name).child("headers"), name);
            }
            if encoding.get("allowReserved") == Some(&Value::Bool(true)) {
                self.note(&RESERVED, &at.child(name).child("allowReserved"), name);
            }
            let media_type = text("contentType")
                .and_then(|types| Some(types.split(',').next()?.trim().to_owned()))
                .filter(|media_type| {
                    MediaType::parse(media_type).is_ok_and(|media_type| !media_type.is_range())
                });
            let explode =
                encoding.as_object().and_then(|encoding| self.flag(encoding, "explode", &at.child(name)));
            lowered.insert(name.clone(), Encoding { media_type, style: text("style"), explode });
        }
        lowered
    }

    /// Returns the media type in one spelling.
    fn media_name(&mut self, name: &str, at: &Pointer) -> String {
        match MediaType::parse(name) {
            Ok(media_type) => media_type.to_string(),
            Err(_) => {
                self.note(&BAD_MEDIA, at, name);
                "application/octet-stream".to_owned()
            }
        }
    }

    /// Returns the object of a media type with its location; its keys other than `schema` and `encoding` are noted.
    fn media_type(&mut self, at: &Pointer) -> (Pointer, &'d Map<String, Value>) {
        static EMPTY: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
        let is_object = at.find(self.root.document()).is_some_and(Value::is_object);
        if !is_object {
            self.malformed(at, "a media type must be an object");
            return (at.clone(), &EMPTY);
        }
        let Some((target, node)) = self.resolve(at) else { return (at.clone(), &EMPTY) };
        self.other_keys(node, &["schema", "encoding"], &target);
        (target, node)
    }

    pub(super) fn responses(&mut self, responses: &Value, at: &Pointer, operation: &mut Operation) {
        let statuses: Vec<&String> = responses.as_object().into_iter().flat_map(Map::keys).collect();
        let has_success = statuses.iter().any(|status| is_success(status));
        for status in statuses {
            let at = at.child(status);
            if status.starts_with("x-") {
                self.other_key(status, &at);
            } else if !is_status(status) {
                self.malformed(&at, "a status is three digits, one digit and `XX`, or `default`");
            } else if is_success(status) {
                let response = self.response(&at).map(|response| (status.to_uppercase(), response));
                operation.responses.extend(response);
            } else if status == "default" && !has_success {
                self.note(&DEFAULT, &at, "");
                let response = self.response(&at).map(|response| ("2XX".to_owned(), response));
                operation.responses.extend(response);
            } else {
                self.failure(status, &at, operation);
            }
        }
        if operation.at.keys().last().is_some_and(|method| method == "head") {
            for response in operation.responses.values_mut().filter(|response| response.content.is_some()) {
                self.note(&HEAD, &response.at, "");
                response.content = None;
                response.events = None;
            }
        }
    }

    /// Keeps the response to a failed call if its body is JSON of a documented type.
    fn failure(&mut self, status: &str, at: &Pointer, operation: &mut Operation) {
        let response = self.response(at);
        let typed = response.filter(|response| {
            let content = response.content.as_ref().filter(|content| content.kind().is_json());
            content
                .and_then(|content| content.schema.as_ref())
                .is_some_and(|schema| schema.shape != Shape::Open)
        });
        match typed {
            Some(mut response) => {
                self.note(&FAILURE, at, status);
                response.events = None;
                operation.errors.insert(status.to_uppercase(), response);
            }
            None => self.note(&EMPTY_FAILURE, at, status),
        }
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
        let mut response = Response { description, content: None, events: None, at: at.clone() };
        if let Some(content) = node.get("content").and_then(Value::as_object) {
            self.received_content(content, &target.child("content"), &mut response);
        }
        Some(response)
    }

    fn received_content(&mut self, content: &Map<String, Value>, at: &Pointer, response: &mut Response) {
        let json = content.keys().filter(|name| ContentKind::of(name).is_json());
        let json = json.min_by_key(|name| ContentKind::of(name));
        let events = content.keys().find(|name| ContentKind::of(name) == ContentKind::Events);
        let other = content.keys().find(|name| Some(*name) != events);
        let chosen = json.or(other);
        for other in content.keys().filter(|name| Some(*name) != chosen && Some(*name) != events) {
            let chosen = chosen.map_or("", String::as_str);
            self.note(&OTHER_RESPONSE_MEDIA, &at.child(other), format!("{chosen} is read"));
        }
        response.content = chosen.map(|name| self.one_content(name, &at.child(name)));
        response.events = events.map(|name| self.one_content(name, &at.child(name)));
    }

    fn one_content(&mut self, name: &str, at: &Pointer) -> Content {
        let (target, node) = self.media_type(at);
        if node.contains_key("encoding") {
            self.note(&ENCODING, &target.child("encoding"), name);
        }
        let is_json = ContentKind::of(name).is_json();
        let schema = match node.get("schema") {
            Some(schema) if is_json => Some(self.schema(schema, &target.child("schema"))),
            None if is_json => {
                self.note(&NO_SCHEMA, at, "");
                Some(Schema::default())
            }
            // The type of an event's data, which the caller deserializes.
            Some(schema) if ContentKind::of(name) == ContentKind::Events => {
                Some(self.schema(schema, &target.child("schema")))
            }
            _ => {
                self.note(&RAW, at, name);
                None
            }
        };
        Content { media_type: self.media_name(name, at), schema, ..Content::default() }
    }
}

/// Ranks the media types of a request, the best one first.
fn sending_rank(name: &str) -> u8 {
    match ContentKind::of(name) {
        ContentKind::Json => 0,
        ContentKind::JsonSuffix => 1,
        ContentKind::Multipart => 2,
        ContentKind::Form => 3,
        ContentKind::Text => 4,
        ContentKind::Bytes | ContentKind::Events if name.contains('*') => 6,
        ContentKind::Bytes | ContentKind::Events => 5,
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
