//! Places in a JSON body.

use std::fmt;

use serde_json::Value;

/// One step into a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Member(String),
    Element(usize),
}

/// A place, from the root of the body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place(pub Vec<Step>);

impl Place {
    pub fn member(&self, name: &str) -> Self {
        self.then(Step::Member(name.to_owned()))
    }

    pub fn element(&self, index: usize) -> Self {
        self.then(Step::Element(index))
    }

    fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    pub fn get<'v>(&self, body: &'v Value) -> Option<&'v Value> {
        self.0.iter().try_fold(body, |value, step| match step {
            Step::Member(name) => value.get(name),
            Step::Element(index) => value.get(index),
        })
    }

    /// The body with another value at the place, or with none.
    pub fn put(&self, body: &Value, new: Option<Value>) -> Value {
        fn put(value: &mut Value, steps: &[Step], new: Option<Value>) {
            match (steps, value) {
                ([Step::Member(name)], Value::Object(members)) => match new {
                    Some(new) => drop(members.insert(name.clone(), new)),
                    None => drop(members.remove(name)),
                },
                ([Step::Element(index)], Value::Array(items)) => match new {
                    Some(new) => items[*index] = new,
                    None => drop(items.remove(*index)),
                },
                ([step, rest @ ..], value) => {
                    let inner = match step {
                        Step::Member(name) => value.get_mut(name),
                        Step::Element(index) => value.get_mut(*index),
                    };
                    // Not there: the facade has dropped what holds the place.
                    if let Some(inner) = inner {
                        put(inner, rest, new);
                    }
                }
                ([], value) => *value = new.unwrap_or_default(),
            }
        }
        let mut body = body.clone();
        put(&mut body, &self.0, new);
        body
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Step::Member(name) if index == 0 => f.write_str(name)?,
                Step::Member(name) => write!(f, ".{name}")?,
                Step::Element(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}
