//! A failed call, as a generated client returns it.

use std::fmt;

use super::{
    Error, ErrorKind, Sent, excerpt,
    failure::{CallFacts, Failure, Source},
};
use crate::{Problem, Response, response::Meta, secret::Secrets};

/// Why a call failed, before the vendor's words in the answer are read: a generated client does
/// not know whose they are. It turns into the [`Error`] of a vendor's facade.
pub struct Failed(Box<Inner>);

struct Inner {
    failure: Failure,
    call: Option<CallFacts>,
    /// What the server said, with the client's own secrets struck out of it.
    said: Option<String>,
}

impl Failed {
    /// A failure in whose answer the server says why.
    pub(crate) fn told(mut failure: Failure, call: CallFacts, secrets: &Secrets) -> Self {
        let said = failure.answer.as_mut().map(|answer| {
            secrets.strike_headers(&mut answer.headers);
            secrets.strike_body(&answer.body)
        });
        Self(Box::new(Inner { failure, call: Some(call), said }))
    }

    /// A failure that the server says nothing of.
    pub(crate) fn untold(failure: Failure, call: Option<CallFacts>) -> Self {
        Self(Box::new(Inner { failure, call, said: None }))
    }

    fn unbuildable(error: impl Into<Source>) -> Self {
        let detail = "the request could not be built from these arguments";
        Self::untold(Failure::new(ErrorKind::Input, Sent::No, detail).caused_by(error), None)
    }

    /// The answer, where it is only its body that could not be read.
    ///
    /// # Errors
    /// With the failure itself where it is another.
    pub fn into_unread(self) -> Result<Response<()>, Self> {
        match *self.0 {
            Inner {
                failure: Failure { kind: ErrorKind::Decode, answer: Some(answer), .. },
                call: Some(call),
                ..
            } => Ok(Response::new((), Meta::new(*answer, call.attempts), call)),
            inner => Err(Self(Box::new(inner))),
        }
    }
}

/// A generated method could not build its request.
impl From<reqwest::Error> for Failed {
    fn from(error: reqwest::Error) -> Self {
        Self::unbuildable(error.without_url())
    }
}

/// A generated method was given what cannot stand in a header.
impl From<http::header::InvalidHeaderValue> for Failed {
    fn from(error: http::header::InvalidHeaderValue) -> Self {
        Self::unbuildable(error)
    }
}

/// Reads the vendor's words.
impl<P: Problem> From<Failed> for Error<P> {
    fn from(failed: Failed) -> Self {
        let Inner { failure, call, said } = *failed.0;
        let problem = said.as_ref().and_then(|said| P::parse(said.as_bytes()));
        let excerpt = match problem {
            None => said.and_then(|said| excerpt::message(said.as_bytes())),
            Some(_) => None,
        };
        Self::assemble(failure, call, problem, excerpt)
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(call) = &self.0.call {
            write!(f, "{}: ", call.operation)?;
        }
        f.write_str(&self.0.failure.detail)
    }
}

impl fmt::Debug for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failed")
            .field("call", &self.0.call)
            .field("failure", &self.0.failure)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Failed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.failure.source.as_deref().map(|source| source as _)
    }
}
