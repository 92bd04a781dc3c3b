//! Redaction of a client's own secrets in everything that a server sends back.

use std::ops::Range;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use http::{HeaderMap, HeaderValue};
use zeroize::Zeroizing;

use crate::{Secret, secret::REDACTED};

/// Shortest part of a secret, at its beginning or its end, that is redacted. It is also the size of
/// the windows that the filter knows.
const MIN_PART: usize = 8;

/// Number of times that a secret may be escaped.
const MAX_ESCAPES: usize = 3;

/// Secrets of one client, with the Base64 of each.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    texts: Vec<Secret>,
    filter: Filter,
}

impl Secrets {
    pub(crate) fn push(&mut self, secret: Secret) {
        if secret.expose().len() >= MIN_PART {
            base64_texts(&secret).into_iter().for_each(|text| self.add(text));
        }
        if !secret.expose().is_empty() {
            self.add(secret);
        }
    }

    fn add(&mut self, text: Secret) {
        match ends(text.expose().as_bytes()) {
            Some((start, end)) => {
                self.filter.add(start);
                self.filter.add(end);
            }
            None => self.filter.passes_all = true,
        }
        self.texts.push(text);
    }

    /// Replaces the secrets in a text: a server's error message may echo the token, whole or a part
    /// of it, plain or with the escapes of JSON, URLs or HTML, or in Base64.
    pub(crate) fn redact(&self, text: &str) -> String {
        let mut redacted = String::with_capacity(text.len());
        let mut rest = 0;
        for Range { start, end } in self.find(text) {
            redacted.push_str(text.get(rest..start).unwrap_or_default());
            redacted.push_str(REDACTED);
            rest = end;
        }
        redacted.push_str(text.get(rest..).unwrap_or_default());
        redacted
    }

    /// Replaces the secrets in a body.
    pub(crate) fn redact_body(&self, body: &[u8]) -> String {
        self.redact(String::from_utf8_lossy(body).trim_start_matches('\u{feff}'))
    }

    /// Replaces header values that contain a secret, such as an echoed request id.
    pub(crate) fn redact_headers(&self, headers: &mut HeaderMap) {
        for value in headers.values_mut() {
            if !self.find(&String::from_utf8_lossy(value.as_bytes())).is_empty() {
                *value = HeaderValue::from_static(REDACTED);
            }
        }
    }

    /// Returns the places of secrets in a text, in order and apart from each other.
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        self.find_parts(text.as_bytes(), |range| found.push(range));
        for escapes in Escapes::of(text) {
            let mut reading = Unescaped::plain(text);
            // JSON can be quoted in JSON, and a URL in a URL.
            for _ in 0..MAX_ESCAPES {
                let next = escapes.unescape(&reading);
                if next.text.len() == reading.text.len() {
                    break;
                }
                reading = next;
                self.find_parts(&reading.text, |part| found.push(reading.place(part)));
            }
        }
        merge(found)
    }

    /// Reports each part of a secret in a text.
    fn find_parts(&self, text: &[u8], mut report: impl FnMut(Range<usize>)) {
        for position in 0..text.len() {
            let rest = &text[position..];
            if self.filter.may_begin_with_part(rest) {
                let parts = self
                    .texts
                    .iter()
                    .filter_map(|secret| part_at(text, position, secret.expose().as_bytes()));
                parts.for_each(&mut report);
            }
        }
    }
}

/// Returns the first and the last part of a secret that is long enough to have them.
fn ends(secret: &[u8]) -> Option<(&[u8; MIN_PART], &[u8; MIN_PART])> {
    Some((secret.first_chunk()?, secret.last_chunk()?))
}

/// Returns the part of the secret that begins with its first characters at the position, or ends
/// with its last ones from there.
fn part_at(text: &[u8], position: usize, secret: &[u8]) -> Option<Range<usize>> {
    let rest = &text[position..];
    let Some((start, end)) = ends(secret) else {
        return rest.starts_with(secret).then(|| position..position + secret.len());
    };
    if rest.starts_with(start) {
        let length = rest.iter().zip(secret).take_while(|(a, b)| a == b).count();
        return Some(position..position + length);
    }
    if rest.starts_with(end) {
        let before = secret[..secret.len() - MIN_PART].iter().rev();
        let length = text[..position].iter().rev().zip(before).take_while(|(a, b)| a == b).count();
        return Some(position - length..position + MIN_PART);
    }
    None
}

/// Sorts ranges, and joins those that overlap.
fn merge(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    ranges.dedup_by(|next, range| {
        let overlaps = next.start <= range.end;
        if overlaps {
            range.end = range.end.max(next.end);
        }
        overlaps
    });
    ranges
}

/// Returns the characters that a secret becomes in Base64 wherever it stands in a longer text, such
/// as `user:password`: those at either end that depend on its neighbors are left out.
fn base64_texts(secret: &Secret) -> Vec<Secret> {
    let mut texts = Vec::new();
    for (offset, unknown) in [(0, 0), (1, 2), (2, 3)] {
        let bytes = Zeroizing::new([&[0; 2][..offset], secret.expose().as_bytes()].concat());
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let text = Zeroizing::new(engine.encode(&*bytes));
            let end = text.len() - usize::from(bytes.len() % 3 != 0);
            let text = Secret::from(&text[unknown..end]);
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
    }
    texts
}

/// Set of hashes of the first and last characters of secrets, so that a text is searched for many
/// secrets in one pass. It does not contain the characters themselves.
#[derive(Clone, Default)]
struct Filter {
    bits: [u64; 16],
    /// `true` if a secret is shorter than a part.
    passes_all: bool,
}

impl Filter {
    fn add(&mut self, part: &[u8; MIN_PART]) {
        let (word, bit) = Self::hash(part);
        self.bits[word] |= bit;
    }

    fn may_begin_with_part(&self, text: &[u8]) -> bool {
        self.passes_all
            || text.first_chunk().is_some_and(|part| {
                let (word, bit) = Self::hash(part);
                self.bits[word] & bit != 0
            })
    }

    fn hash(part: &[u8; MIN_PART]) -> (usize, u64) {
        let hash = u64::from_le_bytes(*part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((hash >> 60) as usize, 1 << (hash >> 54 & 63))
    }
}

/// Kinds of escapes that a text may contain.
#[derive(Clone, Copy)]
struct Escapes {
    json: bool,
    percent: bool,
    html: bool,
}

/// A text without escapes, and the place of each of its bytes in the original.
struct Unescaped {
    text: Vec<u8>,
    units: Vec<Range<usize>>,
}

impl Unescaped {
    fn plain(text: &str) -> Self {
        Self { text: text.into(), units: (0..text.len()).map(|position| position..position + 1).collect() }
    }

    /// Returns the place of a part in the original. The part is not empty.
    fn place(&self, part: Range<usize>) -> Range<usize> {
        self.units[part.start].start..self.units[part.end - 1].end
    }
}

impl Escapes {
    /// Returns the readings that a text allows, each kind alone and all together: a character of a
    /// secret may look like an escape of another kind.
    fn of(text: &str) -> impl Iterator<Item = Self> {
        let (mut json, mut percent, mut html) = (false, false, false);
        for byte in text.bytes() {
            json |= byte == b'\\';
            percent |= byte == b'%';
            html |= byte == b'&';
        }
        let none = Self { json: false, percent: false, html: false };
        [
            json.then_some(Self { json, ..none }),
            percent.then_some(Self { percent, ..none }),
            html.then_some(Self { html, ..none }),
            (usize::from(json) + usize::from(percent) + usize::from(html) > 1).then_some(Self {
                json,
                percent,
                html,
            }),
        ]
        .into_iter()
        .flatten()
    }

    fn unescape(self, reading: &Unescaped) -> Unescaped {
        let mut unescaped = Unescaped { text: Vec::new(), units: Vec::new() };
        let mut position = 0;
        while position < reading.text.len() {
            let rest = &reading.text[position..];
            let (byte, length) = self.escape(rest).unwrap_or((rest[0], 1));
            unescaped.text.push(byte);
            unescaped.units.push(reading.place(position..position + length));
            position += length;
        }
        unescaped
    }

    /// Reads an escape of a character of ASCII, as secrets consist of. Another one is the byte 0.
    fn escape(self, text: &[u8]) -> Option<(u8, usize)> {
        match text {
            [b'\\', b'u', hex @ ..] if self.json => {
                let code = number(hex.get(..4)?, 16)?;
                Some((u8::try_from(code).unwrap_or_default(), 6))
            }
            [b'\\', byte, ..] if self.json => Some((*byte, 2)),
            [b'%', hex @ ..] if self.percent => Some((u8::try_from(number(hex.get(..2)?, 16)?).ok()?, 3)),
            [b'&', rest @ ..] if self.html => {
                let end = rest.iter().take(8).position(|&byte| byte == b';')?;
                Some((character_reference(&rest[..end])?, end + 2))
            }
            _ => None,
        }
    }
}

fn character_reference(name: &[u8]) -> Option<u8> {
    match name {
        b"quot" => Some(b'"'),
        b"amp" => Some(b'&'),
        b"apos" => Some(b'\''),
        b"lt" => Some(b'<'),
        b"gt" => Some(b'>'),
        [b'#', b'x' | b'X', hex @ ..] => u8::try_from(number(hex, 16)?).ok(),
        [b'#', digits @ ..] => u8::try_from(number(digits, 10)?).ok(),
        _ => None,
    }
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    u32::from_str_radix(str::from_utf8(digits).ok()?, radix).ok()
}

#[cfg(test)]
mod tests {
    use super::Secrets;
    use crate::Secret;

    /// A text is searched in one pass, however many secrets there are.
    #[test]
    fn the_filter_passes_the_ends_of_secrets_and_little_else() {
        let mut secrets = Secrets::default();
        secrets.push(Secret::from("sentinel-token"));
        secrets.push(Secret::from("sentinel-key"));
        let passes = |text: &str| secrets.filter.may_begin_with_part(text.as_bytes());
        assert!(passes("sentinel") && passes("el-token?") && passes("inel-key") && !passes("sentine"));
        // Of 1024 places in the filter, two secrets and their Base64 take up to 28.
        let passed = (0..1000).filter(|number| passes(&format!("{number:08}"))).count();
        assert!(passed < 100, "{passed}");
    }
}
