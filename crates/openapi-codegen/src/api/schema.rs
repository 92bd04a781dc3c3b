//! The few shapes of a lowered schema.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

/// A lowered schema: its shape and its annotations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    /// Shape of the values.
    pub shape: Shape,
    /// `true` if null is a value, too.
    pub nullable: bool,
    /// Name of the Rust type of an object or enum that is no component.
    pub title: Option<String>,
    /// Documentation of the type or field.
    pub description: Option<String>,
    /// One example value.
    pub example: Option<Value>,
    /// `true` if only the server sets the value.
    pub read_only: bool,
    /// `true` if the value is never part of a response.
    pub write_only: bool,
    /// `true` if the document marks it as deprecated.
    pub deprecated: bool,
    /// Listed values of a string: they become an open enum.
    pub values: Vec<ListedValue>,
    /// Component that lists the keys of a map.
    pub keys: Option<String>,
    /// `true` if a request can leave the field out, which keeps it, or send null, which clears it.
    pub clearable: bool,
    /// `true` if the field has to be sent, as null if there is no value.
    pub sends_null: bool,
    /// Names and types that the document gives for Rust.
    pub rust: RustHints,
}

/// A value that the document lists for a string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListedValue {
    /// Value on the wire.
    pub value: String,
    /// Name of the variant, where the value makes none.
    pub variant: Option<String>,
    /// Documentation of the variant.
    pub description: Option<String>,
}

/// The extension keys `x-rust-…` of a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RustHints {
    /// `x-rust-name`: name of a component's type, or of a field.
    pub name: Option<String>,
    /// `x-rust-type-name`: name of the type that an inline object or enum becomes.
    pub type_name: Option<String>,
    /// `x-rust-type`: handwritten type in place of a generated one.
    pub path: Option<String>,
    /// `x-rust-deserialize-with`: function that reads the field.
    pub deserialize_with: Option<String>,
    /// `x-rust-generic`: name and parameter of the generic type that the component is a case of.
    pub generic: Option<Generic>,
    /// `x-rust-unknown-fields`: fields that the document does not list are kept.
    pub unknown_fields: bool,
    /// `x-rust-setter: false`: the facade's request has no setter for the parameter, which it sets itself.
    pub no_setter: bool,
}

/// A component as a case of a generic type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generic {
    /// Name of the generic type.
    pub name: String,
    /// Property whose type is the parameter.
    pub parameter: String,
    /// Documentation of the generic type.
    pub description: Option<String>,
}

/// The shape of a schema's values.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Shape {
    /// Any JSON: the schema says nothing.
    #[default]
    Open,
    /// Values of several kinds, while a document is being lowered; then any JSON.
    Mixed,
    /// A component schema, by name.
    Reference(String),
    /// `true` or `false`.
    Boolean,
    /// A whole number; the format, if any, is `uint64`.
    Integer(Option<String>),
    /// Any number.
    Number,
    /// A string; the format, if any, is one that has a Rust type.
    String(Option<String>),
    /// A list.
    Array(Box<Schema>),
    /// An object with keys that the document does not name.
    Map(Box<Schema>),
    /// An object with fields.
    Object(Fields),
}

/// The fields of an object. Two are equal if their values have the same type, closed or not.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    /// Each field's schema, in the document's order.
    pub properties: IndexMap<String, Schema>,
    /// The fields that must be there.
    pub required: Vec<String>,
    /// Schema of the fields that the document does not name, where it says that there are some.
    pub additional: Option<Box<Schema>>,
    /// `true` if the document says that there are none.
    pub closed: bool,
}

impl Schema {
    /// Creates a schema of the given shape without annotations.
    pub fn of(shape: Shape) -> Self {
        Self { shape, ..Self::default() }
    }

    /// Returns the schemas directly inside this one.
    pub fn children(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        match &self.shape {
            Shape::Array(inner) | Shape::Map(inner) => Box::new(std::iter::once(inner.as_ref())),
            Shape::Object(fields) => Box::new(fields.properties.values().chain(fields.additional.as_deref())),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// Returns every component that this schema refers to, itself or further inside.
    pub fn references(&self) -> Vec<&str> {
        let keys = self.keys.as_deref().into_iter();
        self.shape
            .reference()
            .into_iter()
            .chain(keys)
            .chain(self.children().flat_map(Self::references))
            .collect()
    }

    /// Returns `true` if the schema becomes an open enum.
    pub fn is_enum(&self) -> bool {
        !self.values.is_empty() && self.rust.path.is_none()
    }

    /// Returns this schema as OpenAPI 3.0.3.
    pub fn to_json(&self) -> Value {
        // OpenAPI 3.0 has no word for a field that can be absent, null or a value.
        let mut json = if self.clearable { Map::new() } else { self.shape.to_json() };
        let mut annotations = Map::new();
        let title = if self.is_enum() { &None } else { &self.title };
        for (key, text) in [("title", title), ("description", &self.description)] {
            annotations.extend(text.iter().map(|text| (key.to_owned(), json!(text))));
        }
        annotations.extend(self.example.iter().map(|example| ("example".to_owned(), example.clone())));
        let flags = [
            ("nullable", self.nullable && !self.clearable),
            ("readOnly", self.read_only),
            ("writeOnly", self.write_only),
            ("deprecated", self.deprecated),
        ];
        annotations
            .extend(flags.iter().filter(|(_, set)| *set).map(|(key, _)| ((*key).to_owned(), json!(true))));
        if !self.values.is_empty() {
            // Under a key of ours: `enum` is a closed list.
            let values: Vec<&str> = self.values.iter().map(|listed| listed.value.as_str()).collect();
            annotations.insert("x-listed-values".to_owned(), json!(values));
        }
        // 3.0 ignores what stands beside a `$ref`, so it moves into an `allOf` of one.
        if !annotations.is_empty() && matches!(self.shape, Shape::Reference(_)) {
            json = Map::from_iter([("allOf".to_owned(), json!([json]))]);
        }
        json.extend(annotations);
        Value::Object(json)
    }
}

impl Shape {
    /// Returns the component's name, if this is a reference.
    pub fn reference(&self) -> Option<&str> {
        match self {
            Self::Reference(name) => Some(name),
            _ => None,
        }
    }

    /// Returns `true` if the values are secrets.
    pub fn is_secret(&self) -> bool {
        matches!(self, Self::String(Some(format)) if format == "password")
    }

    /// Returns the kind of value, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Open => "anything",
            Self::Mixed => "several kinds",
            Self::Reference(_) => "a component",
            Self::Boolean => "boolean",
            Self::Integer(_) => "integer",
            Self::Number => "number",
            Self::String(_) => "string",
            Self::Array(_) => "array",
            Self::Map(_) | Self::Object(_) => "object",
        }
    }

    fn to_json(&self) -> Map<String, Value> {
        let json = match self {
            Self::Open | Self::Mixed => json!({}),
            Self::Reference(name) => json!({ "$ref": format!("#/components/schemas/{name}") }),
            Self::Boolean => json!({ "type": "boolean" }),
            Self::Integer(None) => json!({ "type": "integer" }),
            Self::Integer(Some(format)) => json!({ "type": "integer", "format": format }),
            Self::Number => json!({ "type": "number" }),
            Self::String(None) => json!({ "type": "string" }),
            Self::String(Some(format)) => json!({ "type": "string", "format": format }),
            Self::Array(items) => json!({ "type": "array", "items": items.to_json() }),
            Self::Map(values) => json!({ "type": "object", "additionalProperties": values.to_json() }),
            Self::Object(fields) => fields.to_json(),
        };
        match json {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }
}

impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        let Self { properties, required, additional, closed: _ } = self;
        *properties == other.properties && *required == other.required && *additional == other.additional
    }
}

impl Fields {
    fn to_json(&self) -> Value {
        let properties: Map<String, Value> =
            self.properties.iter().map(|(name, schema)| (name.clone(), schema.to_json())).collect();
        let mut json = json!({ "type": "object", "properties": properties });
        if !self.required.is_empty() {
            json["required"] = json!(self.required);
        }
        if let Some(additional) = &self.additional {
            json["additionalProperties"] = additional.to_json();
        }
        json
    }
}
