//! The result of a comparison.

use indexmap::IndexSet;
use serde::Serialize;

use crate::rules::{Aspect, Direction, Judgement};

/// A constraint is cut at this many characters, and a reason after its first sentence or at as many.
const MAX_TEXT_LENGTH: usize = 160;

/// Number of operations, and of fields or keywords, that are named.
const MAX_NAMES: usize = 5;

/// All differences between our document and upstream's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// The differences, unanswered ones first.
    pub differences: Vec<Difference>,
    /// Number of corrections of the overlay that upstream has made as well.
    pub adopted: usize,
    /// Actions of the overlay that correct nothing any more, because upstream's document, or our own, says the same. They
    /// can be deleted, once our document says so too. Actions that set extensions are not among them.
    pub obsolete_actions: Vec<Answer>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Kind of constraint that differs.
    pub aspect: Aspect,
    /// Keyword or part, by name.
    pub what: String,
    /// Method and path of the operation that `part` and `path` belong to.
    pub operation: String,
    /// All operations that it concerns.
    pub operations: Vec<String>,
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
    /// Overlay actions, or the design, that answer it; none if it is unanswered.
    pub answers: Vec<Answer>,
}

/// The reason why a difference is no problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Position of the overlay action that gives it, from 1; `None` if no action is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<usize>,
    /// JSONPath of that action's target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The reason.
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
    /// Returns the number of differences without an answer.
    #[must_use]
    pub fn unanswered(&self) -> usize {
        self.differences.iter().filter(|difference| !difference.is_answered()).count()
    }

    /// Returns the differences as text, unanswered ones first, then the actions that correct nothing any more.
    ///
    /// Differences that are answered with the same reason and make the same change are one entry. Each location stands on
    /// a line of its own, to be copied.
    ///
    /// ```
    /// use openapi_drift::compare;
    /// use serde_json::json;
    ///
    /// let document = |paths| json!({ "openapi": "3.1.0", "paths": paths });
    /// let drift = compare(&document(json!({ "/a": { "get": {} } })), None, &document(json!({ "/a": {} })))?;
    /// let listing = "UNANSWERED  operation: described → absent (breaks callers)
    ///     GET /a
    ///     ours   /paths/~1a/get
    ///     theirs /paths/~1a
    ///
    /// ";
    /// assert_eq!(drift.listing(), listing);
    /// # Ok::<(), openapi_drift::CompareError>(())
    /// ```
    #[must_use]
    pub fn listing(&self) -> String {
        let mut text = String::new();
        let mut entries: Vec<Vec<&Difference>> = Vec::new();
        for difference in &self.differences {
            match entries.iter_mut().find(|entry| difference.is_answered() && entry[0].is_like(difference)) {
                Some(entry) => entry.push(difference),
                None => entries.push(vec![difference]),
            }
        }
        entries.iter().for_each(|entry| write_entry(&mut text, entry));
        for Answer { action, target, reason } in &self.obsolete_actions {
            let (action, target) = (action.unwrap_or_default(), target.as_deref().unwrap_or_default());
            text += &format!(
                "OBSOLETE    action {action} corrects nothing any more; take it over and delete it\n"
            );
            text += &format!("    target {target}\n    reason {}\n\n", first_sentence(reason));
        }
        text
    }

    /// Returns the numbers of differences, in one line.
    #[must_use]
    pub fn totals(&self) -> String {
        let unanswered = self.unanswered();
        let breaking = |is_answered: bool| {
            let breaks =
                |one: &&Difference| one.judgement == Judgement::Breaks && one.is_answered() == is_answered;
            self.differences.iter().filter(breaks).count()
        };
        format!(
            "{} differences: {unanswered} unanswered ({} would break callers), {} answered ({} would break callers); {} \
             corrections that upstream has made, too; {} overlay actions that correct nothing any more",
            self.differences.len(),
            breaking(false),
            self.differences.len() - unanswered,
            breaking(true),
            self.adopted,
            self.obsolete_actions.len(),
        )
    }
}

impl Difference {
    /// Returns `true` if there is a reason for the difference.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        !self.answers.is_empty()
    }

    fn is_like(&self, other: &Self) -> bool {
        self.answers == other.answers
            && self.aspect == other.aspect
            && self.judgement == other.judgement
            && (&self.ours.says, &self.theirs.says) == (&other.ours.says, &other.theirs.says)
    }
}

impl Answer {
    /// The answer to new values of an enum that readers keep open.
    pub(crate) fn open_enum() -> Self {
        let reason = "Enums of strings are open in responses: a new value arrives as it is.".to_owned();
        Self { action: None, target: None, reason }
    }
}

/// Writes differences that make the same change for the same reason.
fn write_entry(text: &mut String, entry: &[&Difference]) {
    let Difference { operation, operations, part, path, ours, theirs, corrected, judgement, answers, .. } =
        entry[0];
    let heading = if answers.is_empty() { "UNANSWERED" } else { "answered  " };
    let names: IndexSet<&str> = entry.iter().map(|difference| difference.what.as_str()).collect();
    let (says, theirs_says) = (shorten(&ours.says), shorten(&theirs.says));
    *text += &format!("{heading}  {}: {says} → {theirs_says} ({judgement})\n", listed(names));
    if let Some(corrected) = corrected {
        *text += &format!("    with the overlay: {}\n", shorten(corrected));
    }
    let place = [operation, part, path].map(String::as_str);
    *text += &format!(
        "    {}\n",
        place.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
    );
    let others: IndexSet<&str> =
        operations.iter().filter(|other| *other != operation).map(String::as_str).collect();
    if !others.is_empty() {
        *text += &format!("    also {}\n", listed(others));
    }
    *text += &format!("    ours   {}\n    theirs {}\n", ours.at, theirs.at);
    if entry.len() > 1 {
        *text += &format!("    and {} more, which --json lists\n", entry.len() - 1);
    }
    for Answer { action, reason, .. } in answers {
        let action = action.map(|action| format!("action {action}: ")).unwrap_or_default();
        *text += &format!("    {action}{}\n", first_sentence(reason));
    }
    text.push('\n');
}

fn listed(names: IndexSet<&str>) -> String {
    let more = names.len().saturating_sub(MAX_NAMES);
    let first = names.into_iter().take(MAX_NAMES).collect::<Vec<_>>().join(", ");
    if more == 0 { first } else { format!("{first} and {more} more") }
}

fn first_sentence(reason: &str) -> String {
    shorten(reason.split_inclusive(". ").next().unwrap_or(reason).trim())
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= MAX_TEXT_LENGTH {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MAX_TEXT_LENGTH).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head))
}
