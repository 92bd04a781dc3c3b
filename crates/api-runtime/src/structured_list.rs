//! Lists of structured fields (RFC 9651), read as strictly as the RFC demands.

/// Member of a list, with the parameters that are integers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member<'a> {
    /// Text of a string or token; `None` of any other value and of an inner list.
    pub(crate) text: Option<String>,
    /// Integers among the parameters, in their order; none of an inner list.
    pub(crate) integers: Vec<(&'a str, i64)>,
}

/// Returns the members of a list; `None` if it is malformed.
pub(crate) fn parse_list(list: &str) -> Option<Vec<Member<'_>>> {
    let mut cursor = Cursor(list.trim_matches(' '));
    let mut members = Vec::new();
    if cursor.0.is_empty() {
        return Some(members);
    }
    loop {
        members.push(cursor.member()?);
        cursor.skip_whitespace();
        if cursor.0.is_empty() {
            return Some(members);
        }
        cursor.expect(',')?;
        cursor.skip_whitespace();
    }
}

/// Value of a member or of a parameter.
enum Value {
    Integer(i64),
    Text(String),
    Other,
}

/// Text that has not been read yet.
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    fn eat(&mut self, expected: char) -> bool {
        let rest = self.0.strip_prefix(expected);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn expect(&mut self, expected: char) -> Option<()> {
        self.eat(expected).then_some(())
    }

    fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> &'a str {
        let end = self.0.find(|c| !is_part(c)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    fn skip_whitespace(&mut self) {
        self.0 = self.0.trim_start_matches([' ', '\t']);
    }

    fn member(&mut self) -> Option<Member<'a>> {
        if !self.eat('(') {
            return self.item();
        }
        loop {
            self.0 = self.0.trim_start_matches(' ');
            if self.eat(')') {
                self.integer_parameters()?;
                return Some(Member { text: None, integers: Vec::new() });
            }
            self.item()?;
            if !self.0.starts_with([' ', ')']) {
                return None;
            }
        }
    }

    fn item(&mut self) -> Option<Member<'a>> {
        let text = match self.value()? {
            Value::Text(text) => Some(text),
            _ => None,
        };
        Some(Member { text, integers: self.integer_parameters()? })
    }

    fn integer_parameters(&mut self) -> Option<Vec<(&'a str, i64)>> {
        let mut integers = Vec::new();
        while self.eat(';') {
            self.0 = self.0.trim_start_matches(' ');
            let key = self.take_while(|c| matches!(c, 'a'..='z' | '0'..='9' | '_' | '-' | '.' | '*'));
            if !key.starts_with(|c: char| matches!(c, 'a'..='z' | '*')) {
                return None;
            }
            if self.eat('=')
                && let Value::Integer(integer) = self.value()?
            {
                integers.push((key, integer));
            }
        }
        Some(integers)
    }

    fn value(&mut self) -> Option<Value> {
        match self.0.chars().next()? {
            '-' | '0'..='9' => self.number(),
            '"' => self.string(),
            'a'..='z' | 'A'..='Z' | '*' => Some(Value::Text(self.take_while(is_token).to_owned())),
            '?' => {
                self.expect('?')?;
                (self.eat('0') || self.eat('1')).then_some(Value::Other)
            }
            '@' => {
                self.expect('@')?;
                self.number().filter(|date| matches!(date, Value::Integer(_)))?;
                Some(Value::Other)
            }
            ':' => {
                self.expect(':')?;
                self.take_while(|c| matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '+' | '/' | '='));
                self.expect(':')?;
                Some(Value::Other)
            }
            '%' => self.display_string(),
            _ => None,
        }
    }

    fn number(&mut self) -> Option<Value> {
        let is_negative = self.eat('-');
        let digits = self.take_while(|c| c.is_ascii_digit());
        if self.eat('.') {
            let fraction = self.take_while(|c| c.is_ascii_digit());
            let has_right_length = (1..=12).contains(&digits.len()) && (1..=3).contains(&fraction.len());
            return has_right_length.then_some(Value::Other);
        }
        // Fifteen digits are never too many for 64 bits; no digits are no number.
        let number: i64 = digits.parse().ok().filter(|_| digits.len() <= 15)?;
        Some(Value::Integer(if is_negative { -number } else { number }))
    }

    fn string(&mut self) -> Option<Value> {
        self.expect('"')?;
        let mut text = String::new();
        loop {
            text += self.take_while(|c| matches!(c, ' '..='~') && c != '"' && c != '\\');
            if self.eat('"') {
                return Some(Value::Text(text));
            }
            self.expect('\\')?;
            let escaped = if self.eat('"') { '"' } else { self.expect('\\').map(|()| '\\')? };
            text.push(escaped);
        }
    }

    fn display_string(&mut self) -> Option<Value> {
        self.expect('%')?;
        self.expect('"')?;
        let text = self.take_while(|c| matches!(c, ' '..='~') && c != '"');
        self.expect('"')?;
        let escapes = text.split('%').skip(1);
        let is_escape = |text: &str| {
            text.len() >= 2 && text.bytes().take(2).all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
        };
        let is_sound = escapes.clone().all(is_escape)
            && percent_encoding::percent_decode_str(text).decode_utf8().is_ok();
        is_sound.then_some(Value::Other)
    }
}

/// Returns `true` for the characters of a token after its first.
fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~:/".contains(c)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;
    use sfv::{
        BareItemFromInput, KeyRef, Parser,
        visitor::{EntryVisitor, Ignored, InnerListVisitor, ItemVisitor, ListVisitor, ParameterVisitor},
    };

    use super::{Member, parse_list};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        /// What the library `sfv` reads, this reads, and nothing else.
        #[test]
        fn lists_are_read_as_by_a_whole_implementation_of_the_rfc(
            members in prop::collection::vec((value(), prop::collection::vec(parameter(), 0..3), separator()), 0..4)
        ) {
            let parts = members.into_iter().map(|(value, parameters, separator)| value + &parameters.concat() + separator);
            let list: String = parts.collect();
            let list = list.strip_suffix(", ").unwrap_or(&list);
            prop_assert_eq!(parse_list(list).map(owned), by_library(list), "{}", list);
        }
    }

    /// Returns values, one in six malformed.
    fn value() -> impl Strategy<Value = String> {
        prop_oneof![
            5 => prop::sample::select(&[
                "\"default\"", "\"a\\\"\\\\b\"", "\"\"", "tok*/:en", "*t", "Q", "1", "-7", "12.5", "-0.125", "?1", "?0", "@17",
                "@-1", ":cHs=:", "::", "%\"f%c3%bc\"", "%\"\"", "123456789012345", "()", "(a \"b\";r=1 )",
                "( 1  2.5;w)", "123456789012.5",
            ][..]),
            1 => prop::sample::select(&[
                "", "\"", "\"a\\x\"", "\"\t\"", "-", "1.", "1.2345", "1234567890123456", "1234567890123.5", "?2", "?", "@1.5",
                ":", ":!:", "%\"%c3\"", "%\"%C3%BC\"", "%\"%2\"", "%\"é\"", "é", "(", ")", "(a", "(a(b))", "(a\"b\")", "(a\tb)",
            ][..]),
        ]
        .prop_map(str::to_owned)
    }

    /// Returns parameters, one in six malformed.
    fn parameter() -> impl Strategy<Value = String> {
        let value = prop_oneof![6 => value(), 1 => Just("(a)".to_owned())];
        let key = prop_oneof![
            5 => prop::sample::select(&[";r=", ";  q=", ";a.b-c_*1=", ";*="][..]),
            1 => prop::sample::select(&[";R=", ";1=", ";=", ";\tr=", "; =", " ;r="][..]),
        ];
        prop_oneof![4 => (key, value).prop_map(|(key, value)| key.to_owned() + &value), 1 => Just(";w".to_owned())]
    }

    fn separator() -> impl Strategy<Value = &'static str> {
        prop_oneof![8 => Just(", "), 2 => prop::sample::select(&["", " ", "\t", ",", " \t, ", ",,", ";"][..])]
    }

    type Owned = Vec<(Option<String>, Vec<(String, i64)>)>;

    fn owned(members: Vec<Member<'_>>) -> Owned {
        let integers = |integers: Vec<(&str, i64)>| {
            integers.into_iter().map(|(key, integer)| (key.to_owned(), integer)).collect()
        };
        members.into_iter().map(|member| (member.text, integers(member.integers))).collect()
    }

    fn by_library(list: &str) -> Option<Owned> {
        Parser::new(list).parse_list_with_visitor(Collector::default()).ok()
    }

    #[derive(Default)]
    struct Collector(Owned);

    impl<'de> ListVisitor<'de> for Collector {
        type Out = Owned;
        type Error = Infallible;

        fn entry(&mut self) -> Result<impl EntryVisitor<'de>, Infallible> {
            self.0.push(Default::default());
            Ok(self.0.last_mut().map(Entry))
        }

        fn finish(self) -> Result<Owned, Infallible> {
            Ok(self.0)
        }
    }

    struct Entry<'a>(&'a mut (Option<String>, Vec<(String, i64)>));

    impl<'de> EntryVisitor<'de> for Entry<'_> {
        type Error = Infallible;

        fn item(self) -> Result<impl ItemVisitor<'de>, Infallible> {
            Ok(self)
        }

        fn inner_list(self) -> Result<impl InnerListVisitor<'de>, Infallible> {
            Ok(Ignored)
        }
    }

    impl<'de> ItemVisitor<'de> for Entry<'_> {
        type Out = ();
        type Error = Infallible;

        fn bare_item(
            self,
            item: BareItemFromInput<'de>,
        ) -> Result<impl ParameterVisitor<'de, Out = ()>, Infallible> {
            self.0.0 = match item {
                BareItemFromInput::String(text) => Some(text.as_str().to_owned()),
                BareItemFromInput::Token(text) => Some(text.as_str().to_owned()),
                _ => None,
            };
            Ok(self)
        }
    }

    impl<'de> ParameterVisitor<'de> for Entry<'_> {
        type Out = ();
        type Error = Infallible;

        fn parameter(&mut self, key: &'de KeyRef, value: BareItemFromInput<'de>) -> Result<(), Infallible> {
            if let BareItemFromInput::Integer(value) = value {
                self.0.1.push((key.as_str().to_owned(), i64::from(value)));
            }
            Ok(())
        }

        fn finish(self) -> Result<(), Infallible> {
            Ok(())
        }
    }
}
