//! Rust types of schemas.

use std::collections::HashSet;

use crate::{
    api::{Api, Fields, Schema, Shape},
    ident,
    lower::component_type,
};

/// The types of one document.
#[derive(Clone, Copy)]
pub(super) struct Types<'a> {
    pub(super) api: &'a Api,
    /// Path of the runtime that the code is written for.
    pub(super) runtime: &'a str,
    /// `true` for a crate of its own, `false` for one below a facade.
    pub(super) own_crate: bool,
    /// Fields whose type contains the type that they are part of: that one and theirs.
    pub(super) boxes: &'a HashSet<(String, String)>,
}

/// The form in which a struct holds the value of a field or parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holding {
    /// The value, which must be there.
    Required,
    /// The value, or nothing.
    Optional,
    /// A `Vec`, empty if absent or null.
    List,
    /// A `BTreeMap`, empty if absent or null.
    Map,
    /// Absent, null or a value.
    Clearable,
}

/// A field or parameter as Rust declares it.
pub(super) struct Field<'a> {
    /// Name on the wire.
    pub(super) wire: &'a str,
    pub(super) name: String,
    /// Name of the method that sends null for it.
    pub(super) clear_name: String,
    /// Type of the value, without the `Option` around it.
    pub(super) ty: String,
    pub(super) holding: Holding,
    /// `true` if the value stands in a `Box`, because it can contain the type that it is part of.
    pub(super) boxed: bool,
    pub(super) schema: &'a Schema,
    pub(super) description: Option<&'a str>,
}

impl Field<'_> {
    /// Returns the declared type.
    pub(super) fn declared(&self) -> String {
        let ty = if self.boxed { format!("Box<{}>", self.ty) } else { self.ty.clone() };
        match self.holding {
            Holding::Required | Holding::List | Holding::Map => ty,
            Holding::Optional => format!("Option<{ty}>"),
            Holding::Clearable => format!("Option<Option<{ty}>>"),
        }
    }

    /// Holds a list or map in an `Option`, where an empty one is written, too: `[]` in JSON.
    pub(super) fn distinguish_empty(&mut self) {
        if matches!(self.holding, Holding::List | Holding::Map) {
            self.holding = Holding::Optional;
        }
    }

    /// Returns `true` for a list or map.
    fn is_collection(&self) -> bool {
        is_list(&self.ty) || is_map(&self.ty)
    }

    /// Returns the setter's argument and the value that it sets.
    pub(super) fn setter(&self) -> (String, String) {
        let (argument, value) = match self.ty.as_str() {
            _ if self.is_collection() => collected(&self.ty),
            // Taken as they are, so that `"2026-06-14".parse()?` knows what to become.
            ty @ ("DateTime<Utc>" | "NaiveDate" | "bool") => (format!("value: {ty}"), "value".to_owned()),
            ty => (format!("value: impl Into<{ty}>"), "value.into()".to_owned()),
        };
        let value = if self.boxed { format!("Box::new({value})") } else { value };
        let value = match self.holding {
            Holding::Required | Holding::List | Holding::Map => value,
            Holding::Optional => format!("Some({value})"),
            Holding::Clearable => format!("Some(Some({value}))"),
        };
        (argument, value)
    }
}

/// Returns the setter's argument and value for a list or map: it takes anything to iterate over.
fn collected(ty: &str) -> (String, String) {
    let inner = ty.split_once('<').and_then(|(_, inner)| inner.strip_suffix('>')).unwrap_or_default();
    if is_list(ty) {
        let argument = format!("values: impl IntoIterator<Item = impl Into<{inner}>>");
        return (argument, "values.into_iter().map(Into::into).collect()".to_owned());
    }
    let (key, value) = inner.split_once(", ").unwrap_or(("String", inner));
    let argument = format!("entries: impl IntoIterator<Item = (impl Into<{key}>, impl Into<{value}>)>");
    let set = "entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect()";
    (argument, set.to_owned())
}

/// Puts a number behind the names of fields that an earlier one has, and of methods that clear one.
pub(super) fn unique_names<'f, 'a: 'f>(fields: impl IntoIterator<Item = &'f mut Field<'a>>) {
    let mut taken: HashSet<String> = HashSet::new();
    let mut cleared = Vec::new();
    for field in fields {
        field.name = ident::numbered(std::mem::take(&mut field.name), |name| taken.contains(name));
        taken.insert(field.name.clone());
        if field.holding == Holding::Clearable {
            cleared.push(field);
        }
    }
    for field in cleared {
        let wanted = format!("clear_{}", field.name.trim_end_matches('_'));
        field.clear_name = ident::numbered(wanted, |name| taken.contains(name));
        taken.insert(field.clear_name.clone());
    }
}

/// Returns `true` for types that are passed by value.
pub(super) fn is_copy(ty: &str) -> bool {
    matches!(ty, "bool" | "i64" | "u64" | "f64" | "DateTime<Utc>" | "NaiveDate")
}

fn is_list(ty: &str) -> bool {
    ty.starts_with("Vec<")
}

fn is_map(ty: &str) -> bool {
    ty.starts_with("BTreeMap<")
}

impl<'a> Types<'a> {
    /// Returns the type of a value, without the `Option` that null would need.
    pub(super) fn of(self, schema: &Schema) -> String {
        self.of_within(schema, &mut Vec::new())
    }

    /// Returns the type of a value that may be null.
    pub(super) fn of_nullable(self, schema: &Schema) -> String {
        let ty = self.of(schema);
        if self.is_nullable(schema) { format!("Option<{ty}>") } else { ty }
    }

    /// Returns the type of a value; `within` holds the components that are being written out, to end circles.
    fn of_within(self, schema: &Schema, within: &mut Vec<String>) -> String {
        if let Some(path) = &schema.rust.path {
            return path.clone();
        }
        if schema.is_enum() {
            return schema.title.clone().unwrap_or_else(|| "String".to_owned());
        }
        match &schema.shape {
            Shape::Open | Shape::Mixed => "Value".to_owned(),
            Shape::Reference(name) => self.of_component(name, within),
            Shape::Boolean => "bool".to_owned(),
            Shape::Integer(None) => "i64".to_owned(),
            Shape::Integer(Some(_)) => "u64".to_owned(),
            Shape::Number => "f64".to_owned(),
            Shape::String(format) => match format.as_deref() {
                Some("date-time") => "DateTime<Utc>".to_owned(),
                Some("date") => "NaiveDate".to_owned(),
                Some("password") => "Secret".to_owned(),
                _ => "String".to_owned(),
            },
            Shape::Array(items) => format!("Vec<{}>", self.inside(items, within)),
            Shape::Map(values) => {
                let key = match &schema.keys {
                    Some(keys) => self.of_component(keys, within),
                    None => "String".to_owned(),
                };
                format!("BTreeMap<{key}, {}>", self.inside(values, within))
            }
            Shape::Object(_) => schema.title.clone().unwrap_or_else(|| "Value".to_owned()),
        }
    }

    fn inside(self, schema: &Schema, within: &mut Vec<String>) -> String {
        let ty = self.of_within(schema, within);
        if self.is_nullable(schema) && ty != "Value" { format!("Option<{ty}>") } else { ty }
    }

    /// Returns the type of a component: its own if it has fields or listed values; any other is written out.
    fn of_component(self, name: &str, within: &mut Vec<String>) -> String {
        let Some(schema) = self.api.schemas.get(name) else { return "Value".to_owned() };
        if let Some(generic) = &schema.rust.generic {
            let parameter = self.parameter_of(schema).map(|parameter| self.of_within(parameter, within));
            return format!("{}<{}>", generic.name, parameter.unwrap_or_else(|| "Value".to_owned()));
        }
        if is_named(schema) {
            return component_type(name, schema);
        }
        if within.iter().any(|outer| outer == name) {
            return "Value".to_owned();
        }
        within.push(name.to_owned());
        let ty = self.of_within(schema, within);
        within.pop();
        ty
    }

    /// Returns the property whose type is the parameter of a generic component.
    pub(super) fn parameter_of(self, schema: &Schema) -> Option<&Schema> {
        let Shape::Object(fields) = &schema.shape else { return None };
        fields.properties.get(&schema.rust.generic.as_ref()?.parameter)
    }

    /// Returns `true` if the schema, or the component behind it, allows null.
    pub(super) fn is_nullable(self, schema: &Schema) -> bool {
        let component = schema.shape.reference().and_then(|name| self.api.schemas.get(name));
        schema.nullable || component.is_some_and(|component| self.is_nullable(component))
    }

    /// Returns the fields of an object, in the document's order.
    pub(super) fn fields(self, fields: &'a Fields) -> Vec<Field<'a>> {
        let field = |(wire, schema): (&'a String, &'a Schema)| {
            let name = schema.rust.name.clone().unwrap_or_else(|| ident::field_name(wire));
            let required = fields.required.contains(wire);
            self.field(wire, name, schema, required, schema.description.as_deref())
        };
        let mut fields: Vec<Field<'a>> = fields.properties.iter().map(field).collect();
        unique_names(&mut fields);
        fields
    }

    /// Returns the schema behind references.
    pub(super) fn behind(self, schema: &'a Schema) -> &'a Schema {
        let mut schema = schema;
        for _ in 0..=self.api.schemas.len() {
            match schema.shape.reference().and_then(|name| self.api.schemas.get(name)) {
                None => break,
                Some(target) => schema = target,
            }
        }
        schema
    }

    /// Returns the fields of an object.
    pub(super) fn object(self, schema: &'a Schema) -> Option<&'a Fields> {
        match &self.behind(schema).shape {
            Shape::Object(fields) if schema.rust.path.is_none() => Some(fields),
            _ => None,
        }
    }

    /// Returns `true` if every value is written as one text.
    pub(super) fn is_plain(self, schema: &Schema) -> bool {
        let mut schema = schema;
        for _ in 0..=self.api.schemas.len() {
            if schema.rust.path.is_some() || schema.is_enum() {
                return true;
            }
            match &schema.shape {
                Shape::Boolean | Shape::Integer(_) | Shape::Number | Shape::String(_) => return true,
                Shape::Reference(name) => match self.api.schemas.get(name) {
                    Some(target) => schema = target,
                    None => return false,
                },
                _ => return false,
            }
        }
        false
    }

    /// Returns `true` for lists of values that are each written as one text.
    pub(super) fn is_plain_list(self, schema: &Schema) -> bool {
        let mut schema = schema;
        for _ in 0..=self.api.schemas.len() {
            match &schema.shape {
                Shape::Array(items) => return self.is_plain(items),
                Shape::Reference(name) => match self.api.schemas.get(name) {
                    Some(target) => schema = target,
                    None => return false,
                },
                _ => return false,
            }
        }
        false
    }

    pub(super) fn field(
        self,
        wire: &'a str,
        name: String,
        schema: &'a Schema,
        required: bool,
        description: Option<&'a str>,
    ) -> Field<'a> {
        let ty = self.of(schema);
        let holding = match () {
            () if schema.clearable => Holding::Clearable,
            () if required && !self.is_nullable(schema) => Holding::Required,
            () if is_list(&ty) => Holding::List,
            () if is_map(&ty) => Holding::Map,
            () => Holding::Optional,
        };
        let clear_name = String::new();
        Field { wire, name, clear_name, ty, holding, boxed: false, schema, description }
    }
}

/// Returns `true` if the component becomes a type of its own.
pub(super) fn is_named(schema: &Schema) -> bool {
    schema.rust.path.is_none() && (matches!(schema.shape, Shape::Object(_)) || schema.is_enum())
}
