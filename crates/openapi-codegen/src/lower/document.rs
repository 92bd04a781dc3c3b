//! The top of a document: its head, and the parts that no client is made of.

use indexmap::IndexMap;
use openapi_document::Pointer;
use serde_json::{Map, Value, json};

use super::{
    Lowering,
    keywords::{DOCUMENTATION, EXTENSION},
};
use crate::{
    api::{Api, Credential},
    error::{Error, Result},
    report::{Owner, Rule},
};

static INCOMING: Rule = Rule::left_out(
    "callback or webhook",
    "the vendor sends the request, and a client receives none; it is no operation of the client",
);
static DIALECT: Rule =
    Rule::left_out("schema dialect", "it is JSON Schema 2020-12, which is the default of OpenAPI 3.1");
static OTHER_DIALECT: Rule = Rule::warning(
    "schema dialect",
    "its schemas are read as JSON Schema 2020-12; keywords that it does not know are left out, each with its location",
);
static OTHER_VERSION: Rule = Rule::warning(
    "version",
    "it is read as OpenAPI 3.1; of what is new in 3.2, methods, queries as a whole and shared media types are read, too",
);
static NO_HEAD: Rule = Rule::warning(
    "head",
    "every OpenAPI document needs a title and a version; others are put in their place",
);
static LICENSE: Rule = Rule::left_out("head", "no code depends on it");
static NOT_A_CLIENT: Rule =
    Rule::left_out("not part of a client", "nothing of a request or a response depends on it");
static INLINED: Rule = Rule::lowered(
    "shared components",
    "parameters, bodies and responses are written out where they are used",
);
static UNKNOWN: Rule = Rule::left_out("unknown key", "OpenAPI gives it no meaning here");
static ADDRESS: Rule =
    Rule::lowered("servers", "each is a constant; the base URL is given to the client when it is created");
static TAGS: Rule = Rule::lowered("tags", "they group the methods of a crate of its own");

impl<'d> Lowering<'d> {
    /// Lowers everything but the component schemas.
    pub(super) fn document(&mut self) -> Result<Api> {
        if !self.root.value().is_object() {
            let detail = "an OpenAPI document is an object".to_owned();
            return Err(Error::Malformed { at: Pointer::root(), detail });
        }
        let mut api = Api { head: self.head(), ..Api::default() };
        let document = self.root.document();
        for (key, value) in document.as_object().into_iter().flatten() {
            let at = Pointer::root().child(key);
            self.owner = Owner::Document;
            match key.as_str() {
                "openapi" | "info" => {}
                "paths" => api.paths = self.paths(value, &at),
                "components" => api.credentials = self.other_components(value, &at),
                "webhooks" => self.incoming(value, &at),
                "jsonSchemaDialect" => self.dialect(value, &at),
                "security" => self.security(&at),
                "tags" => api.tags = self.tags(value, &at),
                "servers" => {
                    api.servers = self.servers(value, &at);
                    self.note(&ADDRESS, &at, "");
                }
                _ => self.other_key(key, &at),
            }
        }
        self.owner = Owner::Document;
        self.settle_servers(&mut api);
        Ok(api)
    }

    /// Notes a version that is read as another one.
    pub(super) fn other_version(&mut self, version: &str) {
        self.note(&OTHER_VERSION, &Pointer::of(["openapi"]), version);
    }

    fn head(&mut self) -> Map<String, Value> {
        let given = self.root.get("info");
        let mut info = Map::new();
        for (key, fallback) in [("title", "API"), ("version", "0.0.0")] {
            let value = given.as_ref().and_then(|info| info.get(key)).map(|node| node.value().clone());
            let text = match value {
                Some(Value::String(text)) => text,
                Some(Value::Number(number)) => number.to_string(),
                _ => {
                    self.note(&NO_HEAD, &Pointer::of(["info", key]), fallback);
                    fallback.to_owned()
                }
            };
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
        Map::from_iter([("info".to_owned(), Value::Object(info))])
    }

    /// Returns the documentation of the tags, by name.
    fn tags(&mut self, tags: &Value, at: &Pointer) -> IndexMap<String, String> {
        self.note(&TAGS, at, "");
        let text = |tag: &Value, key: &str| tag.get(key).and_then(Value::as_str).map(str::to_owned);
        let tags = tags.as_array().into_iter().flatten();
        tags.filter_map(|tag| Some((text(tag, "name")?, text(tag, "description")?))).collect()
    }

    fn other_components(&mut self, components: &Value, at: &Pointer) -> Vec<Credential> {
        let mut credentials = Vec::new();
        for (key, value) in components.as_object().into_iter().flatten() {
            let at = at.child(key);
            match key.as_str() {
                "schemas" => {}
                "parameters" | "requestBodies" | "responses" | "pathItems" | "mediaTypes" => {
                    self.note(&INLINED, &at, key)
                }
                "securitySchemes" => credentials = self.security_schemes(value, &at),
                "callbacks" => self.incoming(value, &at),
                "examples" | "headers" | "links" => self.not_a_client(key, &at),
                _ => self.other_key(key, &at),
            }
        }
        credentials
    }

    fn dialect(&mut self, value: &Value, at: &Pointer) {
        let dialect = value.as_str().unwrap_or_default();
        let known =
            dialect.contains("spec.openapis.org/oas/3.1/dialect") || dialect.contains("draft/2020-12/schema");
        self.note(if known { &DIALECT } else { &OTHER_DIALECT }, at, dialect);
    }

    /// Notes each request that the vendor sends.
    pub(super) fn incoming(&mut self, requests: &Value, at: &Pointer) {
        for name in requests.as_object().into_iter().flat_map(Map::keys) {
            self.note(&INCOMING, &at.child(name), name);
        }
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
