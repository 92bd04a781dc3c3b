//! Paths and their operations.

use indexmap::IndexMap;
use openapi_document::{PathTemplate, Pointer};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::{Lowering, parameters::is_token};
use crate::{
    api::{Operation, Parameter, ParameterLocation, PathItem, Schema, Shape},
    report::{Owner, Rule},
};

static BESIDE: Rule = Rule::lowered(
    "path beside `$ref`",
    "what stands beside the reference is added to the path item that it names, and replaces what both have",
);
static OPERATION_REFERENCE: Rule = Rule::warning(
    "operation by reference",
    "OpenAPI has no references to operations; the operation is taken from the target",
);
static NO_PATH_ITEM: Rule = Rule::unsupported(
    "path item by reference",
    "its target is no path item, so the operations of the path are unknown; correct the target with an overlay action",
);
static NOT_A_METHOD: Rule =
    Rule::unsupported("method", "no HTTP method can have this name; correct it with an overlay action");
static OWN_KEY: Rule = Rule::warning(
    "additional operation",
    "a path has a key of its own for this method, so it is the operation of that key, unless there is one",
);
static FRAGMENT: Rule = Rule::warning(
    "fragment of a path",
    "a fragment is never sent; it is taken for a way to list two operations of one path",
);
static QUERY: Rule =
    Rule::warning("query in a path", "a path has none; its parameters are sent in the query as they stand");
static SLASH: Rule =
    Rule::warning("path without a slash", "a path begins with a slash, so one is put before it");
static TEMPLATE: Rule = Rule::unsupported(
    "path template",
    "the request would go to another path; correct the template with an overlay action",
);
static UNDECLARED: Rule = Rule::warning(
    "path parameter not declared",
    "the path names it, so a request needs it; it is taken for a string",
);
static NOT_IN_PATH: Rule =
    Rule::warning("path parameter not in the path", "there is no place for it, so it is left out");
static NOT_REQUIRED: Rule =
    Rule::warning("path parameter not required", "a path cannot go without it, so it is taken for required");

const METHODS: [&str; 9] = ["get", "put", "post", "delete", "patch", "head", "options", "trace", "query"];

impl<'d> Lowering<'d> {
    pub(super) fn paths(&mut self, paths: &'d Value, at: &Pointer) -> IndexMap<String, PathItem> {
        let mut lowered = IndexMap::new();
        for path in paths.as_object().into_iter().flat_map(|paths| paths.keys()) {
            if path.starts_with("x-") {
                self.other_key(path, &at.child(path));
                continue;
            }
            self.owner = Owner::Path(path.clone());
            lowered.insert(path.clone(), self.path_item(path, &at.child(path)));
        }
        lowered
    }

    fn path_item(&mut self, path: &str, at: &Pointer) -> PathItem {
        let mut lowered = PathItem::default();
        let mut servers = None;
        let entries = self.path_entries(at);
        let methods = self.methods(path, &entries);
        if methods.is_empty() && entries.contains_key("responses") {
            self.note(&NO_PATH_ITEM, at, path);
            return lowered;
        }
        for (key, (at, value)) in &entries {
            self.owner = Owner::Path(path.to_owned());
            match key.as_str() {
                "description" => self.not_a_client(key, at),
                "servers" => servers = self.own_server(value, at),
                "parameters" => lowered.parameters = self.parameters(value, at),
                "additionalOperations" => {}
                key if METHODS.contains(&key) => {}
                _ => self.other_key(key, at),
            }
        }
        for (method, at) in methods {
            self.owner = Owner::Operation(path.to_owned(), method.clone());
            let Some(mut operation) = self.operation(&at) else { continue };
            operation.server = operation.server.or_else(|| servers.clone());
            self.check_path(path, &lowered, &mut operation);
            lowered.operations.insert(method, operation);
        }
        self.owner = Owner::Path(path.to_owned());
        lowered
    }

    /// Returns the methods of a path item with the locations of their operations.
    fn methods(
        &mut self,
        path: &str,
        entries: &IndexMap<String, (Pointer, &Value)>,
    ) -> IndexMap<String, Pointer> {
        let fixed = entries.iter().filter(|(key, _)| METHODS.contains(&key.as_str()));
        let mut methods: IndexMap<String, Pointer> =
            fixed.map(|(key, (at, _))| (key.clone(), at.clone())).collect();
        let Some((at, additional)) = entries.get("additionalOperations") else { return methods };
        for method in additional.as_object().into_iter().flat_map(Map::keys) {
            self.owner = Owner::Operation(path.to_owned(), method.clone());
            let at = at.child(method);
            let own_key = METHODS.iter().find(|key| key.eq_ignore_ascii_case(method));
            match own_key {
                Some(key) => {
                    self.note(&OWN_KEY, &at, *key);
                    methods.entry((*key).to_owned()).or_insert(at);
                }
                None if is_token(method) => drop(methods.insert(method.clone(), at)),
                None => self.note(&NOT_A_METHOD, &at, method),
            }
        }
        methods
    }

    /// Returns the entries of a path item: those of the one that it refers to, replaced by its own.
    fn path_entries(&mut self, at: &Pointer) -> IndexMap<String, (Pointer, &'d Value)> {
        let document = self.root.document();
        let mut entries = IndexMap::new();
        let own = at.find(document).and_then(Value::as_object);
        if own.is_some_and(|own| own.contains_key("$ref")) {
            if let Some((target, item)) = self.resolve_quietly(at) {
                entries.extend(item.iter().map(|(key, value)| (key.clone(), (target.child(key), value))));
            }
            if own.is_some_and(|own| own.len() > 1) {
                self.note(&BESIDE, at, "");
            }
        } else if own.is_none() {
            self.unusable(at, "a path item must be an object");
        }
        let own = own.into_iter().flatten().filter(|(key, _)| *key != "$ref");
        entries.extend(own.map(|(key, value)| (key.clone(), (at.child(key), value))));
        entries
    }

    fn operation(&mut self, at: &Pointer) -> Option<Operation> {
        let source = at.find(self.root.document()).and_then(Value::as_object);
        if source.is_some_and(|node| node.contains_key("$ref")) {
            self.note(&OPERATION_REFERENCE, at, "");
        }
        let (target, node) = self.resolve(at)?;
        let mut operation = Operation { at: at.clone(), prose: prose(node), ..Operation::default() };
        if self.flag(node, "deprecated", &target) == Some(true) {
            operation.prose.insert("deprecated".to_owned(), Value::Bool(true));
        }
        operation.group =
            operation.prose.get("tags").and_then(|tags| tags.get(0)?.as_str()).map(str::to_owned);
        for (key, value) in node {
            let at = target.child(key);
            match key.as_str() {
                "operationId" => operation.id = value.as_str().filter(|id| !id.is_empty()).map(str::to_owned),
                "summary" | "description" | "tags" | "deprecated" => {}
                "parameters" => operation.parameters = self.parameters(value, &at),
                "requestBody" => operation.body = self.body(&at),
                "responses" => self.responses(value, &at, &mut operation),
                "servers" => operation.server = self.own_server(value, &at),
                "security" => self.security(&at),
                "callbacks" => self.incoming(value, &at),
                "x-rust-params" => operation.params_name = self.rust_name(value, &at),
                "x-rust-request" => operation.request_name = self.rust_name(value, &at),
                _ => self.other_key(key, &at),
            }
        }
        Some(operation)
    }

    /// Checks that the path and its parameters name each other, and corrects what can only mean one thing.
    fn check_path(&mut self, path: &str, item: &PathItem, operation: &mut Operation) {
        let at = operation.at.clone();
        if path.contains('#') {
            self.note(&FRAGMENT, &at, path);
        }
        let (bare, query) = split_path(path);
        if !query.is_empty() {
            self.note(&QUERY, &at, path);
        }
        if !path.starts_with('/') {
            self.note(&SLASH, &at, path);
        }
        let template = match PathTemplate::parse(&bare) {
            _ if path.contains("://") => return self.note(&TEMPLATE, &at, format!("{path} is a URL")),
            Ok(_) if bare.split('/').any(|segment| matches!(segment, "." | "..")) => {
                return self.note(&TEMPLATE, &at, format!("{path} has a segment that URLs leave out"));
            }
            Ok(template) => template,
            Err(error) => return self.note(&TEMPLATE, &at, error.to_string()),
        };
        let in_query = query.iter().filter_map(|(_, value)| parameter_in(value));
        let named: Vec<String> = template.parameters().chain(in_query).map(str::to_owned).collect();
        let mut parameters: Vec<Parameter> = item.parameters_of(operation).into_iter().cloned().collect();
        for parameter in &mut parameters {
            if parameter.location == ParameterLocation::Path
                && !std::mem::replace(&mut parameter.required, true)
            {
                self.note(&NOT_REQUIRED, &parameter.at, &parameter.name);
            }
        }
        parameters.retain(|parameter| {
            let fits = parameter.location != ParameterLocation::Path || named.contains(&parameter.name);
            if !fits {
                self.note(&NOT_IN_PATH, &parameter.at, &parameter.name);
            }
            fits
        });
        for name in named {
            let is_it = |parameter: &Parameter| {
                parameter.location == ParameterLocation::Path && parameter.name == name
            };
            if !parameters.iter().any(is_it) {
                self.note(&UNDECLARED, &at, &name);
                parameters.push(Parameter::path(name, Schema::of(Shape::String(None)), at.clone()));
            }
        }
        let is_shared = |parameter: &Parameter| {
            item.parameters.iter().any(|shared| {
                shared.name == parameter.name
                    && shared.location == parameter.location
                    && shared.required == parameter.required
                    && shared.at == parameter.at
            })
        };
        operation.parameters = parameters.into_iter().filter(|parameter| !is_shared(parameter)).collect();
    }
}

/// Splits a path into the path that is sent and the pairs of the query in it, decoded; a fragment is dropped.
pub(crate) fn split_path(path: &str) -> (String, Vec<(String, String)>) {
    let path = path.split('#').next().unwrap_or_default();
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let slash = if path.starts_with('/') { "" } else { "/" };
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    (format!("{slash}{path}"), pairs.map(|(name, value)| (decoded(name), decoded(value))).collect())
}

/// Returns the parameter that stands for the whole of a value, such as `id` for `{id}`.
pub(crate) fn parameter_in(value: &str) -> Option<&str> {
    value.strip_prefix('{')?.strip_suffix('}')
}

/// Returns the keys that document the generated method.
fn prose(node: &Map<String, Value>) -> Map<String, Value> {
    let mut prose = Map::new();
    for key in ["summary", "description"] {
        prose
            .extend(node.get(key).filter(|text| text.is_string()).map(|text| (key.to_owned(), text.clone())));
    }
    if let Some(Value::Array(tags)) = node.get("tags") {
        let tags = tags.iter().filter(|tag| tag.is_string()).cloned().collect();
        prose.insert("tags".to_owned(), Value::Array(tags));
    }
    prose
}
