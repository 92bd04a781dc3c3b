//! Parts of a request beyond plain query parameters and JSON: styles, cookies, bodies of other media types, and another
//! server.

use bytes::Bytes;
use http::{
    HeaderValue, Method,
    header::{CONTENT_TYPE, COOKIE},
};
use serde::Serialize;

use super::{
    InvalidValue, Multipart, RequestBuilder, Style,
    builder::{check_path, write_pair},
    style::{Escape, Plain, header_text, pairs},
};

impl RequestBuilder {
    /// Creates a request as [`RequestBuilder::new`] does, for a path whose template has empty segments: only those may be
    /// empty.
    pub fn with_template(
        operation: &'static str,
        method: Method,
        template: &str,
        path: impl Into<String>,
    ) -> Self {
        let path = path.into();
        let is_literal =
            template.split('/').zip(path.split('/')).skip(1).map(|(segment, _)| segment.is_empty());
        let error = check_path(&path, is_literal).err();
        Self::unchecked(operation, method, path, error)
    }

    /// Sends the request to another server than the client's own. A URL without a host is relative to the client's.
    pub fn server(mut self, url: &'static str) -> Self {
        self.server = Some(url);
        self
    }

    /// Appends a query parameter in a style.
    pub fn query_styled(self, name: &str, style: Style, value: &(impl Serialize + ?Sized)) -> Self {
        self.query_pairs(name, style, Escape::Reserved, value)
    }

    /// Appends a query parameter in a style, with reserved characters as they are (`allowReserved`).
    pub fn query_reserved(self, name: &str, style: Style, value: &(impl Serialize + ?Sized)) -> Self {
        self.query_pairs(name, style, Escape::Delimiters, value)
    }

    fn query_pairs(
        mut self,
        name: &str,
        style: Style,
        escape: Escape,
        value: &(impl Serialize + ?Sized),
    ) -> Self {
        match pairs(name, style, escape, value) {
            Ok(pairs) => {
                for pair in pairs {
                    self.begin_pair();
                    self.target += &pair;
                }
            }
            Err(reason) => self.fail(format!("the query parameter `{name}` cannot be sent: {reason}")),
        }
        self
    }

    /// Sets a header in a style.
    pub fn header_styled(
        mut self,
        name: &'static str,
        style: Style,
        value: &(impl Serialize + ?Sized),
    ) -> Self {
        match header_text(style, value) {
            Ok(None) => self,
            Ok(Some(text)) => self.header(name, &text),
            Err(reason) => {
                self.fail(format!("the header `{name}` cannot be sent: {reason}"));
                self
            }
        }
    }

    /// Appends a cookie in a style.
    pub fn cookie(mut self, name: &str, style: Style, value: &(impl Serialize + ?Sized)) -> Self {
        let pairs = match pairs(name, style, Escape::Cookie, value) {
            Ok(pairs) => pairs,
            Err(reason) => {
                self.fail(format!("the cookie `{name}` cannot be sent: {reason}"));
                return self;
            }
        };
        for pair in pairs {
            self.append_cookie(&pair);
        }
        self
    }

    fn append_cookie(&mut self, pair: &str) {
        let known = self.headers.get(COOKIE).and_then(|value| value.to_str().ok());
        let line = known.map_or_else(|| pair.to_owned(), |known| format!("{known}; {pair}"));
        match HeaderValue::try_from(line) {
            Ok(line) => _ = self.headers.insert(COOKIE, line),
            Err(_) => self.fail("a cookie contains a character that no header may contain".to_owned()),
        }
    }

    /// Sets a JSON body of another media type, such as `application/merge-patch+json`.
    pub fn json_as(self, media_type: &'static str, body: &(impl Serialize + ?Sized)) -> Self {
        self.json(body).content_type(media_type)
    }

    /// Sets a body of `application/x-www-form-urlencoded`: a list repeats its name, and an object inside is JSON, unless
    /// `styles` gives its field a style.
    pub fn form(mut self, body: &(impl Serialize + ?Sized), styles: &[(&str, Style)]) -> Self {
        match form_text(body, styles) {
            Ok(text) => self.bytes("application/x-www-form-urlencoded", text),
            Err(reason) => {
                self.fail(format!("the form cannot be sent: {reason}"));
                self
            }
        }
    }

    /// Sets a body of `multipart/form-data`.
    pub fn multipart(mut self, form: Multipart) -> Self {
        match form.into_body() {
            Ok((boundary, body)) => self.bytes(&format!("multipart/form-data; boundary={boundary}"), body),
            Err(reason) => {
                self.fail(reason);
                self
            }
        }
    }

    /// Sets a body that is sent as it is.
    pub fn bytes(mut self, media_type: &str, body: impl Into<Bytes>) -> Self {
        self.body = Some(body.into());
        self.content_type(media_type)
    }

    fn content_type(mut self, media_type: &str) -> Self {
        match HeaderValue::try_from(media_type) {
            Ok(value) => _ = self.headers.insert(CONTENT_TYPE, value),
            Err(_) => self.fail(format!("`{media_type}` is not a media type")),
        }
        self
    }

    /// Appends a credential to the query.
    pub(crate) fn query_secret(&mut self, name: &str, secret: &str) {
        self.append_pair(name, secret);
    }

    /// Appends a credential to the cookies.
    pub(crate) fn cookie_secret(&mut self, name: &str, secret: &str) {
        self.append_cookie(&format!("{name}={secret}"));
        if let Some(line) = self.headers.get_mut(COOKIE) {
            line.set_sensitive(true);
        }
    }
}

fn form_text(body: &(impl Serialize + ?Sized), styles: &[(&str, Style)]) -> Result<String, InvalidValue> {
    let entries = match Plain::of(body, Style::Form)? {
        Plain::Object(entries) => entries,
        Plain::Null => Vec::new(),
        _ => return Err(InvalidValue("it is not an object")),
    };
    let mut written = Vec::new();
    for (name, value) in entries {
        let style = styles.iter().find(|(field, _)| *field == name).map(|(_, style)| *style);
        match (style, value) {
            (Some(style), value) => written.extend(pairs(&name, style, Escape::Reserved, &value)?),
            (None, Plain::List(items)) => {
                for item in items {
                    written.extend(form_pair(&name, &item)?);
                }
            }
            (None, value) => written.extend(form_pair(&name, &value)?),
        }
    }
    Ok(written.join("&"))
}

/// Returns a field with its value: text, or JSON for a list or an object.
fn form_pair(name: &str, value: &Plain) -> Result<Option<String>, InvalidValue> {
    let text = match value {
        Plain::Null => return Ok(None),
        scalar @ (Plain::Text(_) | Plain::Scalar(_)) => scalar.text()?.into_owned(),
        nested => {
            serde_json::to_string(nested).map_err(|_| InvalidValue("it cannot be serialized as JSON"))?
        }
    };
    let mut pair = String::new();
    write_pair(&mut pair, name, &text);
    Ok(Some(pair))
}
