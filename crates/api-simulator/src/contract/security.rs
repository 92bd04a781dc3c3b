//! Credentials: which an operation asks for, and whether a request has them.

use super::document::Node;
use crate::Error;
use crate::wire::Request;

/// A way of sending one credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// `Authorization` with this scheme's name, in lower case.
    Http(String),
    Header(String),
    Query(String),
    /// A cookie, mutual TLS: cannot be told from the request, so is taken to be there.
    Other,
}

/// Sets of credentials, any one of which will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Security(Vec<Vec<Scheme>>);

impl Security {
    /// The requirements of an operation, or else the document's.
    pub(super) fn read(document: &Node<'_>, operation: &Node<'_>) -> Result<Self, Error> {
        let own = operation.member("security")?;
        let Some(requirements) = own.map_or_else(|| document.member("security"), |own| Ok(Some(own)))? else {
            return Ok(Self::default());
        };
        let schemes = match document.member("components")? {
            Some(components) => components.member("securitySchemes")?,
            None => None,
        };
        let mut alternatives = Vec::new();
        for requirement in requirements.items()? {
            let names = requirement.members()?.into_iter().map(|(name, _)| name);
            let set = names.map(|name| {
                let scheme = schemes.as_ref().map_or(Ok(None), |schemes| schemes.member(name))?;
                scheme
                    .map(|scheme| Scheme::read(&scheme))
                    .ok_or_else(|| requirement.wrong(format!("there is no security scheme {name:?}")))
            });
            alternatives.push(set.collect::<Result<_, Error>>()?);
        }
        Ok(Self(alternatives))
    }

    /// Whether the request has one of the sets, whatever the credentials are worth.
    pub(super) fn is_met(&self, request: &Request) -> bool {
        self.0.is_empty() || self.0.iter().any(|set| set.iter().all(|scheme| scheme.is_in(request)))
    }

    /// Whether a query parameter of this name is a credential.
    pub(super) fn names_parameter(&self, name: &str) -> bool {
        self.0.iter().flatten().any(|scheme| matches!(scheme, Scheme::Query(query) if query == name))
    }
}

impl Scheme {
    fn read(node: &Node<'_>) -> Self {
        let name = || node.text("name").unwrap_or_default().to_owned();
        match (node.text("type"), node.text("in")) {
            (Some("http"), _) => Self::Http(node.text("scheme").unwrap_or_default().to_ascii_lowercase()),
            (Some("oauth2" | "openIdConnect"), _) => Self::Http("bearer".to_owned()),
            (Some("apiKey"), Some("header")) => Self::Header(name()),
            (Some("apiKey"), Some("query")) => Self::Query(name()),
            _ => Self::Other,
        }
    }

    fn is_in(&self, request: &Request) -> bool {
        match self {
            Self::Http(scheme) => {
                request.header("authorization").and_then(|value| value.split_once(' ')).is_some_and(
                    |(sent, credential)| sent.eq_ignore_ascii_case(scheme) && !credential.trim().is_empty(),
                )
            }
            Self::Header(name) => request.header(name).is_some_and(|value| !value.is_empty()),
            Self::Query(name) => {
                request.query().iter().any(|(sent, value)| sent == name && !value.is_empty())
            }
            Self::Other => true,
        }
    }
}
