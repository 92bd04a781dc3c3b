//! Locations in a JSON body.

use std::fmt;

use serde_json::Value;

/// One step into a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Key(String),
    Index(usize),
}

/// Path from the root of the body to a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Location(pub Vec<Step>);

impl Location {
    pub fn key(&self, name: &str) -> Self {
        self.then(Step::Key(name.to_owned()))
    }

    pub fn index(&self, index: usize) -> Self {
        self.then(Step::Index(index))
    }

    fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// Returns the location below one key of the root, if it is there.
    pub fn below(&self, key: &str) -> Option<Self> {
        match self.0.split_first() {
            Some((Step::Key(first), rest)) if first == key => Some(Self(rest.to_vec())),
            _ => None,
        }
    }

    pub fn get<'v>(&self, body: &'v Value) -> Option<&'v Value> {
        self.0.iter().try_fold(body, |value, step| match step {
            Step::Key(name) => value.get(name),
            Step::Index(index) => value.get(index),
        })
    }

    /// Returns the body with another value at the location, or without a value there.
    pub fn replace(&self, body: &Value, new: Option<Value>) -> Value {
        fn replace(value: &mut Value, steps: &[Step], new: Option<Value>) {
            match (steps, value) {
                ([Step::Key(name)], Value::Object(map)) => match new {
                    Some(new) => drop(map.insert(name.clone(), new)),
                    None => drop(map.remove(name)),
                },
                ([Step::Index(index)], Value::Array(items)) => match new {
                    Some(new) => items[*index] = new,
                    None => drop(items.remove(*index)),
                },
                ([step, rest @ ..], value) => {
                    let inner = match step {
                        Step::Key(name) => value.get_mut(name),
                        Step::Index(index) => value.get_mut(*index),
                    };
                    // `None` if the facade has dropped the parent.
                    if let Some(inner) = inner {
                        replace(inner, rest, new);
                    }
                }
                ([], value) => *value = new.unwrap_or_default(),
            }
        }
        let mut body = body.clone();
        replace(&mut body, &self.0, new);
        body
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(name) if index == 0 => f.write_str(name)?,
                Step::Key(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}
