//! What an answer consists of.

use bytes::Bytes;

/// Where status and body come from.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// What the simulator would answer by itself.
    Usual,
    /// The description's example for this status.
    Documented(u16),
    /// The description's example of this name for this status.
    Example(u16, String),
    /// Given here.
    Own(u16, Body),
    /// These bytes and nothing else, then the end of the connection.
    Verbatim(Bytes),
}

/// A body, held in memory or generated while it is sent.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    Bytes(Bytes),
    Filled(u64),
}

/// How the client is told where the body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    Length,
    Chunked,
    UntilClose,
}
