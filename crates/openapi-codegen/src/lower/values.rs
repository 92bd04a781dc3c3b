//! Listed values, and what is said about a schema without changing its values.

use serde_json::{Map, Value};

use openapi_document::Pointer;

use super::Lowering;
use crate::{api::Schema, report::Rule};

static LISTED_VALUES: Rule = Rule::left_out(
    "listed values",
    "a value that the vendor adds tomorrow must not fail an answer; the facade has open enums for the known ones",
);
static EXAMPLES: Rule =
    Rule::lowered("examples", "OpenAPI 3.0 has room for one `example`, so the first is taken");
static TITLE: Rule = Rule::left_out(
    "title",
    "the generator names types after titles, two by one name where they are inherited",
);

impl Lowering<'_> {
    /// Notes the closed lists of values, which nothing is made of.
    pub(super) fn leave_out_values(&mut self, node: &Map<String, Value>, at: &Pointer) {
        for keyword in ["enum", "const"] {
            if let Some(listed) = node.get(keyword) {
                let count = listed.as_array().map_or(1, Vec::len);
                self.note(&LISTED_VALUES, &at.child(keyword), format!("{count} value(s)"));
            }
        }
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
