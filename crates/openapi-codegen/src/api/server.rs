//! Servers and credentials.

/// A server of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The URL, with the defaults of its variables.
    pub url: String,
    /// Documentation, variables included.
    pub description: Option<String>,
}

/// A way in which a caller can identify itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Name of the security scheme.
    pub name: String,
    /// Part of the request that carries it.
    pub kind: CredentialKind,
    /// Documentation.
    pub description: Option<String>,
}

/// The part of a request that carries a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// A header of this name.
    Header(String),
    /// A query parameter of this name.
    Query(String),
    /// A cookie of this name.
    Cookie(String),
}
