//! How two clients differ in one scenario.

use serde_json::{Value, json};

use crate::{
    outcome::{Ended, Failed, Outcome},
    request::Request,
    value,
};

/// One difference: in what, and what each client does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Difference {
    /// `requests`, `request.path`, `ended`, `value.plan.id`, `error.status`, `attempts`, …
    pub(crate) aspect: String,
    pub(crate) theirs: String,
    pub(crate) ours: String,
}

/// What one client sent and what came of it.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) requests: Vec<Request>,
    pub(crate) outcome: Outcome,
}

#[derive(Default)]
struct Differences(Vec<Difference>);

/// Every difference between two runs of one scenario.
pub(crate) fn compare(theirs: &Run, ours: &Run) -> Vec<Difference> {
    let mut found = Differences::default();
    found.requests(&theirs.requests, &ours.requests);
    found.ended(&theirs.outcome.ended, &ours.outcome.ended);
    let (left, right) = (&theirs.outcome, &ours.outcome);
    found.unless_equal("attempts", &left.attempts, &right.attempts);
    found.unless_equal("rateLimited", &left.rate_limited, &right.rate_limited);
    found.0
}

impl Differences {
    fn unless_equal<T: PartialEq + serde::Serialize>(&mut self, aspect: &str, left: &T, right: &T) {
        if left != right {
            self.add(aspect, text(left), text(right));
        }
    }

    fn add(&mut self, aspect: &str, theirs: String, ours: String) {
        let difference = Difference { aspect: aspect.to_owned(), theirs, ours };
        // Retries repeat what the first attempt already showed.
        if !self.0.contains(&difference) {
            self.0.push(difference);
        }
    }

    fn json(&mut self, aspect: &str, theirs: Option<&Value>, ours: Option<&Value>) {
        let mut found = Vec::new();
        value::differences(aspect, theirs, ours, &mut found);
        let shown = |value: Option<&Value>| value.map_or("(absent)".to_owned(), text);
        for (path, left, right) in found {
            self.add(&path, shown(left), shown(right));
        }
    }

    fn requests(&mut self, theirs: &[Request], ours: &[Request]) {
        self.unless_equal("requests", &theirs.len(), &ours.len());
        for (left, right) in theirs.iter().zip(ours) {
            self.unless_equal("request.method", &left.method, &right.method);
            let meaning = if left.segments() == right.segments() { ".spelling" } else { "" };
            self.unless_equal(&format!("request.path{meaning}"), &left.path, &right.path);
            let meaning = if left.pairs() == right.pairs() { ".spelling" } else { "" };
            let (left_query, right_query) = (in_order(&left.query), in_order(&right.query));
            self.unless_equal(&format!("request.query{meaning}"), &left_query, &right_query);
            self.json("request.body", left.body.as_ref(), right.body.as_ref());
            self.json("request.header", Some(&json!(left.headers)), Some(&json!(right.headers)));
        }
    }

    fn ended(&mut self, theirs: &Ended, ours: &Ended) {
        match (theirs, ours) {
            (Ended::Value(left), Ended::Value(right)) => self.json("value", Some(left), Some(right)),
            (Ended::Failed(left), Ended::Failed(right)) => self.failed(left, right),
            (left, right) if left == right => {}
            (left, right) => self.add("ended", name(left), name(right)),
        }
    }

    fn failed(&mut self, theirs: &Failed, ours: &Failed) {
        self.unless_equal("error.kind", &theirs.kind, &ours.kind);
        self.unless_equal("error.status", &theirs.status, &ours.status);
        self.unless_equal("error.request", &theirs.request, &ours.request);
        self.json("error.said", Some(&theirs.said), Some(&ours.said));
    }
}

fn name(ended: &Ended) -> String {
    match ended {
        Ended::Value(value) => format!("value {}", text(value)),
        Ended::Absent => "absent".to_owned(),
        Ended::Done => "done".to_owned(),
        Ended::Failed(Failed { kind, status: None, .. }) => format!("error: {kind}"),
        Ended::Failed(Failed { kind, status: Some(status), .. }) => format!("error: {kind} {status}"),
    }
}

/// A value on one short line.
fn text(value: &impl serde::Serialize) -> String {
    const LONGEST: usize = 100;
    let text = serde_json::to_string(value).unwrap_or_default();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A query with its parameters sorted: in which order they stand means nothing.
fn in_order(query: &str) -> String {
    let mut parameters: Vec<&str> = query.split('&').collect();
    parameters.sort_unstable();
    parameters.join("&")
}
