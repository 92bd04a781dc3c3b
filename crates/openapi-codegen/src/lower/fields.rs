//! Fields of objects, once all schemas are lowered: those that a struct cannot hold, that travel one way only, or that
//! are absent, null or empty.

use std::collections::HashSet;

use openapi_document::Pointer;

use crate::{
    api::{Api, Operation, Schema, Shape},
    report::{Owner, Report, Rule},
};

static UNDECLARED: Rule = Rule::lowered(
    "required, not declared",
    "the field has to be there and may be anything, so it is declared as that",
);
static READ_ONLY: Rule = Rule::lowered(
    "required and read-only",
    "the schema is also sent, and a request need not hold a value that only the server sets",
);
static WRITE_ONLY: Rule = Rule::lowered(
    "required and write-only",
    "the schema is also received, and a response never holds a value that is only written",
);
static LIST: Rule = Rule::lowered(
    "optional list or map",
    "it is empty if it is absent, null or malformed; one that is required has to be there",
);
static CLEARED: Rule = Rule::lowered(
    "optional and nullable in a request",
    "leaving a field out leaves it as it is, null clears it, and an `Option` in an `Option` says both",
);
static ALIAS: Rule =
    Rule::warning("circular reference", "the component is only another name for itself, so it is any JSON");
static REJECTED_SECRET: Rule = Rule::unsupported(
    "secret in a request body",
    "the type that stands for `format: password` writes itself as `[redacted]`, so the request would carry that; \
     remove the format with an overlay action and keep the secret in a handwritten type",
);
static SENT_SECRET: Rule = Rule::lowered(
    "secret in a request body",
    "it is a plain string, since the type for secrets writes itself as `[redacted]`",
);

/// Declares fields that are only required, and makes any JSON of what has several kinds or is only a name for itself.
pub(super) fn untangle(api: &mut Api, report: &mut Report) {
    api.walk(&mut |schema, at, owner| {
        let Shape::Object(fields) = &mut schema.shape else { return };
        for name in &fields.required {
            if !fields.properties.contains_key(name) {
                report.note(&UNDECLARED, at, name, owner);
                fields.properties.insert(name.clone(), Schema::default());
            }
        }
    });
    api.walk(&mut |schema, _, _| {
        if schema.shape == Shape::Mixed {
            schema.shape = Shape::Open;
        }
    });
    let circular: Vec<String> = api.schemas.keys().filter(|name| is_alias(api, name)).cloned().collect();
    for name in circular {
        let at = Pointer::of(["components", "schemas", &name]);
        report.note(&ALIAS, &at, &name, &Owner::Schema(name.clone()));
        api.schemas.insert(name, Schema::default());
    }
}

/// Returns `true` if a component is nothing but references that lead back to it.
fn is_alias(api: &Api, name: &str) -> bool {
    let mut next = name;
    for _ in 0..=api.schemas.len() {
        match api.schemas.get(next).and_then(|schema| schema.shape.reference()) {
            None => return false,
            Some(target) if target == name => return true,
            Some(target) => next = target,
        }
    }
    false
}

/// Checks that no request body holds a `format: password`: below a facade, they are types of a hand.
pub fn check_sent_secrets(api: &mut Api) -> Report {
    let mut report = Report::default();
    let reach = Reach::of(api);
    api.walk(&mut |schema, at, owner| {
        if schema.shape.is_secret() && reach.is_sent(owner, at) {
            report.note(&REJECTED_SECRET, at, "", owner);
        }
    });
    report
}

/// Makes plain strings of the secrets that requests send in their bodies.
pub fn expose_sent_secrets(api: &mut Api, report: &mut Report) {
    let reach = Reach::of(api);
    api.walk(&mut |schema, at, owner| {
        if schema.shape.is_secret() && reach.is_sent(owner, at) {
            report.note(&SENT_SECRET, at, "", owner);
            schema.shape = Shape::String(None);
        }
    });
}

/// Makes read-only fields optional in requests, and write-only ones in responses.
pub(super) fn relax(api: &mut Api, report: &mut Report) {
    let reach = Reach::of(api);
    let marked = |mark: fn(&Schema) -> bool| -> HashSet<String> {
        api.schemas.iter().filter(|(_, schema)| mark(schema)).map(|(name, _)| name.clone()).collect()
    };
    let read_only = marked(|schema| schema.read_only);
    let write_only = marked(|schema| schema.write_only);
    api.walk(&mut |schema, at, owner| {
        let Shape::Object(fields) = &mut schema.shape else { return };
        let properties = &fields.properties;
        let has_mark = |name: &str, own: fn(&Schema) -> bool, components: &HashSet<String>| {
            let field = properties.get(name);
            field.is_some_and(|field| {
                own(field) || field.shape.reference().is_some_and(|name| components.contains(name))
            })
        };
        fields.required.retain(|name| {
            let rule = if reach.is_sent(owner, at) && has_mark(name, |field| field.read_only, &read_only) {
                &READ_ONLY
            } else if reach.is_received(owner, at) && has_mark(name, |field| field.write_only, &write_only) {
                &WRITE_ONLY
            } else {
                return true;
            };
            report.note(rule, &at.child("properties").child(name), name, owner);
            false
        });
    });
}

/// Makes optional lists nullable, and gives schemas that are sent a way to send null.
pub(super) fn distinguish(api: &mut Api, report: &mut Report) {
    let reach = Reach::of(api);
    api.walk(&mut |schema, at, owner| {
        let Shape::Object(fields) = &mut schema.shape else { return };
        let is_sent = reach.is_sent(owner, at);
        for (name, field) in &mut fields.properties {
            if fields.required.contains(name) {
                field.sends_null = is_sent && field.nullable;
                continue;
            }
            let at = at.child("properties").child(name);
            if is_sent && field.nullable && field.shape != Shape::Open && !field.shape.is_secret() {
                field.clearable = true;
                report.note(&CLEARED, &at, name, owner);
            } else if matches!(field.shape, Shape::Array(_) | Shape::Map(_)) && !field.nullable {
                field.nullable = true;
                report.note(&LIST, &at, name, owner);
            }
        }
    });
}

/// The component schemas that requests and responses use.
#[derive(Debug)]
pub struct Reach {
    sent: HashSet<String>,
    received: HashSet<String>,
}

impl Reach {
    /// Finds the components that the operations use, themselves or further inside.
    pub fn of(api: &Api) -> Self {
        let operations = || api.operations().map(|(_, _, _, operation)| operation);
        Self {
            sent: reached(api, operations().flat_map(Operation::sent)),
            received: reached(api, operations().flat_map(Operation::received)),
        }
    }

    /// Returns `true` if the schema at `at` is part of a request.
    pub fn is_sent(&self, owner: &Owner, at: &Pointer) -> bool {
        match owner {
            Owner::Schema(name) => self.sent.contains(name),
            _ => at.keys().iter().any(|key| key == "requestBody"),
        }
    }

    /// Returns `true` if the schema at `at` is part of a response.
    pub fn is_received(&self, owner: &Owner, at: &Pointer) -> bool {
        match owner {
            Owner::Schema(name) => self.received.contains(name),
            _ => at.keys().iter().any(|key| key == "responses"),
        }
    }
}

fn reached<'a>(api: &'a Api, from: impl Iterator<Item = &'a Schema>) -> HashSet<String> {
    let mut reached = HashSet::new();
    let mut open: Vec<&str> = from.flat_map(Schema::references).collect();
    while let Some(name) = open.pop() {
        if reached.insert(name.to_owned()) {
            open.extend(api.schemas.get(name).into_iter().flat_map(Schema::references));
        }
    }
    reached
}
