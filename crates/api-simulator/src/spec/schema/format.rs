//! Formats of strings.

use std::net::{Ipv4Addr, Ipv6Addr};

use chrono::{DateTime, NaiveDate};

const MAX_HOST_LENGTH: usize = 253;
const MAX_LABEL_LENGTH: usize = 63;
/// Characters of a URI apart from letters, digits and escapes.
const URI_PUNCTUATION: &[u8] = b"-._~:/?#[]@!$&'()*+,;=";
/// Characters of the name in an e-mail address apart from letters and digits.
const EMAIL_PUNCTUATION: &[u8] = b"!#$%&'*+-/=?^_`{|}~.";

/// Returns `true` if the text has the format of this name, or if the format is another one.
pub(super) fn is_valid(format: &str, text: &str) -> bool {
    match format {
        "date" => is_date(text),
        "date-time" => is_date_time(text),
        "time" => is_date_time(&format!("2000-01-01T{text}")),
        "email" => text.rsplit_once('@').is_some_and(|(name, host)| is_email_name(name) && is_host(host)),
        "hostname" => is_host(text),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "uri" => is_uri_reference(text) && has_scheme(text),
        "uri-reference" => is_uri_reference(text),
        "uuid" => is_uuid(text),
        _ => true,
    }
}

fn is_date(text: &str) -> bool {
    text.len() == "2000-01-01".len() && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

fn is_date_time(text: &str) -> bool {
    // chrono takes a space for the T.
    text.is_ascii()
        && matches!(text.as_bytes().get(10), Some(b'T' | b't'))
        && DateTime::parse_from_rfc3339(text).is_ok()
}

fn is_email_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || EMAIL_PUNCTUATION.contains(&byte);
    name.split('.').all(|part| !part.is_empty()) && name.bytes().all(is_allowed)
}

fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=MAX_LABEL_LENGTH).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.len() <= MAX_HOST_LENGTH && host.split('.').all(is_label)
}

fn is_uri_reference(text: &str) -> bool {
    let mut pieces = text.split('%');
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || URI_PUNCTUATION.contains(&byte);
    let is_plain = |piece: &str| piece.bytes().all(is_allowed);
    let is_escape =
        |piece: &str| piece.len() >= 2 && piece.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    pieces.next().is_some_and(is_plain) && pieces.all(|piece| is_escape(piece) && is_plain(piece))
}

fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}
