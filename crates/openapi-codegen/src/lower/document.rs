//! The top of a description: its version, its head, and the parts that no client is made of.

use anyhow::{Result, bail};
use serde_json::{Map, Value, json};

use openapi_document::Pointer;

use super::{
    Lowering, Version,
    keywords::{DOCUMENTATION, EXTENSION},
};
use crate::{
    api::Api,
    report::{Owner, Rule},
};

static WEBHOOKS: Rule =
    Rule::left_out("webhooks", "they are requests that the vendor sends; a client sends none");
static DIALECT: Rule =
    Rule::left_out("schema dialect", "it is JSON Schema 2020-12, which OpenAPI 3.1 means without saying so");
static OTHER_DIALECT: Rule = Rule::refused(
    "schema dialect",
    "schemas are read as JSON Schema 2020-12; rewrite them, then drop this with an overlay",
);
static LICENSE: Rule = Rule::left_out("head", "OpenAPI 3.0 has no place for it, and no code depends on it");
static NOT_A_CLIENT: Rule = Rule::left_out(
    "not part of a client",
    "the generator does not read it; callers and the runtime see to it",
);
static INLINED: Rule =
    Rule::lowered("shared components", "parameters, bodies and answers are written out where they are used");
static UNKNOWN: Rule = Rule::left_out("unknown key", "OpenAPI gives it no meaning here");
static ADDRESS: Rule = Rule::left_out("servers", "the base address is given to the client when it is built");

/// Tells the versions apart that can be read.
pub(super) fn version(description: &Value) -> Result<Version> {
    match description.get("openapi").and_then(Value::as_str) {
        Some(version) if version.starts_with("3.0.") => Ok(Version::V3_0),
        Some(version) if version.starts_with("3.1.") => Ok(Version::V3_1),
        Some(other) => bail!("/openapi: version {other} is not supported; 3.0 and 3.1 are"),
        None if description.get("swagger").is_some() => {
            bail!("/swagger: Swagger 2.0 is not supported; convert the document to OpenAPI 3 first")
        }
        None => bail!("/openapi: this is no OpenAPI document: `openapi: 3.1.0` or the like is missing"),
    }
}

impl Lowering<'_> {
    /// Lowers everything but the component schemas.
    pub(super) fn document(&mut self) -> Result<Api> {
        let Some(document) = self.description.as_object() else {
            bail!("an OpenAPI document must be an object")
        };
        let mut api = Api { head: self.head(document)?, ..Api::default() };
        for (key, value) in document {
            let at = Pointer::root().child(key);
            self.owner = Owner::Document;
            match key.as_str() {
                "openapi" | "info" => {}
                "paths" => api.paths = self.paths(value, &at),
                "components" => self.other_components(value, &at),
                "webhooks" => self.note(&WEBHOOKS, &at, ""),
                "jsonSchemaDialect" => self.dialect(value, &at),
                "security" | "tags" => self.not_a_client(key, &at),
                "servers" => self.note(&ADDRESS, &at, ""),
                _ => self.other_key(key, &at),
            }
        }
        Ok(api)
    }

    fn head(&mut self, document: &Map<String, Value>) -> Result<Map<String, Value>> {
        let at = Pointer::of(["info"]);
        let mut info = Map::new();
        for key in ["title", "version"] {
            match document.get("info").and_then(|info| info.get(key)).and_then(Value::as_str) {
                Some(text) => info.insert(key.to_owned(), json!(text)),
                None => bail!("{}: every OpenAPI document needs it, as text", at.child(key)),
            };
        }
        for (key, value) in document.get("info").and_then(Value::as_object).into_iter().flatten() {
            match key.as_str() {
                "title" | "version" => {}
                "description" | "termsOfService" if value.is_string() => {
                    info.insert(key.clone(), value.clone());
                }
                _ => self.note(&LICENSE, &at.child(key), key),
            }
        }
        Ok(Map::from_iter([("info".to_owned(), Value::Object(info))]))
    }

    fn other_components(&mut self, components: &Value, at: &Pointer) {
        for key in components.as_object().into_iter().flat_map(|components| components.keys()) {
            let at = at.child(key);
            match key.as_str() {
                "schemas" => {}
                "parameters" | "requestBodies" | "responses" | "pathItems" => self.note(&INLINED, &at, key),
                "examples" | "headers" | "links" | "callbacks" | "securitySchemes" => {
                    self.not_a_client(key, &at);
                }
                _ => self.other_key(key, &at),
            }
        }
    }

    fn dialect(&mut self, value: &Value, at: &Pointer) {
        let dialect = value.as_str().unwrap_or_default();
        let known =
            dialect.contains("spec.openapis.org/oas/3.1/dialect") || dialect.contains("draft/2020-12/schema");
        self.note(if known { &DIALECT } else { &OTHER_DIALECT }, at, dialect);
    }

    /// Notes a key that nothing is made of.
    pub(super) fn not_a_client(&mut self, key: &str, at: &Pointer) {
        self.note(&NOT_A_CLIENT, at, key);
    }

    /// Notes the keys of an object that are not `handled`.
    pub(super) fn other_keys(&mut self, node: &Map<String, Value>, handled: &[&str], at: &Pointer) {
        for key in node.keys().filter(|key| !handled.contains(&key.as_str())) {
            self.other_key(key, &at.child(key));
        }
    }

    /// Notes documentation, an extension, or a key that the specification does not know.
    pub(super) fn other_key(&mut self, key: &str, at: &Pointer) {
        let rule = match key {
            "summary" | "example" | "examples" | "externalDocs" | "deprecated" | "allowEmptyValue" => {
                &DOCUMENTATION
            }
            _ if key.starts_with("x-") => &EXTENSION,
            _ => &UNKNOWN,
        };
        self.note(rule, at, key);
    }
}
