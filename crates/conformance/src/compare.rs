//! Comparison of two observations of one scenario.

use serde_json::{Value, json};

use crate::{
    json::differences,
    observation::{CallResult, ClientError, Observation, Request},
};

/// One difference between the two clients.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Difference {
    /// `requests`, `request.path`, `result`, `value.plan.id`, `error.status`, `attempts`, …
    pub(crate) aspect: String,
    pub(crate) theirs: String,
    pub(crate) ours: String,
}

#[derive(Default)]
struct Differences(Vec<Difference>);

/// Returns every difference between two observations of one scenario.
pub(crate) fn compare(theirs: &Observation, ours: &Observation) -> Vec<Difference> {
    let mut found = Differences::default();
    found.compare_requests(&theirs.requests, &ours.requests);
    let (left, right) = (&theirs.outcome, &ours.outcome);
    found.compare_results(&left.result, &right.result);
    found.compare("attempts", &left.attempts, &right.attempts);
    found.compare("rateLimited", &left.rate_limited, &right.rate_limited);
    found.0
}

impl Differences {
    fn compare<T: PartialEq + serde::Serialize>(&mut self, aspect: &str, left: &T, right: &T) {
        if left != right {
            self.add(aspect, short_json(left), short_json(right));
        }
    }

    fn add(&mut self, aspect: &str, theirs: String, ours: String) {
        let difference = Difference { aspect: aspect.to_owned(), theirs, ours };
        // Retries repeat the differences of the first attempt.
        if !self.0.contains(&difference) {
            self.0.push(difference);
        }
    }

    fn compare_json(&mut self, aspect: &str, theirs: Option<&Value>, ours: Option<&Value>) {
        let mut found = Vec::new();
        differences(aspect, theirs, ours, &mut found);
        let text = |value: Option<&Value>| value.map_or("(absent)".to_owned(), short_json);
        for (path, left, right) in found {
            self.add(&path, text(left), text(right));
        }
    }

    fn compare_requests(&mut self, theirs: &[Request], ours: &[Request]) {
        self.compare("requests", &theirs.len(), &ours.len());
        for (left, right) in theirs.iter().zip(ours) {
            self.compare("request.method", &left.method, &right.method);
            let suffix = if left.segments() == right.segments() { ".spelling" } else { "" };
            self.compare(&format!("request.path{suffix}"), &left.path, &right.path);
            let suffix = if left.query_pairs() == right.query_pairs() { ".spelling" } else { "" };
            let (left_query, right_query) = (sorted(&left.query), sorted(&right.query));
            self.compare(&format!("request.query{suffix}"), &left_query, &right_query);
            self.compare_json("request.body", left.body.as_ref(), right.body.as_ref());
            self.compare_json("request.header", Some(&json!(left.headers)), Some(&json!(right.headers)));
        }
    }

    fn compare_results(&mut self, theirs: &CallResult, ours: &CallResult) {
        match (theirs, ours) {
            (CallResult::Value(left), CallResult::Value(right)) => {
                self.compare_json("value", Some(left), Some(right));
            }
            (CallResult::Error(left), CallResult::Error(right)) => self.compare_errors(left, right),
            (left, right) if left == right => {}
            (left, right) => self.add("result", summary(left), summary(right)),
        }
    }

    fn compare_errors(&mut self, theirs: &ClientError, ours: &ClientError) {
        self.compare("error.kind", &theirs.kind, &ours.kind);
        self.compare("error.status", &theirs.status, &ours.status);
        self.compare("error.request", &theirs.request, &ours.request);
        self.compare_json("error.problem", Some(&theirs.problem), Some(&ours.problem));
    }
}

fn summary(result: &CallResult) -> String {
    match result {
        CallResult::Value(value) => format!("value {}", short_json(value)),
        CallResult::NotFound => "not found".to_owned(),
        CallResult::Done => "done".to_owned(),
        CallResult::Error(ClientError { kind, status: None, .. }) => format!("error: {kind}"),
        CallResult::Error(ClientError { kind, status: Some(status), .. }) => {
            format!("error: {kind} {status}")
        }
    }
}

/// Writes the value as JSON, cut to one short line.
fn short_json(value: &impl serde::Serialize) -> String {
    const MAX_CHARS: usize = 100;
    let text = serde_json::to_string(value).unwrap_or_default();
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Returns the query with its parameters sorted, because their order has no meaning.
fn sorted(query: &str) -> String {
    let mut parameters: Vec<&str> = query.split('&').collect();
    parameters.sort_unstable();
    parameters.join("&")
}
