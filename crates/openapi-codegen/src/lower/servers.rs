//! Servers and security schemes.

use openapi_document::Pointer;
use serde_json::Value;

use super::{Lowering, parameters::is_token};
use crate::{
    api::{Api, Credential, CredentialKind, Server},
    report::Rule,
};

static VARIABLES: Rule = Rule::lowered(
    "server variables",
    "the URL has their defaults; the documentation of its constant lists them",
);
static OWN_VARIABLES: Rule = Rule::left_out(
    "variables of own servers",
    "the URL has their defaults; another one is for a client of its own, whose base URL it is",
);
static UNDECLARED_VARIABLE: Rule = Rule::warning(
    "server variable not declared",
    "nothing says what to put in its place: the caller gives the whole URL",
);
static OTHER_SERVERS: Rule =
    Rule::left_out("other own servers", "the first one is the base URL of these operations");
static SAME_SERVER: Rule =
    Rule::lowered("own servers", "they are those of the document, so the client's base URL is theirs, too");
static OWN_SERVER: Rule = Rule::lowered("own servers", "the first one is the base URL of these operations");
static COMMON_SERVER: Rule = Rule::lowered(
    "own servers",
    "the document names none, and all operations name these, which become its own",
);
static SECURITY: Rule = Rule::lowered(
    "security requirement",
    "the client sends each credential that it is given with every request; the server ignores what it does not need",
);
static SCHEME: Rule = Rule::lowered("security scheme", "it is a credential of the client");
static FLOWS: Rule = Rule::left_out(
    "OAuth flows",
    "the caller obtains the access token, which the client sends as a bearer token",
);
static NO_SCHEME: Rule = Rule::left_out(
    "security scheme",
    "it is no part of a request that could be set here: the caller's own HTTP client carries it, or a header",
);

impl Lowering<'_> {
    pub(super) fn servers(&mut self, servers: &Value, at: &Pointer) -> Vec<Server> {
        let servers = servers.as_array().into_iter().flatten().enumerate();
        servers.filter_map(|(index, server)| self.server(server, &at.index(index), &VARIABLES)).collect()
    }

    fn server(&mut self, server: &Value, at: &Pointer, variables_rule: &'static Rule) -> Option<Server> {
        let Some(url) = server.get("url").and_then(Value::as_str) else {
            self.malformed(at, "a server needs a `url`");
            return None;
        };
        let mut url = url.to_owned();
        let mut lines: Vec<String> =
            server.get("description").and_then(Value::as_str).map(str::to_owned).into_iter().collect();
        let variables = server.get("variables").and_then(Value::as_object);
        for (name, variable) in variables.into_iter().flatten() {
            let default = variable.get("default").map(plain_text).unwrap_or_default();
            url = url.replace(&format!("{{{name}}}"), &default);
            let mut line = format!("`{name}` is `{default}` here");
            if let Some(values) = variable.get("enum").and_then(Value::as_array) {
                let values: Vec<String> =
                    values.iter().map(|value| format!("`{}`", plain_text(value))).collect();
                line += &format!("; one of {}", values.join(", "));
            }
            lines.push(format!("{line}."));
            self.note(variables_rule, &at.child("variables"), name);
        }
        if url.contains('{') {
            self.note(&UNDECLARED_VARIABLE, at, &url);
        }
        let description = (!lines.is_empty()).then(|| lines.join("\n\n"));
        Some(Server { url, description })
    }

    /// Returns the URL of the server that a path or an operation names, and notes it later.
    pub(super) fn own_server(&mut self, servers: &Value, at: &Pointer) -> Option<String> {
        let servers = servers.as_array()?;
        let url = self.server(servers.first()?, &at.index(0), &OWN_VARIABLES)?.url;
        for index in 1..servers.len() {
            self.note(&OTHER_SERVERS, &at.index(index), "");
        }
        if url.contains('{') {
            return None;
        }
        self.own_servers.push((self.owner.clone(), at.clone(), url.clone()));
        Some(url)
    }

    /// Drops own servers that are the document's, or that become the document's because all operations name them.
    pub(super) fn settle_servers(&mut self, api: &mut Api) {
        let same = |one: &str, other: &str| one.trim_end_matches('/') == other.trim_end_matches('/');
        let own: Vec<Option<String>> =
            api.operations().map(|(_, _, _, operation)| operation.server.clone()).collect();
        let mut rule = &SAME_SERVER;
        if api.servers.is_empty()
            && let Some(Some(first)) = own.first()
            && own.iter().all(|server| server.as_deref().is_some_and(|server| same(server, first)))
        {
            api.servers = vec![Server { url: first.clone(), description: None }];
            rule = &COMMON_SERVER;
        }
        let common: Vec<String> = api.servers.iter().map(|server| server.url.clone()).collect();
        let is_common = |url: &str| common.iter().any(|common| same(common, url));
        for (owner, at, url) in std::mem::take(&mut self.own_servers) {
            let rule = if is_common(&url) { rule } else { &OWN_SERVER };
            self.report.note(rule, &at, url, &owner);
        }
        for operation in api.paths.values_mut().flat_map(|item| item.operations.values_mut()) {
            operation.server = operation.server.take().filter(|url| !is_common(url));
        }
    }

    pub(super) fn security(&mut self, at: &Pointer) {
        self.note(&SECURITY, at, "");
    }

    pub(super) fn security_schemes(&mut self, schemes: &Value, at: &Pointer) -> Vec<Credential> {
        let names = schemes.as_object().into_iter().flat_map(|schemes| schemes.keys());
        names.filter_map(|name| self.security_scheme(name, &at.child(name))).collect()
    }

    fn security_scheme(&mut self, name: &str, at: &Pointer) -> Option<Credential> {
        let (target, node) = self.resolve(at)?;
        let text = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default();
        let key = || text("name").to_owned();
        let kind = match (text("type"), text("in"), text("scheme").to_ascii_lowercase().as_str()) {
            ("apiKey", "header", _) if is_token(text("name")) => CredentialKind::Header(key()),
            ("apiKey", "query", _) => CredentialKind::Query(key()),
            ("apiKey", "cookie", _) => CredentialKind::Cookie(key()),
            ("http", _, "bearer") => CredentialKind::Bearer,
            ("http", _, "basic") => CredentialKind::Basic,
            ("oauth2" | "openIdConnect", ..) => {
                self.note(&FLOWS, &target, text("type"));
                CredentialKind::Bearer
            }
            (kind, ..) => {
                self.note(&NO_SCHEME, &target, format!("{name}: {kind}"));
                return None;
            }
        };
        self.note(&SCHEME, &target, name);
        let description = Some(text("description")).filter(|text| !text.is_empty()).map(str::to_owned);
        Some(Credential { name: name.to_owned(), kind, description })
    }
}

fn plain_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
