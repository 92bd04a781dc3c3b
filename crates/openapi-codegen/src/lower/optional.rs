//! Optional fields: what it means that one is absent, null or empty.

use crate::{
    api::{Api, Shape},
    report::{Owner, Report, Rule},
};

use super::directions::reached;

static LIST: Rule = Rule::lowered(
    "optional list or map",
    "it may be null as well, so that its type tells it from one that is required: the tolerant reader takes an odd \
     value for nothing only where there may be nothing",
);
static CLEARED: Rule = Rule::lowered(
    "optional and nullable in a request",
    "leaving a field out leaves it as it is, null clears it, and one `Option` cannot say both; so it is any JSON",
);

/// Makes optional lists nullable, and gives what is only sent a way to say null.
pub(super) fn distinguish(api: &mut Api, report: &mut Report) {
    let sent =
        reached(api, |api| api.operations().flat_map(|(_, _, _, operation)| operation.sent()).collect());
    let received =
        reached(api, |api| api.operations().flat_map(|(_, _, _, operation)| operation.received()).collect());
    api.walk(&mut |schema, at, owner| {
        let Shape::Object(fields) = &mut schema.shape else { return };
        let only_sent = match owner {
            Owner::Schema(name) => sent.contains(name) && !received.contains(name),
            _ => at.keys().iter().any(|key| key == "requestBody"),
        };
        for (name, field) in &mut fields.properties {
            if fields.required.contains(name) {
                continue;
            }
            let at = at.child("properties").child(name);
            if only_sent && field.nullable && field.shape != Shape::Open && !field.shape.is_secret() {
                field.clearable = true;
                report.note(&CLEARED, &at, name, owner);
            } else if matches!(field.shape, Shape::Array(_) | Shape::Map(_)) && !field.nullable {
                field.nullable = true;
                report.note(&LIST, &at, name, owner);
            }
        }
    });
}
