//! A failed call, before the vendor's words in it are read.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use super::{ErrorKind, Sent};

/// What keeps an error's cause.
pub(crate) type Source = Box<dyn std::error::Error + Send + Sync>;

/// What the transport knows of a call that failed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) sent: Sent,
    /// What happened, in a few words; never a part of a body, a query or a header.
    pub(crate) detail: String,
    pub(crate) source: Option<Source>,
    /// The answer, where one came.
    pub(crate) answer: Option<Box<Answer>>,
    /// The wait that the answer asks for.
    pub(crate) retry_after: Option<Duration>,
}

/// An answer, as much of it as came.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answer({}, {} bytes)", self.status, self.body.len())
    }
}

/// Which call it is, and how often it was tried.
#[derive(Debug, Clone)]
pub(crate) struct CallFacts {
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    /// Without the query.
    pub(crate) path: String,
    pub(crate) attempts: u32,
}

impl Answer {
    pub(crate) fn without_body(self) -> Self {
        Self { body: Bytes::new(), ..self }
    }
}

impl Failure {
    pub(crate) fn new(kind: ErrorKind, sent: Sent, detail: impl Into<String>) -> Self {
        Self { kind, sent, detail: detail.into(), source: None, answer: None, retry_after: None }
    }

    pub(crate) fn caused_by(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    pub(crate) fn answered(answer: Answer) -> Self {
        let detail = format!("answered {}", answer.status);
        Self::new(ErrorKind::Status, Sent::Answered, detail).with_answer(answer)
    }

    /// Whether an answer came whose status is not a success, and its body did not come whole.
    pub(crate) fn is_refusal(&self) -> bool {
        let unread = matches!(self.kind, ErrorKind::Body | ErrorKind::Timeout);
        unread && self.answer.as_ref().is_some_and(|answer| !answer.status.is_success())
    }

    pub(crate) fn with_answer(self, answer: Answer) -> Self {
        Self { answer: Some(Box::new(answer)), ..self }
    }

    /// Says why the request is not sent again although it might be.
    pub(crate) fn not_again(mut self, because: &str) -> Self {
        self.detail = format!("{}; not sent again, because {because}", self.detail);
        self
    }
}
