//! The rules by which a difference breaks callers or only adds to what they have.

use std::fmt;

use serde::Serialize;

/// The kind of constraint that a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// The base addresses of operations.
    Servers,
    /// A path with a method.
    Operation,
    /// The choices of credentials.
    Security,
    /// A parameter, by location and name.
    Parameter,
    /// `style`, `explode` and the like.
    Serialization,
    /// The body of a request.
    Body,
    /// A media type of a body.
    MediaType,
    /// A status or a class of them.
    Status,
    /// A header of a response.
    Header,
    /// A field of an object.
    Field,
    /// A part that must be there.
    Required,
    /// The types of a value, null aside.
    Type,
    /// Null for a value.
    Nullable,
    /// The format of a string or number.
    Format,
    /// The listed values.
    Enum,
    /// Bounds of length, size and number, patterns and the like.
    Constraint,
    /// The value that stands for one that is left out.
    Default,
    /// A value that only the service sets.
    ReadOnly,
    /// A value that the service never sends.
    WriteOnly,
    /// A branch of `oneOf` or `anyOf`.
    Alternative,
    /// A `$ref` that cannot be followed.
    Reference,
}

/// The change from our constraint to upstream's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Upstream alone has it.
    Added,
    /// Upstream alone has it, and requires it.
    AddedRequired,
    /// We alone have it.
    Removed,
    /// Upstream allows less.
    Narrower,
    /// Upstream allows more.
    Wider,
    /// Neither contains the other.
    Other,
}

/// The direction in which data goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the caller to the service.
    Request,
    /// From the service to the caller.
    Response,
    /// Both ways.
    Both,
    /// Either one, below `not` and the like, where less may mean more.
    Unclear,
}

/// The consequence of a difference for those who call the API by our document, once the API is as upstream says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Judgement {
    /// All that callers do still works.
    #[serde(rename = "only adds")]
    Adds,
    /// Some calls are rejected, lose something, or their responses cannot be read.
    #[serde(rename = "breaks callers")]
    Breaks,
}

/// Judges a change of one aspect. A part without a direction, such as an operation, counts as request.
pub fn judge(aspect: Aspect, change: Change, direction: Direction) -> Judgement {
    let (request, response) = consequences(aspect, change);
    match direction {
        Direction::Request => request,
        Direction::Response => response,
        Direction::Both => request.max(response),
        Direction::Unclear => Judgement::Breaks,
    }
}

/// Returns the consequence in a request, and in a response.
#[rustfmt::skip]
fn consequences(aspect: Aspect, change: Change) -> (Judgement, Judgement) {
    use {Aspect::*, Change::*, Judgement::*};
    match (aspect, change) {
        (Servers | Security, Wider) => (Adds, Adds),
        (Operation | Parameter | Body | MediaType | Status | Header | Field, Added) | (Header, AddedRequired) => (Adds, Adds),
        // A reader skips fields that it does not know; a writer must know those that are required.
        (Field, AddedRequired) => (Breaks, Adds),
        // Less may be sent, or more arrives than callers can read. For `required`, narrower is yes and wider is no.
        (Required | Type | Nullable | Format, Narrower) | (Alternative, Removed) => (Breaks, Adds),
        (Required | Type | Nullable | Format, Wider)    | (Alternative, Added)   => (Adds, Breaks),
        // Responses are read openly: an unknown value of an enum arrives as it is, and no bound is checked.
        (Enum | Constraint, Narrower | Other) => (Breaks, Adds),
        (Enum | Constraint, Wider)            => (Adds, Adds),
        // The service fills in what a caller leaves out. Nobody fills in a response.
        (Default, Added)           => (Adds, Adds),
        (Default, Removed | Other) => (Breaks, Adds),
        (ReadOnly, Narrower)  => (Breaks, Adds),
        (WriteOnly, Narrower) => (Adds, Breaks),
        (ReadOnly | WriteOnly, Wider) => (Adds, Adds),
        _ => (Breaks, Breaks),
    }
}

impl Direction {
    /// Returns the direction of something found in both.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unclear, _) | (_, Self::Unclear) => Self::Unclear,
            _ if self == other => self,
            _ => Self::Both,
        }
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Adds => "only adds",
            Self::Breaks => "breaks callers",
        })
    }
}
