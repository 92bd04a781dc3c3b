//! The top of a document: its head, and the parts that no client is made of.

use openapi_document::Pointer;
use serde_json::{Map, Value, json};

use super::{
    Lowering,
    keywords::{DOCUMENTATION, EXTENSION},
};
use crate::{
    api::Api,
    error::{Error, Result},
    report::{Owner, Rule},
};

static WEBHOOKS: Rule =
    Rule::left_out("webhooks", "they are requests that the vendor sends; a client receives none");
static DIALECT: Rule =
    Rule::left_out("schema dialect", "it is JSON Schema 2020-12, which is the default of OpenAPI 3.1");
static OTHER_DIALECT: Rule = Rule::unsupported(
    "schema dialect",
    "schemas are read as JSON Schema 2020-12; rewrite them, then drop this with an overlay",
);
static LICENSE: Rule = Rule::left_out("head", "OpenAPI 3.0 has no place for it, and no code depends on it");
static NOT_A_CLIENT: Rule = Rule::left_out(
    "not part of a client",
    "authentication, callbacks and the like are not generated; the caller sets headers on the client",
);
static INLINED: Rule = Rule::lowered(
    "shared components",
    "parameters, bodies and responses are written out where they are used",
);
static UNKNOWN: Rule = Rule::left_out("unknown key", "OpenAPI gives it no meaning here");
static ADDRESS: Rule = Rule::left_out("servers", "the base URL is given to the client when it is created");

impl Lowering<'_> {
    /// Lowers everything but the component schemas.
    pub(super) fn document(&mut self) -> Result<Api> {
        let mut api = Api { head: self.head()?, ..Api::default() };
        for (key, node) in self.root.clone().entries() {
            let (value, at) = (node.value(), node.pointer().clone());
            self.owner = Owner::Document;
            match key {
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

    fn head(&mut self) -> Result<Map<String, Value>> {
        let given = self.root.get("info");
        let mut info = Map::new();
        for key in ["title", "version"] {
            let text = given.as_ref().and_then(|info| info.text(key)).ok_or_else(|| Error::Malformed {
                at: Pointer::of(["info", key]),
                detail: "every OpenAPI document needs it, as a string".to_owned(),
            })?;
            info.insert(key.to_owned(), json!(text));
        }
        for (key, node) in given.iter().flat_map(|info| info.entries()) {
            match key {
                "title" | "version" => {}
                "description" | "termsOfService" if node.value().is_string() => {
                    info.insert(key.to_owned(), node.value().clone());
                }
                _ => self.note(&LICENSE, node.pointer(), key),
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

    /// Notes a key from which nothing is generated.
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
