//! Credentials that an operation requires.

use openapi_document::Node;

use super::{elements, entries, invalid};
use crate::Error;
use crate::wire::Request;

/// A documented way of sending a credential.
#[derive(Clone, Debug)]
enum SecurityScheme {
    /// `Authorization` with this scheme, in lower case.
    Http(String),
    Header(String),
    Query(String),
    /// A cookie or mutual TLS, which is not checked.
    Unchecked,
}

/// Alternative sets of credentials, one of which is required.
#[derive(Clone, Debug, Default)]
pub(super) struct Security(Vec<Vec<SecurityScheme>>);

impl Security {
    /// Reads the requirements of an operation, or else those of the document.
    pub(super) fn read(document: &Node<'_>, operation: &Node<'_>) -> Result<Self, Error> {
        let owner = if operation.get("security").is_some() { operation } else { document };
        let components = document.get_resolved("components")?;
        let schemes = match &components {
            Some(components) => entries(components, "securitySchemes")?,
            None => Vec::new(),
        };
        let mut alternatives = Vec::new();
        for requirement in elements(owner, "security")? {
            let mut set = Vec::new();
            for (name, _) in requirement.entries() {
                let Some((_, scheme)) = schemes.iter().find(|(known, _)| *known == name) else {
                    let reason = format!("there is no security scheme {name:?}");
                    return Err(invalid(requirement.pointer(), reason));
                };
                set.push(SecurityScheme::read(scheme));
            }
            alternatives.push(set);
        }
        Ok(Self(alternatives))
    }

    /// Returns `true` if the request has a required set of credentials, valid or not.
    pub(super) fn is_met(&self, request: &Request) -> bool {
        self.0.is_empty() || self.0.iter().any(|set| set.iter().all(|scheme| scheme.is_in(request)))
    }

    /// Returns `true` if a query parameter of this name is a credential.
    pub(super) fn has_parameter(&self, name: &str) -> bool {
        self.0.iter().flatten().any(|scheme| matches!(scheme, SecurityScheme::Query(query) if query == name))
    }
}

impl SecurityScheme {
    fn read(node: &Node<'_>) -> Self {
        let name = || node.text("name").unwrap_or_default().to_owned();
        match (node.text("type"), node.text("in")) {
            (Some("http"), _) => Self::Http(node.text("scheme").unwrap_or_default().to_ascii_lowercase()),
            (Some("oauth2" | "openIdConnect"), _) => Self::Http("bearer".to_owned()),
            (Some("apiKey"), Some("header")) => Self::Header(name()),
            (Some("apiKey"), Some("query")) => Self::Query(name()),
            _ => Self::Unchecked,
        }
    }

    fn is_in(&self, request: &Request) -> bool {
        match self {
            Self::Http(scheme) => {
                let sent = request.header("authorization").and_then(|value| value.split_once(' '));
                sent.is_some_and(|(sent, value)| {
                    sent.eq_ignore_ascii_case(scheme) && !value.trim().is_empty()
                })
            }
            Self::Header(name) => request.header(name).is_some_and(|value| !value.is_empty()),
            Self::Query(name) => {
                request.query().iter().any(|(sent, value)| sent == name && !value.is_empty())
            }
            Self::Unchecked => true,
        }
    }
}
