//! Checking a request against a description.

use std::collections::BTreeMap;

use super::operation::{Body, Operation};
use super::parameter::{Parameter, Place};
use super::spec::Spec;
use crate::wire::Request;

/// What a description says of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Inspection {
    /// The path without the server's prefix.
    pub(crate) path: String,
    pub(crate) operation: Option<String>,
    /// The decoded arguments of the path's template.
    pub(crate) arguments: BTreeMap<String, String>,
    /// A sentence for each departure.
    pub(crate) violations: Vec<String>,
    /// Why the request is not to be acted on.
    pub(crate) refusal: Option<Refusal>,
}

/// What makes a request unfit to be acted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    UnknownPath,
    WrongMethod,
    NoCredential,
    WrongContentType,
    Malformed,
}

impl Inspection {
    fn refuse(mut self, refusal: Refusal, violation: String) -> Self {
        self.violations.push(violation);
        self.refusal = Some(refusal);
        self
    }
}

impl Spec {
    /// Which operation a request is for, and everything that is wrong with it.
    pub(crate) fn inspect(&self, request: &Request) -> Inspection {
        let mut found = Inspection { path: request.path().to_owned(), ..Inspection::default() };
        let Some(path) = request.path().strip_prefix(self.base_path()) else {
            let sentence = format!("the path does not begin with {}", self.base_path());
            return found.refuse(Refusal::UnknownPath, sentence);
        };
        path.clone_into(&mut found.path);
        let fitting =
            self.operations().iter().filter(|operation| operation.template.arguments(path).is_some());
        let Some(best) = fitting.clone().min_by_key(|operation| operation.template.precedence()) else {
            return found.refuse(Refusal::UnknownPath, format!("no documented path fits {path}"));
        };
        let mut same_path = fitting.filter(|operation| operation.path == best.path);
        let Some(operation) = same_path.find(|operation| operation.method == request.method) else {
            let sentence = format!("{} is not documented for {}", request.method, best.path);
            return found.refuse(Refusal::WrongMethod, sentence);
        };
        found.operation = Some(operation.id.clone());
        found.arguments = operation.template.arguments(path).unwrap_or_default();
        operation.check(request, found)
    }
}

impl Operation {
    fn check(&self, request: &Request, mut found: Inspection) -> Inspection {
        let mut malformed = self.path_violations(&found.arguments);
        malformed.extend(self.query_violations(request));
        malformed.extend(self.header_violations(request));
        let (wrong_type, body) = self.body_violations(request);
        malformed.extend(body);
        if wrong_type {
            found.refusal = Some(Refusal::WrongContentType);
        } else if !malformed.is_empty() {
            found.refusal = Some(Refusal::Malformed);
        }
        found.violations = malformed;
        // Before it looks at anything else, an API wants to know who calls.
        if !self.security.is_met(request) {
            return found.refuse(Refusal::NoCredential, "no documented credential was sent".to_owned());
        }
        found
    }

    fn parameters_in(&self, place: Place) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(move |parameter| parameter.place == place)
    }

    fn path_violations(&self, arguments: &BTreeMap<String, String>) -> Vec<String> {
        let check = |parameter: &Parameter| {
            let sent: Vec<&str> = arguments.get(&parameter.name).map(String::as_str).into_iter().collect();
            parameter.violations(&sent)
        };
        self.parameters_in(Place::Path).flat_map(check).collect()
    }

    fn query_violations(&self, request: &Request) -> Vec<String> {
        let query = request.query();
        let mut violations = Vec::new();
        for parameter in self.parameters_in(Place::Query) {
            let sent = query.iter().filter(|(name, _)| parameter.is(Place::Query, name));
            let sent: Vec<&str> = sent.map(|(_, value)| value.as_str()).collect();
            violations.extend(parameter.violations(&sent));
        }
        for (name, _) in &query {
            let known = self.parameters_in(Place::Query).any(|parameter| parameter.is(Place::Query, name));
            if !known && !self.security.names_parameter(name) {
                violations.push(format!("query parameter {name:?} is not documented"));
            }
        }
        violations
    }

    fn header_violations(&self, request: &Request) -> Vec<String> {
        let check = |parameter: &Parameter| {
            let sent = request.headers.iter().filter(|(name, _)| parameter.is(Place::Header, name));
            let sent: Vec<&str> = sent.map(|(_, value)| value.as_str()).collect();
            parameter.violations(&sent)
        };
        self.parameters_in(Place::Header).flat_map(check).collect()
    }

    /// Whether the content type is not documented, and everything that is wrong with the body.
    fn body_violations(&self, request: &Request) -> (bool, Vec<String>) {
        let Some(Body { required, media }) = &self.body else {
            let violation = "a body was sent, and none is documented".to_owned();
            return (false, if request.body.is_empty() { Vec::new() } else { vec![violation] });
        };
        if request.body.is_empty() {
            return (false, if *required { vec!["the body is missing".to_owned()] } else { Vec::new() });
        }
        if let Some(coding) =
            request.header("content-encoding").filter(|coding| !coding.eq_ignore_ascii_case("identity"))
        {
            return (
                true,
                vec![format!("the body's content coding {coding:?} is not one that is understood here")],
            );
        }
        let sent = request.header("content-type").unwrap_or_default();
        match media.iter().find(|media| media.is(sent)) {
            Some(media) => {
                let violations = media.violations(&request.body).into_iter();
                (false, violations.map(|violation| format!("the body: {violation}")).collect())
            }
            None => (true, vec![format!("content type {sent:?} is not documented for the body")]),
        }
    }
}
