//! Mutations of all responses of a vendor, read by its facade.

use api_simulator::{MockResponse, Simulator, Spec};
use serde_json::Value;

use crate::{
    location::Step,
    mutations::{self, Expected, Mutation},
    schema::Schema,
    verdict::{Counts, judge},
};

/// Vendor with its simulator and its facade.
pub trait Vendor {
    /// Key of a body that holds the value.
    const VALUE: &'static str;

    /// Keys that the facade does not serialize on purpose.
    const NOT_SERIALIZED: &'static [&'static str];

    fn spec(&self) -> &Spec;

    fn simulator(&self) -> &Simulator;

    /// Calls the operation and returns the typed value as JSON, or the error message.
    async fn call(&self, operation: &str) -> Result<Value, String>;

    /// Tries every mutation of every documented success of an operation.
    async fn try_mutations(&self, operation: &str) -> Counts {
        let schema = Schema::of_response(self.spec(), operation);
        let mut counts = Counts::default();
        for (name, body) in self.spec().operation(operation).unwrap().response_examples(200) {
            if !body.is_object() {
                continue;
            }
            let documented = self.read(operation, body).await.unwrap();
            for mutation in mutations::of(body, schema) {
                let Some(mutation) = self.relative_to_value(mutation) else { continue };
                let result = self.read(operation, &mutation.body).await;
                let result = result.as_ref().map_err(String::as_str);
                let location = mutation.location.below(Self::VALUE).unwrap_or_default();
                let verdict = judge(&mutation, &documented, result, &location);
                counts.add(verdict, || describe(name, &mutation, result));
            }
        }
        counts
    }

    async fn read(&self, operation: &str, body: &Value) -> Result<Value, String> {
        self.simulator().on(operation, MockResponse::json(200, body));
        self.call(operation).await
    }

    /// Adjusts the expectation to the value: a mutation beside it must not change it. Other tests cover the value as a
    /// whole.
    fn relative_to_value(&self, mutation: Mutation) -> Option<Mutation> {
        let is_key = |step: &Step, name: &str| matches!(step, Step::Key(key) if key == name);
        let (first, rest) = mutation.location.0.split_first()?;
        if rest.iter().any(|step| Self::NOT_SERIALIZED.iter().any(|name| is_key(step, name))) {
            return None;
        }
        match (is_key(first, Self::VALUE), rest.is_empty(), &mutation.expected) {
            (true, true, Expected::Failed) => Some(mutation),
            (true, true, _) => None,
            (true, false, _) => Some(mutation),
            (false, ..) => Some(Mutation { expected: Expected::Unchanged, ..mutation }),
        }
    }
}

/// Tries all operations, prints the counts, and fails if anything is lost.
pub async fn run(vendor: &impl Vendor, operations: &[&str]) {
    let mut all = Vec::new();
    for operation in operations {
        all.push((operation, vendor.try_mutations(operation).await));
    }
    Counts::print_header();
    all.iter().for_each(|(operation, counts)| counts.print(operation));
    all.iter().for_each(|(operation, counts)| counts.assert_nothing_lost(operation));
}

fn describe(example: &str, mutation: &Mutation, result: Result<&Value, &str>) -> String {
    let Mutation { change, location, expected, .. } = mutation;
    let result = match result {
        Ok(typed) => format!("{:.300}", typed.to_string()),
        Err(message) => message.to_owned(),
    };
    format!("{example}, {location}, {change}: expected {expected:?}, found {result}")
}
