//! References: what they may point at, and what may stand beside them.

use serde_json::{Map, Value};

use openapi_document::Pointer;

use super::{Lowering, Version};
use crate::{
    api::{Schema, Shape},
    report::Rule,
};

static REMOTE: Rule = Rule::refused(
    "reference into another document",
    "one document is generated from; copy what it refers to into `components` with an overlay action",
);
static DANGLING: Rule = Rule::refused(
    "dangling reference",
    "there is nothing at its end; correct the target with an overlay action",
);
static CIRCULAR: Rule =
    Rule::refused("circular reference", "it only leads back to itself; give one of the places a definition");
static BAD_NAME: Rule = Rule::refused(
    "component name",
    "OpenAPI allows letters, digits, `.`, `-` and `_` in it; rename the component with an overlay action",
);
static HOISTED: Rule = Rule::lowered(
    "reference into a schema",
    "what it points at became a component of its own, as the generator needs",
);
static BESIDE: Rule =
    Rule::lowered("beside `$ref`", "what stands beside a reference is combined with what it refers to");
static IGNORED: Rule = Rule::left_out(
    "beside `$ref`",
    "OpenAPI 3.0 says that it is to be ignored, as 3.1 does where the reference is not to a schema",
);

impl<'d> Lowering<'d> {
    /// OpenAPI 3.0 ignores what stands beside a `$ref`; 3.1 does not.
    pub(super) fn ref_alone(
        &mut self,
        node: &Map<String, Value>,
        at: &Pointer,
    ) -> Option<Map<String, Value>> {
        let reference = node.get("$ref")?;
        if node.len() == 1 {
            return None;
        }
        let siblings: Vec<&str> = node.keys().map(String::as_str).filter(|key| *key != "$ref").collect();
        if self.version == Version::V3_1 {
            self.note(&BESIDE, at, siblings.join(", "));
            return None;
        }
        self.note(&IGNORED, at, siblings.join(", "));
        Some(Map::from_iter([("$ref".to_owned(), reference.clone())]))
    }

    /// The schema that the node's `$ref` names.
    pub(super) fn reference(&mut self, node: &Map<String, Value>, at: &Pointer) -> Option<Schema> {
        let place = at.child("$ref");
        let Some(reference) = node.get("$ref")?.as_str() else {
            self.malformed(&place, "`$ref` must be text");
            return None;
        };
        let name = self.component_name(reference, &place)?;
        Some(Schema::of(Shape::Reference(name)))
    }

    fn component_name(&mut self, reference: &str, at: &Pointer) -> Option<String> {
        let target = self.target(reference, at)?;
        let name = match target.keys().as_slice() {
            [components, schemas, name] if components == "components" && schemas == "schemas" => name.clone(),
            _ => self.hoist(&target, at),
        };
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)) {
            self.note(&BAD_NAME, at, name);
            return None;
        }
        Some(name)
    }

    /// The place in this document that a reference points at.
    fn target(&mut self, reference: &str, at: &Pointer) -> Option<Pointer> {
        if !reference.starts_with('#') {
            self.note(&REMOTE, at, reference);
            return None;
        }
        let target = match Pointer::from_reference(reference) {
            Some(target) => Some(target),
            None => find_anchor(self.description, &reference[1..], &Pointer::root()),
        };
        let target = target.filter(|target| target.find(self.description).is_some());
        if target.is_none() {
            self.note(&DANGLING, at, reference);
        }
        target
    }

    /// Makes a component of a schema that stands somewhere else.
    fn hoist(&mut self, target: &Pointer, at: &Pointer) -> String {
        if let Some(name) = self.hoisted.get(target) {
            return name.clone();
        }
        let wanted = hoisted_name(target);
        let mut name = wanted.clone();
        let mut count = 1;
        while self.sources.contains_key(&name) {
            count += 1;
            name = format!("{wanted}{count}");
        }
        self.note(&HOISTED, at, format!("{target} became {name}"));
        self.sources.insert(name.clone(), target.clone());
        self.hoisted.insert(target.clone(), name.clone());
        name
    }

    /// Follows the references of anything but a schema; they are resolved where they stand.
    pub(super) fn resolve(&mut self, at: &Pointer) -> Option<(Pointer, &'d Map<String, Value>)> {
        let mut place = at.clone();
        for _ in 0..MAX_HOPS {
            let Some(node) = place.find(self.description).and_then(Value::as_object) else {
                self.malformed(&place, "an object is expected here");
                return None;
            };
            if node.contains_key("$ref") && node.len() > 1 {
                let siblings: Vec<&str> =
                    node.keys().map(String::as_str).filter(|key| *key != "$ref").collect();
                self.note(&IGNORED, &place, siblings.join(", "));
            }
            match node.get("$ref") {
                None => return Some((place, node)),
                Some(Value::String(reference)) => place = self.target(reference, &place.child("$ref"))?,
                Some(_) => {
                    self.malformed(&place.child("$ref"), "`$ref` must be text");
                    return None;
                }
            }
        }
        self.note(&CIRCULAR, at, "");
        None
    }
}

/// More references in a row than any sensible description has.
const MAX_HOPS: usize = 64;

/// `Pet` and `Age` of `/components/schemas/Pet/$defs/Age`, without the keywords between.
fn hoisted_name(target: &Pointer) -> String {
    const KEYWORDS: [&str; 9] = [
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
    let telling = keys.iter().filter(|key| !KEYWORDS.contains(&key.as_str()));
    telling.map(|key| crate::ident::type_name(key)).collect()
}

/// The place of the schema that calls itself `anchor`.
fn find_anchor(value: &Value, anchor: &str, at: &Pointer) -> Option<Pointer> {
    match value {
        Value::Object(map) if map.get("$anchor").and_then(Value::as_str) == Some(anchor) => Some(at.clone()),
        Value::Object(map) => map.iter().find_map(|(key, value)| find_anchor(value, anchor, &at.child(key))),
        Value::Array(array) => {
            array.iter().enumerate().find_map(|(index, value)| find_anchor(value, anchor, &at.index(index)))
        }
        _ => None,
    }
}
