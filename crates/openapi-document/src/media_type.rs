//! Media types such as `application/json; charset=utf-8`, and ranges of them such as `text/*`.

use std::{fmt, str::FromStr};

/// A media type or a range of them, with its parameters.
///
/// Type, subtype and parameter names are kept in lower case.
///
/// ```
/// use openapi_document::MediaType;
///
/// let sent: MediaType = "Application/Problem+JSON; charset=\"utf-8\"".parse()?;
/// assert_eq!(sent.essence(), "application/problem+json");
/// assert_eq!((sent.suffix(), sent.parameter("charset")), (Some("json"), Some("utf-8")));
/// assert!(sent.is_json());
///
/// let documented: Vec<MediaType> = vec!["*/*".parse()?, "application/problem+json".parse()?];
/// assert_eq!(MediaType::best_match(&documented, &sent), Some(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MediaType {
    essence: String,
    slash: usize,
    parameters: Vec<(String, String)>,
}

/// The error for a text that is no media type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no media type; one looks like `application/json` or `text/plain; charset=utf-8`")]
pub struct InvalidMediaType(String);

impl MediaType {
    /// Parses a media type, as in a `Content-Type` header or as a key of `content`.
    ///
    /// # Errors
    /// If type and subtype, or the name and value of a parameter, are not as RFC 9110 writes them.
    pub fn parse(text: &str) -> Result<Self, InvalidMediaType> {
        Self::read(text).ok_or_else(|| InvalidMediaType(text.to_owned()))
    }

    fn read(text: &str) -> Option<Self> {
        let (essence, mut rest) = text.split_once(';').unwrap_or((text, ""));
        let essence = essence.trim().to_ascii_lowercase();
        let (kind, subtype) = essence.split_once('/')?;
        if !is_token(kind) || !is_token(subtype) {
            return None;
        }
        let mut parameters = Vec::new();
        while !rest.trim_start().is_empty() {
            let parameter;
            (parameter, rest) = read_parameter(rest.trim_start())?;
            parameters.extend(parameter);
        }
        Some(Self { slash: kind.len(), essence, parameters })
    }

    /// Returns type and subtype without parameters, such as `application/json`.
    #[must_use]
    pub fn essence(&self) -> &str {
        &self.essence
    }

    /// Returns what stands before the slash.
    #[must_use]
    pub fn type_(&self) -> &str {
        &self.essence[..self.slash]
    }

    /// Returns what stands after the slash, without parameters.
    #[must_use]
    pub fn subtype(&self) -> &str {
        &self.essence[self.slash + 1..]
    }

    /// Returns the structured suffix of the subtype: `json` of `application/problem+json`.
    #[must_use]
    pub fn suffix(&self) -> Option<&str> {
        self.subtype().rsplit_once('+').map(|(_, suffix)| suffix)
    }

    /// Returns the parameters in order, names in lower case.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the value of a parameter; `name` is in lower case.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Returns `true` if bodies of this type are JSON: `application/json` and subtypes that end in `+json`.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.essence == "application/json" || self.suffix() == Some("json")
    }

    /// Returns `true` for a range: `*/*`, or all subtypes of a type such as `text/*`.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.subtype() == "*"
    }

    /// Returns `true` if `other` is this media type or lies in this range.
    ///
    /// Parameters that both have must have equal values; those that only one has do not count.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.rank(other).is_some()
    }

    /// Returns the index of the documented media type or range that fits `sent` best.
    ///
    /// As OpenAPI says, the most specific one: a media type before a range, `text/*` before `*/*`. Among equals, the
    /// one with more parameters in common, then the first.
    pub fn best_match<'m>(documented: impl IntoIterator<Item = &'m Self>, sent: &Self) -> Option<usize> {
        let ranks = documented.into_iter().enumerate();
        let ranks = ranks.filter_map(|(index, documented)| Some((documented.rank(sent)?, index)));
        ranks.max_by_key(|(rank, index)| (*rank, std::cmp::Reverse(*index))).map(|(_, index)| index)
    }

    /// Ranks how closely `other` fits: equal type, subtype range or full range, then the parameters in common.
    fn rank(&self, other: &Self) -> Option<(u8, usize)> {
        let closeness = match () {
            () if self.essence == other.essence => 2,
            () if self.is_range() && self.type_() == other.type_() => 1,
            () if self.essence == "*/*" => 0,
            () => return None,
        };
        let mut common = 0;
        for (name, value) in self.parameters() {
            match other.parameter(name) {
                Some(sent) if sent.eq_ignore_ascii_case(value) => common += 1,
                Some(_) => return None,
                None => {}
            }
        }
        Some((closeness, common))
    }
}

impl FromStr for MediaType {
    type Err = InvalidMediaType;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// Writes the media type in one spelling: lower case, a space before each parameter, quotes only where they are needed.
impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.essence)?;
        for (name, value) in self.parameters() {
            if is_token(value) {
                write!(f, "; {name}={value}")?;
            } else {
                write!(f, "; {name}=\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))?;
            }
        }
        Ok(())
    }
}

/// Reads one parameter, or none between two semicolons, and returns what follows its semicolon.
fn read_parameter(text: &str) -> Option<(Option<(String, String)>, &str)> {
    if let Some(rest) = text.strip_prefix(';') {
        return Some((None, rest));
    }
    let (name, value) = text.split_once('=')?;
    let (value, rest) = match value.strip_prefix('"') {
        Some(quoted) => read_quoted(quoted)?,
        None => {
            let end = value.find(';').unwrap_or(value.len());
            let token = value[..end].trim_end();
            (is_token(token).then(|| token.to_owned())?, &value[end..])
        }
    };
    let rest = rest.trim_start();
    let rest = if rest.is_empty() { rest } else { rest.strip_prefix(';')? };
    is_token(name).then(|| (Some((name.to_ascii_lowercase(), value)), rest))
}

/// Reads a quoted string whose opening quote is gone, and returns what follows its closing quote.
fn read_quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => value.push(letters.next()?.1),
            _ => value.push(letter),
        }
    }
    None
}

fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
