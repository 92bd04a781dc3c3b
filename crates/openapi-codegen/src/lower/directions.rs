//! Fields that travel one way only must not be demanded the other way.

use std::collections::HashSet;

use crate::{
    api::{Api, Schema, Shape},
    report::{Owner, Report, Rule},
};

static READ_ONLY: Rule = Rule::lowered(
    "required and read-only",
    "the schema is also sent, and a request must not have to hold what is the server's to say",
);
static WRITE_ONLY: Rule = Rule::lowered(
    "required and write-only",
    "the schema is also received, and an answer never holds what is only written",
);

/// Makes read-only fields optional in what is sent, and write-only ones in what is received.
pub(super) fn relax(api: &mut Api, report: &mut Report) {
    let sent =
        reached(api, |api| api.operations().flat_map(|(_, _, _, operation)| operation.sent()).collect());
    let received =
        reached(api, |api| api.operations().flat_map(|(_, _, _, operation)| operation.received()).collect());
    let marked = |mark: fn(&Schema) -> bool| -> HashSet<String> {
        api.schemas.iter().filter(|(_, schema)| mark(schema)).map(|(name, _)| name.clone()).collect()
    };
    let read_only = marked(|schema| schema.read_only);
    let write_only = marked(|schema| schema.write_only);
    api.walk(&mut |schema, at, owner| {
        let Shape::Object(fields) = &mut schema.shape else { return };
        let (is_sent, is_received) = match owner {
            Owner::Schema(name) => (sent.contains(name), received.contains(name)),
            _ => (
                at.keys().iter().any(|key| key == "requestBody"),
                at.keys().iter().any(|key| key == "responses"),
            ),
        };
        let properties = &fields.properties;
        let has_mark = |name: &str, own: fn(&Schema) -> bool, components: &HashSet<String>| {
            let field = properties.get(name);
            field.is_some_and(|field| {
                own(field) || field.shape.reference().is_some_and(|name| components.contains(name))
            })
        };
        fields.required.retain(|name| {
            let rule = if is_sent && has_mark(name, |field| field.read_only, &read_only) {
                &READ_ONLY
            } else if is_received && has_mark(name, |field| field.write_only, &write_only) {
                &WRITE_ONLY
            } else {
                return true;
            };
            report.note(rule, &at.child("properties").child(name), name, owner);
            false
        });
    });
}

/// The components that can be reached from the chosen schemas.
pub fn reached(api: &Api, from: impl Fn(&Api) -> Vec<&Schema>) -> HashSet<String> {
    let mut reached = HashSet::new();
    let mut open: Vec<&str> = from(api).into_iter().flat_map(Schema::references).collect();
    while let Some(name) = open.pop() {
        if reached.insert(name.to_owned()) {
            open.extend(api.schemas.get(name).into_iter().flat_map(Schema::references));
        }
    }
    reached
}
