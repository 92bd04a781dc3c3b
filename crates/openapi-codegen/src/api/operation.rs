//! Paths, operations and their parts.

use indexmap::IndexMap;
use openapi_document::Pointer;
use serde_json::{Map, Value};

use super::Schema;

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
    /// Name of the operation, after which the generated method is named.
    pub id: Option<String>,
    /// `summary`, `description`, `tags` and `deprecated`, for the documentation.
    pub prose: Map<String, Value>,
    /// `x-rust-params`: name of the struct that holds the query and header parameters.
    pub params_name: Option<String>,
    /// `x-rust-request`: request of the facade that gets a setter for each of them.
    pub request_name: Option<String>,
    /// The operation's own parameters.
    pub parameters: Vec<Parameter>,
    /// Body of the request.
    pub body: Option<Body>,
    /// Successful responses, by status.
    pub responses: IndexMap<String, Response>,
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
    /// Documentation.
    pub description: Option<String>,
    /// The media type that was chosen.
    pub content: Content,
    /// Location in the document.
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

/// A successful response.
#[derive(Clone, Debug)]
pub struct Response {
    /// Documentation.
    pub description: String,
    /// Content of the body, if there is one.
    pub content: Option<Content>,
    /// Location in the document.
    pub at: Pointer,
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

impl Operation {
    /// Returns the schemas of the request, parameters included.
    pub fn sent(&self) -> impl Iterator<Item = &Schema> {
        let parameters = self.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
        let body = self.body.iter().filter_map(|body| body.content.schema.as_ref());
        parameters.chain(body)
    }

    /// Returns the schemas of the responses.
    pub fn received(&self) -> impl Iterator<Item = &Schema> {
        let contents = self.responses.values().filter_map(|response| response.content.as_ref());
        contents.filter_map(|content| content.schema.as_ref())
    }
}
