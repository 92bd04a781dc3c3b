//! Rust types of schemas.

use crate::{
    api::{Api, Fields, Schema, Shape},
    ident,
    lower::component_type,
};

/// The types of one document.
#[derive(Clone, Copy)]
pub(super) struct Types<'a> {
    pub(super) api: &'a Api,
}

/// How a struct holds the value of a field or parameter.
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
    /// Type of the value, without the `Option` around it.
    pub(super) ty: String,
    pub(super) holding: Holding,
    pub(super) schema: &'a Schema,
    pub(super) description: Option<&'a str>,
}

impl Field<'_> {
    /// The declared type.
    pub(super) fn declared(&self) -> String {
        match self.holding {
            Holding::Required | Holding::List | Holding::Map => self.ty.clone(),
            Holding::Optional => format!("Option<{}>", self.ty),
            Holding::Clearable => format!("Option<Option<{}>>", self.ty),
        }
    }

    /// `true` if a list or map of any holding.
    fn is_collection(&self) -> bool {
        is_list(&self.ty) || is_map(&self.ty)
    }

    /// The setter's argument and the value that it sets.
    pub(super) fn setter(&self) -> (String, String) {
        let (argument, value) = if self.is_collection() {
            collected(&self.ty)
        } else {
            (format!("value: impl Into<{}>", self.ty), "value.into()".to_owned())
        };
        let value = match self.holding {
            Holding::Required | Holding::List | Holding::Map => value,
            Holding::Optional => format!("Some({value})"),
            Holding::Clearable => format!("Some(Some({value}))"),
        };
        (argument, value)
    }
}

/// A list or map as a setter takes it: anything to iterate over.
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

fn is_list(ty: &str) -> bool {
    ty.starts_with("Vec<")
}

fn is_map(ty: &str) -> bool {
    ty.starts_with("BTreeMap<")
}

impl<'a> Types<'a> {
    /// The type of a value, without the `Option` that null would need.
    pub(super) fn of(self, schema: &Schema) -> String {
        self.of_within(schema, &mut Vec::new())
    }

    /// The type of a value that may be null.
    pub(super) fn of_nullable(self, schema: &Schema) -> String {
        let ty = self.of(schema);
        if self.is_nullable(schema) { format!("Option<{ty}>") } else { ty }
    }

    /// `within` holds the components that are being written out, to end circles.
    fn of_within(self, schema: &Schema, within: &mut Vec<String>) -> String {
        if let Some(path) = &schema.rust.path {
            return path.clone();
        }
        if schema.is_enum() {
            return schema.title.clone().unwrap_or_else(|| "String".to_owned());
        }
        match &schema.shape {
            Shape::Open => "Value".to_owned(),
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

    /// A component is a type of its own if it has fields or listed values; any other is written out.
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

    /// The property whose type is the parameter of a generic component.
    pub(super) fn parameter_of(self, schema: &Schema) -> Option<&Schema> {
        let Shape::Object(fields) = &schema.shape else { return None };
        fields.properties.get(&schema.rust.generic.as_ref()?.parameter)
    }

    /// `true` if the schema, or the component behind it, allows null.
    fn is_nullable(self, schema: &Schema) -> bool {
        let component = schema.shape.reference().and_then(|name| self.api.schemas.get(name));
        schema.nullable || component.is_some_and(|component| self.is_nullable(component))
    }

    /// The fields of an object, in the document's order.
    pub(super) fn fields(self, fields: &'a Fields) -> Vec<Field<'a>> {
        let field = |(wire, schema): (&'a String, &'a Schema)| {
            let name = schema.rust.name.clone().unwrap_or_else(|| ident::field_name(wire));
            let required = fields.required.contains(wire);
            self.field(wire, name, schema, required, schema.description.as_deref())
        };
        fields.properties.iter().map(field).collect()
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
        Field { wire, name, ty, holding, schema, description }
    }
}

/// `true` if the component becomes a type of its own.
pub(super) fn is_named(schema: &Schema) -> bool {
    schema.rust.path.is_none() && (matches!(schema.shape, Shape::Object(_)) || schema.is_enum())
}
