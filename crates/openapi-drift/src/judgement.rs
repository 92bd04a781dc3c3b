//! The rules by which a difference breaks callers or only adds to what they have.

use std::fmt;

use serde::Serialize;

use Aspect::*;
use Judgement::{Adds, Breaks};
use Turn::*;

/// What a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// The addresses that operations are below.
    Servers,
    /// A path with a method.
    Operation,
    /// The choices of credentials.
    Security,
    /// A parameter, by place and name.
    Parameter,
    /// `style`, `explode` and the like: how a parameter is written.
    Writing,
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
    /// Whether a part has to be there.
    Required,
    /// The types of a value, null apart.
    Type,
    /// Whether a value that callers count on can be null.
    Nullable,
    /// Whether a value that callers do not count on can be null.
    NullableOptional,
    /// What a string or number stands for.
    Format,
    /// The values that can be.
    Enum,
    /// Limits of length, size, amount and form.
    Constraint,
    /// What stands for a value that is left out.
    Default,
    /// Whether only the service sets a value.
    ReadOnly,
    /// Whether the service never sends a value.
    WriteOnly,
    /// A branch of `oneOf` or `anyOf`.
    Alternative,
    /// A `$ref` that leads nowhere.
    Reference,
}

/// How what upstream says relates to what we say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// Upstream alone has it.
    Added,
    /// Upstream alone has it, and asks for it.
    AddedRequired,
    /// We alone have it.
    Removed,
    /// Upstream allows less.
    Narrower,
    /// Upstream allows more.
    Wider,
    /// Neither holds the other.
    Other,
}

/// Which way the data goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the caller to the service.
    Request,
    /// Back to the caller.
    Response,
    /// Both ways.
    Both,
    /// Either way, but below `not` and the like, where less may mean more.
    Unclear,
}

/// What a difference means for those who call the API through our description, once upstream is as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Judgement {
    /// Everything that callers do still works.
    #[serde(rename = "only adds")]
    Adds,
    /// Some calls are refused, lose something or come back unread.
    #[serde(rename = "breaks callers")]
    Breaks,
}

struct Rule {
    aspect: Aspect,
    turn: Turn,
    request: Judgement,
    response: Judgement,
}

const fn rule(aspect: Aspect, turn: Turn, request: Judgement, response: Judgement) -> Rule {
    Rule { aspect, turn, request, response }
}

/// What is not listed breaks. Where a part has no direction, such as an operation, it counts as request.
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
    // A reader skips fields that it does not know; a writer must know those that are asked for.
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
    // Null reads as absent, and such callers are ready for that.
    rule(NullableOptional, Narrower,  Breaks, Adds),
    rule(NullableOptional, Wider,     Adds,   Adds),
    rule(Format, Narrower,            Breaks, Adds),
    rule(Format, Wider,               Adds,   Breaks),
    rule(Alternative, Added,          Adds,   Breaks),
    rule(Alternative, Removed,        Breaks, Adds),
    // Replies are read openly: an unknown value of an enum arrives as it is, and no limit is checked.
    rule(Enum, Narrower,              Breaks, Adds),
    rule(Enum, Wider,                 Adds,   Adds),
    rule(Enum, Other,                 Breaks, Adds),
    rule(Constraint, Narrower,        Breaks, Adds),
    rule(Constraint, Wider,           Adds,   Adds),
    rule(Constraint, Other,           Breaks, Adds),
    // What a caller leaves out is filled in by the service. Nobody fills in a reply.
    rule(Default, Added,              Adds,   Adds),
    rule(Default, Removed,            Breaks, Adds),
    rule(Default, Other,              Breaks, Adds),
    // Narrower is yes, wider is no.
    rule(ReadOnly, Narrower,          Breaks, Adds),
    rule(ReadOnly, Wider,             Adds,   Adds),
    rule(WriteOnly, Narrower,         Adds,   Breaks),
    rule(WriteOnly, Wider,            Adds,   Adds),
];

/// What the difference means for callers.
pub fn judge(aspect: Aspect, turn: Turn, direction: Direction) -> Judgement {
    let Some(rule) = RULES.iter().find(|rule| rule.aspect == aspect && rule.turn == turn) else {
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
    /// The direction of something found in both.
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
