//! One schema: its own keywords, and `$ref`, `allOf`, `oneOf` and `anyOf` by which it says more.
//!
//! Untagged enums of alternatives read slowly, fail on a new variant and take the first variant that fits; flattened
//! structs of `allOf` fail as a whole on one malformed field. So alternatives and sums become one schema that reads
//! them all.

use indexmap::map::Entry;
use openapi_document::Pointer;
use serde_json::{Map, Value};

use super::{
    Lowering,
    kinds::{Kind, Kinds, is_null_alternative},
};
use crate::{
    api::{Fields, Schema, Shape},
    report::{Owner, Rule},
};

static BOOLEAN: Rule = Rule::lowered("schema `true`", "it allows everything, as an empty schema does");
static NOTHING: Rule =
    Rule::lowered("schema `false`", "no value fits it; should one come all the same, it is read as any JSON");
static MALFORMED: Rule = Rule::warning(
    "malformed",
    "the OpenAPI specification does not allow this, so it is read as if it were not there",
);
static FLAG: Rule = Rule::warning(
    "truth as text",
    "a boolean is `true` or `false`: in YAML 1.2, `yes`, `no`, `on` and `off` are texts; it is taken for what it says",
);
static UNUSABLE: Rule = Rule::unsupported(
    "malformed",
    "the OpenAPI specification does not allow this, and a request cannot be made without it; correct it with an overlay action",
);
static CONDITIONAL: Rule = Rule::lowered(
    "conditional fields",
    "they are there under a condition, so they are optional fields; the condition is for the server to check",
);
static NULL_BRANCH: Rule = Rule::lowered("null as an alternative", "a field of it is an `Option`");
static ALTERNATIVES: Rule = Rule::left_out(
    "alternatives",
    "one schema reads all of them, and the caller sees which fields came; that exactly one fits is not checked",
);
static OPEN_FIELD: Rule = Rule::left_out(
    "field of one alternative",
    "another alternative has all other fields and says nothing of this one, so it is read as any JSON",
);
static SUM: Rule = Rule::lowered("allOf", "its parts are one object, so they become one object");

impl Lowering<'_> {
    /// Lowers the schema at `at`.
    pub(super) fn schema(&mut self, source: &Value, at: &Pointer) -> Schema {
        match source {
            Value::Object(node) => return self.schema_object(node, at),
            Value::Bool(true) => self.note(&BOOLEAN, at, ""),
            Value::Bool(false) => self.note(&NOTHING, at, ""),
            _ => self.malformed(at, "a schema must be an object or a boolean"),
        }
        Schema::default()
    }

    fn schema_object(&mut self, node: &Map<String, Value>, at: &Pointer) -> Schema {
        let alone = self.reference_alone(node, at);
        let node = alone.as_ref().unwrap_or(node);
        self.check_keywords(node, at);
        let mut schema = self.compose(node, at);
        self.annotate(&mut schema, node, at);
        schema
    }

    /// Notes what is ignored, because the specification does not allow it.
    pub(super) fn malformed(&mut self, at: &Pointer, detail: impl Into<String>) {
        self.note(&MALFORMED, at, detail);
    }

    /// Reads a boolean.
    pub(super) fn flag(&mut self, node: &Map<String, Value>, key: &str, at: &Pointer) -> Option<bool> {
        let value = node.get(key)?;
        let at = at.child(key);
        let text = match value.as_str().map(str::to_ascii_lowercase).as_deref() {
            Some("true" | "yes" | "on" | "y") => Some(true),
            Some("false" | "no" | "off" | "n") => Some(false),
            _ => None,
        };
        if text.is_some() {
            self.note(&FLAG, &at, value.as_str().unwrap_or_default());
        } else if !value.is_boolean() {
            self.malformed(&at, format!("`{key}` must be `true` or `false`"));
        }
        text.or(value.as_bool())
    }

    /// Notes what the owner cannot be generated without.
    pub(super) fn unusable(&mut self, at: &Pointer, detail: impl Into<String>) {
        self.note(&UNUSABLE, at, detail);
    }

    /// Combines the node's own keywords with the schemas that it names. One of them may contain the node, and is not done
    /// then: the node becomes a component, which is lowered when that one is.
    fn compose(&mut self, node: &Map<String, Value>, at: &Pointer) -> Schema {
        let outer = self.awaited.take();
        let noted = self.report.findings().len();
        let schema = self.compose_parts(node, at);
        match self.awaited.take() {
            Some(awaited) if !self.is_component(at) => {
                self.awaited = outer;
                self.report.truncate(noted);
                Schema::of(Shape::Reference(self.postpone(at, awaited)))
            }
            awaited => {
                self.awaited = awaited.or(outer);
                schema
            }
        }
    }

    /// Returns `true` if the component that is being lowered is the schema at `at`.
    fn is_component(&self, at: &Pointer) -> bool {
        matches!(&self.owner, Owner::Schema(name) if self.sources.get(name) == Some(at))
    }

    fn compose_parts(&mut self, node: &Map<String, Value>, at: &Pointer) -> Schema {
        let (own, nullable) = self.own(node, at);
        let mut parts: Vec<Schema> = own.into_iter().collect();
        parts.extend(self.reference(node, at));
        let direct = parts.len();
        parts.extend(self.all_of(node, at));
        if direct < parts.len() && parts.len() > 1 {
            self.note(&SUM, &at.child("allOf"), format!("{} part(s)", parts.len()));
        }
        let mut schema = self.intersect_all(parts, at);
        for keyword in ["oneOf", "anyOf"] {
            schema = self.with_alternatives(schema, node, keyword, at);
        }
        self.conditional_fields(&mut schema, node, at);
        schema.nullable |= nullable;
        schema
    }

    /// Adds the fields that a schema has only under a condition.
    fn conditional_fields(&mut self, schema: &mut Schema, node: &Map<String, Value>, at: &Pointer) {
        let mut branches: Vec<(Pointer, &Value)> = Vec::new();
        for keyword in ["then", "else"] {
            branches.extend(node.get(keyword).map(|branch| (at.child(keyword), branch)));
        }
        for keyword in ["dependentSchemas", "dependencies"] {
            let at = at.child(keyword);
            let dependents = node.get(keyword).and_then(Value::as_object).into_iter().flatten();
            branches.extend(dependents.map(|(name, branch)| (at.child(name), branch)));
        }
        for (at, branch) in branches.into_iter().filter(|(_, branch)| branch.is_object()) {
            let Shape::Object(fields) = &mut schema.shape else { return };
            let lowered = self.schema(branch, &at);
            let shape = match lowered.shape.reference() {
                Some(name) => self.behind(name),
                None => Some(lowered.shape),
            };
            let Some(Shape::Object(others)) = shape else { continue };
            for (name, field) in others.properties {
                if let Entry::Vacant(entry) = fields.properties.entry(name) {
                    self.report.note(&CONDITIONAL, &at, entry.key(), &self.owner);
                    entry.insert(field);
                }
            }
        }
    }

    /// Returns the schema of the node's own keywords, if they say anything, and `true` if they say `nullable`.
    fn own(&mut self, node: &Map<String, Value>, at: &Pointer) -> (Option<Schema>, bool) {
        let (kinds, nullable) = self.kinds(node, at);
        let values = self.listed_values(kinds, node, at);
        let keys = self.map_keys(kinds, node, at);
        self.leave_out_other_types(kinds, node, at);
        let shape = match kinds {
            Kinds::Unspecified => return (None, nullable),
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
        let at_parts = at.child("allOf");
        let parts = self.branches(node, "allOf", at);
        parts.iter().enumerate().map(|(index, part)| self.schema(part, &at_parts.index(index))).collect()
    }

    /// Returns one schema that reads every alternative, each with what `base` says of all of them.
    fn with_alternatives(
        &mut self,
        base: Schema,
        node: &Map<String, Value>,
        keyword: &str,
        at: &Pointer,
    ) -> Schema {
        let at_branches = at.child(keyword);
        let mut null = false;
        let mut others = Vec::new();
        for (index, branch) in self.branches(node, keyword, at).iter().enumerate() {
            let at = at_branches.index(index);
            if branch.as_object().is_some_and(is_null_alternative) {
                self.note(&NULL_BRANCH, &at, "");
                null = true;
            } else {
                let mut other = self.schema(branch, &at);
                if let [listed] = other.values.as_mut_slice()
                    && listed.description.is_none()
                {
                    listed.description = other.description.clone();
                }
                others.push(other);
            }
        }
        if others.is_empty() && !null {
            return base;
        }
        if others.len() > 1 {
            self.note(&ALTERNATIVES, &at_branches, format!("{} alternatives", others.len()));
        }
        let open = if keyword == "anyOf" { self.open_fields(&others) } else { Vec::new() };
        let is_limit = base.shape != Shape::Open;
        if is_limit {
            others =
                others.into_iter().map(|other| self.intersect(base.clone(), other, &at_branches)).collect();
        }
        let mut schema = if others.is_empty() { base.clone() } else { self.unite_all(others, &at_branches) };
        if let Shape::Object(fields) = &mut schema.shape {
            let is_limited = |name: &String| matches!(&base.shape, Shape::Object(base) if base.properties.contains_key(name));
            for name in open.into_iter().filter(|name| !is_limited(name)) {
                self.note(&OPEN_FIELD, &at_branches, &name);
                fields.properties.entry(name).and_modify(|field| field.shape = Shape::Mixed);
            }
        }
        schema.nullable =
            if is_limit { base.nullable && (null || schema.nullable) } else { null | schema.nullable };
        if is_limit && null && !base.nullable && base.shape != Shape::Mixed {
            // `type: object` beside `oneOf: [{type: null}, …]`: the author means that null is allowed.
            schema.nullable = true;
        }
        schema
    }

    /// Returns the fields of which one of the alternatives says something, and one with nothing but its other fields does
    /// not: a value that is only the latter may have anything there.
    fn open_fields(&mut self, alternatives: &[Schema]) -> Vec<String> {
        let objects: Vec<Fields> = alternatives.iter().filter_map(|schema| self.fields_of(schema)).collect();
        let mut open: Vec<String> = Vec::new();
        for small in objects.iter().filter(|small| !small.closed && small.additional.is_none()) {
            for large in &objects {
                let is_part = !small.properties.is_empty()
                    && small.properties.iter().all(|(name, field)| {
                        let other = large.properties.get(name);
                        other.is_some_and(|other| !self.tells_apart(field, other))
                    });
                let more = large.properties.keys().filter(|name| !small.properties.contains_key(*name));
                open.extend(more.filter(|_| is_part).cloned());
            }
        }
        open.sort();
        open.dedup();
        open
    }

    /// Returns `true` if a value that is both is not meant: the kinds of values differ, or the listed ones.
    fn tells_apart(&mut self, one: &Schema, other: &Schema) -> bool {
        let [one, other] = [one, other].map(|schema| match schema.shape.reference() {
            Some(name) => self.resolved(name).unwrap_or_default(),
            None => schema.clone(),
        });
        let both_list = !one.values.is_empty() && !other.values.is_empty();
        one.shape != other.shape || both_list && !one.values.iter().any(|value| other.values.contains(value))
    }

    fn fields_of(&mut self, schema: &Schema) -> Option<Fields> {
        let shape = match schema.shape.reference() {
            Some(name) => self.behind(name)?,
            None => schema.shape.clone(),
        };
        if let Shape::Object(fields) = shape { Some(fields) } else { None }
    }

    fn branches<'n>(&mut self, node: &'n Map<String, Value>, keyword: &str, at: &Pointer) -> &'n [Value] {
        match node.get(keyword) {
            None => &[],
            Some(Value::Array(branches)) if !branches.is_empty() => branches,
            Some(_) => {
                let detail = format!("`{keyword}` must be a list of at least one schema");
                self.malformed(&at.child(keyword), detail);
                &[]
            }
        }
    }
}
