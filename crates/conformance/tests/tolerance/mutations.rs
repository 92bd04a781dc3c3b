//! Mutations of a documented body in one value.

use serde_json::{Value, json};

use crate::{location::Location, schema::Schema};

/// Body derived from a documented one.
pub struct Mutation {
    pub change: &'static str,
    pub location: Location,
    pub body: Value,
    pub expected: Expected,
}

/// Expected reading of a mutation.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// An error that names the location.
    Failed,
    /// The typed value without a value at the location.
    Absent,
    /// The typed value with this value at the location.
    Reads(Value),
    /// The typed value without this element of a list.
    Skipped,
    /// The typed value of the documented body.
    Unchanged,
}

/// Returns every mutation of a documented body.
pub fn of(body: &Value, schema: Schema<'_>) -> Vec<Mutation> {
    let mut collector = Collector { body, mutations: Vec::new() };
    collector.object(&Location::default(), body, schema);
    collector.mutations
}

struct Collector<'b> {
    body: &'b Value,
    mutations: Vec<Mutation>,
}

impl Collector<'_> {
    fn add(&mut self, change: &'static str, location: &Location, new: Option<Value>, expected: Expected) {
        let body = location.replace(self.body, new);
        self.mutations.push(Mutation { change, location: location.clone(), body, expected });
    }

    fn object(&mut self, location: &Location, value: &Value, schema: Schema<'_>) {
        let unknown = location.key("aFieldOfTomorrow");
        if schema.is_map() {
            self.entries(location, value);
        } else if schema.is_typed() && !schema.is_open() {
            let value = json!({"a": [1]});
            let expected = match schema.keeps_unknown_fields() {
                true => Expected::Reads(value.clone()),
                false => Expected::Unchanged,
            };
            self.add("unknown field added", &unknown, Some(value), expected);
        }
        for (name, value) in value.as_object().into_iter().flatten() {
            let Some(property) = schema.property(name) else { continue };
            let location = location.key(name);
            // An entry of a map may be missing, but if it exists, its own required keys count.
            let gone = if schema.requires(name) { Expected::Failed } else { Expected::Absent };
            let malformed = match schema.is_map() && property.has_required() {
                true => Expected::Failed,
                false => gone.clone(),
            };
            self.add("field removed", &location, None, gone);
            self.add("field null", &location, Some(Value::Null), malformed.clone());
            self.value(&location, value, property, malformed);
        }
    }

    fn entries(&mut self, location: &Location, value: &Value) {
        if let Some(entry) = value.as_object().and_then(|entries| entries.values().next()) {
            let added = location.key("AN_ENTRY_OF_TOMORROW");
            self.add("map entry added", &added, Some(entry.clone()), Expected::Reads(entry.clone()));
        }
    }

    fn value(&mut self, location: &Location, value: &Value, schema: Schema<'_>, malformed: Expected) {
        if schema.is_typed() {
            self.other_types(location, schema, malformed.clone());
        }
        match value {
            Value::Object(_) => self.object(location, value, schema),
            Value::Array(items) => self.list(location, items, schema),
            Value::String(_) => self.string(location, schema, malformed),
            Value::Number(number) if schema.is("integer") => {
                let float = json!(number.as_f64());
                self.add("integer as 7.0", location, Some(float), Expected::Reads(value.clone()));
                self.add("integer as 7.5", location, Some(json!(7.5)), malformed);
            }
            Value::Number(_) if schema.is("number") => {
                self.add("number as integer", location, Some(json!(7)), Expected::Reads(json!(7)));
            }
            _ => {}
        }
    }

    /// Adds values of the types that are not documented.
    fn other_types(&mut self, location: &Location, schema: Schema<'_>, malformed: Expected) {
        let values = [
            ("list instead", "array", json!(["unexpected"])),
            ("empty list instead", "array", json!([])),
            ("object instead", "object", json!({"unexpected": true})),
            ("boolean instead", "boolean", json!(true)),
            ("string instead", "string", json!("unexpected")),
        ];
        for (change, json_type, value) in values {
            if !schema.is(json_type) {
                self.add(change, location, Some(value), malformed.clone());
            }
        }
    }

    fn list(&mut self, location: &Location, items: &[Value], schema: Schema<'_>) {
        let Some(item) = schema.items() else { return };
        // The first and the last stand for all of a long list.
        let ends = |index: &usize| *index < 2 || index + 1 == items.len();
        for (index, value) in items.iter().enumerate().filter(|(index, _)| ends(index)) {
            let location = location.index(index);
            let malformed = if item.has_required() { Expected::Failed } else { Expected::Skipped };
            if item.is_typed() {
                self.add("list element null", &location, Some(Value::Null), malformed.clone());
                self.add("list element of the wrong type", &location, Some(json!([[7]])), malformed.clone());
            }
            match value {
                Value::Object(_) => self.object(&location, value, item),
                _ => self.value(&location, value, item, malformed),
            }
        }
    }

    fn string(&mut self, location: &Location, schema: Schema<'_>, malformed: Expected) {
        match schema.format() {
            Some("date-time") => self.date_time(location, malformed),
            Some("uri" | "uri-reference" | "email") => {
                for text in ["", "no scheme/at all", "ada at example"] {
                    self.add(
                        "malformed link or e-mail",
                        location,
                        Some(json!(text)),
                        Expected::Reads(json!(text)),
                    );
                }
            }
            _ => {}
        }
        if schema.is_enum() {
            let new = json!("a_value_of_tomorrow");
            self.add("unknown enum value", location, Some(new.clone()), Expected::Reads(new));
        }
    }

    fn date_time(&mut self, location: &Location, malformed: Expected) {
        let reads = |text: &str| Expected::Reads(json!(text));
        let midnight = reads("2026-03-04T00:00:00Z");
        self.add("naive date", location, Some(json!("2026-03-04T00:00:00")), midnight.clone());
        self.add("bare date", location, Some(json!("2026-03-04")), midnight);
        let east = reads("2026-03-04T05:06:07Z");
        self.add("another zone", location, Some(json!("2026-03-04T06:06:07+01:00")), east);
        for garbage in ["", "yesterday", "2026-02-30", "0000-00-00T00:00:00Z"] {
            self.add("no date", location, Some(json!(garbage)), malformed.clone());
        }
        self.add("date as a number", location, Some(json!(1_772_582_400)), malformed);
    }
}
