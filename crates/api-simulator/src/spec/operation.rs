//! Documented operations.

use std::sync::Arc;

use openapi_document::{Node, PathTemplate};
use serde_json::Value;

use super::media::{Content, Media};
use super::parameter::Parameter;
use super::schema::SchemaReader;
use super::security::Security;
use super::{elements, entries, invalid, sample};
use crate::{Error, MockResponse};

/// An operation of a [`Spec`](crate::Spec).
#[derive(Clone, Debug)]
pub struct Operation {
    document: Arc<Value>,
    id: String,
    method: String,
    pub(super) template: PathTemplate,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) security: Security,
    /// Responses with their statuses: `200`, `4XX` or `default`.
    responses: Vec<(String, Content)>,
}

#[derive(Clone, Debug)]
pub(super) struct Body {
    pub(super) required: bool,
    pub(super) content: Content,
}

impl Operation {
    pub(super) fn read(
        document: &Arc<Value>,
        path: &str,
        item: &Node<'_>,
        method: &str,
        node: &Node<'_>,
        schemas: &mut SchemaReader,
    ) -> Result<Self, Error> {
        let method = method.to_ascii_uppercase();
        let template =
            PathTemplate::parse(path).map_err(|error| invalid(item.pointer(), error.to_string()))?;
        let mut body = None;
        if let Some(node) = node.get_resolved("requestBody")? {
            let required = node.flag("required").unwrap_or_default();
            body = Some(Body { required, content: Content::read(&node, schemas)? });
        }
        let mut responses = Vec::new();
        for (status, response) in entries(node, "responses")? {
            responses.push((status.to_owned(), Content::read(&response, schemas)?));
        }
        Ok(Self {
            document: Arc::clone(document),
            id: node.text("operationId").map_or_else(|| format!("{method} {path}"), str::to_owned),
            method,
            template,
            parameters: parameters(item, node, schemas)?,
            body,
            security: Security::read(&Node::root(document), node)?,
            responses,
        })
    }

    /// Returns the `operationId`, or `"GET /path"` if there is none.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the method in upper case.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Returns the path template.
    #[must_use]
    pub fn path(&self) -> &str {
        self.template.as_str()
    }

    /// Returns the documented statuses: `200`, `4XX`, `default`.
    pub fn statuses(&self) -> impl Iterator<Item = &str> {
        self.responses.iter().map(|(status, _)| status.as_str())
    }

    /// Returns the examples of a response with their names, sorted by name.
    #[must_use]
    pub fn response_examples(&self, status: u16) -> Vec<(&str, &Value)> {
        let examples = self.response(status).into_iter().flat_map(Content::examples);
        examples.map(|(_, name, value)| (name, value)).collect()
    }

    /// Returns the examples of the request body with their names, sorted by name.
    #[must_use]
    pub fn request_examples(&self) -> Vec<(&str, &Value)> {
        let examples = self.body.iter().flat_map(|body| body.content.examples());
        examples.map(|(_, name, value)| (name, value)).collect()
    }

    /// Returns the JSON Pointer to the schema of a response's JSON body.
    #[must_use]
    pub fn response_schema_pointer(&self, status: u16) -> Option<&str> {
        let schema = self.response(status)?.json()?.schema.as_ref()?;
        Some(schema.pointer.as_str())
    }

    /// Returns a sentence for each way in which a response violates the document: an undocumented
    /// status or content type, a body that does not conform to its schema.
    #[must_use]
    pub fn response_violations(&self, status: u16, content_type: Option<&str>, body: &[u8]) -> Vec<String> {
        let Some(content) = self.response(status) else {
            return vec![format!("{}: status {status} is not documented", self.id)];
        };
        // A response without `content` may have any body.
        if content.is_empty() {
            return Vec::new();
        }
        let sent = content_type.unwrap_or_default();
        let violations = match content.matching(sent) {
            Some(media) => media.violations(body),
            None => vec![format!("content type {sent:?} is not documented")],
        };
        violations.into_iter().map(|violation| format!("{}, status {status}: {violation}", self.id)).collect()
    }

    /// Returns a response with the example of this name.
    pub(crate) fn example(&self, status: u16, name: &str) -> Option<MockResponse> {
        let mut examples = self.response(status)?.examples();
        examples.find(|(_, known, _)| *known == name).map(|(media, _, value)| respond(status, media, value))
    }

    /// Returns a response with the first example, or else with a value made from the schema.
    pub(crate) fn documented(&self, status: u16) -> Option<MockResponse> {
        let media = self.response(status)?.first()?;
        let example = media.examples.first().map(|(_, value)| value.clone());
        let sample = || sample::complete(&self.document, media.schema.as_ref()?.pointer.as_str());
        Some(respond(status, media, &example.or_else(sample)?))
    }

    /// Returns the lowest documented success; 200 for a range.
    pub(crate) fn success(&self) -> u16 {
        let statuses = self.statuses().filter_map(|status| match status {
            "2XX" | "2xx" => Some(200),
            exact => exact.parse().ok().filter(|status| (200..300).contains(status)),
        });
        statuses.min().unwrap_or(200)
    }

    fn response(&self, status: u16) -> Option<&Content> {
        let names = [status.to_string(), format!("{}XX", status / 100), "default".to_owned()];
        let named = |name: &String| self.responses.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        names.iter().find_map(named).map(|(_, content)| content)
    }
}

fn respond(status: u16, media: &Media, value: &Value) -> MockResponse {
    let text = match value {
        Value::String(text) if !media.media_type.is_json() => text.clone(),
        value => value.to_string(),
    };
    MockResponse::text(status, &media.media_type.to_string(), text)
}

/// Reads the parameters of the operation, which take precedence, and of the path.
fn parameters(item: &Node<'_>, node: &Node<'_>, schemas: &mut SchemaReader) -> Result<Vec<Parameter>, Error> {
    let mut parameters: Vec<Parameter> = Vec::new();
    for node in [elements(node, "parameters")?, elements(item, "parameters")?].concat() {
        let Some(parameter) = Parameter::read(&node, schemas)? else { continue };
        let is_same =
            |other: &Parameter| other.location == parameter.location && other.has_name(&parameter.name);
        if !parameters.iter().any(is_same) {
            parameters.push(parameter);
        }
    }
    Ok(parameters)
}
