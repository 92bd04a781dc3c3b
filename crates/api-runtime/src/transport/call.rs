//! One call, as a generated client sees it.

use std::{fmt, sync::Arc};

use http::{HeaderValue, header::ACCEPT};
use serde::de::DeserializeOwned;

use super::{Shared, drive::drive, telemetry};
use crate::{
    CallOptions, Error, ErrorKind, Failed, Problem, Response, Sent, decode,
    error::failure::{Answer, CallFacts, Failure},
    response::Meta,
};

/// One call: the inner type of generated clients, whose methods hand their request over to
/// [`read`](Call::read) or [`ignore`](Call::ignore).
#[derive(Clone)]
pub struct Call {
    shared: Arc<Shared>,
    options: CallOptions,
}

impl Call {
    pub(super) fn new(shared: Arc<Shared>, options: CallOptions) -> Self {
        Self { shared, options }
    }

    /// The address that the request starts from.
    pub fn base_url(&self) -> &str {
        self.shared.base_url.as_str()
    }

    /// The HTTP client to build the request with.
    pub fn http_client(&self) -> reqwest::Client {
        self.shared.http.clone()
    }

    /// Sends the request as often as it takes and reads the answer as a `T`. Where the body is
    /// not sound, it is read once more, tolerantly, and a warning names what was odd.
    ///
    /// # Errors
    /// When the call failed, or when its answer lacks what the type requires.
    pub async fn read<T: DeserializeOwned>(
        &self,
        request: reqwest::Request,
        operation: &'static str,
    ) -> Result<Response<T>, Failed> {
        let (facts, answer) = self.send(request, operation).await?;
        match self.decode(&answer, operation) {
            Ok(value) => Ok(respond(value, answer, facts)),
            Err(error) => Err(self.undecodable(error, answer, facts)),
        }
    }

    /// Sends the request as often as it takes. The answer's body is kept, not read.
    ///
    /// # Errors
    /// When the call failed.
    pub async fn ignore(
        &self,
        request: reqwest::Request,
        operation: &'static str,
    ) -> Result<Response<()>, Failed> {
        let (facts, answer) = self.send(request, operation).await?;
        Ok(respond((), answer, facts))
    }

    /// The error that a successful answer is, when its body says that the call failed. The body
    /// is read as the vendor's error, with the client's own secrets struck out of it.
    pub fn refuse<T, P: Problem>(&self, response: Response<T>) -> Error<P> {
        let (meta, facts) = response.into_parts();
        let detail = format!("answered {} and says that the call failed", meta.status);
        let failure =
            Failure::new(ErrorKind::Refused, Sent::Answered, detail).with_answer(meta.into_answer());
        Failed::told(failure, facts, &self.shared.secrets).into()
    }

    async fn send(
        &self,
        mut request: reqwest::Request,
        operation: &'static str,
    ) -> Result<(CallFacts, Answer), Failed> {
        let Self { shared, options } = self;
        if let Some(Ok(media_type)) = options.accept.map(HeaderValue::from_str) {
            request.headers_mut().insert(ACCEPT, media_type);
        }
        let mut facts = CallFacts {
            operation,
            method: request.method().clone(),
            // Someone will take the token for an id.
            path: shared.secrets.strike(request.url().path()),
            attempts: 0,
        };
        let span = telemetry::span(&facts, request.url());
        match telemetry::traced(span, drive(shared, *options, &request, &mut facts)).await {
            Ok(answer) => Ok((facts, answer)),
            Err(failure) => Err(Failed::told(failure, facts, &shared.secrets)),
        }
    }

    fn decode<T: DeserializeOwned>(
        &self,
        answer: &Answer,
        operation: &'static str,
    ) -> Result<T, decode::DecodeError> {
        decode::strict(&answer.body).or_else(|_| {
            let (value, oddities) = decode::tolerant(&answer.body)?;
            telemetry::warn_of(&oddities, operation, &self.shared.secrets);
            Ok(value)
        })
    }

    fn undecodable(&self, error: decode::DecodeError, mut answer: Answer, facts: CallFacts) -> Failed {
        let secrets = &self.shared.secrets;
        secrets.strike_headers(&mut answer.headers);
        let error = error.map_path(|path| secrets.strike(path));
        let detail = format!("answered {}, which could not be read: {error}", answer.status);
        let failure = Failure::new(ErrorKind::Decode, Sent::Answered, detail).caused_by(error);
        Failed::untold(failure.with_answer(answer), Some(facts))
    }
}

fn respond<T>(value: T, answer: Answer, facts: CallFacts) -> Response<T> {
    Response::new(value, Meta::new(answer, facts.attempts), facts)
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("base_url", &self.base_url())
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
