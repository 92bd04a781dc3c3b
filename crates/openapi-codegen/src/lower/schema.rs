//! The order of the work on one schema.

use serde_json::{Map, Value};

use openapi_document::Pointer;

use super::Lowering;
use crate::{api::Schema, report::Rule};

static BOOLEAN: Rule = Rule::lowered("schema `true`", "it allows everything, as an empty schema does");
static NOTHING: Rule = Rule::refused(
    "schema `false`",
    "no value fits it, so there is nothing to generate; remove the place with an overlay action",
);
static MALFORMED: Rule = Rule::refused(
    "malformed",
    "the OpenAPI specification does not allow this; correct it with an overlay action",
);

impl Lowering<'_> {
    /// Lowers the schema at `at`.
    pub(super) fn schema(&mut self, source: &Value, at: &Pointer) -> Schema {
        match source {
            Value::Object(node) => self.schema_object(node, at),
            Value::Bool(true) => {
                self.note(&BOOLEAN, at, "");
                Schema::default()
            }
            Value::Bool(false) => {
                self.note(&NOTHING, at, "");
                Schema::default()
            }
            _ => {
                self.malformed(at, "a schema must be an object or a boolean");
                Schema::default()
            }
        }
    }

    fn schema_object(&mut self, node: &Map<String, Value>, at: &Pointer) -> Schema {
        let parted;
        let node = match self.ref_alone(node, at) {
            Some(alone) => {
                parted = alone;
                &parted
            }
            None => node,
        };
        self.check_keywords(node, at);
        let mut schema = self.compose(node, at);
        self.annotate(&mut schema, node, at);
        schema
    }

    pub(super) fn malformed(&mut self, at: &Pointer, detail: impl Into<String>) {
        self.note(&MALFORMED, at, detail);
    }
}
