//! Bodies that are odd in one place.

use serde_json::{Value, json};

use crate::{body::Place, schema::Schema};

/// A body derived from a documented one.
pub struct Mutation {
    pub what: &'static str,
    pub place: Place,
    pub body: Value,
    pub expected: Expected,
}

/// What has to come of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// An error that names the place.
    Refused,
    /// The typed value with nothing at the place.
    Absent,
    /// The typed value with this at the place.
    Reads(Value),
    /// The typed value without this element of a list.
    PassedOver,
    /// The typed value as if the body were the documented one.
    Unchanged,
}

/// Every mutation of a documented body.
pub fn of(body: &Value, schema: Schema<'_>) -> Vec<Mutation> {
    let mut collector = Collector { body, mutations: Vec::new() };
    collector.object(&Place::default(), body, schema);
    collector.mutations
}

struct Collector<'b> {
    body: &'b Value,
    mutations: Vec<Mutation>,
}

impl Collector<'_> {
    fn add(&mut self, what: &'static str, place: &Place, new: Option<Value>, expected: Expected) {
        let body = place.put(self.body, new);
        self.mutations.push(Mutation { what, place: place.clone(), body, expected });
    }

    fn object(&mut self, place: &Place, value: &Value, schema: Schema<'_>) {
        let unknown = place.member("aFieldOfTomorrow");
        if schema.is_map() {
            self.entries(place, value);
        } else if schema.is_typed() && !schema.is_open() {
            self.add("unknown field added", &unknown, Some(json!({"a": [1]})), Expected::Unchanged);
        }
        for (name, value) in value.as_object().into_iter().flatten() {
            let Some(member) = schema.member(name) else { continue };
            let place = place.member(name);
            // A map's entry may go; what it holds when it is there is another matter.
            let gone = if schema.requires(name) { Expected::Refused } else { Expected::Absent };
            let odd = match schema.is_map() && member.has_identity() {
                true => Expected::Refused,
                false => gone.clone(),
            };
            self.add("field removed", &place, None, gone);
            self.add("field null", &place, Some(Value::Null), odd.clone());
            self.value(&place, value, member, odd);
        }
    }

    fn entries(&mut self, place: &Place, value: &Value) {
        if let Some(entry) = value.as_object().and_then(|entries| entries.values().next()) {
            let added = place.member("AN_ENTRY_OF_TOMORROW");
            self.add("map entry added", &added, Some(entry.clone()), Expected::Reads(entry.clone()));
        }
    }

    fn value(&mut self, place: &Place, value: &Value, schema: Schema<'_>, odd: Expected) {
        if schema.is_typed() {
            self.another_kind(place, schema, odd.clone());
        }
        match value {
            Value::Object(_) => self.object(place, value, schema),
            Value::Array(items) => self.list(place, items, schema),
            Value::String(_) => self.string(place, schema, odd),
            Value::Number(number) if schema.is("integer") => {
                let float = json!(number.as_f64());
                self.add("integer as 7.0", place, Some(float), Expected::Reads(value.clone()));
                self.add("integer as 7.5", place, Some(json!(7.5)), odd);
            }
            Value::Number(_) if schema.is("number") => {
                self.add("number as integer", place, Some(json!(7)), Expected::Reads(json!(7)));
            }
            _ => {}
        }
    }

    /// Values of kinds that the description does not have here.
    fn another_kind(&mut self, place: &Place, schema: Schema<'_>, odd: Expected) {
        let kinds = [
            ("list instead", "array", json!(["unexpected"])),
            ("empty list instead", "array", json!([])),
            ("object instead", "object", json!({"unexpected": true})),
            ("boolean instead", "boolean", json!(true)),
            ("string instead", "string", json!("unexpected")),
        ];
        for (what, kind, value) in kinds {
            if !schema.is(kind) {
                self.add(what, place, Some(value), odd.clone());
            }
        }
    }

    fn list(&mut self, place: &Place, items: &[Value], schema: Schema<'_>) {
        let Some(item) = schema.items() else { return };
        // The first and the last stand for all of a long list.
        let ends = |index: &usize| *index < 2 || index + 1 == items.len();
        for (index, value) in items.iter().enumerate().filter(|(index, _)| ends(index)) {
            let place = place.element(index);
            let odd = if item.has_identity() { Expected::Refused } else { Expected::PassedOver };
            if item.is_typed() {
                self.add("list element null", &place, Some(Value::Null), odd.clone());
                self.add("list element of the wrong kind", &place, Some(json!([[7]])), odd.clone());
            }
            match value {
                Value::Object(_) => self.object(&place, value, item),
                _ => self.value(&place, value, item, odd),
            }
        }
    }

    fn string(&mut self, place: &Place, schema: Schema<'_>, odd: Expected) {
        match schema.format() {
            Some("date-time") => self.moment(place, odd),
            Some("uri" | "uri-reference" | "email") => {
                for text in ["", "no scheme/at all", "ada at example"] {
                    self.add("odd link or e-mail", place, Some(json!(text)), Expected::Reads(json!(text)));
                }
            }
            _ => {}
        }
        if schema.is_enum() {
            let new = json!("a_value_of_tomorrow");
            self.add("unknown enum value", place, Some(new.clone()), Expected::Reads(new));
        }
    }

    fn moment(&mut self, place: &Place, odd: Expected) {
        let reads = |text: &str| Expected::Reads(json!(text));
        let midnight = reads("2026-03-04T00:00:00Z");
        self.add("naive date", place, Some(json!("2026-03-04T00:00:00")), midnight.clone());
        self.add("bare date", place, Some(json!("2026-03-04")), midnight);
        let east = reads("2026-03-04T05:06:07Z");
        self.add("another zone", place, Some(json!("2026-03-04T06:06:07+01:00")), east);
        for garbage in ["", "yesterday", "2026-02-30", "0000-00-00T00:00:00Z"] {
            self.add("no date", place, Some(json!(garbage)), odd.clone());
        }
        self.add("date as a number", place, Some(json!(1_772_582_400)), odd);
    }
}
