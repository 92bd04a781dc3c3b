//! Paths, operations and their parts.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::Schema;
use openapi_document::Pointer;

/// A path with its operations.
#[derive(Clone, Debug, Default)]
pub struct PathItem {
    /// The parameters that all operations of the path share.
    pub parameters: Vec<Parameter>,
    /// The operations by method, in lower case.
    pub operations: IndexMap<String, Operation>,
}

/// One operation.
#[derive(Clone, Debug, Default)]
pub struct Operation {
    /// The operation's name; the generated method is named after it.
    pub id: Option<String>,
    /// `summary`, `description`, `tags` and `deprecated`, for the documentation.
    pub prose: Map<String, Value>,
    /// `x-rust-params`: name of the struct that holds the query and header parameters.
    pub params_name: Option<String>,
    /// `x-rust-request`: request of the facade that gets a setter for each of them.
    pub request_name: Option<String>,
    /// The operation's own parameters.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// What success looks like, by status.
    pub responses: IndexMap<String, Response>,
    /// The place in the description.
    pub at: Pointer,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// Into the path.
    Path,
    /// Into the query string.
    Query,
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
}

/// A parameter of a path or operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Where it goes.
    pub location: Location,
    /// Whether a request must have it.
    pub required: bool,
    /// How it is written, if the description says so.
    pub style: Option<String>,
    /// Whether lists are repeated rather than joined, if the description says so.
    pub explode: Option<bool>,
    /// Prose.
    pub description: Option<String>,
    /// Its values; `None` where the description gives a media type instead of a schema.
    pub schema: Option<Schema>,
    /// The place in the description.
    pub at: Pointer,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub struct Body {
    /// Prose.
    pub description: Option<String>,
    /// The media type that was chosen.
    pub content: Content,
    /// The place in the description.
    pub at: Pointer,
}

/// A media type with its schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// The media type.
    pub media_type: String,
    /// The schema; raw content has none.
    pub schema: Option<Schema>,
}

/// A documented success.
#[derive(Clone, Debug)]
pub struct Response {
    /// Prose.
    pub description: String,
    /// What the answer holds, if anything.
    pub content: Option<Content>,
    /// The place in the description.
    pub at: Pointer,
}

impl Operation {
    /// The schemas of what is sent, parameters included.
    pub fn sent(&self) -> impl Iterator<Item = &Schema> {
        let parameters = self.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
        let body = self.body.iter().filter_map(|body| body.content.schema.as_ref());
        parameters.chain(body)
    }

    /// The schemas of what is received.
    pub fn received(&self) -> impl Iterator<Item = &Schema> {
        let contents = self.responses.values().filter_map(|response| response.content.as_ref());
        contents.filter_map(|content| content.schema.as_ref())
    }
}
