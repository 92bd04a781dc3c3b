//! Path templates, the types of success, and form fields.

use super::Preflight;
use crate::{
    api::{Content, Operation, Schema, Shape},
    report::{Owner, Rule},
};

static TEMPLATE: Rule =
    Rule::refused("path template", "the generator reads it otherwise; correct it with an overlay action");
static SUCCESS_TYPES: Rule = Rule::refused(
    "several types of success",
    "a generated method returns one type; make the answers alike, or one `2XX`, with an overlay action",
);
static FORM: Rule = Rule::refused(
    "form field",
    "only fields of one value each can be written as a form; offer JSON, or change the fields, with an overlay action",
);

impl Preflight<'_> {
    pub(super) fn path_template(&mut self, path: &str, operation: &Operation, owner: &Owner) {
        if let Err(detail) = template_names(path) {
            self.refuse(&TEMPLATE, &operation.at, detail, owner);
        }
    }

    /// progenitor asserts that all statuses of success have one type.
    pub(super) fn success_types(&mut self, operation: &Operation, owner: &Owner) {
        let kinds: Vec<(&String, Answer)> = operation
            .responses
            .iter()
            .map(|(status, response)| (status, answer(response.content.as_ref())))
            .collect();
        if kinds.windows(2).any(|pair| pair[0].1 != pair[1].1) {
            let detail: Vec<String> =
                kinds.iter().map(|(status, kind)| format!("{status}: {}", kind.name())).collect();
            self.refuse(&SUCCESS_TYPES, &operation.at.child("responses"), detail.join(", "), owner);
        }
    }

    pub(super) fn form_fields(&mut self, operation: &Operation, owner: &Owner) {
        let Some(body) = &operation.body else { return };
        let Some(schema) = &body.content.schema else { return };
        if body.content.media_type != "application/x-www-form-urlencoded" {
            return;
        }
        let fields: Vec<(&str, &Schema)> = match self.behind(schema).map(|schema| &schema.shape) {
            Some(Shape::Object(fields)) => {
                fields.properties.iter().map(|(name, field)| (name.as_str(), field)).collect()
            }
            Some(Shape::Map(values)) => vec![("(any field)", values)],
            _ => vec![("(the body)", schema)],
        };
        let bad: Vec<&str> =
            fields.into_iter().filter(|(_, field)| !self.is_scalar(field)).map(|(name, _)| name).collect();
        if !bad.is_empty() {
            self.refuse(&FORM, &body.at, bad.join(", "), owner);
        }
    }
}

/// What a generated method returns for a status.
#[derive(PartialEq)]
enum Answer<'a> {
    Typed(&'a Schema),
    Stream,
    Nothing,
}

impl Answer<'_> {
    fn name(&self) -> &'static str {
        match self {
            Self::Typed(schema) => schema.shape.kind(),
            Self::Stream => "bytes",
            Self::Nothing => "nothing",
        }
    }
}

fn answer(content: Option<&Content>) -> Answer<'_> {
    match content {
        None => Answer::Nothing,
        Some(Content { schema: None, .. }) => Answer::Stream,
        Some(Content { schema: Some(schema), .. }) => Answer::Typed(schema),
    }
}

/// The parameters of a path template, in order; the error says what is wrong with it.
pub(super) fn template_names(path: &str) -> Result<Vec<&str>, String> {
    if !path.starts_with('/') {
        return Err(format!("{path} must start with a slash"));
    }
    if path.contains("//") {
        return Err(format!("{path} has an empty segment, which would be dropped"));
    }
    if path.contains(['?', '#']) {
        return Err(format!("{path} must not have a query or a fragment"));
    }
    let mut names = Vec::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let closed = after.split_once('}').filter(|(name, _)| !name.is_empty() && !name.contains(['/', '{']));
        let (Some((name, tail)), false) = (closed, before.contains('}')) else {
            return Err(format!("the braces of {path} do not match"));
        };
        names.push(name);
        rest = tail;
    }
    if rest.contains('}') {
        return Err(format!("the braces of {path} do not match"));
    }
    Ok(names)
}
