//! Checking a request against an OpenAPI document.

use std::collections::BTreeMap;

use super::Spec;
use super::operation::Operation;
use super::parameter::{Parameter, ParameterLocation};
use crate::wire::Request;

/// Findings about a request.
#[derive(Debug, Default)]
pub(crate) struct Inspection {
    /// The path below that of the server's URL.
    pub(crate) path: String,
    pub(crate) operation: Option<String>,
    /// Decoded arguments of the path.
    pub(crate) arguments: BTreeMap<String, String>,
    /// A sentence for each violation.
    pub(crate) violations: Vec<String>,
    /// Reason why the request is not carried out.
    pub(crate) rejection: Option<Rejection>,
}

/// A kind of violation for which a request is not carried out.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rejection {
    UnknownPath,
    WrongMethod,
    NoCredential,
    WrongContentType,
    Malformed,
}

impl Inspection {
    fn reject(mut self, rejection: Rejection, violation: String) -> Self {
        self.violations.push(violation);
        self.rejection = Some(rejection);
        self
    }
}

impl Spec {
    /// Finds the operation that a request is for, and all violations.
    pub(crate) fn inspect(&self, request: &Request) -> Inspection {
        let mut found = Inspection { path: request.path().to_owned(), ..Inspection::default() };
        let Some(path) = request.path().strip_prefix(self.base_path()) else {
            let violation = format!("the path does not begin with {}", self.base_path());
            return found.reject(Rejection::UnknownPath, violation);
        };
        path.clone_into(&mut found.path);
        let matching =
            self.operations().iter().filter(|operation| operation.template.match_path(path).is_some());
        let Some(best) = matching.clone().max_by_key(|operation| operation.template.specificity()) else {
            return found.reject(Rejection::UnknownPath, format!("no documented path matches {path}"));
        };
        let mut same_path = matching.filter(|operation| operation.path() == best.path());
        let Some(operation) = same_path.find(|operation| operation.method() == request.method) else {
            let violation = format!("{} is not documented for {}", request.method, best.path());
            return found.reject(Rejection::WrongMethod, violation);
        };
        found.operation = Some(operation.id().to_owned());
        let arguments = operation.template.match_path(path).into_iter().flatten();
        found.arguments = arguments.map(|(name, value)| (name.to_owned(), value)).collect();
        operation.check(request, found)
    }
}

impl Operation {
    fn check(&self, request: &Request, mut found: Inspection) -> Inspection {
        let violations = &mut found.violations;
        violations.extend(self.path_violations(&found.arguments));
        violations.extend(self.query_violations(request));
        violations.extend(self.header_violations(request));
        match self.body_violations(request) {
            Ok(in_body) => {
                violations.extend(in_body);
                found.rejection = (!violations.is_empty()).then_some(Rejection::Malformed);
            }
            Err(wrong_type) => {
                violations.push(wrong_type);
                found.rejection = Some(Rejection::WrongContentType);
            }
        }
        // An API asks who calls before it looks at anything else.
        if !self.security.is_met(request) {
            return found.reject(Rejection::NoCredential, "no documented credential was sent".to_owned());
        }
        found
    }

    fn parameters_in(&self, location: ParameterLocation) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(move |parameter| parameter.location == location)
    }

    fn path_violations(&self, arguments: &BTreeMap<String, String>) -> Vec<String> {
        let check = |parameter: &Parameter| {
            let sent: Vec<&str> = arguments.get(&parameter.name).map(String::as_str).into_iter().collect();
            parameter.violations(&sent)
        };
        self.parameters_in(ParameterLocation::Path).flat_map(check).collect()
    }

    fn query_violations(&self, request: &Request) -> Vec<String> {
        let query = request.query();
        let documented = || self.parameters_in(ParameterLocation::Query);
        let mut violations: Vec<String> =
            documented().flat_map(|parameter| parameter.violations(&parameter.values_in(&query))).collect();
        for (name, _) in &query {
            if !documented().any(|parameter| parameter.has_name(name)) && !self.security.has_parameter(name) {
                violations.push(format!("query parameter {name:?} is not documented"));
            }
        }
        violations
    }

    fn header_violations(&self, request: &Request) -> Vec<String> {
        self.parameters_in(ParameterLocation::Header)
            .flat_map(|parameter| parameter.violations(&parameter.values_in(&request.headers)))
            .collect()
    }

    /// Returns the violations in the body, or the one of its content type.
    fn body_violations(&self, request: &Request) -> Result<Vec<String>, String> {
        let is_empty = request.body.is_empty();
        let one = |violation: &str| Ok(vec![violation.to_owned()]);
        let body = match &self.body {
            None if is_empty => return Ok(Vec::new()),
            None => return one("a body was sent, and none is documented"),
            Some(body) if is_empty && body.required => return one("the body is missing"),
            Some(_) if is_empty => return Ok(Vec::new()),
            Some(body) => body,
        };
        let coding = request.header("content-encoding");
        if let Some(coding) = coding.filter(|coding| !coding.eq_ignore_ascii_case("identity")) {
            return Err(format!("the content coding {coding:?} of the body is not supported here"));
        }
        let sent = request.header("content-type").unwrap_or_default();
        let Some(media) = body.content.matching(sent) else {
            return Err(format!("content type {sent:?} is not documented for the body"));
        };
        let violations = media.violations(&request.body).into_iter();
        Ok(violations.map(|violation| format!("the body: {violation}")).collect())
    }
}
