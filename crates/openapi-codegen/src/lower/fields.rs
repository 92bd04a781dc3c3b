//! Objects whose fields no Rust struct can hold.

use std::collections::HashSet;

use crate::{
    api::{Api, Fields, Schema, Shape},
    ident,
    report::{Report, Rule},
};

static UNDECLARED: Rule = Rule::lowered(
    "required, not declared",
    "the field has to be there and may be anything, so it is declared as that",
);
static CLASH: Rule = Rule::left_out(
    "fields of one Rust name",
    "two fields would be one, so the object is read as a map, which holds both; the facade picks them out",
);

/// Declares what is only required, and opens objects with fields that differ in case or punctuation alone.
pub(super) fn untangle(api: &mut Api, report: &mut Report) {
    api.walk(&mut |schema, at, owner| {
        let Shape::Object(fields) = &mut schema.shape else { return };
        for name in &fields.required {
            if !fields.properties.contains_key(name) {
                report.note(&UNDECLARED, at, name, owner);
                fields.properties.insert(name.clone(), Schema::default());
            }
        }
        if let Some(name) = clash(fields) {
            report.note(&CLASH, at, name, owner);
            schema.shape = Shape::Map(Box::default());
        }
    });
}

/// The first field that shares its Rust name with an earlier one.
fn clash(fields: &Fields) -> Option<&str> {
    let mut taken = HashSet::new();
    fields.properties.keys().map(String::as_str).find(|name| !taken.insert(ident::field_name(name)))
}
