//! Two schemas as one: the values that both allow (`allOf`), or that either allows (`oneOf`, `anyOf`).

use indexmap::IndexMap;
use openapi_document::Pointer;

use super::Lowering;
use crate::{
    api::{Fields, ListedValue, RustHints, Schema, Shape},
    report::Rule,
};

static OPENED: Rule = Rule::left_out(
    "alternatives of different kinds",
    "read as any JSON, so that no value can fail a response; the caller tells the kinds apart",
);
static CONTRADICTION: Rule = Rule::warning(
    "contradiction",
    "no value can be all of these at once, so the author means something else; it is read as any JSON",
);
static OPEN_SECRET: Rule =
    Rule::warning("secret among other kinds", "it is read as any JSON, which `Debug` prints in full");
static RECURSIVE_SUM: Rule = Rule::left_out(
    "recursive composition",
    "the schema is combined with one that contains it, which no finite type can be; the one that is named here is kept",
);
static RECURSIVE_UNION: Rule = Rule::left_out(
    "recursive alternatives",
    "the schema is one of those that it contains, which no finite type can be; it is read as any JSON",
);

/// Maximum number of components, one inside the other, that are combined.
const MAX_DEPTH: usize = 64;

/// Maximum number of components that are combined for one location; beyond it documents repeat themselves.
const MAX_COMBINATIONS: usize = 2_000;

/// Way in which two schemas are combined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Combination {
    /// The values that both allow.
    Both,
    /// The values that either allows.
    Either,
}

impl Lowering<'_> {
    /// Returns the schema of the values that all of `parts` allow; no part, no limit.
    pub(super) fn intersect_all(&mut self, parts: Vec<Schema>, at: &Pointer) -> Schema {
        self.combine_all(parts, Combination::Both, at)
    }

    /// Returns the schema of the values that any of `parts` allows.
    pub(super) fn unite_all(&mut self, parts: Vec<Schema>, at: &Pointer) -> Schema {
        self.combine_all(parts, Combination::Either, at)
    }

    /// Returns the schema of the values that both allow.
    pub(super) fn intersect(&mut self, one: Schema, other: Schema, at: &Pointer) -> Schema {
        self.combine(one, other, Combination::Both, at)
    }

    /// Returns the schema of the values that either allows.
    pub(super) fn unite(&mut self, one: Schema, other: Schema, at: &Pointer) -> Schema {
        self.combine(one, other, Combination::Either, at)
    }

    fn combine_all(&mut self, parts: Vec<Schema>, combination: Combination, at: &Pointer) -> Schema {
        let mut parts = parts.into_iter();
        let first = parts.next().unwrap_or_default();
        parts.fold(first, |all, part| self.combine(all, part, combination, at))
    }

    fn combine(&mut self, one: Schema, other: Schema, combination: Combination, at: &Pointer) -> Schema {
        let nullable = match combination {
            Combination::Either => self.allows_null(&one) || self.allows_null(&other),
            Combination::Both => {
                let limits = |schema: &Schema| schema.shape != Shape::Open;
                (!limits(&one) || self.allows_null(&one)) && (!limits(&other) || self.allows_null(&other))
            }
        };
        let values = combine_values(self.values_of(&one), self.values_of(&other), combination);
        let shape = self.combine_shapes(one.shape, other.shape, combination, at);
        let (shape, values) = self.with_values(shape, values, combination);
        // What one alternative is said to be, not every one is.
        let flag = |one: bool, other: bool| match combination {
            Combination::Both => one || other,
            Combination::Either => one && other,
        };
        let description = match combination {
            Combination::Both => one.description.or(other.description),
            Combination::Either => one.description.filter(|text| other.description.as_ref() == Some(text)),
        };
        Schema {
            shape,
            values,
            keys: one.keys.or(other.keys),
            clearable: false,
            sends_null: false,
            rust: combine_hints(one.rust, other.rust),
            nullable,
            title: None,
            description,
            example: one.example.or(other.example),
            read_only: flag(one.read_only, other.read_only),
            write_only: flag(one.write_only, other.write_only),
            deprecated: flag(one.deprecated, other.deprecated),
        }
    }

    fn combine_shapes(&mut self, one: Shape, other: Shape, combination: Combination, at: &Pointer) -> Shape {
        if one == other {
            return one;
        }
        match (one, other) {
            (Shape::Mixed, other) | (other, Shape::Mixed) => {
                if other.is_secret() {
                    self.note(&OPEN_SECRET, at, "");
                }
                Shape::Mixed
            }
            (Shape::Open, any) | (any, Shape::Open) => match combination {
                Combination::Both => any,
                Combination::Either => self.open(&Shape::Open, &any, at),
            },
            (Shape::Reference(name), other) | (other, Shape::Reference(name)) => {
                self.combine_reference(name, other, combination, at)
            }
            (Shape::Integer(_), Shape::Integer(_)) => Shape::Integer(None),
            (Shape::Integer(format), Shape::Number) | (Shape::Number, Shape::Integer(format)) => {
                match combination {
                    Combination::Both => Shape::Integer(format),
                    Combination::Either => Shape::Number,
                }
            }
            (Shape::String(one), Shape::String(other)) => {
                Shape::String(combine_formats(one, other, combination))
            }
            (Shape::Array(one), Shape::Array(other)) => {
                Shape::Array(Box::new(self.combine(*one, *other, combination, at)))
            }
            (Shape::Map(one), Shape::Map(other)) => {
                Shape::Map(Box::new(self.combine(*one, *other, combination, at)))
            }
            (Shape::Object(one), Shape::Object(other)) => {
                Shape::Object(self.combine_fields(one, other, combination, at))
            }
            (Shape::Map(values), Shape::Object(fields)) | (Shape::Object(fields), Shape::Map(values)) => {
                match combination {
                    Combination::Both => Shape::Object(with_additional(fields, values)),
                    Combination::Either => Shape::Map(Box::default()),
                }
            }
            (one, other) => self.differ(&one, &other, combination, at),
        }
    }

    fn combine_fields(
        &mut self,
        one: Fields,
        other: Fields,
        combination: Combination,
        at: &Pointer,
    ) -> Fields {
        let additional = match (one.additional, other.additional) {
            (Some(one), Some(other)) => Some(Box::new(self.combine(*one, *other, combination, at))),
            (Some(only), None) | (None, Some(only)) => Some(only),
            (None, None) => None,
        };
        let required = match combination {
            Combination::Both => {
                let more = other
                    .required
                    .into_iter()
                    .filter(|name| !one.required.contains(name))
                    .collect::<Vec<_>>();
                one.required.into_iter().chain(more).collect()
            }
            Combination::Either => {
                one.required.into_iter().filter(|name| other.required.contains(name)).collect()
            }
        };
        let mut properties: IndexMap<String, Schema> = one.properties;
        for (name, schema) in other.properties {
            let combined = match properties.get_mut(&name).map(std::mem::take) {
                Some(known) => self.combine(known, schema, combination, &at.child(&name)),
                None => schema,
            };
            properties.insert(name, combined);
        }
        let closed = match combination {
            Combination::Both => one.closed || other.closed,
            Combination::Either => one.closed && other.closed,
        };
        Fields { properties, required, additional, closed }
    }

    /// Combines the component behind a reference. If that adds nothing, the reference stays.
    fn combine_reference(
        &mut self,
        name: String,
        other: Shape,
        combination: Combination,
        at: &Pointer,
    ) -> Shape {
        let mut pair = [name.clone(), other.reference().unwrap_or_default().to_owned()];
        pair.sort();
        if self.combining.is_empty() {
            self.combinations = 0;
        }
        self.combinations += 1;
        let endless = self.combining.len() == MAX_DEPTH
            || self.combinations > MAX_COMBINATIONS
            || self.combining.contains(&pair);
        let component = if endless { None } else { self.behind(&name) };
        let Some(component) = component else {
            let (rule, shape) = match combination {
                Combination::Both => (&RECURSIVE_SUM, Shape::Reference(name.clone())),
                Combination::Either => (&RECURSIVE_UNION, Shape::Mixed),
            };
            let other = other.reference().unwrap_or(other.kind());
            self.note(rule, at, format!("{name}, combined with {other}"));
            return shape;
        };
        self.combining.push(pair);
        let combined = self.combine_shapes(component.clone(), other, combination, at);
        self.combining.pop();
        if combined == component { Shape::Reference(name) } else { combined }
    }

    /// Returns the shape behind a reference, through components that are references themselves; `None` in a circle.
    pub(super) fn behind(&mut self, name: &str) -> Option<Shape> {
        match self.resolved(name) {
            Ok(schema) => Some(schema.shape),
            Err(last) => {
                self.awaited = self.awaited_by(&last);
                None
            }
        }
    }

    /// Returns the shape of a schema, behind references; that of any JSON in a circle.
    pub(super) fn shape_of(&mut self, schema: &Schema) -> Shape {
        match schema.shape.reference() {
            Some(name) => self.resolved(name).map(|schema| schema.shape).unwrap_or_default(),
            None => schema.shape.clone(),
        }
    }

    /// Returns the schema behind a reference.
    ///
    /// # Errors
    /// The component at which a circle closes.
    pub(super) fn resolved(&mut self, name: &str) -> Result<Schema, String> {
        let mut passed = vec![name.to_owned()];
        let mut next = name.to_owned();
        while let Some(schema) = self.component(&next) {
            match schema.shape.reference() {
                None => return Ok(schema),
                Some(target) if passed.iter().any(|name| name == target) => break,
                Some(target) => next = target.to_owned(),
            }
            passed.push(next.clone());
        }
        Err(next)
    }

    /// Returns the values that a schema, or the component behind it, lists.
    fn values_of(&mut self, schema: &Schema) -> Vec<ListedValue> {
        match schema.shape.reference().filter(|_| schema.values.is_empty()) {
            Some(name) => self.resolved(name).map(|schema| schema.values).unwrap_or_default(),
            None => schema.values.clone(),
        }
    }

    /// Returns the shape with the values that it lists: a reference stays if its component lists the same.
    fn with_values(
        &mut self,
        shape: Shape,
        values: Vec<ListedValue>,
        combination: Combination,
    ) -> (Shape, Vec<ListedValue>) {
        let known = shape.reference().and_then(|name| self.resolved(name).ok());
        match (&shape, known) {
            (Shape::Reference(_), Some(Schema { shape: Shape::String(None), values: known, .. }))
                if known != values =>
            {
                (Shape::String(None), values)
            }
            (Shape::String(None), _) => (shape, values),
            (Shape::String(_), _) if combination == Combination::Both => (shape, values),
            _ => (shape, Vec::new()),
        }
    }

    fn allows_null(&mut self, schema: &Schema) -> bool {
        let component = schema.shape.reference().and_then(|name| self.component(name));
        schema.nullable || component.is_some_and(|component| component.nullable)
    }

    fn differ(&mut self, one: &Shape, other: &Shape, combination: Combination, at: &Pointer) -> Shape {
        if combination == Combination::Either {
            return self.open(one, other, at);
        }
        self.note(&CONTRADICTION, at, format!("{} and {}", one.kind(), other.kind()));
        Shape::Mixed
    }

    /// Returns the shape that reads both: any JSON, which must not print a secret.
    fn open(&mut self, one: &Shape, other: &Shape, at: &Pointer) -> Shape {
        let secret = [one, other].into_iter().any(Shape::is_secret);
        let detail = format!("{} and {}", one.kind(), other.kind());
        self.note(if secret { &OPEN_SECRET } else { &OPENED }, at, detail);
        Shape::Mixed
    }
}

/// Adds the values of a map to an object, if the map says what they are.
fn with_additional(fields: Fields, values: Box<Schema>) -> Fields {
    let additional = if values.shape == Shape::Open { fields.additional } else { Some(values) };
    Fields { additional, ..fields }
}

/// Returns the values that both list, or that either lists; a side that lists none allows all, as an open enum does.
fn combine_values(
    one: Vec<ListedValue>,
    other: Vec<ListedValue>,
    combination: Combination,
) -> Vec<ListedValue> {
    match combination {
        Combination::Both if one.is_empty() => other,
        Combination::Both if other.is_empty() => one,
        Combination::Both => one.into_iter().filter(|value| other.contains(value)).collect(),
        Combination::Either => {
            let more: Vec<_> = other.into_iter().filter(|value| !one.contains(value)).collect();
            one.into_iter().chain(more).collect()
        }
    }
}

/// Returns the hints for a location that is two schemas at once: names of components do not carry over to it.
fn combine_hints(one: RustHints, other: RustHints) -> RustHints {
    RustHints {
        name: None,
        type_name: one.type_name.or(other.type_name),
        path: one.path.or(other.path),
        deserialize_with: one.deserialize_with.or(other.deserialize_with),
        generic: None,
        unknown_fields: false,
        no_setter: one.no_setter || other.no_setter,
    }
}

/// Returns the common format: a secret stays a secret, and two other formats have none in common.
fn combine_formats(one: Option<String>, other: Option<String>, combination: Combination) -> Option<String> {
    let secret = |format: &Option<String>| format.as_deref() == Some("password");
    match combination {
        _ if secret(&one) => one,
        _ if secret(&other) => other,
        Combination::Both if one.is_none() => other,
        Combination::Both if other.is_none() => one,
        _ => None,
    }
}
