//! What a call came to, in words that fit any client.

use serde::Deserialize;
use serde_json::Value;

/// What a call came to.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// How it ended.
    pub ended: Ended,
    /// How many times the client tried.
    pub attempts: u64,
    /// Answers with status 429, by attempt, where the client counts them.
    #[serde(default)]
    pub rate_limited: Vec<u64>,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Ended {
    /// With a value.
    Value(Value),
    /// With the word that there is none.
    Absent,
    /// Well, where there is no value to give.
    Done,
    /// With an error.
    Failed(Failed),
}

/// An error.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Failed {
    /// `input`, `connection`, `timeout`, `status`, `unreadable`, `redirect`, `refused` or a
    /// client's own word for something else.
    pub kind: String,
    /// The answer's status, where the error knows it.
    pub status: Option<u16>,
    /// What the vendor says of the error.
    pub said: Value,
    /// Method and path of the request, where the error knows them.
    pub request: Option<String>,
}
