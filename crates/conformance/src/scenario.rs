//! What is compared: a call, and what the server answers.

use std::future::Future;

use api_simulator::Answer;
use serde_json::Value;

use crate::Outcome;

/// A call that both clients can make. `base_url` is the scripted server's.
pub trait Call {
    /// The call as the driver's script reads it.
    fn command(&self, base_url: &str) -> Value;

    /// Makes the call with our facade.
    fn run(&self, base_url: &str) -> impl Future<Output = Outcome> + Send;
}

/// A call and what the server answers.
#[derive(Debug)]
#[must_use]
pub struct Scenario<C> {
    pub(crate) name: String,
    pub(crate) call: C,
    pub(crate) answers: Vec<Answer>,
}

impl<C> Scenario<C> {
    /// A call, under a name that is unique in its subject.
    pub fn new(name: impl Into<String>, call: C) -> Self {
        Self { name: name.into(), call, answers: Vec::new() }
    }

    /// The server's next answer. The last one given is the answer to all further requests.
    pub fn answer(mut self, answer: impl Into<Answer>) -> Self {
        self.answers.push(answer.into());
        self
    }
}
