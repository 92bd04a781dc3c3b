//! The ways in which a call can fail.

/// What went wrong, coarsely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client's configuration cannot work; found by `build()`.
    Config,
    /// The arguments of the call cannot be sent; nothing was.
    Input,
    /// No connection was made: refused, no such host, TLS failed.
    Connect,
    /// The connection broke before an answer came.
    Connection,
    /// The last attempt took longer than an attempt may.
    Timeout,
    /// The call took longer than its deadline, over all attempts and waits.
    Deadline,
    /// The answer began and was cut, or could not be decompressed.
    Body,
    /// The answer is larger than the client takes.
    TooLarge,
    /// The answer points elsewhere: to another origin, in a circle, or nowhere.
    Redirect,
    /// A whole answer with a status that is not a success.
    Status,
    /// An answer with a successful status that says that the call failed.
    Refused,
    /// A successful answer that is not of the documented form.
    Decode,
    /// A page of a list repeats one before it: the server ignores which page is asked for.
    Paging,
    /// A request interceptor refused the request.
    Interceptor,
}

/// Whether the server can have seen the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sent {
    /// Nothing has left this machine, or no connection was made.
    No,
    /// The request left, no answer came: it may have taken effect.
    Maybe,
    /// The server answered.
    Answered,
}
