//! The address that all requests of a client start from.

use std::fmt;

use url::Url;

/// A checked base address: `http` or `https`, a host, perhaps a path, nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Reads an address, with or without trailing slashes and with or without `version`
    /// (such as `/v2`) at its end: the operations' own paths begin with it.
    ///
    /// # Errors
    /// When it is not a URL, has another scheme, no host, a user name or password, a query or
    /// a fragment. The error names the fault and does not repeat the address, which may hold
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
                "it holds a user name or a password, which would take the place of the token",
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
        Ok(Self(format!("{}{stem}", url.origin().ascii_serialization())))
    }

    /// The address, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why an address cannot be a base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidBaseUrl(&'static str);

impl fmt::Display for InvalidBaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for InvalidBaseUrl {}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

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
    fn what_cannot_be_a_base_is_refused_without_showing_it() {
        for (text, fault) in [
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
            assert!(error.contains(fault), "{text}: {error}");
            assert!(!error.contains("s3cr3t"));
        }
    }
}
