//! Running the mutations of a vendor's responses.

use api_simulator::{Answer, Description, Simulator};
use serde_json::Value;

use crate::{
    body::Step,
    judge::{judge, under},
    mutations::{self, Expected, Mutation},
    schema::Schema,
    tally::Tally,
};

/// A vendor, as far as reading its answers goes.
pub trait Vendor {
    /// The member of a body that holds the value.
    const VALUE: &'static str;

    /// Members that the facade leaves out on purpose, with the reason where they are named.
    const LEFT_OUT: &'static [&'static str];

    fn description(&self) -> &Description;

    fn simulator(&self) -> &Simulator;

    /// What the facade makes of the next answer, written out again; or its error's line.
    async fn call(&self, operation: &str) -> Result<Value, String>;

    /// Tries every mutation of every documented success of an operation.
    async fn try_all(&self, operation: &str) -> Tally {
        let schema = Schema::of_answer(self.description(), operation);
        let mut tally = Tally::default();
        for (name, body) in self.description().operation(operation).unwrap().examples(200) {
            if !body.is_object() {
                continue;
            }
            let documented = self.read(operation, body).await.unwrap();
            for mutation in mutations::of(body, schema) {
                let Some(mutation) = self.about_the_value(mutation) else { continue };
                let result = self.read(operation, &mutation.body).await;
                let shown = result.as_ref().map_err(String::as_str);
                let place = under(Self::VALUE, &mutation.place).unwrap_or_default();
                let verdict = judge(&mutation, &documented, shown, &place);
                tally.count(verdict, || describe(name, &mutation, shown));
            }
        }
        tally
    }

    async fn read(&self, operation: &str, body: &Value) -> Result<Value, String> {
        self.simulator().on(operation, Answer::json(200, body));
        self.call(operation).await
    }

    /// What is odd beside the value must not touch it; the value as a whole is tried elsewhere.
    fn about_the_value(&self, mutation: Mutation) -> Option<Mutation> {
        let named = |step: &Step, name: &str| matches!(step, Step::Member(member) if member == name);
        let (first, rest) = mutation.place.0.split_first()?;
        if rest.iter().any(|step| Self::LEFT_OUT.iter().any(|name| named(step, name))) {
            return None;
        }
        match (named(first, Self::VALUE), rest.is_empty(), &mutation.expected) {
            (true, true, Expected::Refused) => Some(mutation),
            (true, true, _) => None,
            (true, false, _) => Some(mutation),
            (false, ..) => Some(Mutation { expected: Expected::Unchanged, ..mutation }),
        }
    }
}

/// Tries the operations, prints the figures, and fails if anything is lost.
pub async fn run(vendor: &impl Vendor, operations: &[&str]) {
    let mut tallies = Vec::new();
    for operation in operations {
        tallies.push((operation, vendor.try_all(operation).await));
    }
    Tally::print_header();
    tallies.iter().for_each(|(operation, tally)| tally.print(operation));
    tallies.iter().for_each(|(operation, tally)| tally.assert_nothing_lost(operation));
}

fn describe(example: &str, mutation: &Mutation, result: Result<&Value, &str>) -> String {
    let Mutation { what, place, expected, .. } = mutation;
    let came = match result {
        Ok(typed) => format!("{:.300}", typed.to_string()),
        Err(line) => line.to_owned(),
    };
    format!("{example}, {place}, {what}: expected {expected:?}, came {came}")
}
