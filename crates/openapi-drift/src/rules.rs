//! The rules by which a difference breaks callers or only adds to what they have.

use std::fmt;

use serde::Serialize;

use Aspect::*;
use Change::*;
use Judgement::{Adds, Breaks};

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
    /// Null for a value that callers rely on.
    Nullable,
    /// Null for a value that callers do not rely on.
    NullableOptional,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

struct Rule {
    aspect: Aspect,
    change: Change,
    request: Judgement,
    response: Judgement,
}

const fn rule(aspect: Aspect, change: Change, request: Judgement, response: Judgement) -> Rule {
    Rule { aspect, change, request, response }
}

/// A change that is not listed breaks callers. A part without a direction, such as an operation, counts as request.
#[rustfmt::skip]
const RULES: &[Rule] = &[
    //                                request response
    rule(Servers, Wider,              Adds,   Adds),
    rule(Operation, Added,            Adds,   Adds),
    rule(Security, Wider,             Adds,   Adds),
    rule(Parameter, Added,            Adds,   Adds),
    rule(Body, Added,                 Adds,   Adds),
    rule(MediaType, Added,            Adds,   Adds),
    rule(Status, Added,               Adds,   Adds),
    rule(Header, Added,               Adds,   Adds),
    // A reader skips fields that it does not know; a writer must know those that are required.
    rule(Field, Added,                Adds,   Adds),
    rule(Field, AddedRequired,        Breaks, Adds),
    rule(Header, AddedRequired,       Adds,   Adds),
    // Narrower is required, wider is optional.
    rule(Required, Narrower,          Breaks, Adds),
    rule(Required, Wider,             Adds,   Breaks),
    // Less may be sent, or more arrives than callers can read.
    rule(Type, Narrower,              Breaks, Adds),
    rule(Type, Wider,                 Adds,   Breaks),
    rule(Nullable, Narrower,          Breaks, Adds),
    rule(Nullable, Wider,             Adds,   Breaks),
    // Null is read as absent, which such callers expect.
    rule(NullableOptional, Narrower,  Breaks, Adds),
    rule(NullableOptional, Wider,     Adds,   Adds),
    rule(Format, Narrower,            Breaks, Adds),
    rule(Format, Wider,               Adds,   Breaks),
    rule(Alternative, Added,          Adds,   Breaks),
    rule(Alternative, Removed,        Breaks, Adds),
    // Responses are read openly: an unknown value of an enum arrives as it is, and no bound is checked.
    rule(Enum, Narrower,              Breaks, Adds),
    rule(Enum, Wider,                 Adds,   Adds),
    rule(Enum, Other,                 Breaks, Adds),
    rule(Constraint, Narrower,        Breaks, Adds),
    rule(Constraint, Wider,           Adds,   Adds),
    rule(Constraint, Other,           Breaks, Adds),
    // The service fills in what a caller leaves out. Nobody fills in a response.
    rule(Default, Added,              Adds,   Adds),
    rule(Default, Removed,            Breaks, Adds),
    rule(Default, Other,              Breaks, Adds),
    // Narrower is yes, wider is no.
    rule(ReadOnly, Narrower,          Breaks, Adds),
    rule(ReadOnly, Wider,             Adds,   Adds),
    rule(WriteOnly, Narrower,         Adds,   Breaks),
    rule(WriteOnly, Wider,            Adds,   Adds),
];

/// Judges a change of one aspect.
pub fn judge(aspect: Aspect, change: Change, direction: Direction) -> Judgement {
    let Some(rule) = RULES.iter().find(|rule| rule.aspect == aspect && rule.change == change) else {
        return Breaks;
    };
    match direction {
        Direction::Request => rule.request,
        Direction::Response => rule.response,
        Direction::Both => rule.request.max(rule.response),
        Direction::Unclear => Breaks,
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
            Adds => "only adds",
            Breaks => "breaks callers",
        })
    }
}
