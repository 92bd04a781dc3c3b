//! One call, as a generated client sees it.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use http::{HeaderValue, StatusCode, header::ACCEPT};
use progenitor_client::ResponseValue;
use reqwest::ResponseBuilderExt;
use serde::de::DeserializeOwned;

use super::{Shared, drive::drive, telemetry};
use crate::{
    CallOptions, Error, ErrorKind, Problem, Response, Sent, decode,
    error::failure::{Answer, CallFacts, Failure},
    response::Meta,
};

/// One call: the inner type of generated clients. [`exec`](Call::exec) takes the place of
/// sending a request, [`settle`](Call::settle) reads what came of it.
///
/// progenitor's hook can only return a response or a `reqwest::Error`. What else there is to
/// say (our own error, the number of attempts, the headers, the raw body) stays here meanwhile.
#[derive(Clone)]
pub struct Call {
    state: Arc<State>,
}

struct State {
    shared: Arc<Shared>,
    options: CallOptions,
    outcome: Mutex<Option<Outcome>>,
}

struct Outcome {
    facts: CallFacts,
    result: Result<Answer, Failure>,
}

impl Call {
    pub(super) fn new(shared: Arc<Shared>, options: CallOptions) -> Self {
        Self { state: Arc::new(State { shared, options, outcome: Mutex::new(None) }) }
    }

    /// The address that the request starts from.
    pub fn base_url(&self) -> &str {
        self.state.shared.base_url.as_str()
    }

    /// The HTTP client to build the request with.
    pub fn http_client(&self) -> reqwest::Client {
        self.state.shared.http.clone()
    }

    /// Sends the request as often as it takes. A failure is handed to progenitor as an answer
    /// that no description lists, so that it looks no further; `settle` knows better.
    ///
    /// # Errors
    /// Never; progenitor wants this type.
    pub async fn exec(
        &self,
        mut request: reqwest::Request,
        operation: &'static str,
    ) -> reqwest::Result<reqwest::Response> {
        let State { shared, options, outcome } = &*self.state;
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
        let result = telemetry::traced(span, drive(shared, *options, &request, &mut facts)).await;
        let (status, body) = match &result {
            Ok(answer) => (answer.status, decode::without_bom(&answer.body)),
            Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, Bytes::new()),
        };
        *outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(Outcome { facts, result });
        Ok(hand_over(request.url(), status, body))
    }

    /// What came of the call: the typed value with the answer around it. Where the body was
    /// not sound, it is read once more, tolerantly, and a warning names what was odd.
    ///
    /// # Errors
    /// When the call failed, or when its answer lacks what the type requires.
    pub fn settle<T: DeserializeOwned, E, P: Problem>(
        &self,
        result: Result<ResponseValue<T>, progenitor_client::Error<E>>,
    ) -> Result<Response<T>, Error<P>> {
        let (facts, answer) = self.conclude()?;
        let value = match result {
            Ok(value) => value.into_inner(),
            Err(_) => match decode::tolerant(&answer.body) {
                Ok((value, oddities)) => {
                    let secrets = &self.state.shared.secrets;
                    telemetry::warn_of(&oddities, facts.operation, secrets);
                    value
                }
                Err(error) => return Err(self.undecodable(error, answer, facts)),
            },
        };
        Ok(respond(value, answer, facts))
    }

    /// What came of a call whose body is not to be read as a type.
    ///
    /// # Errors
    /// When the call failed.
    pub fn settle_raw<P: Problem>(&self) -> Result<Response<()>, Error<P>> {
        let (facts, answer) = self.conclude()?;
        Ok(respond((), answer, facts))
    }

    /// The error that a successful answer is, when its body says that the call failed. The body
    /// is read as the vendor's error, with the client's own secrets struck out of it.
    pub fn refuse<T, P: Problem>(&self, response: Response<T>) -> Error<P> {
        let (meta, facts) = response.into_parts();
        let detail = format!("answered {} and says that the call failed", meta.status);
        let failure =
            Failure::new(ErrorKind::Refused, Sent::Answered, detail).with_answer(meta.into_answer());
        Error::from_failure(failure, facts, &self.state.shared.secrets)
    }

    fn conclude<P: Problem>(&self) -> Result<(CallFacts, Answer), Error<P>> {
        let outcome = self.state.outcome.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(Outcome { facts, result }) = outcome else {
            return Err(Error::input("the request could not be built from these arguments"));
        };
        match result {
            Ok(answer) => Ok((facts, answer)),
            Err(failure) => Err(Error::from_failure(failure, facts, &self.state.shared.secrets)),
        }
    }

    fn undecodable<P: Problem>(
        &self,
        error: decode::DecodeError,
        mut answer: Answer,
        facts: CallFacts,
    ) -> Error<P> {
        let secrets = &self.state.shared.secrets;
        secrets.strike_headers(&mut answer.headers);
        let error = error.map_path(|path| secrets.strike(path));
        let detail = format!("answered {}, which could not be read: {error}", answer.status);
        let failure = Failure::new(ErrorKind::Decode, Sent::Answered, detail).caused_by(error);
        Error::unreadable(failure, answer, facts)
    }
}

/// The answer for progenitor. The URL keeps reqwest from making one up; the headers stay with
/// us, because progenitor copies whatever map it is given.
fn hand_over(url: &reqwest::Url, status: StatusCode, body: Bytes) -> reqwest::Response {
    let mut response = http::Response::builder().url(url.clone()).body(body).unwrap_or_default();
    *response.status_mut() = status;
    response.into()
}

fn respond<T>(value: T, answer: Answer, facts: CallFacts) -> Response<T> {
    let Answer { status, headers, body } = answer;
    let meta = Meta { status, headers, raw: body, attempts: facts.attempts };
    Response::new(value, meta, facts)
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("base_url", &self.base_url())
            .field("options", &self.state.options)
            .finish_non_exhaustive()
    }
}
