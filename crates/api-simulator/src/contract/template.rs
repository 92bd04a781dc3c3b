//! Path templates such as `/users/{userId}/limits`.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

/// A path template, segment by segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template(Vec<Segment>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Parameter { before: String, name: String, after: String },
}

impl Template {
    /// `None` where a segment's braces do not pair, or hold more than one name.
    pub(super) fn parse(path: &str) -> Option<Self> {
        path.strip_prefix('/')?.split('/').map(Segment::parse).collect::<Option<_>>().map(Self)
    }

    /// The decoded arguments, if `path` fits.
    pub(super) fn arguments(&self, path: &str) -> Option<BTreeMap<String, String>> {
        let sent: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        if sent.len() != self.0.len() {
            return None;
        }
        let mut arguments = BTreeMap::new();
        for (segment, sent) in self.0.iter().zip(sent) {
            let sent = percent_decode_str(sent).decode_utf8_lossy();
            if let Some((name, value)) = segment.fits(&sent)? {
                arguments.insert(name, value);
            }
        }
        Some(arguments)
    }

    /// Of two templates that fit, the smaller key goes before: literal before parameter.
    pub(super) fn precedence(&self) -> Vec<bool> {
        self.0.iter().map(|segment| matches!(segment, Segment::Parameter { .. })).collect()
    }
}

impl Segment {
    fn parse(text: &str) -> Option<Self> {
        let Some((before, rest)) = text.split_once('{') else {
            return (!text.contains('}')).then(|| Self::Literal(text.to_owned()));
        };
        let (name, after) = rest.split_once('}')?;
        let plain = |part: &str| !part.contains(['{', '}']);
        (!name.is_empty() && plain(name) && plain(after)).then(|| Self::Parameter {
            before: before.to_owned(),
            name: name.to_owned(),
            after: after.to_owned(),
        })
    }

    /// The argument, if there is one, where `sent` fits.
    fn fits(&self, sent: &str) -> Option<Option<(String, String)>> {
        match self {
            Self::Literal(text) => (text == sent).then_some(None),
            Self::Parameter { before, name, after } => {
                let value = sent.strip_prefix(before.as_str())?.strip_suffix(after.as_str())?;
                (!value.is_empty()).then(|| Some((name.clone(), value.to_owned())))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn segments_fit_whole_and_decoded() {
        let template = Template::parse("/users/{userId}/limits").unwrap();
        let argument = |path: &str| template.arguments(path).map(|mut found| found.remove("userId").unwrap());
        assert_eq!(argument("/users/john~doe/limits").as_deref(), Some("john~doe"));
        assert_eq!(argument("/users/a%20%2Fb/limits").as_deref(), Some("a /b"));
        assert_eq!(argument("/us%65rs/x/limits").as_deref(), Some("x"));
        for other in
            ["/users//limits", "/users/x", "/users/x/limits/", "/users/x/y/limits", "users/x/limits", ""]
        {
            assert_eq!(argument(other), None, "{other}");
        }
    }

    #[test]
    fn a_parameter_may_be_part_of_a_segment() {
        let template = Template::parse("/v{version}.json").unwrap();
        assert_eq!(template.arguments("/v2.json").unwrap()["version"], "2");
        assert_eq!(template.arguments("/v.json"), None);
    }

    #[test]
    fn broken_templates_are_refused() {
        for broken in ["users", "/{", "/}", "/{}", "/{a}{b}", "/{a{b}}"] {
            assert_eq!(Template::parse(broken), None, "{broken}");
        }
    }

    #[test]
    fn literals_go_before_parameters() {
        let key = |path: &str| Template::parse(path).unwrap().precedence();
        assert!(key("/users/me") < key("/users/{userId}"));
        assert!(key("/users/me/{what}") < key("/users/{userId}/limits"));
    }
}
