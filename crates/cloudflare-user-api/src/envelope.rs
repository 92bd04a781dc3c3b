//! The envelope of responses.

use std::fmt;

use api_runtime::decode;
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use crate::{Deleted, DeletedResult, Envelope};

/// Takes the id of the deleted resource for the result, from where Cloudflare put it.
impl From<Deleted> for Envelope<String> {
    fn from(deleted: Deleted) -> Self {
        let Deleted { id, subscription_id, success, result, errors, messages, result_info } = deleted;
        let inside = result.and_then(|DeletedResult { id, subscription_id }| id.or(subscription_id));
        Self { success, result: inside.or(id).or(subscription_id), errors, messages, result_info }
    }
}

/// Returns `true` if a body says that the call failed. Where `success` is missing or malformed, and not
/// another way to write `false`, there are no errors in a success.
pub(crate) fn reports_failure(body: &[u8]) -> bool {
    let outline = decode::strict(body).or_else(|_| decode::tolerant(body).map(|(outline, _)| outline));
    let Outline { success, errors } = outline.unwrap_or_default();
    match success {
        Form::True => false,
        Form::False => true,
        _ => matches!(errors, Form::True | Form::Other),
    }
}

/// The fields of an envelope that tell a success from a failure.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Outline {
    success: Form,
    errors: Form,
}

/// Form of a JSON value, without the value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Form {
    #[default]
    Missing,
    Null,
    True,
    /// `false`, or another way to write it: 0, `"false"`, `"no"`, an empty string.
    False,
    /// A list or an object without content.
    Empty,
    Other,
}

impl<'de> Deserialize<'de> for Form {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FormVisitor)
    }
}

struct FormVisitor;

impl FormVisitor {
    fn false_if(is_false: bool) -> Form {
        if is_false { Form::False } else { Form::Other }
    }

    fn empty_if(is_empty: bool) -> Form {
        if is_empty { Form::Empty } else { Form::Other }
    }
}

impl<'de> Visitor<'de> for FormVisitor {
    type Value = Form;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E>(self) -> Result<Form, E> {
        Ok(Form::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Form, E> {
        Ok(if value { Form::True } else { Form::False })
    }

    fn visit_u64<E>(self, value: u64) -> Result<Form, E> {
        Ok(Self::false_if(value == 0))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Form, E> {
        Ok(Form::Other)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Form, E> {
        Ok(Self::false_if(value == 0.0))
    }

    fn visit_str<E>(self, text: &str) -> Result<Form, E> {
        let text = text.trim();
        Ok(Self::false_if(["", "0", "false", "no"].iter().any(|no| text.eq_ignore_ascii_case(no))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Form, A::Error> {
        let mut is_empty = true;
        while list.next_element::<IgnoredAny>()?.is_some() {
            is_empty = false;
        }
        Ok(Self::empty_if(is_empty))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Form, A::Error> {
        let mut is_empty = true;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            is_empty = false;
        }
        Ok(Self::empty_if(is_empty))
    }
}

#[cfg(test)]
mod tests {
    use super::reports_failure;

    #[test]
    fn a_failure_is_told_by_success_or_else_by_the_errors() {
        for (body, expected) in [
            (r#"{"success":true}"#, false),
            (r#"{"success":true,"errors":[{"code":1}]}"#, false),
            (r#"{"success":false}"#, true),
            (r#"{"success":0,"errors":[],"result":{}}"#, true),
            (r#"{"success":0.0}"#, true),
            (r#"{"success":" False "}"#, true),
            (r#"{"success":""}"#, true),
            (r#"{"success":1,"errors":[]}"#, false),
            (r#"{"success":"yes","errors":[{"code":1}]}"#, true),
            (r#"{"success":null,"errors":"it failed"}"#, true),
            (r#"{"errors":[{"code":1}],"success":null}"#, true),
            (r#"{"errors":{"code":1}}"#, true),
            (r#"{"success":true,"success":false}"#, true),
            (r#"{"errors":[]}"#, false),
            (r#"{"errors":{},"result":null}"#, false),
            (r#"{"errors":null}"#, false),
            (r#"{"errors":0}"#, false),
            ("{}", false),
            ("[]", false),
            ("", false),
            ("id,when\n", false),
        ] {
            assert_eq!(reports_failure(body.as_bytes()), expected, "{body}");
        }
    }
}
