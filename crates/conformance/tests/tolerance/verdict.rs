//! Judgement of a facade's reading of a mutation, and the counts of all.

use serde_json::Value;

use crate::{
    location::Location,
    mutations::{Expected, Mutation},
};

/// Outcome of a mutation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    Decoded,
    Failed,
    /// A value that had to be read is missing or changed, or an error that had to be reported is not.
    Lost,
}

/// Compares the typed value of the documented body with that of the mutated one, both serialized again, or checks the
/// error message.
pub fn judge(
    mutation: &Mutation,
    documented: &Value,
    result: Result<&Value, &str>,
    location: &Location,
) -> Verdict {
    match (&mutation.expected, result) {
        // The message may name a deeper path, so the beginning is enough.
        (Expected::Failed, Err(message)) if message.contains(&mutation.location.to_string()) => {
            Verdict::Failed
        }
        (Expected::Failed, _) | (_, Err(_)) => Verdict::Lost,
        (expected, Ok(typed)) if is_as_expected(expected, location, documented, typed) => Verdict::Decoded,
        _ => Verdict::Lost,
    }
}

fn is_as_expected(expected: &Expected, location: &Location, documented: &Value, typed: &Value) -> bool {
    let rest = |value: &Value| without_empty(&location.replace(value, None));
    match expected {
        Expected::Unchanged => documented == typed,
        Expected::Skipped => rest(documented) == without_empty(typed),
        Expected::Absent => location.get(typed).is_none_or(is_empty) && rest(documented) == rest(typed),
        Expected::Reads(value) => {
            location.get(typed).is_some_and(|read| is_same(value, read)) && rest(documented) == rest(typed)
        }
        Expected::Failed => false,
    }
}

/// Returns `true` for null, and for lists and objects without content.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.values().all(is_empty),
        _ => false,
    }
}

/// Returns the value without its empty keys, which some types serialize and others skip.
fn without_empty(value: &Value) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .filter(|(_, value)| !is_empty(value))
            .map(|(key, value)| (key.clone(), without_empty(value)))
            .collect(),
        Value::Array(items) => items.iter().map(without_empty).collect(),
        other => other.clone(),
    }
}

/// Returns `true` if the typed value equals the body's, as far as the facade serializes it.
fn is_same(body: &Value, typed: &Value) -> bool {
    match (body, typed) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Object(body), Value::Object(typed)) => body
            .iter()
            .all(|(key, value)| typed.get(key).map_or(is_empty(value), |read| is_same(value, read))),
        (Value::Array(body), Value::Array(typed)) => {
            body.len() == typed.len() && body.iter().zip(typed).all(|(a, b)| is_same(a, b))
        }
        (Value::String(a), Value::String(b)) => a == b || is_same_time(a, b),
        _ => body == typed,
    }
}

fn is_same_time(a: &str, b: &str) -> bool {
    let parse = |text| chrono::DateTime::parse_from_rfc3339(text).ok();
    parse(a).is_some() && parse(a) == parse(b)
}

/// Counts of the mutations of one response.
#[derive(Default)]
pub struct Counts {
    tried: usize,
    decoded: usize,
    failed: usize,
    lost: Vec<String>,
}

impl Counts {
    pub fn add(&mut self, verdict: Verdict, description: impl FnOnce() -> String) {
        self.tried += 1;
        match verdict {
            Verdict::Decoded => self.decoded += 1,
            Verdict::Failed => self.failed += 1,
            Verdict::Lost => self.lost.push(description()),
        }
    }

    pub fn print_header() {
        println!(
            "{:<36} {:>6} {:>8} {:>16} {:>5}",
            "response", "tried", "decoded", "required: error", "lost"
        );
    }

    pub fn print(&self, response: &str) {
        let Self { tried, decoded, failed, lost } = self;
        println!("{response:<36} {tried:>6} {decoded:>8} {failed:>16} {:>5}", lost.len());
    }

    /// Fails the test with the first of the lost values.
    #[track_caller]
    pub fn assert_nothing_lost(&self, response: &str) {
        assert!(self.tried > 10, "{response}: only {} mutations", self.tried);
        let first: Vec<&str> = self.lost.iter().take(10).map(String::as_str).collect();
        assert!(self.lost.is_empty(), "{response}: {} lost\n{}", self.lost.len(), first.join("\n"));
    }
}
