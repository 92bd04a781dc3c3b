//! Fields of objects, once all schemas are lowered: those that a struct cannot hold, that travel one way only, or that
//! are absent, null or empty.

use std::collections::HashSet;

use openapi_document::Pointer;

use crate::{
    api::{Api, Fields, Operation, Schema, Shape},
    ident,
    report::{Owner, Report, Rule},
};

static UNDECLARED: Rule = Rule::lowered(
    "required, not declared",
    "the field has to be there and may be anything, so it is declared as that",
);
static CLASH: Rule = Rule::left_out(
    "fields of one Rust name",
    "two fields would be one, so the object is read as a map, which holds both",
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
    "it may be null as well, so that its type tells it from one that is required: the tolerant reader takes a \
     malformed value for nothing only where there may be nothing",
);
static CLEARED: Rule = Rule::lowered(
    "optional and nullable in a request",
    "leaving a field out leaves it as it is, null clears it, and one `Option` cannot say both; so it is any JSON",
);

/// Declares fields that are only required, and opens objects with fields that differ in case or punctuation alone.
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

/// Returns the first field that shares its Rust name with an earlier one.
fn clash(fields: &Fields) -> Option<&str> {
    let mut taken = HashSet::new();
    let mut is_taken = |(name, schema): &(&String, &Schema)| {
        !taken.insert(schema.rust.name.clone().unwrap_or_else(|| ident::field_name(name)))
    };
    fields.properties.iter().find(|field| is_taken(field)).map(|(name, _)| name.as_str())
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

/// Makes optional lists nullable, and gives schemas that are only sent a way to send null.
pub(super) fn distinguish(api: &mut Api, report: &mut Report) {
    let reach = Reach::of(api);
    api.walk(&mut |schema, at, owner| {
        let Shape::Object(fields) = &mut schema.shape else { return };
        let only_sent = reach.is_sent(owner, at) && !reach.is_received(owner, at);
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
