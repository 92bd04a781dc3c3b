//! Parameter styles of OpenAPI: how a list or an object is written into a URL, a header, a cookie or a form.

use std::{borrow::Cow, fmt};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::{Number, Value};

use super::InvalidValue;

/// Style in which a parameter is written, as the OpenAPI specification's table of styles shows it. `Explode` in the name
/// stands for `explode: true`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// `blue,black` and `R,100,G,200`.
    Simple,
    /// `blue,black` and `R=100,G=200`.
    SimpleExplode,
    /// `.blue,black` and `.R,100,G,200`.
    Label,
    /// `.blue.black` and `.R=100.G=200`.
    LabelExplode,
    /// `;color=blue,black` and `;color=R,100,G,200`.
    Matrix,
    /// `;color=blue;color=black` and `;R=100;G=200`.
    MatrixExplode,
    /// `color=blue,black` and `color=R,100,G,200`.
    Form,
    /// `color=blue&color=black` and `R=100&G=200`.
    FormExplode,
    /// `color=blue%20black` and `color=R%20100%20G%20200`.
    SpaceDelimited,
    /// `color=blue%7Cblack` and `color=R%7C100%7CG%7C200`.
    PipeDelimited,
    /// `color[R]=100&color[G]=200`, with the brackets encoded.
    DeepObject,
    /// JSON text, for a parameter with a media type.
    Json,
}

impl Style {
    const fn explodes(self) -> bool {
        matches!(self, Self::SimpleExplode | Self::LabelExplode | Self::MatrixExplode | Self::FormExplode)
    }

    /// Returns the encoded text between the elements of a list that is one value of a query.
    const fn delimiter(self) -> &'static str {
        match self {
            Self::SpaceDelimited => "%20",
            Self::PipeDelimited => "%7C",
            _ => ",",
        }
    }
}

/// Characters that stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    /// None: a header carries the text itself.
    Nothing,
    /// All but the unreserved ones of RFC 3986.
    Reserved,
    /// Reserved ones stay, but for those that would end a value or the query.
    Delimiters,
    /// All that a cookie must not contain (RFC 6265).
    Cookie,
}

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const ALLOWED: &AsciiSet = &UNRESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'%');

const COOKIE: &AsciiSet = &ALLOWED
    .add(b',')
    .add(b';')
    .add(b'%')
    .remove(b'#')
    .remove(b'&')
    .remove(b'+')
    .remove(b'<')
    .remove(b'>')
    .remove(b'[')
    .remove(b']')
    .remove(b'^')
    .remove(b'`')
    .remove(b'{')
    .remove(b'|')
    .remove(b'}');

impl Escape {
    fn apply(self, text: &str) -> String {
        match self {
            Self::Nothing => text.to_owned(),
            Self::Reserved => utf8_percent_encode(text, UNRESERVED).to_string(),
            Self::Delimiters => utf8_percent_encode(text, ALLOWED).to_string(),
            Self::Cookie => utf8_percent_encode(text, COOKIE).to_string(),
        }
    }
}

/// Writes a value into a path, in one of the styles for paths.
///
/// # Errors
/// If the value is absent or contains a list or an object inside another, for which no style has a form.
pub fn path_styled(
    name: &str,
    style: Style,
    value: &(impl Serialize + ?Sized),
) -> Result<String, InvalidValue> {
    let value = Plain::of(value, style)?;
    let name = Escape::Reserved.apply(name);
    let joined = |delimiter: &str| value.joined(style.explodes(), delimiter, Escape::Reserved);
    Ok(match (style, &value) {
        (_, Plain::Null) => return Err(InvalidValue("it is null")),
        (Style::Label, _) => format!(".{}", joined(",")?),
        (Style::LabelExplode, _) => format!(".{}", joined(".")?),
        (Style::Matrix, Plain::List(_) | Plain::Object(_)) => format!(";{name}={}", joined(",")?),
        (Style::MatrixExplode, Plain::List(items)) => {
            let mut text = String::new();
            for item in items {
                text += &format!(";{name}={}", Escape::Reserved.apply(&item.text()?));
            }
            text
        }
        (Style::MatrixExplode, Plain::Object(_)) => format!(";{}", joined(";")?),
        (Style::Matrix | Style::MatrixExplode, Plain::Text(text)) if text.is_empty() => format!(";{name}"),
        (Style::Matrix | Style::MatrixExplode, scalar) => {
            format!(";{name}={}", Escape::Reserved.apply(&scalar.text()?))
        }
        _ => joined(",")?,
    })
}

/// Returns the `name=value` pairs of a value in a query, a form or a cookie; none for an absent value.
pub(super) fn pairs(
    name: &str,
    style: Style,
    escape: Escape,
    value: &(impl Serialize + ?Sized),
) -> Result<Vec<String>, InvalidValue> {
    let value = Plain::of(value, style)?;
    let encoded = escape_name(name, escape);
    let pair = |text: &str| format!("{encoded}={text}");
    match (style, value) {
        (_, Plain::Null) => Ok(Vec::new()),
        (_, scalar @ (Plain::Text(_) | Plain::Scalar(_))) => Ok(vec![pair(&escape.apply(&scalar.text()?))]),
        (Style::DeepObject, value) => {
            let mut pairs = Vec::new();
            value.deep(name, escape, &mut pairs)?;
            Ok(pairs)
        }
        (Style::FormExplode, Plain::List(items)) => {
            items.iter().map(|item| Ok(pair(&escape.apply(&item.text()?)))).collect()
        }
        (Style::FormExplode, Plain::Object(entries)) => {
            let mut pairs = Vec::new();
            for (key, value) in &entries {
                let key = escape_name(key, escape);
                let mut push = |text: &str| pairs.push(format!("{key}={}", escape.apply(text)));
                match value {
                    Plain::Null => {}
                    Plain::List(items) => {
                        for item in items {
                            push(&item.text()?);
                        }
                    }
                    value => push(&value.text()?),
                }
            }
            Ok(pairs)
        }
        (_, value) if value.is_empty() => Ok(Vec::new()),
        (style, value) => Ok(vec![pair(&value.joined(false, style.delimiter(), escape)?)]),
    }
}

/// Returns the text of a header; `None` for an absent value.
pub(super) fn header_text(
    style: Style,
    value: &(impl Serialize + ?Sized),
) -> Result<Option<String>, InvalidValue> {
    let value = Plain::of(value, style)?;
    if value == Plain::Null || value.is_empty() {
        return Ok(None);
    }
    value.joined(style.explodes(), ",", Escape::Nothing).map(Some)
}

/// A name is escaped even where its value is not.
fn escape_name(name: &str, escape: Escape) -> String {
    match escape {
        Escape::Delimiters => Escape::Reserved.apply(name),
        escape => escape.apply(name),
    }
}

/// A value as JSON has it, with the order of its fields kept.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Plain {
    Null,
    Text(String),
    /// A number or a boolean.
    Scalar(Value),
    List(Vec<Plain>),
    Object(Vec<(String, Plain)>),
}

impl Plain {
    /// Returns the value that a type serializes as.
    pub(super) fn of(value: &(impl Serialize + ?Sized), style: Style) -> Result<Self, InvalidValue> {
        let invalid = |_| InvalidValue("it cannot be serialized");
        let json = serde_json::to_string(value).map_err(invalid)?;
        match (style, json.as_str()) {
            (_, "null") => Ok(Self::Null),
            (Style::Json, _) => Ok(Self::Text(json)),
            _ => serde_json::from_str(&json).map_err(invalid),
        }
    }

    /// Returns the text of a scalar.
    pub(super) fn text(&self) -> Result<Cow<'_, str>, InvalidValue> {
        match self {
            Self::Text(text) => Ok(Cow::Borrowed(text)),
            Self::Scalar(Value::Number(number)) => Ok(Cow::Owned(number_text(number))),
            Self::Scalar(value) => Ok(Cow::Owned(value.to_string())),
            Self::Null => Ok(Cow::Borrowed("")),
            Self::List(_) | Self::Object(_) => Err(InvalidValue(
                "it has a list or an object inside another, for which its style has no form",
            )),
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::List(items) => items.is_empty(),
            Self::Object(entries) => entries.iter().all(|(_, value)| *value == Self::Null),
            Self::Null | Self::Text(_) | Self::Scalar(_) => false,
        }
    }

    /// Joins the elements of a list, or the keys and values of an object, which are pairs if it is exploded.
    fn joined(&self, explode: bool, delimiter: &str, escape: Escape) -> Result<String, InvalidValue> {
        let mut parts = Vec::new();
        match self {
            Self::List(items) => {
                for item in items {
                    parts.push(escape.apply(&item.text()?));
                }
            }
            Self::Object(entries) => {
                for (key, value) in entries.iter().filter(|(_, value)| *value != Self::Null) {
                    let (key, value) = (escape.apply(key), escape.apply(&value.text()?));
                    if explode {
                        parts.push(format!("{key}={value}"));
                    } else {
                        parts.extend([key, value]);
                    }
                }
            }
            scalar => parts.push(escape.apply(&scalar.text()?)),
        }
        Ok(parts.join(delimiter))
    }

    /// Writes `name[key]=value` for each scalar inside; a list repeats its name.
    fn deep(&self, name: &str, escape: Escape, pairs: &mut Vec<String>) -> Result<(), InvalidValue> {
        match self {
            Self::Null => {}
            Self::Text(_) | Self::Scalar(_) => {
                pairs.push(format!("{}={}", escape_name(name, escape), escape.apply(&self.text()?)));
            }
            Self::List(items) => {
                for item in items {
                    let text = escape.apply(&item.text()?);
                    pairs.push(format!("{}={text}", escape_name(name, escape)));
                }
            }
            Self::Object(entries) => {
                for (key, value) in entries {
                    value.deep(&format!("{name}[{key}]"), escape, pairs)?;
                }
            }
        }
        Ok(())
    }
}

/// Writes `7`, not `7.0`.
fn number_text(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => float.to_string(),
        _ => number.to_string(),
    }
}

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Scalar(value) => value.serialize(serializer),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlainVisitor)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Plain;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Plain, E> {
        Ok(Plain::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Plain, E> {
        Ok(Plain::Scalar(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Plain, E> {
        Ok(Plain::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Plain, E> {
        Ok(Plain::Scalar(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Plain, E> {
        Ok(Plain::Scalar(value.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Plain, E> {
        Ok(Plain::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Plain, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Plain::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Plain, A::Error> {
        let mut object = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            object.push(entry);
        }
        Ok(Plain::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::{Escape, Style, header_text, pairs, path_styled};

    #[derive(Serialize)]
    struct Color {
        #[serde(rename = "R")]
        red: u8,
        #[serde(rename = "G")]
        green: u8,
        #[serde(rename = "B")]
        blue: u8,
    }

    const LIST: [&str; 3] = ["blue", "black", "brown"];
    const COLOR: Color = Color { red: 100, green: 200, blue: 150 };

    /// The table "Style Examples" of OpenAPI 3.1.1, row by row.
    #[test]
    fn the_specifications_own_table() {
        let path = |style| {
            let text = |value: &str| path_styled("color", style, value).unwrap();
            let list = path_styled("color", style, &LIST).unwrap();
            [text(""), text("blue"), list, path_styled("color", style, &COLOR).unwrap()]
        };
        for (style, expected) in [
            (Style::Matrix, [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]),
            (
                Style::MatrixExplode,
                [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"],
            ),
            (Style::Label, [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]),
            (Style::LabelExplode, [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]),
            (Style::Simple, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]),
            (Style::SimpleExplode, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]),
        ] {
            assert_eq!(path(style), expected, "{style:?}");
        }
        let query = |style| {
            let text = |value: &str| pairs("color", style, Escape::Reserved, value).unwrap().join("&");
            let list = pairs("color", style, Escape::Reserved, &LIST).unwrap().join("&");
            [text(""), text("blue"), list, pairs("color", style, Escape::Reserved, &COLOR).unwrap().join("&")]
        };
        for (style, expected) in [
            (Style::Form, ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]),
            (
                Style::FormExplode,
                ["color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"],
            ),
        ] {
            assert_eq!(query(style), expected, "{style:?}");
        }
        let [.., list, object] = query(Style::SpaceDelimited);
        assert_eq!(list, "color=blue%20black%20brown");
        assert_eq!(object, "color=R%20100%20G%20200%20B%20150");
        let [.., list, object] = query(Style::PipeDelimited);
        assert_eq!(list, "color=blue%7Cblack%7Cbrown");
        assert_eq!(object, "color=R%7C100%7CG%7C200%7CB%7C150");
        let [.., object] = query(Style::DeepObject);
        assert_eq!(object, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150");
    }

    #[test]
    fn delimiters_in_values_are_encoded_and_absent_values_are_not_written() {
        let query = |style, value: &serde_json::Value| pairs("q", style, Escape::Reserved, value);
        let value = serde_json::json!(["a,b", "c d|e"]);
        assert_eq!(query(Style::Form, &value).unwrap(), ["q=a%2Cb,c%20d%7Ce"]);
        assert_eq!(query(Style::Json, &value).unwrap(), ["q=%5B%22a%2Cb%22%2C%22c%20d%7Ce%22%5D"]);
        for absent in [serde_json::json!(null), serde_json::json!([]), serde_json::json!({ "a": null })] {
            assert_eq!(query(Style::Form, &absent).unwrap(), [""; 0], "{absent}");
        }
        assert_eq!(query(Style::Json, &serde_json::json!(null)).unwrap(), [""; 0]);
        assert_eq!(path_styled("q", Style::Simple, &None::<u8>).unwrap_err().to_string(), "it is null");
        for (number, text) in [
            (serde_json::json!(7.0), "q=7"),
            (serde_json::json!(-0.25), "q=-0.25"),
            (serde_json::json!(i64::MIN), "q=-9223372036854775808"),
            (serde_json::json!(u64::MAX), "q=18446744073709551615"),
        ] {
            assert_eq!(query(Style::Form, &number).unwrap(), [text]);
        }
        let nested = serde_json::json!({ "a": { "b": [1, 2] } });
        assert_eq!(query(Style::DeepObject, &nested).unwrap(), ["q%5Ba%5D%5Bb%5D=1", "q%5Ba%5D%5Bb%5D=2"]);
        let error = query(Style::Form, &nested).unwrap_err().to_string();
        assert!(error.contains("inside another"), "{error}");
    }

    #[test]
    fn headers_are_not_encoded_and_reserved_characters_stay_where_they_are_allowed() {
        assert_eq!(header_text(Style::Simple, &["a b", "c/d"]).unwrap().as_deref(), Some("a b,c/d"));
        assert_eq!(header_text(Style::SimpleExplode, &COLOR).unwrap().as_deref(), Some("R=100,G=200,B=150"));
        assert_eq!(header_text(Style::Simple, &None::<&str>).unwrap(), None);
        let reserved = pairs("q", Style::Form, Escape::Delimiters, "a/b?c=d&e#f%20").unwrap();
        assert_eq!(reserved, ["q=a/b?c=d%26e%23f%20"]);
        let cookie = pairs("c", Style::Form, Escape::Cookie, "a=b; \"c\"").unwrap();
        assert_eq!(cookie, ["c=a=b%3B%20%22c%22"]);
    }
}
