//! The result of a comparison.

use serde::Serialize;

use crate::rules::{Aspect, Direction, Judgement};

/// All differences between our document and upstream's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// The differences, unanswered ones first.
    pub differences: Vec<Difference>,
    /// Number of corrections of the overlay that upstream has made as well.
    pub adopted: usize,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Kind of constraint that differs.
    pub aspect: Aspect,
    /// Keyword or part, by name.
    pub what: String,
    /// Method and path of an operation that it concerns.
    pub operation: String,
    /// Part of that operation.
    pub part: String,
    /// Value within that part.
    pub path: String,
    /// Direction in which the data goes.
    pub direction: Direction,
    /// Our constraint.
    pub ours: Statement,
    /// Upstream's constraint.
    pub theirs: Statement,
    /// Our constraint with the overlay, where that still differs from upstream's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrected: Option<String>,
    /// Consequence for callers.
    pub judgement: Judgement,
    /// Overlay actions that answer it; none if it is unanswered.
    pub answers: Vec<AnsweringAction>,
}

/// An action of the overlay that answers a difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnsweringAction {
    /// Position of the action, from 1.
    pub action: usize,
    /// JSONPath of the target.
    pub target: String,
    /// Reason that the action gives.
    pub reason: String,
}

/// A constraint of one document, and its location.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Statement {
    /// JSON Pointer; where the constraint is missing, to what lacks it.
    pub at: String,
    /// The constraint in words.
    pub says: String,
}

impl Drift {
    /// Returns the number of differences without an answer in the overlay.
    #[must_use]
    pub fn unanswered(&self) -> usize {
        self.differences.iter().filter(|difference| !difference.is_answered()).count()
    }
}

impl Difference {
    /// Returns `true` if the overlay gives a reason for the difference.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        !self.answers.is_empty()
    }
}
