//! Listed values, and what is said about a schema without changing its values.

use openapi_document::Pointer;
use serde_json::{Map, Value};

use super::{
    Lowering,
    kinds::{Kind, Kinds},
};
use crate::{
    api::{ListedValue, Schema},
    report::Rule,
};

static LISTED_STRINGS: Rule = Rule::lowered(
    "listed values",
    "they become an open enum: a value that the vendor adds tomorrow is read as an unknown one",
);
static LISTED_VALUES: Rule = Rule::left_out(
    "listed values of another type",
    "only strings become an enum; a value that is not listed must not fail a response",
);
static EXAMPLES: Rule =
    Rule::lowered("examples", "OpenAPI 3.0 has room for one `example`, so the first is taken");
static TITLE: Rule = Rule::left_out(
    "title",
    "the generator names types after titles, two by one name where they are inherited",
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
            let place = at.child(keyword);
            let values = listed.as_array().map_or(std::slice::from_ref(listed), Vec::as_slice);
            if kinds == Kinds::One(Kind::String) {
                found.extend(values.iter().filter_map(Value::as_str).map(|value| listed_value(value, node)));
                self.note(&LISTED_STRINGS, &place, format!("{} value(s)", values.len()));
            } else {
                self.note(&LISTED_VALUES, &place, format!("{} value(s)", values.len()));
            }
        }
        found
    }

    /// Takes over prose, example and flags.
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
        let set = |keyword: &str| node.get(keyword) == Some(&Value::Bool(true));
        schema.read_only |= set("readOnly");
        schema.write_only |= set("writeOnly");
        schema.deprecated |= set("deprecated");
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
}

/// A listed value with what `x-enum-varnames` and `x-enum-descriptions` say of it.
fn listed_value(value: &str, node: &Map<String, Value>) -> ListedValue {
    let said =
        |keyword: &str| node.get(keyword).and_then(|texts| texts.get(value)?.as_str()).map(str::to_owned);
    ListedValue {
        value: value.to_owned(),
        variant: said("x-enum-varnames"),
        description: said("x-enum-descriptions"),
    }
}
