//! `$ref`, `allOf`, `oneOf` and `anyOf`: what a schema says by means of others.
//!
//! The generator makes untagged enums of alternatives, which read slowly, fail on new variants and quietly take the
//! first variant that fits; and flattened structs of sums, which one odd field spoils. So alternatives and sums
//! become one schema that reads them all.

use serde_json::{Map, Value};

use openapi_document::Pointer;

use super::{
    Lowering,
    kinds::{Kind, Kinds, is_only_null},
};
use crate::{
    api::{Schema, Shape},
    report::Rule,
};

static NULL_BRANCH: Rule = Rule::lowered("null as an alternative", "OpenAPI 3.0 writes it as `nullable`");
static ALTERNATIVES: Rule = Rule::left_out(
    "alternatives",
    "one schema reads all of them; which fields come together is for the caller to see, not for the reader to check",
);
static SUM: Rule = Rule::lowered("allOf", "its parts are one object, so they become one object");

impl Lowering<'_> {
    /// Combines what the node says itself with what it says by means of others.
    pub(super) fn compose(&mut self, node: &Map<String, Value>, at: &Pointer) -> Schema {
        let (own, nullable) = self.own(node, at);
        let mut parts: Vec<Schema> = own.into_iter().collect();
        parts.extend(self.reference(node, at));
        let direct = parts.len();
        parts.extend(self.all_of(node, at));
        if direct < parts.len() && parts.len() > 1 {
            self.note(&SUM, &at.child("allOf"), format!("{} part(s)", parts.len()));
        }
        parts.extend(self.alternatives(node, "oneOf", at));
        parts.extend(self.alternatives(node, "anyOf", at));
        let mut schema = self.intersect_all(parts, at);
        schema.nullable |= nullable;
        schema
    }

    /// What the node's own keywords say, if anything, and whether it says `nullable`.
    fn own(&mut self, node: &Map<String, Value>, at: &Pointer) -> (Option<Schema>, bool) {
        let (kinds, nullable) = self.kinds(node, at);
        let values = self.listed_values(kinds, node, at);
        let keys = self.map_keys(kinds, node, at);
        self.leave_out_other_types(kinds, node, at);
        let shape = match kinds {
            Kinds::Unsaid => return (None, nullable),
            Kinds::Any => Shape::Open,
            Kinds::One(Kind::Boolean) => Shape::Boolean,
            Kinds::One(Kind::Integer) => Shape::Integer(self.integer_format(node, at)),
            Kinds::One(Kind::Number) => {
                self.number_format(node, at);
                Shape::Number
            }
            Kinds::One(Kind::String) => Shape::String(self.string_format(node, at)),
            Kinds::One(Kind::Array) => self.array(node, at),
            Kinds::One(Kind::Object) => self.object(node, at),
        };
        (Some(Schema { nullable, values, keys, ..Schema::of(shape) }), false)
    }

    fn all_of(&mut self, node: &Map<String, Value>, at: &Pointer) -> Vec<Schema> {
        let place = at.child("allOf");
        let parts = self.branches(node, "allOf", at);
        parts.iter().enumerate().map(|(index, part)| self.schema(part, &place.index(index))).collect()
    }

    /// One schema that reads every alternative.
    fn alternatives(&mut self, node: &Map<String, Value>, keyword: &str, at: &Pointer) -> Option<Schema> {
        let place = at.child(keyword);
        let branches = self.branches(node, keyword, at);
        let mut null = false;
        let mut others = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            if branch.as_object().is_some_and(is_only_null) {
                self.note(&NULL_BRANCH, &place.index(index), "");
                null = true;
            } else {
                others.push(self.schema(branch, &place.index(index)));
            }
        }
        if others.len() > 1 {
            self.note(&ALTERNATIVES, &place, format!("{} alternatives", others.len()));
        }
        if others.is_empty() && !null {
            return None;
        }
        let mut schema = self.unite_all(others, &place);
        schema.nullable |= null;
        Some(schema)
    }

    fn branches<'n>(&mut self, node: &'n Map<String, Value>, keyword: &str, at: &Pointer) -> &'n [Value] {
        match node.get(keyword) {
            None => &[],
            Some(Value::Array(branches)) if !branches.is_empty() => branches,
            Some(_) => {
                self.malformed(
                    &at.child(keyword),
                    format!("`{keyword}` must be a list of at least one schema"),
                );
                &[]
            }
        }
    }
}
