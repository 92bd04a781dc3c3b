//! References to schemas, which become components, and to anything else, which is written out where it is used.

use openapi_document::{Pointer, ReferenceError, ReferenceErrorKind, Version};
use serde_json::{Map, Value};

use super::Lowering;
use crate::{
    api::{Schema, Shape},
    ident,
    report::Rule,
};

static REMOTE: Rule = Rule::unsupported(
    "reference into another document",
    "only local files are read; download its target, and refer to that, with an overlay action",
);
static DANGLING: Rule = Rule::unsupported(
    "dangling reference",
    "there is nothing at its target; correct the target with an overlay action",
);
static CIRCULAR: Rule = Rule::unsupported(
    "circular reference",
    "it only leads back to itself; define one of its targets with an overlay action",
);
static REMOTE_SCHEMA: Rule =
    Rule::warning("reference into another document", "only local files are read, so it is any JSON");
static DANGLING_SCHEMA: Rule =
    Rule::warning("dangling reference", "there is nothing at its target, so it is any JSON");
static CIRCULAR_SCHEMA: Rule =
    Rule::warning("circular reference", "it only leads back to itself, so it is any JSON");
static HOISTED: Rule =
    Rule::lowered("reference into a schema", "its target became a component, which has a type of its own");
static RECURSIVE: Rule = Rule::lowered(
    "recursive composition",
    "it is combined with a schema that contains it, so it became a component, which has a type of its own",
);
static BESIDE: Rule =
    Rule::lowered("beside `$ref`", "what stands beside a reference is combined with its target");
static IGNORED: Rule = Rule::left_out(
    "beside `$ref`",
    "OpenAPI 3.0 says that it is to be ignored, as 3.1 does where the reference is not to a schema",
);

impl<'d> Lowering<'d> {
    /// Notes what stands beside a schema's `$ref`; returns the reference alone where OpenAPI 3.0 ignores the rest.
    pub(super) fn reference_alone(
        &mut self,
        node: &Map<String, Value>,
        at: &Pointer,
    ) -> Option<Map<String, Value>> {
        let reference = node.get("$ref")?;
        let siblings = siblings(node)?;
        if self.version == Version::V3_0 {
            self.note(&IGNORED, at, siblings);
            return Some(Map::from_iter([("$ref".to_owned(), reference.clone())]));
        }
        self.note(&BESIDE, at, siblings);
        None
    }

    /// Returns the schema that the node's `$ref` names.
    pub(super) fn reference(&mut self, node: &Map<String, Value>, at: &Pointer) -> Option<Schema> {
        let is_text = node.get("$ref")?.is_string();
        let target = if is_text { self.root.at(at.as_str())?.target() } else { Ok(None) };
        let target = match target {
            Ok(Some(target)) => target,
            Ok(None) => {
                self.malformed(&at.child("$ref"), "`$ref` must be a string");
                return None;
            }
            Err(error) => {
                let rule = match error.kind {
                    ReferenceErrorKind::Remote => &REMOTE_SCHEMA,
                    _ => &DANGLING_SCHEMA,
                };
                self.note(rule, &error.at.child("$ref"), &error.reference);
                return None;
            }
        };
        if target.clone().resolve().is_err_and(|error| error.kind == ReferenceErrorKind::Circular) {
            self.note(&CIRCULAR_SCHEMA, &at.child("$ref"), target.pointer().as_str());
            return None;
        }
        let name = self.component_name(target.pointer(), &at.child("$ref"));
        Some(Schema::of(Shape::Reference(name)))
    }

    fn component_name(&mut self, target: &Pointer, at: &Pointer) -> String {
        match target.keys().as_slice() {
            [components, schemas, name] if components == "components" && schemas == "schemas" => name.clone(),
            _ => self.hoist(target, at),
        }
    }

    /// Makes a component of a schema that stands somewhere else.
    fn hoist(&mut self, target: &Pointer, at: &Pointer) -> String {
        if let Some(name) = self.hoisted.get(target) {
            return name.clone();
        }
        let name = self.make_component(target);
        self.note(&HOISTED, at, format!("{target} became {name}"));
        name
    }

    /// Makes a component of a schema that is combined with one that contains it, and lowers it when that one is done.
    pub(super) fn postpone(&mut self, at: &Pointer, awaited: String) -> String {
        let name = self.hoisted.get(at).cloned().unwrap_or_else(|| self.make_component(at));
        self.note(&RECURSIVE, at, format!("it became {name}"));
        self.postponed.insert(name.clone(), awaited);
        name
    }

    fn make_component(&mut self, at: &Pointer) -> String {
        let name = ident::numbered(hoisted_name(at), |name| self.sources.contains_key(name));
        self.sources.insert(name.clone(), at.clone());
        self.hoisted.insert(at.clone(), name.clone());
        name
    }

    /// Follows the references of anything but a schema.
    pub(super) fn resolve(&mut self, at: &Pointer) -> Option<(Pointer, &'d Map<String, Value>)> {
        self.follow(at, true)
    }

    /// Follows references where what stands beside them counts, too.
    pub(super) fn resolve_quietly(&mut self, at: &Pointer) -> Option<(Pointer, &'d Map<String, Value>)> {
        self.follow(at, false)
    }

    fn follow(&mut self, at: &Pointer, notes_siblings: bool) -> Option<(Pointer, &'d Map<String, Value>)> {
        let resolved = self.root.at(at.as_str())?.resolve().map_err(|error| self.unresolved(&error)).ok()?;
        for location in resolved.route().iter().filter(|_| notes_siblings) {
            let node = location.find(self.root.document()).and_then(Value::as_object);
            if let Some(siblings) = node.and_then(siblings) {
                self.note(&IGNORED, location, siblings);
            }
        }
        match resolved.value() {
            Value::Object(node) if node.contains_key("$ref") => {
                self.unusable(&resolved.pointer().child("$ref"), "`$ref` must be a string");
                None
            }
            Value::Object(node) => Some((resolved.pointer().clone(), node)),
            _ => {
                self.unusable(resolved.pointer(), "an object is expected here");
                None
            }
        }
    }

    fn unresolved(&mut self, error: &ReferenceError) {
        let rule = match error.kind {
            ReferenceErrorKind::Remote => &REMOTE,
            ReferenceErrorKind::Circular => &CIRCULAR,
            _ => &DANGLING,
        };
        self.note(rule, &error.at.child("$ref"), &error.reference);
    }
}

/// Returns the keys beside a `$ref`, for a message; `None` if it stands alone.
fn siblings(node: &Map<String, Value>) -> Option<String> {
    let siblings: Vec<&str> = node.keys().map(String::as_str).filter(|key| *key != "$ref").collect();
    (!siblings.is_empty()).then(|| siblings.join(", "))
}

/// Returns `PetAge` for `/components/schemas/Pet/$defs/Age`: the keys of the location, without keywords.
fn hoisted_name(target: &Pointer) -> String {
    const KEYWORDS: [&str; 10] = [
        "index",
        "components",
        "schemas",
        "$defs",
        "definitions",
        "properties",
        "paths",
        "responses",
        "content",
        "schema",
    ];
    let keys = target.keys();
    let names = keys.iter().filter(|key| !KEYWORDS.contains(&key.as_str()));
    names.map(|key| ident::type_name(key)).collect()
}
