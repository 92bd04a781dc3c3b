//! Paths, operations and their parts.

use std::borrow::Cow;

use indexmap::IndexMap;
use openapi_document::{MediaType, Pointer};
use serde_json::{Map, Value};

use super::Schema;

/// A path with its operations.
#[derive(Clone, Debug, Default)]
pub struct PathItem {
    /// The parameters that all operations of the path share.
    pub parameters: Vec<Parameter>,
    /// The operations by method: in lower case for those that OpenAPI names, any other as it is sent.
    pub operations: IndexMap<String, Operation>,
}

/// One operation.
#[derive(Clone, Debug, Default)]
pub struct Operation {
    /// Name of the operation: the document's own, or one made for it, with a number where it was taken.
    pub id: Option<String>,
    /// Name of the generated method.
    pub method_name: String,
    /// First tag, by which the generated methods are grouped.
    pub group: Option<String>,
    /// URL of the server that alone offers the operation.
    pub server: Option<String>,
    /// `summary`, `description`, `tags` and `deprecated`, for the documentation.
    pub prose: Map<String, Value>,
    /// Name of the method that reads the response as a stream of events, where one is offered beside another content.
    pub events_name: Option<String>,
    /// Name of the struct that holds the parameters: `x-rust-params`, or one made of the operation's.
    pub params_name: Option<String>,
    /// Name of the struct of a multipart form.
    pub form_name: String,
    /// Name of the enum of several types of success.
    pub reply_name: String,
    /// `x-rust-request`: request of the facade that gets a setter for each of them.
    pub request_name: Option<String>,
    /// The operation's own parameters.
    pub parameters: Vec<Parameter>,
    /// Body of the request.
    pub body: Option<Body>,
    /// Successful responses, by status.
    pub responses: IndexMap<String, Response>,
    /// Other responses with a typed body, by status.
    pub errors: IndexMap<String, Response>,
    /// Location in the document.
    pub at: Pointer,
}

/// The part of a request that holds a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterLocation {
    /// The path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// A parameter of a path or operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Part of the request that holds it.
    pub location: ParameterLocation,
    /// `true` if a request must have it.
    pub required: bool,
    /// Style in which it is written, if the document names one.
    pub style: Option<String>,
    /// `true` if lists are repeated, `false` if they are joined, where the document says so.
    pub explode: Option<bool>,
    /// `true` if reserved characters are sent as they are.
    pub allow_reserved: bool,
    /// `true` if the value is sent as JSON text.
    pub json: bool,
    /// Documentation.
    pub description: Option<String>,
    /// Schema of its values; `None` where the document gives a media type instead.
    pub schema: Option<Schema>,
    /// Location in the document.
    pub at: Pointer,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub struct Body {
    /// `true` if a request must have it.
    pub required: bool,
    /// Documentation.
    pub description: Option<String>,
    /// The media type that was chosen.
    pub content: Content,
    /// Location in the document.
    pub at: Pointer,
}

/// A media type with its schema.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Content {
    /// The media type, as the document writes it.
    pub media_type: String,
    /// The schema; raw content has none.
    pub schema: Option<Schema>,
    /// Encodings of the fields of a form, by name.
    pub encodings: IndexMap<String, Encoding>,
}

/// Encoding of a field of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encoding {
    /// Media type of the field.
    pub media_type: Option<String>,
    /// Style of a list or an object.
    pub style: Option<String>,
    /// `true` if lists are repeated, `false` if they are joined, where the document says so.
    pub explode: Option<bool>,
}

/// The kinds of content that are sent and read in different ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContentKind {
    /// `application/json`.
    Json,
    /// Another media type whose bodies are JSON.
    JsonSuffix,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// `text/event-stream`.
    Events,
    /// Other text.
    Text,
    /// Anything else.
    Bytes,
}

impl ContentKind {
    /// Returns the kind of a media type.
    pub fn of(media_type: &str) -> Self {
        let Ok(media_type) = MediaType::parse(media_type) else { return Self::Bytes };
        match media_type.essence() {
            "application/json" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            "multipart/form-data" => Self::Multipart,
            "text/event-stream" => Self::Events,
            _ if media_type.is_json() => Self::JsonSuffix,
            _ if media_type.type_() == "text" && !media_type.is_range() => Self::Text,
            _ => Self::Bytes,
        }
    }

    /// Returns `true` if bodies are JSON.
    pub fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::JsonSuffix)
    }
}

impl Content {
    /// Returns the kind of the media type.
    pub fn kind(&self) -> ContentKind {
        ContentKind::of(&self.media_type)
    }
}

/// A successful response.
#[derive(Clone, Debug)]
pub struct Response {
    /// Documentation.
    pub description: String,
    /// Content of the body, if there is one.
    pub content: Option<Content>,
    /// Event stream that is offered beside it.
    pub events: Option<Content>,
    /// Location in the document.
    pub at: Pointer,
}

/// Returns a method as it is sent: `GET` for `get`, any other than those that OpenAPI names as it is.
pub fn method_token(method: &str) -> Cow<'_, str> {
    match method {
        "get" | "put" | "post" | "delete" | "patch" | "head" | "options" | "trace" | "query" => {
            method.to_uppercase().into()
        }
        other => other.into(),
    }
}

impl PathItem {
    /// Returns an operation's own parameters, and those of its path that it does not replace.
    pub fn parameters_of<'a>(&'a self, operation: &'a Operation) -> Vec<&'a Parameter> {
        let own = &operation.parameters;
        let is_replaced =
            |shared: &Parameter| own.iter().any(|p| p.name == shared.name && p.location == shared.location);
        self.parameters.iter().filter(|shared| !is_replaced(shared)).chain(own).collect()
    }
}

impl Response {
    /// Returns the contents that the response offers and that are read.
    pub fn contents(&self) -> impl Iterator<Item = &Content> {
        self.content.iter().chain(&self.events)
    }
}

impl Operation {
    /// Returns the schemas of the request, parameters included.
    pub fn sent(&self) -> impl Iterator<Item = &Schema> {
        let parameters = self.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
        let body = self.body.iter().filter_map(|body| body.content.schema.as_ref());
        parameters.chain(body)
    }

    /// Returns the schemas of the responses.
    pub fn received(&self) -> impl Iterator<Item = &Schema> {
        let responses = self.responses.values().chain(self.errors.values());
        responses.flat_map(Response::contents).filter_map(|content| content.schema.as_ref())
    }
}
