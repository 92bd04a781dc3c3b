// The part of this crate that sends requests and reads responses. It depends on reqwest only: a request is sent once,
// and redirects are followed as the HTTP client does it.

use std::{error::Error as StdError, fmt};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode, header};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};

#[allow(dead_code)]
mod base_url;
#[allow(dead_code, unused_imports)]
pub mod decode;
mod error {
    mod shortened;
    pub(crate) use shortened::Shortened;
}
#[allow(dead_code)]
mod events;
#[allow(unused_macros, unused_imports)]
pub mod open_enum;
#[allow(dead_code)]
mod path;
#[allow(dead_code, unused_imports)]
mod request;

pub use base_url::{BaseUrl, InvalidBaseUrl};
pub use bytes;
pub use decode::SkippedFields;
pub use events::Event;
pub use http;
#[allow(unused_imports)]
pub(crate) use open_enum::open_enum;
pub use path::encode_path;
pub use request::{File, Files, InvalidValue, Multipart, QueryValue, RequestBuilder, Style, check_year, path_styled};
pub use reqwest;
pub use serde;

use decode::DecodeError;
use events::EventParser;
use request::OutgoingRequest;

/// Size of a body, in bytes. The values of a larger one may take more memory than those of this one.
const LARGE_BODY: usize = 16 * 1024 * 1024;

/// Sender of the requests of a client. Clones share one pool of connections.
#[derive(Clone)]
pub struct Call {
    http: reqwest::Client,
    base_url: BaseUrl,
    headers: HeaderMap,
    credentials: Vec<Credential>,
}

impl Call {
    /// Creates a sender to the API at this address.
    ///
    /// # Errors
    /// If a credential cannot be a header.
    pub fn new(
        http: reqwest::Client,
        base_url: BaseUrl,
        mut headers: HeaderMap,
        credentials: Vec<Credential>,
    ) -> Result<Self, CallError> {
        for credential in &credentials {
            credential.add_header(&mut headers)?;
        }
        Ok(Self { http, base_url, headers, credentials })
    }

    /// Sends the request and deserializes the body of the response.
    ///
    /// # Errors
    /// If the request cannot be built, if the call fails, or if the body lacks a value that the type requires.
    pub async fn execute<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<Response<T>, CallError> {
        self.execute_reply(request, Reply::json).await
    }

    /// Sends the request. The body of the response is not deserialized.
    ///
    /// # Errors
    /// If the request cannot be built, or if the call fails.
    pub async fn execute_empty(&self, request: RequestBuilder) -> Result<Response<()>, CallError> {
        self.execute_reply(request, |_| Ok(())).await
    }

    /// Sends the request as [`Call::execute`] does. The value is `None` if the response has no body, or null.
    ///
    /// # Errors
    /// As [`Call::execute`].
    pub async fn execute_optional<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
    ) -> Result<Response<Option<T>>, CallError> {
        self.execute_reply(request, |reply| if reply.is_empty() { Ok(None) } else { reply.json() }).await
    }

    /// Sends the request and returns the body as text.
    ///
    /// # Errors
    /// If the request cannot be built, or if the call fails.
    pub async fn execute_text(&self, request: RequestBuilder) -> Result<Response<String>, CallError> {
        self.execute_reply(request, |reply| Ok(reply.text())).await
    }

    /// Sends the request and returns the body as it is.
    ///
    /// # Errors
    /// If the request cannot be built, or if the call fails.
    pub async fn execute_bytes(&self, request: RequestBuilder) -> Result<Response<Bytes>, CallError> {
        self.execute_reply(request, |reply| Ok(reply.bytes())).await
    }

    /// Sends the request and reads its response by a function, which knows what each status means.
    ///
    /// # Errors
    /// If the request cannot be built, if the call fails, or if the function fails.
    pub async fn execute_reply<T>(
        &self,
        request: RequestBuilder,
        read: impl FnOnce(&mut Reply) -> Result<T, DecodeError>,
    ) -> Result<Response<T>, CallError> {
        let operation = request.operation();
        let result = async {
            let response = complete(self.send(request).await?).await?;
            let mut reply = Reply { response, skipped: SkippedFields::default() };
            match read(&mut reply) {
                Ok(value) => Ok(Response { value, response: reply.response, skipped_fields: reply.skipped }),
                Err(error) => Err(CallError::undecodable(error, reply.response)),
            }
        };
        result.await.map_err(|error: CallError| error.of(operation))
    }

    /// Sends the request and returns its response as a stream of events.
    ///
    /// # Errors
    /// If the request cannot be built, if the call fails, or if the response is not successful.
    pub async fn execute_events(&self, request: RequestBuilder) -> Result<EventStream, CallError> {
        let operation = request.operation();
        let response = self.send(request).await.map_err(|error| error.of(operation))?;
        if response.status().is_success() {
            return Ok(EventStream { operation, response, parser: EventParser::default() });
        }
        let error = match complete(response).await {
            Ok(response) => CallError::with_response("the response is no event stream".to_owned(), response),
            Err(error) => error,
        };
        Err(error.of(operation))
    }

    async fn send(&self, mut request: RequestBuilder) -> Result<reqwest::Response, CallError> {
        self.credentials.iter().for_each(|credential| credential.add_to(&mut request));
        let request: OutgoingRequest = request.build(&self.base_url, None)?;
        let mut request = request.to_reqwest();
        for (name, value) in &self.headers {
            request.headers_mut().insert(name, value.clone());
        }
        self.http.execute(request).await.map_err(CallError::from_reqwest)
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

/// Reads the whole response; one that is not a success is an error.
async fn complete(mut response: reqwest::Response) -> Result<http::Response<Bytes>, CallError> {
    let mut head = http::Response::new(());
    *head.status_mut() = response.status();
    *head.headers_mut() = std::mem::take(response.headers_mut());
    let body = response.bytes().await.map_err(CallError::from_reqwest)?;
    let response = head.map(|()| body);
    let status = response.status();
    if status.is_success() { Ok(response) } else { Err(CallError::with_response(status.to_string(), response)) }
}

/// A typed value with the response that it was read from.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// Value read from the body.
    pub value: T,
    response: http::Response<Bytes>,
    skipped_fields: SkippedFields,
}

impl<T> Response<T> {
    /// Returns the value alone.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// Returns the body.
    pub fn body(&self) -> &[u8] {
        self.response.body()
    }

    /// Returns the fields of the body that were read as absent because their values were malformed.
    pub fn skipped_fields(&self) -> &SkippedFields {
        &self.skipped_fields
    }
}

/// Neither body nor headers are shown: they may contain secrets.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

/// A successful response before its body is read.
pub struct Reply {
    response: http::Response<Bytes>,
    skipped: SkippedFields,
}

impl Reply {
    /// Returns the status.
    pub fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// Returns `true` if there is no body.
    pub fn is_empty(&self) -> bool {
        matches!(self.status(), 204 | 205) || self.response.body().is_empty()
    }

    /// Deserializes the body.
    ///
    /// # Errors
    /// If the body lacks a value that the type requires.
    pub fn json<T: DeserializeOwned>(&mut self) -> Result<T, DecodeError> {
        let body = self.response.body();
        let memory = decode::memory_limit(body.len().max(LARGE_BODY));
        let (value, skipped) = decode::decode(body, memory)?;
        self.skipped = skipped;
        Ok(value)
    }

    /// Returns the body as text; what is no UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.response.body()).into_owned()
    }

    /// Returns the body as it is.
    pub fn bytes(&self) -> Bytes {
        self.response.body().clone()
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("status", &self.status()).finish_non_exhaustive()
    }
}

/// Events of a response, as they arrive.
pub struct EventStream {
    operation: &'static str,
    response: reqwest::Response,
    parser: EventParser,
}

impl EventStream {
    /// Returns the next event; `None` at the end of the response.
    ///
    /// # Errors
    /// If the connection is lost.
    pub async fn next(&mut self) -> Result<Option<Event>, CallError> {
        loop {
            if let Some(event) = self.parser.next_event() {
                return Ok(Some(event));
            }
            match self.response.chunk().await.map_err(CallError::from_reqwest) {
                Ok(Some(piece)) => self.parser.push(&piece),
                Ok(None) => return Ok(None),
                Err(error) => return Err(error.of(self.operation)),
            }
        }
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("operation", &self.operation).finish_non_exhaustive()
    }
}

/// Error of a call. Its text names the operation and shows neither the body nor the headers of the response.
pub struct CallError {
    operation: Option<&'static str>,
    detail: String,
    response: Option<Box<http::Response<Bytes>>>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl CallError {
    /// Creates an error in a client's configuration.
    pub fn config(detail: impl Into<String>) -> Self {
        Self { operation: None, detail: detail.into(), response: None, source: None }
    }

    /// Creates an error in the arguments of a call, found before anything is sent.
    pub fn input(detail: impl Into<String>) -> Self {
        Self::config(detail)
    }

    fn with_response(detail: String, response: http::Response<Bytes>) -> Self {
        Self { response: Some(Box::new(response)), ..Self::config(detail) }
    }

    fn undecodable(error: DecodeError, response: http::Response<Bytes>) -> Self {
        let detail = format!("{}, but the body cannot be decoded", response.status());
        Self { source: Some(Box::new(error)), ..Self::with_response(detail, response) }
    }

    fn of(self, operation: &'static str) -> Self {
        Self { operation: Some(operation), ..self }
    }

    /// Returns the id of the operation; `None` for an error in the client's configuration.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    fn from_reqwest(error: reqwest::Error) -> Self {
        let error = error.without_url();
        Self { source: Some(Box::new(error)), ..Self::config("the request failed") }
    }

    /// Returns the status of the response, if one arrived.
    pub fn status(&self) -> Option<StatusCode> {
        self.response.as_ref().map(|response| response.status())
    }

    /// Returns the headers of the response, if one arrived.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response.as_ref().map(|response| response.headers())
    }

    /// Returns the body of the response, if one arrived. It may contain secrets.
    pub fn body(&self) -> Option<&[u8]> {
        self.response.as_ref().map(|response| &**response.body())
    }

    /// Deserializes the body of an error response as a type that the OpenAPI document gives it; `None` if there is no
    /// body, or none of this type.
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        decode::tolerant(self.body()?).ok().map(|(value, _)| value)
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.operation.iter().try_for_each(|operation| write!(f, "{operation}: "))?;
        f.write_str(&self.detail)?;
        self.source.iter().try_for_each(|source| write!(f, ": {source}"))
    }
}

/// The text of the error: a `main` that returns it prints this.
impl fmt::Debug for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl StdError for CallError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// A secret that identifies the caller, sent with every request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Credential {
    /// A header.
    Header(HeaderName, Secret),
    /// A query parameter.
    Query(&'static str, Secret),
    /// A cookie.
    Cookie(&'static str, Secret),
}

impl Credential {
    /// Creates a credential that is sent in a header of its own.
    pub fn header(name: HeaderName, secret: Secret) -> Self {
        Self::Header(name, secret)
    }

    /// Creates a credential that is sent as `Authorization: Bearer …`.
    pub fn bearer(secret: Secret) -> Self {
        Self::Header(header::AUTHORIZATION, format!("Bearer {}", secret.expose()).into())
    }

    /// Creates a credential that is sent as `Authorization: Basic …` (RFC 7617).
    pub fn basic(user: &str, password: &Secret) -> Self {
        let text = base64(format!("{user}:{}", password.expose()).as_bytes());
        Self::Header(header::AUTHORIZATION, format!("Basic {text}").into())
    }

    /// Creates a credential that is sent as a query parameter.
    pub fn query(name: &'static str, secret: Secret) -> Self {
        Self::Query(name, secret)
    }

    /// Creates a credential that is sent as a cookie.
    pub fn cookie(name: &'static str, secret: Secret) -> Self {
        Self::Cookie(name, secret)
    }

    fn add_header(&self, headers: &mut HeaderMap) -> Result<(), CallError> {
        if let Self::Header(name, secret) = self {
            let mut value = http::HeaderValue::from_str(secret.expose())
                .map_err(|_| CallError::config(format!("the value of `{name}` cannot be sent")))?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        Ok(())
    }

    fn add_to(&self, request: &mut RequestBuilder) {
        match self {
            Self::Header(..) => {}
            Self::Query(name, secret) => request.query_secret(name, secret.expose()),
            Self::Cookie(name, secret) => request.cookie_secret(name, secret.expose()),
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0, |group: u32, byte| (group << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for position in 0..4 {
            if position <= chunk.len() {
                text.push(char::from(DIGITS[(group >> (18 - 6 * position)) as usize & 63]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

/// A password, token or key, which neither `Debug` nor `Serialize` shows.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Returns the secret in plain text.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("[redacted]")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}
