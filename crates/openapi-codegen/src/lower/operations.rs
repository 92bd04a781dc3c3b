//! Paths and their operations.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use openapi_document::Pointer;

use super::Lowering;
use crate::{
    api::{Operation, PathItem},
    report::{Owner, Rule},
};

static OWN_SERVERS: Rule = Rule::refused(
    "own servers",
    "the generated client knows one base address, so the request would go elsewhere; remove it with an overlay action",
);
static BESIDE: Rule = Rule::refused(
    "beside `$ref`",
    "OpenAPI leaves open what it means at a path; write the path out, or only refer, with an overlay action",
);
static NOT_A_METHOD: Rule = Rule::refused(
    "method",
    "the HTTP library has no call for it; remove the operation with an overlay action",
);

impl Lowering<'_> {
    pub(super) fn paths(&mut self, paths: &Value, at: &Pointer) -> IndexMap<String, PathItem> {
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
        let source = at.find(self.description).and_then(Value::as_object);
        if source.is_some_and(|item| item.contains_key("$ref") && item.len() > 1) {
            self.note(&BESIDE, at, "");
            return lowered;
        }
        let Some((at, item)) = self.resolve(at) else { return lowered };
        for (key, value) in item {
            let place = at.child(key);
            self.owner = Owner::Path(path.to_owned());
            match key.as_str() {
                "description" => self.not_a_client(key, &place),
                "servers" => self.note(&OWN_SERVERS, &place, ""),
                "parameters" => lowered.parameters = self.parameters(value, &place),
                "get" | "put" | "post" | "delete" | "patch" | "head" => {
                    self.owner = Owner::Operation(path.to_owned(), key.clone());
                    lowered
                        .operations
                        .extend(self.operation(&place).map(|operation| (key.clone(), operation)));
                }
                "options" | "trace" | "query" => {
                    self.owner = Owner::Operation(path.to_owned(), key.clone());
                    self.note(&NOT_A_METHOD, &place, key);
                }
                _ => self.other_key(key, &place),
            }
        }
        lowered
    }

    fn operation(&mut self, at: &Pointer) -> Option<Operation> {
        let node = at.find(self.description).and_then(Value::as_object);
        let Some(node) = node else {
            self.malformed(at, "an operation must be an object");
            return None;
        };
        let mut operation = Operation { at: at.clone(), prose: prose(node), ..Operation::default() };
        for (key, value) in node {
            let place = at.child(key);
            match key.as_str() {
                "operationId" => operation.id = value.as_str().map(str::to_owned),
                "summary" | "description" | "tags" | "deprecated" => {}
                "parameters" => operation.parameters = self.parameters(value, &place),
                "requestBody" => operation.body = self.body(&place),
                "responses" => operation.responses = self.responses(value, &place),
                "servers" => self.note(&OWN_SERVERS, &place, ""),
                "security" | "callbacks" => self.not_a_client(key, &place),
                "x-rust-params" => operation.params_name = self.rust_name(value, &place),
                "x-rust-request" => operation.request_name = self.rust_name(value, &place),
                _ => self.other_key(key, &place),
            }
        }
        Some(operation)
    }
}

/// What documents the generated method.
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
    if node.get("deprecated") == Some(&Value::Bool(true)) {
        prose.insert("deprecated".to_owned(), Value::Bool(true));
    }
    prose
}
