//! What a comparison found, for people and machines.

use serde::Serialize;

use super::{
    answer::{Answer, Answers},
    judgement::{Aspect, Direction, Judgement},
    ledger::Found,
};

/// Everything that differs between a vendor's document and our description of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// The differences, unanswered ones first.
    pub differences: Vec<Difference>,
    /// How many more there would be without the overlay, which says there what upstream says.
    pub taken_in: usize,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The kind of statement that differs.
    pub aspect: Aspect,
    /// The keyword or part, by name.
    pub what: String,
    /// Method and path of an operation that it concerns.
    pub operation: String,
    /// The part of that operation.
    pub part: String,
    /// The value within that part.
    pub path: String,
    /// Which way the data goes.
    pub direction: Direction,
    /// What we say.
    pub ours: Statement,
    /// What upstream says.
    pub theirs: Statement,
    /// What the overlay makes of our statement, where that does not settle the difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrected: Option<String>,
    /// What it means for callers.
    pub judgement: Judgement,
    /// The actions of the overlay that answer it; none if it is unanswered.
    pub answers: Vec<Answer>,
}

/// What one side says, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// JSON Pointer; where the statement is missing, to what lacks it.
    pub at: String,
    /// In words.
    pub says: String,
}

impl Drift {
    /// Sorts what was found and names the overlay's answers.
    pub(super) fn of(found: Vec<Found>, taken_in: usize, answers: &Answers) -> Self {
        let mut differences: Vec<Difference> =
            found.into_iter().map(|found| found.answered(answers)).collect();
        differences.sort_by_key(Difference::is_answered);
        Self { differences, taken_in }
    }

    /// How many differences nobody has answered.
    pub fn unanswered(&self) -> usize {
        self.differences.iter().filter(|difference| !difference.is_answered()).count()
    }
}

impl Difference {
    /// Whether the overlay gives a reason for it.
    pub fn is_answered(&self) -> bool {
        !self.answers.is_empty()
    }
}

impl Found {
    fn answered(self, answers: &Answers) -> Difference {
        let statement =
            |(at, says): (openapi_document::Pointer, String)| Statement { at: at.to_string(), says };
        Difference {
            aspect: self.subject.aspect,
            what: self.subject.label,
            operation: self.usage.operation,
            part: self.usage.part,
            path: self.usage.path.trim_start_matches('.').to_owned(),
            direction: self.usage.direction,
            ours: statement(self.ours),
            theirs: statement(self.theirs),
            corrected: self.corrected,
            judgement: self.judgement,
            answers: if self.deliberate { answers.find(&self.spots) } else { Vec::new() },
        }
    }
}
