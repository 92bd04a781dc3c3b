//! One documented operation.

use serde_json::Value;

use super::document::Node;
use super::media::{DocumentedBody, Media};
use super::parameter::Parameter;
use super::sample;
use super::schema::Compiler;
use super::security::Security;
use super::template::Template;
use crate::Error;

/// An operation of a [`Spec`](crate::Spec).
#[derive(Clone, Debug)]
pub struct Operation {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) template: Template,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) security: Security,
    responses: Vec<Response>,
}

#[derive(Clone, Debug)]
pub(super) struct Body {
    pub(super) required: bool,
    pub(super) media: Vec<Media>,
}

#[derive(Clone, Debug)]
struct Response {
    /// `200`, `4XX` or `default`.
    status: String,
    media: Vec<Media>,
}

impl Operation {
    pub(super) fn read(
        document: &Node<'_>,
        path: (&str, &Node<'_>),
        method: (&str, &Node<'_>),
        compiler: &mut Compiler,
    ) -> Result<Self, Error> {
        let ((path, item), (method, node)) = (path, method);
        let method = method.to_ascii_uppercase();
        let template =
            Template::parse(path).ok_or_else(|| item.wrong("the path's template cannot be read"))?;
        let body = node.member("requestBody")?.map(|body| {
            Ok::<_, Error>(Body { required: body.flag("required"), media: Media::read_all(&body, compiler)? })
        });
        let body = body.transpose()?;
        let mut responses = Vec::new();
        for (status, response) in
            node.member("responses")?.map_or_else(|| Ok(Vec::new()), |all| all.members())?
        {
            responses
                .push(Response { status: status.to_owned(), media: Media::read_all(&response, compiler)? });
        }
        Ok(Self {
            id: node.text("operationId").map_or_else(|| format!("{method} {path}"), str::to_owned),
            security: Security::read(document, node)?,
            parameters: parameters(item, node, compiler)?,
            path: path.to_owned(),
            method,
            template,
            body,
            responses,
        })
    }

    /// The `operationId`, or `"GET /path"` where there is none.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The method, in capitals.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path's template.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The documented statuses: `200`, `4XX`, `default`.
    pub fn statuses(&self) -> impl Iterator<Item = &str> {
        self.responses.iter().map(|response| response.status.as_str())
    }

    /// The names and values of the examples of an answer, sorted by name.
    #[must_use]
    pub fn response_examples(&self, status: u16) -> Vec<(&str, &Value)> {
        self.media(status)
            .iter()
            .flat_map(|media| media.examples.iter())
            .map(|(n, v)| (n.as_str(), v))
            .collect()
    }

    /// The names and values of the examples of the request's body, sorted by name.
    #[must_use]
    pub fn request_examples(&self) -> Vec<(&str, &Value)> {
        let media = self.body.iter().flat_map(|body| &body.media);
        media.flat_map(|media| media.examples.iter()).map(|(n, v)| (n.as_str(), v)).collect()
    }

    /// The JSON Pointer of the schema of an answer's JSON body.
    #[must_use]
    pub fn response_schema_pointer(&self, status: u16) -> Option<&str> {
        let media = self.media(status).iter().find(|media| media.is_json())?;
        media.schema.as_ref().map(|schema| schema.pointer.as_str())
    }

    /// What is wrong with an answer: a status or content type that is not documented, a body that
    /// departs from its schema.
    #[must_use]
    pub fn response_violations(&self, status: u16, content_type: Option<&str>, body: &[u8]) -> Vec<String> {
        let Some(response) = self.response(status) else {
            return vec![format!("{}: status {status} is not documented", self.id)];
        };
        // A response without `content` says nothing of its body.
        if response.media.is_empty() {
            return Vec::new();
        }
        let sent = content_type.unwrap_or_default();
        let violations = match response.media.iter().find(|media| media.is(sent)) {
            Some(media) => media.violations(body),
            None => vec![format!("content type {sent:?} is not documented")],
        };
        violations.into_iter().map(|violation| format!("{}, status {status}: {violation}", self.id)).collect()
    }

    /// The example of this name of an answer.
    pub(crate) fn example(&self, status: u16, name: &str) -> Option<DocumentedBody> {
        self.media(status).iter().find_map(|media| media.example(name))
    }

    /// The first example of a status's body, or else a value made from its schema.
    pub(crate) fn documented_body(&self, document: &Value, status: u16) -> Option<DocumentedBody> {
        let media = self.media(status).first()?;
        let made = || media.schema.as_ref().and_then(|schema| sample::full(document, &schema.pointer));
        let value = media.examples.first().map(|(_, value)| value.clone()).or_else(made)?;
        Some(DocumentedBody { content_type: media.content_type.clone(), value })
    }

    /// The first documented success: its status, the lowest where a range is documented.
    pub(crate) fn success(&self) -> u16 {
        let documented = self.statuses().filter_map(|status| match status {
            "2XX" | "2xx" => Some(200),
            exact => exact.parse().ok().filter(|status| (200..300).contains(status)),
        });
        documented.min().unwrap_or(200)
    }

    fn media(&self, status: u16) -> &[Media] {
        self.response(status).map_or(&[], |response| &response.media)
    }

    fn response(&self, status: u16) -> Option<&Response> {
        let names = [status.to_string(), format!("{}XX", status / 100), "default".to_owned()];
        let by_name =
            |name: &String| self.responses.iter().find(|response| response.status.eq_ignore_ascii_case(name));
        names.iter().find_map(by_name)
    }
}

/// The parameters of the path and of the operation, which go before.
fn parameters(item: &Node<'_>, node: &Node<'_>, compiler: &mut Compiler) -> Result<Vec<Parameter>, Error> {
    let mut found: Vec<Parameter> = Vec::new();
    for owner in [node, item] {
        for parameter in owner.member("parameters")?.map_or_else(|| Ok(Vec::new()), |all| all.items())? {
            let Some(parameter) = Parameter::read(&parameter, compiler)? else { continue };
            if !found.iter().any(|other| other.is(parameter.place, &parameter.name)) {
                found.push(parameter);
            }
        }
    }
    Ok(found)
}
