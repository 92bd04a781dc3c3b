//! Requests that no generated method sends.

use std::{fmt, marker::PhantomData};

use http::Method;
use percent_encoding::percent_decode_str;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{CallOptions, QueryValue, RequestBuilder};
use crate::{CallError, Error, ErrorKind, Problem, Response, Transport, request_options};

/// A request to any operation of the API, by method and path, for what the client has no method for.
///
/// It goes the way of every other request: credentials, retries, time limits, redaction and errors are the
/// same. Only a method that is idempotent is retried after a failure in which the request may have taken
/// effect, unless [`idempotent`](Self::idempotent) says otherwise.
///
/// The value is the whole body as a [`Value`], or as a type of yours with [`typed`](Self::typed); an empty body
/// counts as `null`.
///
/// # Errors
/// Sending fails with [`ErrorKind::Input`], before anything is sent, if the path could lead elsewhere than its
/// text says: it has to begin with a single `/` and to consist of segments that are neither empty nor `.` or
/// `..`, with every other character than those of RFC 3986 percent-encoded by
/// [`encode_path`](crate::encode_path). It has neither a query, for which there is [`query`](Self::query), nor
/// a fragment.
#[must_use = "nothing is sent until it is awaited"]
pub struct CustomRequest<T, P> {
    transport: Transport,
    request: RequestBuilder,
    error: Option<&'static str>,
    options: CallOptions,
    types: PhantomData<fn() -> (T, P)>,
}

impl<P> CustomRequest<Value, P> {
    /// Creates a request to a path below the base URL.
    pub fn new(transport: &Transport, method: Method, path: impl Into<String>) -> Self {
        let path = path.into();
        Self {
            transport: transport.clone(),
            error: check(&method, &path).err(),
            request: RequestBuilder::new("request", method, path),
            options: CallOptions::default(),
            types: PhantomData,
        }
    }
}

impl<T, P> CustomRequest<T, P> {
    /// Appends a query parameter, form-urlencoded: once for each element of a list, and not at all for `None`.
    pub fn query(mut self, name: &str, value: impl QueryValue) -> Self {
        self.request = self.request.query(name, &value);
        self
    }

    /// Sets a JSON body.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        self.request = self.request.json(body);
        self
    }

    /// Deserializes the body as `U`. Malformed fields that `U` does not require are skipped, as in every
    /// response.
    pub fn typed<U>(self) -> CustomRequest<U, P> {
        let Self { transport, request, error, options, .. } = self;
        CustomRequest { transport, request, error, options, types: PhantomData }
    }
}

request_options!([T: DeserializeOwned + Send + 'static, P: Problem] CustomRequest<T, P>, T, Error<P>);

impl<T: DeserializeOwned + Send + 'static, P: Problem> CustomRequest<T, P> {
    async fn send(self) -> Result<Response<T>, Error<P>> {
        if let Some(reason) = self.error {
            return Err(CallError::input(reason).into());
        }
        let call = self.transport.call(self.options);
        match call.execute(self.request).await.or_else(read_empty) {
            Ok(response) if P::reports_failure(response.body()) => Err(call.reject(response).into()),
            // The rest of such a body may have any form, which must not hide the failure.
            Err(error) if is_undecoded(&error, P::reports_failure) => {
                Err(call.reject(error.into_undecoded()?).into())
            }
            result => Ok(result?),
        }
    }
}

/// Reads an empty body as `null`.
fn read_empty<T: DeserializeOwned>(error: CallError) -> Result<Response<T>, CallError> {
    if !is_undecoded(&error, |body| body.trim_ascii().is_empty()) {
        return Err(error);
    }
    match serde_json::from_value(Value::Null) {
        Ok(value) => Ok(error.into_undecoded()?.map(|()| value)),
        Err(_) => Err(error),
    }
}

/// Returns `true` if nothing failed but the deserialization of such a body.
fn is_undecoded(error: &CallError, is_such: impl FnOnce(&[u8]) -> bool) -> bool {
    error.kind() == ErrorKind::Decode && error.body().is_some_and(is_such)
}

impl<T, P> fmt::Debug for CustomRequest<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomRequest")
            .field("request", &self.request)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Rejects what could reach another place than the path names, without repeating the path: it may hold a
/// secret.
fn check(method: &Method, path: &str) -> Result<(), &'static str> {
    if *method == Method::CONNECT {
        return Err("CONNECT opens a tunnel, for which a path has no meaning");
    }
    if !path.starts_with('/') {
        return Err("the path does not begin with `/`: only paths of the API are allowed, and no URL");
    }
    if path.contains("//") {
        return Err("the path contains `//`, which could name another host");
    }
    if path.contains('?') {
        return Err("the path contains a query: set it with `query`");
    }
    if path.contains('#') {
        return Err("the path contains a fragment, which is never sent");
    }
    if !is_percent_encoded(path) {
        return Err(
            "the path contains a character that is not percent-encoded: encode it with `encode_path`",
        );
    }
    // A server may decode the path before it resolves dots.
    let decoded = percent_decode_str(path).collect::<Vec<u8>>();
    if decoded.split(|byte| b"/\\".contains(byte)).any(|segment| segment == b"." || segment == b"..") {
        return Err("a segment of the path is `.` or `..`, which would change the path");
    }
    Ok(())
}

/// Returns `true` if the text consists of characters that a path may contain (RFC 3986, section 3.3).
fn is_percent_encoded(path: &str) -> bool {
    let mut parts = path.split('%');
    let is_plain = |part: &str| {
        part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte))
    };
    let is_escape = |part: &str| part.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    parts.next().is_some_and(is_plain) && parts.all(|part| is_escape(part) && is_plain(part))
}
