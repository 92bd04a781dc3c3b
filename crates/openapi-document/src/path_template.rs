//! Path templates such as `/users/{userId}/limits`.

use std::{borrow::Cow, fmt, str::FromStr};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Characters that are escaped in an argument: all but the unreserved ones of RFC 3986.
const ESCAPED_IN_ARGUMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A path of an OpenAPI document, with parameters in braces.
///
/// ```
/// use openapi_document::PathTemplate;
///
/// let template: PathTemplate = "/users/{userId}/report.{format}".parse()?;
/// assert_eq!(template.parameters().collect::<Vec<_>>(), ["userId", "format"]);
///
/// let arguments = template.match_path("/users/a%2Fb/report.csv").ok_or("no match")?;
/// assert_eq!(arguments, [("userId", "a/b".to_owned()), ("format", "csv".to_owned())]);
///
/// let path = template.fill(|name| Some(if name == "format" { "csv" } else { "a/b" }));
/// assert_eq!(path.as_deref(), Some("/users/a%2Fb/report.csv"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PathTemplate {
    text: String,
    segments: Vec<Vec<TemplatePart>>,
}

/// A part of a segment of a path template.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TemplatePart {
    /// Text that stands for itself, as written in the template.
    Literal(String),
    /// A parameter, by its name.
    Parameter(String),
}

/// The error for a text that is no path template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path} is no path template: {reason}")]
#[non_exhaustive]
pub struct InvalidPathTemplate {
    /// The text.
    pub path: String,
    /// The reason why it is none.
    pub reason: &'static str,
}

/// The order of path templates by how specific they are: of two that match the same path, the greater one applies.
///
/// A literal segment is more specific than one with a parameter in it, and that one more than a parameter alone; the
/// first segment in which two templates differ decides.
///
/// ```
/// use openapi_document::PathTemplate;
///
/// let templates: Vec<PathTemplate> = vec!["/users/{userId}".parse()?, "/users/me".parse()?];
/// let matching = templates.iter().filter(|template| template.match_path("/users/me").is_some());
/// let best = matching.max_by_key(|template| template.specificity());
/// assert_eq!(best.map(|template| template.as_str()), Some("/users/me"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Specificity(Vec<SegmentKind>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SegmentKind {
    Parameter,
    Mixed,
    Literal,
}

impl PathTemplate {
    /// Parses a template.
    ///
    /// A segment may hold several parameters and text between them, as in `/{owner}.{format}`.
    ///
    /// # Errors
    /// If the text does not start with a slash, or the braces of a segment do not pair or hold no name.
    pub fn parse(path: &str) -> Result<Self, InvalidPathTemplate> {
        let invalid = |reason| InvalidPathTemplate { path: path.to_owned(), reason };
        let rest = path.strip_prefix('/').ok_or_else(|| invalid("it must start with a slash"))?;
        let segments = rest.split('/').map(parse_segment).collect::<Result<_, _>>().map_err(invalid)?;
        Ok(Self { text: path.to_owned(), segments })
    }

    /// Returns the template as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the segments, each with its parts in order.
    pub fn segments(&self) -> impl Iterator<Item = &[TemplatePart]> {
        self.segments.iter().map(Vec::as_slice)
    }

    /// Returns the names of the parameters in the order in which they stand.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().flatten().filter_map(|part| match part {
            TemplatePart::Parameter(name) => Some(name.as_str()),
            TemplatePart::Literal(_) => None,
        })
    }

    /// Returns the template without the names of its parameters, such as `/users/{}/limits`.
    ///
    /// Templates of the same shape match the same paths.
    #[must_use]
    pub fn shape(&self) -> String {
        self.write(|_| Some("{}".to_owned())).unwrap_or_default()
    }

    /// Returns the percent-decoded arguments by parameter name, in order, if the path matches.
    ///
    /// `path` is that of a request, percent-encoded and without a query. No argument is empty or contains an unescaped
    /// slash.
    #[must_use]
    pub fn match_path(&self, path: &str) -> Option<Vec<(&str, String)>> {
        let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        if segments.len() != self.segments.len() {
            return None;
        }
        let mut arguments = Vec::new();
        for (parts, segment) in self.segments.iter().zip(segments) {
            match_segment(parts, &percent_decode_str(segment).decode_utf8_lossy(), &mut arguments)?;
        }
        Some(arguments)
    }

    /// Returns how specific the template is, to choose among several that match the same path.
    #[must_use]
    pub fn specificity(&self) -> Specificity {
        let kind = |parts: &Vec<TemplatePart>| match parts.as_slice() {
            [] | [TemplatePart::Literal(_)] => SegmentKind::Literal,
            parts if parts.iter().any(|part| matches!(part, TemplatePart::Literal(_))) => SegmentKind::Mixed,
            _ => SegmentKind::Parameter,
        };
        Specificity(self.segments.iter().map(kind).collect())
    }

    /// Writes the path for the given arguments, percent-encoded; `None` if an argument is missing.
    #[must_use]
    pub fn fill<'a>(&self, mut argument: impl FnMut(&str) -> Option<&'a str>) -> Option<String> {
        self.write(|name| Some(utf8_percent_encode(argument(name)?, ESCAPED_IN_ARGUMENT).to_string()))
    }

    fn write(&self, mut parameter: impl FnMut(&str) -> Option<String>) -> Option<String> {
        let mut path = String::new();
        for parts in &self.segments {
            path.push('/');
            for part in parts {
                match part {
                    TemplatePart::Literal(text) => path.push_str(text),
                    TemplatePart::Parameter(name) => path.push_str(&parameter(name)?),
                }
            }
        }
        Some(path)
    }
}

impl FromStr for PathTemplate {
    type Err = InvalidPathTemplate;

    fn from_str(path: &str) -> Result<Self, Self::Err> {
        Self::parse(path)
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn parse_segment(segment: &str) -> Result<Vec<TemplatePart>, &'static str> {
    const UNPAIRED: &str = "its braces do not pair within a segment";
    let mut parts = Vec::new();
    let mut rest = segment;
    while !rest.is_empty() {
        let (literal, parameter) = match rest.split_once('{') {
            Some((literal, tail)) => (literal, Some(tail.split_once('}').ok_or(UNPAIRED)?)),
            None => (rest, None),
        };
        if literal.contains('}') {
            return Err(UNPAIRED);
        }
        if !literal.is_empty() {
            parts.push(TemplatePart::Literal(literal.to_owned()));
        }
        let Some((name, tail)) = parameter else { break };
        match name {
            "" => return Err("a parameter has no name"),
            _ if name.contains('{') => return Err(UNPAIRED),
            _ => parts.push(TemplatePart::Parameter(name.to_owned())),
        }
        rest = tail;
    }
    Ok(parts)
}

/// Matches the parts one by one; where several ways fit, each parameter but the last takes as little as it can.
fn match_segment<'t>(
    parts: &'t [TemplatePart],
    segment: &str,
    arguments: &mut Vec<(&'t str, String)>,
) -> Option<()> {
    match parts {
        [] => segment.is_empty().then_some(()),
        [TemplatePart::Literal(literal), rest @ ..] => {
            match_segment(rest, segment.strip_prefix(decoded(literal).as_ref())?, arguments)
        }
        [TemplatePart::Parameter(name), rest @ ..] => {
            let first = segment.chars().next()?.len_utf8();
            let end = match rest {
                [] => segment.len(),
                [TemplatePart::Parameter(_), ..] => first,
                [TemplatePart::Literal(last)] => {
                    segment.strip_suffix(decoded(last).as_ref())?.len().max(first)
                }
                [TemplatePart::Literal(next), ..] => first + segment[first..].find(decoded(next).as_ref())?,
            };
            arguments.push((name, segment[..end].to_owned()));
            match_segment(rest, &segment[end..], arguments)
        }
    }
}

fn decoded(literal: &str) -> Cow<'_, str> {
    percent_decode_str(literal).decode_utf8_lossy()
}
