//! Where an answer may send a request.

use http::{Method, StatusCode, header};
use reqwest::{Request, Response, Url};

use super::attempt::Broken;
use crate::{ErrorKind, Sent, error::failure::Failure};

/// Redirects that one attempt follows.
pub(super) const MOST: usize = 5;

/// Where the answer points, if it is a redirect.
///
/// The origin has to stay the same: a token, and a body, are for the server that they were
/// meant for. A change from http to https is another origin too; the base URL should say so.
pub(super) fn target(response: &Response) -> Result<Option<Url>, Broken> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = response.headers().get(header::LOCATION) else { return Ok(None) };
    let asked = response.url();
    let url = location
        .to_str()
        .ok()
        .and_then(|location| asked.join(location).ok())
        .ok_or_else(|| broken("redirected to what is no URL"))?;
    if !is_same_origin(&url, asked) {
        return Err(broken("redirected to another origin, where nothing was sent"));
    }
    Ok(Some(url))
}

/// The request that a redirect asks for: 303 turns everything into a GET, 301 and 302 only a
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

/// Notices when a caller's own HTTP client has followed a redirect by itself.
pub(super) fn check_followed(asked: &Url, response: &Response) -> Result<(), Broken> {
    if is_same_origin(response.url(), asked) {
        return Ok(());
    }
    Err(broken("the HTTP client followed a redirect to another origin; build it without redirects"))
}

/// As `Url::origin`, which copies what it compares, has it for http and https.
pub(super) fn is_same_origin(one: &Url, other: &Url) -> bool {
    let origin = |url| (Url::scheme(url), Url::host(url), Url::port_or_known_default(url));
    origin(one) == origin(other)
}

pub(super) fn broken(detail: &str) -> Broken {
    Broken::last(Failure::new(ErrorKind::Redirect, Sent::Answered, detail))
}
