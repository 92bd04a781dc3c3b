//! Reasons why no connection was made, and what each means for another attempt.

use std::{error::Error as StdError, io};

#[cfg(any(feature = "rustls", feature = "native-tls"))]
use self::reasons::{EXPIRED, NOT_YET_VALID, OTHER_HOST, REVOKED, SELF_SIGNED, UNKNOWN_AUTHORITY};
use crate::{ErrorKind, error::one_line, retry::Outcome};

/// Returns what the failed connection means for another attempt, and its reason in words, with the server's name.
pub(super) fn classify(error: &reqwest::Error) -> (ErrorKind, Outcome, String) {
    let server = error.url().and_then(server_name).unwrap_or_else(|| "the server".to_owned());
    if let Some(reason) = causes(error).find_map(certificate_reason) {
        let detail = format!("the certificate of {server} is not accepted: {reason}");
        return (ErrorKind::Certificate, Outcome::Final, detail);
    }
    let outcome = if causes(error).any(is_interruption) {
        Outcome::NotSent
    } else if error.is_timeout() || causes(error).any(is_hopeless) {
        Outcome::Unreachable
    } else {
        Outcome::NotSent
    };
    (ErrorKind::Connect, outcome, format!("could not connect to {server}: {}", root_cause(error)))
}

/// Returns the host, with the port if the URL names one.
fn server_name(url: &reqwest::Url) -> Option<String> {
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// Returns the reason why an HTTP client could not be built.
pub(super) fn build_reason(error: &reqwest::Error) -> String {
    let cause = root_cause(error);
    if cause.contains("No CA certificates") {
        return "the certificate store of the operating system is empty or missing; install its CA \
                certificates (on Debian the package ca-certificates), or set SSL_CERT_FILE"
            .to_owned();
    }
    cause
}

/// Returns the innermost cause: "connection refused" says more than "error sending request".
pub(super) fn root_cause(error: &(dyn StdError + 'static)) -> String {
    one_line(&causes(error).last().map(ToString::to_string).unwrap_or_default())
}

/// Returns the error and its causes, from the outermost to the innermost.
pub(super) fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| next_cause(error))
}

fn next_cause<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    match error.downcast_ref::<io::Error>() {
        // `source` of an I/O error passes over the error that it holds.
        Some(error) => error.get_ref().map(|inner| inner as _),
        None => error.source(),
    }
}

/// Returns `true` if the connection was lost on the way: the next may do better.
fn is_interruption(cause: &(dyn StdError + 'static)) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    cause.downcast_ref::<io::Error>().is_some_and(|error| {
        matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof)
    })
}

/// Returns `true` if the host is unknown, nobody listens there, or it does not speak TLS as this
/// client does.
fn is_hopeless(cause: &(dyn StdError + 'static)) -> bool {
    use io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable};
    is_handshake_error(cause)
        // The connector's own type is private, and the resolver's error has no kind.
        || cause.to_string() == "dns error"
        || cause.downcast_ref::<io::Error>().is_some_and(|error| {
            matches!(error.kind(), ConnectionRefused | HostUnreachable | NetworkUnreachable)
        })
}

fn is_handshake_error(cause: &(dyn StdError + 'static)) -> bool {
    #[cfg(feature = "rustls")]
    if cause.is::<rustls::Error>() {
        return true;
    }
    #[cfg(feature = "native-tls")]
    if cause.is::<native_tls::Error>() {
        return true;
    }
    let _ = cause;
    false
}

/// Reasons in the words of an error, the same by both libraries of TLS.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod reasons {
    pub(super) const EXPIRED: &str = "it has expired";
    pub(super) const NOT_YET_VALID: &str = "it is not valid yet; check the clock";
    pub(super) const OTHER_HOST: &str = "it is for another host";
    pub(super) const UNKNOWN_AUTHORITY: &str =
        "its authority is not in the certificate store of this system, or it is self-signed";
    pub(super) const SELF_SIGNED: &str = "it is self-signed";
    pub(super) const REVOKED: &str = "it has been revoked";
}

/// Returns the reason if the error is that of a certificate which is not accepted. Another attempt
/// gets the same certificate.
fn certificate_reason(cause: &(dyn StdError + 'static)) -> Option<String> {
    #[cfg(feature = "rustls")]
    if let Some(rustls::Error::InvalidCertificate(error)) = cause.downcast_ref() {
        return Some(rustls_reason(error));
    }
    #[cfg(feature = "native-tls")]
    if let Some(error) = cause.downcast_ref::<native_tls::Error>() {
        return native_reason(&error.to_string());
    }
    let _ = cause;
    None
}

#[cfg(feature = "rustls")]
fn rustls_reason(error: &rustls::CertificateError) -> String {
    use rustls::CertificateError as E;
    let reason = match error {
        E::Expired | E::ExpiredContext { .. } => EXPIRED,
        E::NotValidYet | E::NotValidYetContext { .. } => NOT_YET_VALID,
        E::NotValidForName | E::NotValidForNameContext { .. } => OTHER_HOST,
        E::UnknownIssuer => UNKNOWN_AUTHORITY,
        E::Revoked => REVOKED,
        // An authority's own certificate, presented as the server's.
        E::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => SELF_SIGNED,
        // `Display` of the error itself is its `Debug`.
        E::Other(rustls::OtherError(reason)) => return one_line(&reason.to_string()),
        other => return one_line(&other.to_string()),
    };
    reason.to_owned()
}

/// Reads the reason from the text: the libraries of the operating systems have no kinds in common.
/// OpenSSL puts it last, in parentheses.
#[cfg(feature = "native-tls")]
fn native_reason(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let reason = if lower.contains("expired") {
        EXPIRED
    } else if lower.contains("not yet valid") {
        NOT_YET_VALID
    } else if lower.contains("hostname mismatch") || lower.contains("ip address mismatch") {
        OTHER_HOST
    } else if lower.contains("self-signed certificate") || lower.contains("self signed certificate") {
        SELF_SIGNED
    } else if lower.contains("local issuer") || lower.contains("not trusted") {
        UNKNOWN_AUTHORITY
    } else if lower.contains("revoked") {
        REVOKED
    } else if lower.contains("certificate verify failed") {
        return Some(one_line(
            text.rsplit_once(" (").map_or(text, |(_, reason)| reason.trim_end_matches(')')),
        ));
    } else {
        return None;
    };
    Some(reason.to_owned())
}

#[cfg(all(test, feature = "rustls"))]
mod tests {
    use std::{io, sync::Arc};

    use rustls::{CertificateError as E, OtherError};

    use super::{reasons, rustls_reason};

    #[test]
    fn certificates_are_rejected_in_words() {
        let other = |text: &str| E::Other(OtherError(Arc::new(io::Error::other(text.to_owned()))));
        for (error, reason) in [
            (E::Expired, reasons::EXPIRED),
            (E::NotValidYet, reasons::NOT_YET_VALID),
            (E::NotValidForName, reasons::OTHER_HOST),
            (E::UnknownIssuer, reasons::UNKNOWN_AUTHORITY),
            (E::Revoked, reasons::REVOKED),
            (other("CaUsedAsEndEntity"), reasons::SELF_SIGNED),
        ] {
            assert_eq!(rustls_reason(&error), reason);
        }
        // Any other reason is that of the library.
        assert_eq!(rustls_reason(&other("unusual")), "unusual");
    }
}
