//! Two schemas as one: what both allow (`allOf`), or what either allows (`oneOf`, `anyOf`).

use indexmap::IndexMap;

use openapi_document::Pointer;

use super::Lowering;
use crate::{
    api::{Fields, ListedValue, RustHints, Schema, Shape},
    report::Rule,
};

static OPENED: Rule = Rule::left_out(
    "alternatives of different kinds",
    "read as any JSON: nothing is lost, and no value can fail an answer; the facade gives it a type",
);
static CONTRADICTION: Rule =
    Rule::refused("contradiction", "no value can be all of these at once; choose one with an overlay action");
static OPEN_SECRET: Rule = Rule::refused(
    "secret among other kinds",
    "it would be read as any JSON, which is printed in full; keep the text alone with an overlay action",
);
static CIRCLE: Rule = Rule::refused(
    "circular composition",
    "the schema is defined as a part of itself; break the circle with an overlay action",
);

/// How many components deep two schemas are combined; beyond it descriptions only repeat themselves.
const DEPTH: usize = 8;

/// How two schemas are combined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// What both allow.
    Both,
    /// What either allows.
    Either,
}

impl Lowering<'_> {
    /// The schema of the values that all of `parts` allow; no part, no limit.
    pub(super) fn intersect_all(&mut self, parts: Vec<Schema>, at: &Pointer) -> Schema {
        self.combine_all(parts, How::Both, at)
    }

    /// The schema of the values that any of `parts` allows.
    pub(super) fn unite_all(&mut self, parts: Vec<Schema>, at: &Pointer) -> Schema {
        self.combine_all(parts, How::Either, at)
    }

    fn combine_all(&mut self, parts: Vec<Schema>, how: How, at: &Pointer) -> Schema {
        let mut parts = parts.into_iter();
        let first = parts.next().unwrap_or_default();
        parts.fold(first, |all, part| self.combine(all, part, how, at))
    }

    fn combine(&mut self, one: Schema, other: Schema, how: How, at: &Pointer) -> Schema {
        let nullable = match how {
            How::Either => self.allows_null(&one) || self.allows_null(&other),
            How::Both => {
                let limits = |schema: &Schema| schema.shape != Shape::Open;
                (!limits(&one) || self.allows_null(&one)) && (!limits(&other) || self.allows_null(&other))
            }
        };
        let values = combine_values(one.values, other.values, how);
        Schema {
            shape: self.combine_shapes(one.shape, other.shape, how, at),
            values,
            keys: one.keys.or(other.keys),
            clearable: false,
            rust: combine_hints(one.rust, other.rust),
            nullable,
            title: None,
            description: one.description.or(other.description),
            example: one.example.or(other.example),
            read_only: one.read_only || other.read_only,
            write_only: one.write_only || other.write_only,
            deprecated: one.deprecated || other.deprecated,
        }
    }

    fn combine_shapes(&mut self, one: Shape, other: Shape, how: How, at: &Pointer) -> Shape {
        if one == other {
            return one;
        }
        match (one, other) {
            (Shape::Open, any) | (any, Shape::Open) => match how {
                How::Both => any,
                How::Either => self.open(&Shape::Open, &any, at),
            },
            (Shape::Reference(name), other) | (other, Shape::Reference(name)) => {
                self.combine_reference(name, other, how, at)
            }
            (Shape::Integer(_), Shape::Integer(_)) => Shape::Integer(None),
            (Shape::Integer(format), Shape::Number) | (Shape::Number, Shape::Integer(format)) => match how {
                How::Both => Shape::Integer(format),
                How::Either => Shape::Number,
            },
            (Shape::String(one), Shape::String(other)) => Shape::String(combine_formats(one, other, how)),
            (Shape::Array(one), Shape::Array(other)) => {
                Shape::Array(Box::new(self.combine(*one, *other, how, at)))
            }
            (Shape::Map(one), Shape::Map(other)) => Shape::Map(Box::new(self.combine(*one, *other, how, at))),
            (Shape::Object(one), Shape::Object(other)) => {
                Shape::Object(self.combine_fields(one, other, how, at))
            }
            (Shape::Map(_), Shape::Object(fields)) | (Shape::Object(fields), Shape::Map(_)) => match how {
                How::Both => Shape::Object(fields),
                How::Either => Shape::Map(Box::default()),
            },
            (one, other) => self.differ(&one, &other, how, at),
        }
    }

    fn combine_fields(&mut self, one: Fields, other: Fields, how: How, at: &Pointer) -> Fields {
        let required = match how {
            How::Both => {
                let more = other
                    .required
                    .into_iter()
                    .filter(|name| !one.required.contains(name))
                    .collect::<Vec<_>>();
                one.required.into_iter().chain(more).collect()
            }
            How::Either => one.required.into_iter().filter(|name| other.required.contains(name)).collect(),
        };
        let mut properties: IndexMap<String, Schema> = one.properties;
        for (name, schema) in other.properties {
            let combined = match properties.get_mut(&name).map(std::mem::take) {
                Some(known) => self.combine(known, schema, how, &at.child(&name)),
                None => schema,
            };
            properties.insert(name, combined);
        }
        Fields { properties, required }
    }

    /// Looks into the referenced component. If combining it adds nothing, the reference stays.
    fn combine_reference(&mut self, name: String, other: Shape, how: How, at: &Pointer) -> Shape {
        let mut pair = [name.clone(), other.reference().unwrap_or_default().to_owned()];
        pair.sort();
        let endless = self.combining.len() == DEPTH || self.combining.contains(&pair);
        let component = if endless { None } else { self.behind(&name) };
        let Some(component) = component else {
            let rule = if how == How::Both { &CIRCLE } else { &OPENED };
            self.note(rule, at, format!("{name} contains itself"));
            return Shape::Open;
        };
        self.combining.push(pair);
        let combined = self.combine_shapes(component.clone(), other, how, at);
        self.combining.pop();
        if combined == component { Shape::Reference(name) } else { combined }
    }

    /// The form behind a reference, through components that are references themselves; `None` in a circle.
    pub(super) fn behind(&mut self, name: &str) -> Option<Shape> {
        let mut passed = vec![name.to_owned()];
        loop {
            let shape = self.component(passed.last()?)?.shape;
            match shape.reference() {
                None => return Some(shape),
                Some(next) if passed.iter().any(|name| name == next) => return None,
                Some(next) => passed.push(next.to_owned()),
            }
        }
    }

    fn allows_null(&mut self, schema: &Schema) -> bool {
        let component = schema.shape.reference().and_then(|name| self.component(name));
        schema.nullable || component.is_some_and(|component| component.nullable)
    }

    fn differ(&mut self, one: &Shape, other: &Shape, how: How, at: &Pointer) -> Shape {
        if how == How::Either {
            return self.open(one, other, at);
        }
        self.note(&CONTRADICTION, at, format!("{} and {}", one.kind(), other.kind()));
        Shape::Open
    }

    /// What reads both: any JSON, unless that would print a secret.
    fn open(&mut self, one: &Shape, other: &Shape, at: &Pointer) -> Shape {
        let secret = [one, other].into_iter().any(Shape::is_secret);
        let detail = format!("{} and {}", one.kind(), other.kind());
        self.note(if secret { &OPEN_SECRET } else { &OPENED }, at, detail);
        Shape::Open
    }
}

/// Values that both list, or that either lists; where one side lists none, it allows all.
fn combine_values(one: Vec<ListedValue>, other: Vec<ListedValue>, how: How) -> Vec<ListedValue> {
    match how {
        How::Both if one.is_empty() => other,
        How::Both if other.is_empty() => one,
        How::Both => one.into_iter().filter(|value| other.contains(value)).collect(),
        How::Either if one.is_empty() || other.is_empty() => Vec::new(),
        How::Either => {
            let more: Vec<_> = other.into_iter().filter(|value| !one.contains(value)).collect();
            one.into_iter().chain(more).collect()
        }
    }
}

/// Hints for a place that is two schemas at once: the names of components do not carry over to it.
fn combine_hints(one: RustHints, other: RustHints) -> RustHints {
    RustHints {
        name: None,
        type_name: one.type_name.or(other.type_name),
        path: one.path.or(other.path),
        deserialize_with: one.deserialize_with.or(other.deserialize_with),
        generic: None,
        unknown_fields: false,
    }
}

/// A secret stays a secret, whatever else it may be; of two other formats neither can be relied on.
fn combine_formats(one: Option<String>, other: Option<String>, how: How) -> Option<String> {
    let secret = |format: &Option<String>| format.as_deref() == Some("password");
    match how {
        _ if secret(&one) => one,
        _ if secret(&other) => other,
        How::Both if one.is_none() => other,
        How::Both if other.is_none() => one,
        _ => None,
    }
}
