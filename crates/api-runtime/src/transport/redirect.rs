//! Redirects that a request may follow.

use http::{Method, StatusCode, header};
use reqwest::{Request, Response, Url};

use super::attempt_error::AttemptError;

/// Number of redirects that one attempt follows.
pub(super) const MAX_REDIRECTS: usize = 5;

/// Returns the URL that the response redirects to, if it is a redirect.
///
/// The origin has to stay the same: a token and a body are meant for one server. A change from
/// http to https is another origin too; it belongs in the base URL.
pub(super) fn target(response: &Response) -> Result<Option<Url>, AttemptError> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = response.headers().get(header::LOCATION) else { return Ok(None) };
    let target = location
        .to_str()
        .ok()
        .and_then(|location| response.url().join(location).ok())
        .ok_or_else(|| AttemptError::redirect("redirected to an invalid URL"))?;
    if !is_same_origin(&target, response.url()) {
        return Err(AttemptError::redirect("redirected to another origin, to which nothing was sent"));
    }
    Ok(Some(target))
}

/// Builds the request that a redirect asks for: 303 turns everything into a GET, 301 and 302 only a
/// POST, 307 and 308 nothing (RFC 9110, section 15.4).
pub(super) fn follow(mut request: Request, method: Method, status: StatusCode, url: Url) -> Request {
    let becomes_get = match status {
        StatusCode::SEE_OTHER => method != Method::HEAD,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => method == Method::POST,
        _ => method == Method::GET,
    };
    *request.method_mut() = method;
    if becomes_get {
        *request.method_mut() = Method::GET;
        *request.body_mut() = None;
        for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING] {
            request.headers_mut().remove(name);
        }
    }
    *request.url_mut() = url;
    // A user name in the new URL would become an Authorization header.
    let _ = request.url_mut().set_username("");
    let _ = request.url_mut().set_password(None);
    request
}

/// Rejects a response from another origin, which a caller's own HTTP client has followed a
/// redirect to.
pub(super) fn check_followed(requested: &Url, response: &Response) -> Result<(), AttemptError> {
    if is_same_origin(response.url(), requested) {
        return Ok(());
    }
    Err(AttemptError::redirect(
        "the HTTP client followed a redirect to another origin; build it without redirects",
    ))
}

/// Compares the origins of http and https URLs. `Url::origin` would copy them.
pub(super) fn is_same_origin(one: &Url, other: &Url) -> bool {
    let origin = |url| (Url::scheme(url), Url::host(url), Url::port_or_known_default(url));
    origin(one) == origin(other)
}
