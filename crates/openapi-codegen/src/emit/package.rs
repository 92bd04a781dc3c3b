//! A crate of its own: manifest, documentation, client with its credentials and servers, and the generated module.

use std::{collections::HashSet, path::PathBuf};

use super::{
    Artifact, GENERATED_MARK, emit_generated,
    texts::clean,
    types::Types,
    writer::{Writer, literal},
};
use crate::{
    api::{Api, CredentialKind},
    error::Result,
    ident,
};

/// The runtime that a crate is written for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// `api-runtime` of this version.
    Version(String),
    /// `api-runtime` in this directory.
    Path(PathBuf),
    /// A module of the crate itself, which depends on reqwest only: no retries, no deadlines, no redaction.
    Bare,
}

/// A crate to be written.
#[derive(Clone, Debug)]
pub struct Package {
    /// Name of the crate.
    pub name: String,
    /// Version of the crate.
    pub version: String,
    /// Name of the document, for the documentation.
    pub document: String,
    /// The runtime beneath it.
    pub runtime: Runtime,
}

impl Package {
    /// Returns the files of the crate.
    ///
    /// # Errors
    /// If the generated code is no Rust, by a fault of the emitter.
    pub fn files(&self, api: &Api) -> Result<Vec<Artifact>> {
        let boxes = HashSet::new();
        let runtime = if self.runtime == Runtime::Bare { "crate::runtime" } else { "::api_runtime" };
        let types = Types { api, runtime, own_crate: true, boxes: &boxes };
        let header = format!("// {GENERATED_MARK} from {}; do not edit.\n\n", self.document);
        let generated = emit_generated(types, &self.document, &header)?;
        let mut files = vec![
            ("Cargo.toml", self.manifest(api, &generated)),
            (
                "src/lib.rs",
                self.lib(api, &header, generated.lines().take(12).collect::<Vec<_>>().join("\n").as_str()),
            ),
            ("src/client.rs", self.client(api, &header)),
            ("src/generated.rs", generated),
        ];
        if self.runtime == Runtime::Bare {
            files.extend(BARE.iter().map(|(path, text)| (*path, format!("{header}{text}"))));
        }
        Ok(files.into_iter().map(|(path, content)| Artifact { path: path.into(), content }).collect())
    }

    fn manifest(&self, api: &Api, generated: &str) -> String {
        let title = api.head.get("info").and_then(|info| info.get("title")?.as_str()).unwrap_or_default();
        let title: String = title.split_whitespace().collect::<Vec<_>>().join(" ");
        // TOML escapes characters in another way than Rust.
        let title = title.replace(|c: char| !c.is_ascii_graphic() && !c.is_alphanumeric() && c != ' ', "");
        let description = literal(&format!("Client for {title}"));
        let uses_chrono = generated.contains("DateTime<Utc>") || generated.contains("NaiveDate");
        let chrono =
            "chrono = { version = \"0.4\", default-features = false, features = [\"serde\", \"std\"] }\n";
        let (tls, native_tls, runtime) = match &self.runtime {
            Runtime::Bare => ("reqwest/rustls", "reqwest/native-tls", BARE_DEPENDENCIES.to_owned()),
            Runtime::Version(version) => (
                "api-runtime/rustls",
                "api-runtime/native-tls",
                format!("api-runtime = {{ version = {}, default-features = false }}\n", literal(version)),
            ),
            Runtime::Path(path) => (
                "api-runtime/rustls",
                "api-runtime/native-tls",
                format!(
                    "api-runtime = {{ path = {}, default-features = false }}\n",
                    literal(&path.display().to_string())
                ),
            ),
        };
        let chrono = if uses_chrono || self.runtime == Runtime::Bare { chrono } else { "" };
        // The texts of a document have code that is not meant for tests.
        let lib = "[lib]\ndoctest = false\n\n";
        let schemars = "schemars = { version = \"1\", features = [\"chrono04\"], optional = true }\n";
        format!(
            "# {GENERATED_MARK} from {}; do not edit.\n\n[package]\nname = {}\nversion = {}\nedition = \"2024\"\n\
             rust-version = \"1.88\"\ndescription = {description}\n\n\
             [features]\ndefault = [\"rustls\"]\n# TLS by rustls, with the operating system's certificate store.\n\
             rustls = [\"{tls}\"]\n# TLS by the operating system's own library.\nnative-tls = [\"{native_tls}\"]\n\
             # JSON Schemas of the types.\nschemars = [\"dep:schemars\"]\n\n\
             [dependencies]\n{runtime}{chrono}{schemars}\
             serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\n{lib}[workspace]\n",
            self.document,
            literal(&self.name),
            literal(&self.version),
        )
    }

    fn lib(&self, api: &Api, header: &str, generated: &str) -> String {
        let info =
            |key: &str| api.head.get("info").and_then(|info| info.get(key)?.as_str()).unwrap_or_default();
        let mut writer = Writer::default();
        let server = api.servers.first().map_or("https://api.example.com", |server| &server.url);
        let server = if server.contains("://") { server } else { "https://api.example.com" };
        let module = self.name.replace('-', "_");
        let first = api.credentials.first().zip(credential_methods(api).into_iter().next());
        let credentials = first.map(|(credential, method)| match credential.kind {
            CredentialKind::Basic => format!(".{method}(\"user\", \"password\")"),
            _ => format!(".{method}(\"secret\")"),
        });
        let credentials = credentials.unwrap_or_default();
        let build = if credentials.is_empty() {
            format!("let client = {module}::Client::new({})?;", literal(server))
        } else {
            format!("let client = {module}::Client::builder({}){credentials}.build()?;", literal(server))
        };
        let call = example_call(api);
        let example = format!(
            "```no_run\n# async fn example() -> Result<(), {module}::CallError> {{\n{build}\n{call}# Ok(())\n# }}\n```"
        );
        writer.doc([
            format!("Client for {} {}.", clean(info("title")), info("version")).as_str(),
            info("description"),
            "# Example",
            &example,
        ]);
        let docs: String =
            writer.into_text().lines().map(|line| format!("{}\n", line.replacen("///", "//!", 1))).collect();
        let mut reexports = vec!["Call", "CallError"];
        let is_used =
            |name: &&str| generated.contains(&format!("{name},")) || generated.contains(&format!("{name}}}"));
        reexports.extend(["EventStream", "File", "Multipart"].iter().filter(|name| is_used(name)));
        reexports.extend(["Response", "Secret", "bytes::Bytes"]);
        let reexports = reexports.join(", ");
        let (runtime_module, runtime) = match self.runtime {
            Runtime::Bare => ("pub mod runtime;\n", "runtime"),
            _ => ("pub use api_runtime;\n", "api_runtime"),
        };
        format!(
            "{header}{docs}\n#![allow(deprecated)]\n\nmod client;\n\
             #[allow(nonstandard_style, unused_imports, clippy::all, clippy::pedantic, reason = \"generated\")]\n\
             #[rustfmt::skip]\nmod generated;\n\n{runtime_module}\n\
             pub use client::{{ClientBuilder, servers}};\npub use generated::*;\n\
             pub use {runtime}::{{{reexports}}};\n"
        )
    }

    fn client(&self, api: &Api, header: &str) -> String {
        let mut writer = Writer::default();
        writer.line("");
        let methods = credential_methods(api);
        writer.block("impl ClientBuilder", |writer| {
            let credentials: Vec<_> = api.credentials.iter().zip(&methods).collect();
            writer.items(&credentials, |writer, (credential, method)| {
                writer.line("");
                let kind = match &credential.kind {
                    CredentialKind::Bearer => "a bearer token".to_owned(),
                    CredentialKind::Basic => "a user name and a password".to_owned(),
                    CredentialKind::Header(name) => format!("the header `{name}`"),
                    CredentialKind::Query(name) => format!("the query parameter `{name}`"),
                    CredentialKind::Cookie(name) => format!("the cookie `{name}`"),
                };
                let doc = format!("Sends {kind} with every request: security scheme `{}`.", credential.name);
                writer.doc([doc.as_str(), credential.description.as_deref().unwrap_or_default()]);
                let (arguments, new) = match &credential.kind {
                    CredentialKind::Bearer => {
                        ("token: impl Into<Secret>", "Credential::bearer(token.into())".to_owned())
                    }
                    CredentialKind::Basic => (
                        "user: &str, password: impl Into<Secret>",
                        "Credential::basic(user, &password.into())".to_owned(),
                    ),
                    CredentialKind::Header(name) => (
                        "secret: impl Into<Secret>",
                        format!(
                            "Credential::header(HeaderName::from_static({}), secret.into())",
                            literal(&name.to_ascii_lowercase())
                        ),
                    ),
                    CredentialKind::Query(name) => (
                        "secret: impl Into<Secret>",
                        format!("Credential::query({}, secret.into())", literal(name)),
                    ),
                    CredentialKind::Cookie(name) => (
                        "secret: impl Into<Secret>",
                        format!("Credential::cookie({}, secret.into())", literal(name)),
                    ),
                };
                writer.block(format!("pub fn {method}(mut self, {arguments}) -> Self"), |writer| {
                    writer.line(format!("self.credentials.push({new});"));
                    writer.line("self");
                });
            });
        });
        let credentials = if api.credentials.is_empty() { String::new() } else { writer.into_text() };
        let mut writer = Writer::default();
        writer.line("");
        writer.doc(["Addresses of the API, as its document names them."]);
        writer.block("pub mod servers", |writer| {
            let mut taken: Vec<String> = Vec::new();
            for server in &api.servers {
                let name = ident::numbered(server_name(server.description.as_deref(), &server.url), |name| {
                    taken.iter().any(|taken| taken == name)
                });
                let fallback = format!("`{}`.", server.url);
                writer.doc([server.description.as_deref().unwrap_or(&fallback)]);
                writer.line(format!("pub const {name}: &str = {};", literal(&server.url)));
                taken.push(name);
            }
        });
        let servers = writer.into_text();
        let template = if self.runtime == Runtime::Bare {
            include_str!("../../template/bare/client.rs")
        } else {
            include_str!("../../template/client.rs")
        };
        let uses_header =
            api.credentials.iter().any(|credential| matches!(credential.kind, CredentialKind::Header(_)));
        let uses_secret = !api.credentials.is_empty();
        let template =
            if uses_header { template.to_owned() } else { template.replace(", http::HeaderName", "") };
        let template = if uses_secret { template } else { template.replace(" Secret,", "") };
        format!("{header}{template}{credentials}{servers}")
    }
}

/// Modules of a crate without `api-runtime`, made by the build script.
macro_rules! bare {
    ($($path:literal),+ $(,)?) => {
        &[$((concat!("src/", $path), include_str!(concat!(env!("OUT_DIR"), "/", $path)))),+]
    };
}

const BARE: &[(&str, &str)] = bare![
    "runtime/mod.rs",
    "runtime/base_url.rs",
    "runtime/decode/entries.rs",
    "runtime/decode/error.rs",
    "runtime/decode/fallback.rs",
    "runtime/decode/limits.rs",
    "runtime/decode/mod.rs",
    "runtime/decode/presence.rs",
    "runtime/decode/skipped.rs",
    "runtime/decode/strict.rs",
    "runtime/decode/text.rs",
    "runtime/decode/tolerant.rs",
    "runtime/error/shortened.rs",
    "runtime/events.rs",
    "runtime/open_enum.rs",
    "runtime/path.rs",
    "runtime/request/builder.rs",
    "runtime/request/mod.rs",
    "runtime/request/multipart.rs",
    "runtime/request/parts.rs",
    "runtime/request/style.rs",
    "runtime/request/value.rs",
];

const BARE_DEPENDENCIES: &str = "bytes = \"1\"\nhttp = \"1\"\npercent-encoding = \"2\"\n\
    reqwest = { version = \"0.13\", default-features = false, features = [\"http2\", \"stream\"] }\n\
    thiserror = \"2\"\nurl = \"2\"\n";

/// Methods of every builder.
const BUILDER_METHODS: [&str; 19] = [
    "build",
    "credential",
    "new",
    "max_retries",
    "min_delay_between_retries",
    "retry_policy",
    "timeout",
    "deadline",
    "connect_timeout",
    "max_response_size",
    "user_agent_suffix",
    "default_header",
    "http_client",
    "request_interceptor",
    "jitter_seed",
    "clone",
    "into",
    "from",
    "default",
];

/// Returns the names of the builder's methods, one for each credential.
pub(super) fn credential_methods(api: &Api) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for credential in &api.credentials {
        let name = ident::method_name(&credential.name);
        let is_taken = BUILDER_METHODS.contains(&name.as_str());
        let name = if is_taken { format!("{name}_credential") } else { name };
        let name = ident::numbered(name, |name| names.iter().any(|taken| taken == name));
        names.push(name);
    }
    names
}

/// Returns the name of a server's constant: the first words of its description, else its host.
fn server_name(description: Option<&str>, url: &str) -> String {
    let described = description.and_then(|text| text.lines().next());
    let described = described.filter(|text| text.len() <= 40 && !text.starts_with('`'));
    let host = url.split("://").last().unwrap_or_default().split('/').next().unwrap_or_default();
    let name = ident::field_name(described.unwrap_or(if host.is_empty() { url } else { host }));
    let name = name.trim_matches('_').to_uppercase();
    if name.is_empty() { "SERVER".to_owned() } else { name }
}

/// Returns a call of the first operation that needs no argument.
fn example_call(api: &Api) -> String {
    let simple = api.operations().find(|(path, method, item, operation)| {
        *method == "get"
            && !path.contains(['{', '?', '#'])
            && operation.body.is_none()
            && item.parameters_of(operation).is_empty()
            && !operation.responses.is_empty()
            && operation.responses.values().all(|response| response.events.is_none())
    });
    let Some((_, _, _, operation)) = simple else { return String::new() };
    let group = operation.group.as_deref().and_then(|tag| api.groups.get(tag));
    let group = group.map(|group| format!(".{}()", group.method_name)).unwrap_or_default();
    format!(
        "let response = client{group}.{}().await?;\nprintln!(\"{{:?}}\", response.value);\n",
        operation.method_name
    )
}
