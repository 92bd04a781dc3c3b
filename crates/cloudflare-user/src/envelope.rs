//! The envelope of every response: `{"success", "errors", "messages", "result", "result_info"}`.

use api_runtime::{
    Call, CallError, ErrorKind, Problem, Response,
    decode::{self, Presence},
};
use cloudflare_user_api::{CloudflareMessage, CloudflareProblem, Deleted, Envelope};

use crate::{Error, Page};

/// Returns the result of a response, without which the method has no value.
pub(crate) fn result<T>(
    call: &Call,
    response: Result<Response<Envelope<T>>, Error>,
) -> Result<Response<T>, Error> {
    let mut response = check_success(call, response)?;
    match response.value.result.take() {
        Some(result) => Ok(response.map(|_| result)),
        None => match response.presence("result") {
            Presence::Missing | Presence::Null => Err(undecodable(response, "result: it is missing or null")),
            _ => Err(undecodable(response, "result: it does not have the documented form")),
        },
    }
}

/// Returns the result of a response, or the default where there is none.
pub(crate) fn result_or_default<T: Default>(
    call: &Call,
    response: Result<Response<Envelope<T>>, Error>,
) -> Result<Response<T>, Error> {
    let response = check_success(call, response)?;
    Ok(response.map(|envelope| envelope.result.unwrap_or_default()))
}

/// Returns a page of a list. A list that is null is empty; one that is missing or malformed is an error,
/// which an empty page would hide.
pub(crate) fn page<T>(
    call: &Call,
    response: Result<Response<Envelope<Vec<T>>>, CallError>,
) -> Result<Response<Page<T>>, Error> {
    let response = check_success(call, response.map_err(Error::from))?;
    if response.value.result.is_none() {
        match response.presence("result") {
            Presence::Null => {}
            Presence::Missing => return Err(undecodable(response, "result: it is missing")),
            _ => return Err(undecodable(response, "result: it is not a list")),
        }
    }
    Ok(response.map(|Envelope { result, result_info, .. }| Page {
        items: result.unwrap_or_default(),
        info: result_info.unwrap_or_default(),
    }))
}

/// Returns the id in the response to a delete, or the requested one where the response has none.
pub(crate) fn deleted(
    call: &Call,
    response: Result<Response<Deleted>, Error>,
    requested: String,
) -> Result<Response<String>, Error> {
    let response = response.map(|response| response.map(Envelope::from));
    match check_success(call, response) {
        Ok(response) => Ok(response.map(|envelope| envelope.result.unwrap_or(requested))),
        // The resource is deleted: an empty body is not a failure.
        Err(error) if error.kind() == ErrorKind::Decode && is_blank(error.body()) => {
            let response = error.into_call_error().into_undecoded()?;
            Ok(response.map(|()| requested))
        }
        Err(error) => Err(error),
    }
}

/// Turns a response that reports a failure into an error, whatever its status.
fn check_success<T>(
    call: &Call,
    response: Result<Response<Envelope<T>>, Error>,
) -> Result<Response<Envelope<T>>, Error> {
    match response {
        Ok(response) if !reports_failure(&response) => Ok(response),
        Ok(response) if is_problem(Some(response.body())) => Err(call.reject(response).into()),
        Ok(response) => Err(undecodable(response, "success: it is not a boolean")),
        // The `result` of a failure may have any shape, which must not hide its errors.
        Err(error) if error.kind() == ErrorKind::Decode && is_problem(error.body()) => {
            let response = error.into_call_error().into_undecoded()?;
            Err(call.reject(response).into())
        }
        Err(error) => Err(error),
    }
}

/// Returns `true` if the response says that the call failed. Where `success` is missing or malformed, the
/// body decides.
fn reports_failure<T>(response: &Response<Envelope<T>>) -> bool {
    match response.value.success {
        Some(success) => !success,
        None => CloudflareProblem::reports_failure(response.body()),
    }
}

/// Returns `true` if the body is one of Cloudflare's errors.
pub(crate) fn is_problem(body: Option<&[u8]>) -> bool {
    body.and_then(CloudflareProblem::parse).is_some()
}

fn is_blank(body: Option<&[u8]>) -> bool {
    matches!(body.map(<[u8]>::trim_ascii), Some(b"" | b"null"))
}

/// Returns the error for a field of the envelope that cannot be used.
fn undecodable<T>(response: Response<T>, reason: &str) -> Error {
    let detail = format!("but the body cannot be decoded: {reason}");
    CallError::invalid_response(response, ErrorKind::Decode, &detail).into()
}

/// Access to the parts of Cloudflare's envelope beside the value.
pub trait ResponseExt: sealed::Sealed {
    /// Returns the messages of a successful response, such as the notice that a field is deprecated.
    ///
    /// They are decoded from the body on each call.
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|simulated| {
    /// use cloudflare_user::{CloudflareClient, ResponseExt};
    ///
    /// let client = CloudflareClient::new("my-api-token")?;
    /// # let client = simulated;
    /// let response = client.user().get().with_response().await?;
    /// for message in response.messages() {
    ///     println!("{message}");
    /// }
    /// # });
    /// ```
    fn messages(&self) -> Vec<CloudflareMessage>;
}

impl<T> ResponseExt for Response<T> {
    fn messages(&self) -> Vec<CloudflareMessage> {
        decode::tolerant::<CloudflareProblem>(self.body())
            .map_or_else(|_| Vec::new(), |(body, _)| body.messages)
    }
}

mod sealed {
    pub trait Sealed {}

    impl<T> Sealed for api_runtime::Response<T> {}
}
