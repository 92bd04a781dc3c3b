//! The end of a call.

use std::{error::Error as _, fmt, time::Duration};

use apify_user::{Error, ErrorKind, Sent};

/// Coarse outcome of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Value,
    /// Apify says that there is no such user.
    Absent,
    Failed(ErrorKind, Option<u16>, Sent),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Value => "value".to_owned(),
            Self::Absent => "none".to_owned(),
            Self::Failed(kind, Some(status), sent) => format!("{kind:?} {status}, {sent:?}"),
            Self::Failed(kind, None, sent) => format!("{kind:?}, {sent:?}"),
        };
        f.pad(&text)
    }
}

/// A call that has ended.
pub struct Ended {
    pub outcome: Outcome,
    pub requests: u64,
    pub time: Duration,
    pub error: Option<Error>,
    /// Everything that the value or the error prints.
    pub printed: Vec<String>,
}

impl Ended {
    pub fn new(result: Result<Option<String>, Error>, requests: u64, time: Duration) -> Self {
        let (outcome, printed, error) = match result {
            Ok(Some(value)) => (Outcome::Value, vec![value], None),
            Ok(None) => (Outcome::Absent, Vec::new(), None),
            Err(error) => {
                let status = error.status().map(|status| status.as_u16());
                let outcome = Outcome::Failed(error.kind(), status, error.sent());
                (outcome, printed(&error), Some(error))
            }
        };
        Self { outcome, requests, time, error, printed }
    }

    /// The error's one line.
    pub fn message(&self) -> String {
        self.error.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    /// Fails when anything that was printed holds the text.
    #[track_caller]
    pub fn assert_without(&self, secret: &str) {
        for text in &self.printed {
            assert!(!text.contains(secret), "{secret} was printed: {text}");
        }
    }
}

/// All texts of an error, its causes included.
pub fn printed(error: &Error) -> Vec<String> {
    let mut texts = vec![format!("{error}"), format!("{error:?}"), format!("{error:#?}")];
    texts.extend(error.request_id().map(str::to_owned));
    texts.push(format!("{:?} {:?} {:?}", error.problem(), error.path(), error.rate_limit()));
    let mut cause = error.source();
    while let Some(inner) = cause {
        texts.extend([format!("{inner}"), format!("{inner:?}"), format!("{inner:#?}")]);
        cause = inner.source();
    }
    texts
}
