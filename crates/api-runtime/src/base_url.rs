//! The base URL of a client.

use std::fmt;

use url::Url;

use crate::{CallError, Secret};

/// A checked base URL: `http` or `https`, a host, possibly a path, and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    url: Url,
    /// The URL as a text without a slash at its end.
    text: String,
}

impl BaseUrl {
    /// Parses a URL, with or without trailing slashes and with or without `version` (such as
    /// `/v2`) at its end, since the paths of the operations begin with it.
    ///
    /// # Errors
    /// If the text is not a URL, or if the URL has another scheme, no host, a user name or
    /// password, a query or a fragment. The error does not contain the text, which may include
    /// a password.
    pub fn parse(text: &str, version: &str) -> Result<Self, InvalidBaseUrl> {
        let url = Url::parse(text.trim()).map_err(|_| InvalidBaseUrl("it is not an absolute URL"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(InvalidBaseUrl("its scheme is neither http nor https"));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(InvalidBaseUrl("it has no host"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidBaseUrl(
                "it contains a user name or a password, which would replace the token",
            ));
        }
        if url.query().is_some() {
            return Err(InvalidBaseUrl("it has a query"));
        }
        if url.fragment().is_some() {
            return Err(InvalidBaseUrl("it has a fragment"));
        }
        let path = url.path().trim_end_matches('/');
        let stem = path.strip_suffix(version).unwrap_or(path).trim_end_matches('/');
        let text = [&url.origin().ascii_serialization(), stem].concat();
        let url = Url::parse(&text).map_err(|_| InvalidBaseUrl("it is not an absolute URL"))?;
        Ok(Self { url, text })
    }

    /// Parses the URL that a builder was given, or else its default. `name` is the name of the
    /// setting in the error.
    ///
    /// # Errors
    /// If [`BaseUrl::parse`] rejects the URL.
    pub fn from_setting(
        name: &str,
        url: Option<&Secret>,
        default: &str,
        version: &str,
    ) -> Result<Self, CallError> {
        Self::parse(url.map_or(default, Secret::expose), version)
            .map_err(|error| CallError::config(format!("the {name} cannot be used: {error}")))
    }

    /// Returns the URL of a path, with its query, below this one.
    pub(crate) fn with_target(&self, target: &str) -> Url {
        below(self.url.clone(), target)
    }

    /// Returns the URL of a path, with its query, below that of another server, which may be relative to this one.
    pub(crate) fn with_target_on(&self, server: &str, target: &str) -> Result<Url, url::ParseError> {
        Ok(below(self.url.join(server)?, target))
    }

    /// Returns the URL without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Appends a path to that of the URL, and sets the query. The host is not parsed again, and cannot change.
fn below(mut url: Url, target: &str) -> Url {
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    match url.path().trim_end_matches('/') {
        "" => url.set_path(path),
        stem => {
            let path = [stem, path].concat();
            url.set_path(&path);
        }
    }
    url.set_query(query);
    url
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Reason why a text cannot be a base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidBaseUrl(&'static str);

#[cfg(test)]
mod tests {
    use super::BaseUrl;
    use crate::{ErrorKind, Secret};

    #[test]
    fn slashes_and_version_at_the_end_make_no_difference() {
        for text in [
            "https://api.example.com",
            "https://api.example.com/",
            "https://api.example.com//",
            "https://api.example.com/v2",
            "https://api.example.com/v2/",
            " https://API.example.com:443/v2// ",
        ] {
            let base = BaseUrl::parse(text, "/v2").unwrap();
            assert_eq!(base.as_str(), "https://api.example.com", "{text}");
        }
        let stem = BaseUrl::parse("http://127.0.0.1:8080/proxy/v2/", "/v2").unwrap();
        assert_eq!(stem.as_str(), "http://127.0.0.1:8080/proxy");
        let other = BaseUrl::parse("https://example.com/not-v2", "/v2").unwrap();
        assert_eq!(other.as_str(), "https://example.com/not-v2");
    }

    #[test]
    fn a_target_is_read_as_a_part_of_a_whole_url() {
        for base in
            ["https://api.example.com", "http://[::1]:8080/proxy", "https://b\u{fc}cher.example/a%20b"]
        {
            let base = BaseUrl::parse(base, "").unwrap();
            for target in [
                "/",
                "/v2/users/me",
                "/a%2Fb%20%C3%BC;c=1,2/:d",
                "/a?",
                "/a?b=c&d=%26+e?f",
                "/a//b/",
                "/\u{e4}",
            ] {
                let whole = url::Url::parse(&format!("{base}{target}")).unwrap();
                assert_eq!(base.with_target(target), whole);
            }
        }
        let base = BaseUrl::parse("https://api.example.com", "").unwrap();
        assert_eq!(base.with_target("//evil.example/a").as_str(), "https://api.example.com//evil.example/a");
    }

    #[test]
    fn a_setting_takes_precedence_over_its_default() {
        let parse = |url: Option<&str>| {
            let url = url.map(Secret::from);
            BaseUrl::from_setting("base URL", url.as_ref(), "https://api.example.com", "/v2")
        };
        assert_eq!(parse(None).unwrap().as_str(), "https://api.example.com");
        assert_eq!(parse(Some("http://127.0.0.1:1/v2")).unwrap().as_str(), "http://127.0.0.1:1");
        let error = parse(Some("s3cr3t")).unwrap_err();
        assert_eq!(error.to_string(), "the base URL cannot be used: it is not an absolute URL");
        assert_eq!(error.kind(), ErrorKind::Config);
    }

    #[test]
    fn other_texts_are_rejected_without_showing_them() {
        for (text, reason) in [
            ("api.example.com", "absolute"),
            ("", "absolute"),
            ("/v2", "absolute"),
            ("ftp://example.com", "scheme"),
            ("data:text/plain,s3cr3t", "scheme"),
            ("https://", "absolute"),
            ("https://s3cr3t@example.com", "user name"),
            ("https://ada:s3cr3t@example.com", "user name"),
            ("https://example.com/?token=s3cr3t", "query"),
            ("https://example.com/?", "query"),
            ("https://example.com/#s3cr3t", "fragment"),
        ] {
            let error = BaseUrl::parse(text, "").unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
            assert!(!error.contains("s3cr3t"));
        }
    }
}
