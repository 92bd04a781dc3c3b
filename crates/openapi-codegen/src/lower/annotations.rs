//! Documentation, flags, listed values, and the extension keys that name and type things for Rust.

use openapi_document::Pointer;
use serde_json::{Map, Value};

use super::{
    Lowering,
    kinds::{Kind, Kinds},
};
use crate::{
    api::{Generic, ListedValue, RustHints, Schema},
    ident,
    report::Rule,
};

static LISTED_STRINGS: Rule = Rule::lowered(
    "listed values",
    "they become an open enum: a value that the vendor adds tomorrow is read as an unknown one",
);
static LISTED_SCALARS: Rule = Rule::warning(
    "listed value of a string",
    "it is no string, as YAML reads numbers and `true` without quotes; it is taken for its text",
);
static LISTED_VALUES: Rule = Rule::left_out(
    "listed values of another type",
    "only strings become an enum; a value that is not listed must not fail a response",
);
static EXAMPLES: Rule = Rule::lowered(
    "examples",
    "they are for people; the first one stands for all where a document is written",
);
static TITLE: Rule = Rule::left_out(
    "title",
    "types are named after their location in the document, since titles are not unique",
);

impl Lowering<'_> {
    /// Returns the strings that `enum` or `const` lists; any other listed value is left out.
    pub(super) fn listed_values(
        &mut self,
        kinds: Kinds,
        node: &Map<String, Value>,
        at: &Pointer,
    ) -> Vec<ListedValue> {
        let mut found = Vec::new();
        for keyword in ["enum", "const"] {
            let Some(listed) = node.get(keyword) else { continue };
            let values = listed.as_array().map_or(std::slice::from_ref(listed), Vec::as_slice);
            let rule = if kinds == Kinds::One(Kind::String) {
                for (index, value) in values.iter().enumerate().filter(|(_, value)| !value.is_null()) {
                    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    if !value.is_string() {
                        self.note(&LISTED_SCALARS, &at.child(keyword).index(index), &text);
                    }
                    found.push(listed_value(&text, index, node));
                }
                &LISTED_STRINGS
            } else {
                &LISTED_VALUES
            };
            self.note(rule, &at.child(keyword), format!("{} value(s)", values.len()));
        }
        found
    }

    /// Takes over documentation, example, flags and hints.
    pub(super) fn annotate(&mut self, schema: &mut Schema, node: &Map<String, Value>, at: &Pointer) {
        if node.contains_key("title") {
            self.note(&TITLE, &at.child("title"), "");
        }
        if let Some(description) = node.get("description").and_then(Value::as_str) {
            schema.description = Some(description.to_owned());
        }
        if let Some(example) = self.example(node, at) {
            schema.example = Some(example);
        }
        let mut is_set = |keyword: &str| self.flag(node, keyword, at) == Some(true);
        schema.read_only |= is_set("readOnly");
        schema.write_only |= is_set("writeOnly");
        schema.deprecated |= is_set("deprecated");
        self.rust_hints(&mut schema.rust, node, at);
    }

    fn example(&mut self, node: &Map<String, Value>, at: &Pointer) -> Option<Value> {
        if let Some(example) = node.get("example") {
            return Some(example.clone());
        }
        let examples = node.get("examples")?.as_array()?;
        self.note(&EXAMPLES, &at.child("examples"), format!("{} example(s)", examples.len()));
        examples.first().cloned()
    }

    fn rust_hints(&mut self, hints: &mut RustHints, node: &Map<String, Value>, at: &Pointer) {
        for (key, value) in node.iter().filter(|(key, _)| key.starts_with("x-rust-")) {
            let at = at.child(key);
            match key.as_str() {
                "x-rust-name" => hints.name = self.rust_name(value, &at),
                "x-rust-type-name" => hints.type_name = self.rust_name(value, &at),
                "x-rust-type" => hints.path = self.rust_type(value, &at),
                "x-rust-deserialize-with" => hints.deserialize_with = self.rust_type(value, &at),
                "x-rust-generic" => hints.generic = self.rust_generic(value, &at),
                "x-rust-unknown-fields" => hints.unknown_fields = *value == Value::Bool(true),
                "x-rust-setter" => hints.no_setter = *value == Value::Bool(false),
                _ => self.malformed(&at, "no such extension key is known"),
            }
        }
    }

    /// Reads the name of a type or field.
    pub(super) fn rust_name(&mut self, value: &Value, at: &Pointer) -> Option<String> {
        let name = value.as_str().filter(|name| syn::parse_str::<syn::Ident>(name).is_ok());
        if name.is_none() {
            self.malformed(at, "a Rust name is expected");
        }
        name.map(str::to_owned)
    }

    fn rust_type(&mut self, value: &Value, at: &Pointer) -> Option<String> {
        let path = value.as_str().filter(|path| syn::parse_str::<syn::Type>(path).is_ok());
        if path.is_none() {
            self.malformed(at, "a Rust type or path is expected");
        }
        path.map(str::to_owned)
    }

    fn rust_generic(&mut self, value: &Value, at: &Pointer) -> Option<Generic> {
        let name = self.rust_name(value.get("name").unwrap_or(&Value::Null), &at.child("name"))?;
        let parameter = value.get("parameter").and_then(Value::as_str);
        if parameter.is_none() {
            self.malformed(at, "`parameter` names the property whose type is the parameter");
        }
        let description = value.get("description").and_then(Value::as_str).map(str::to_owned);
        Some(Generic { name, parameter: parameter?.to_owned(), description })
    }
}

/// Returns a listed value with its texts from `x-enum-varnames` and `x-enum-descriptions`, which name them by value, or
/// list them in the order of the values.
fn listed_value(value: &str, index: usize, node: &Map<String, Value>) -> ListedValue {
    let text = |keyword: &str| {
        let texts = node.get(keyword)?;
        texts.get(value).or_else(|| texts.get(index))?.as_str().map(str::to_owned)
    };
    let is_name = |name: &str| syn::parse_str::<syn::Ident>(name).is_ok();
    ListedValue {
        value: value.to_owned(),
        variant: text("x-enum-varnames")
            .map(|name| if is_name(&name) { name } else { ident::type_name(&name) }),
        description: text("x-enum-descriptions"),
    }
}
