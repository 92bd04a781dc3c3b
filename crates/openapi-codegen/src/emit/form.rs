//! Structs of multipart forms, whose fields are texts, JSON or files.

use super::{
    call::Call,
    model::{write_new, write_setters},
    types::{Field, Holding, Types},
    writer::{Writer, literal},
};
use crate::api::{ContentKind, Encoding, Schema, Shape};

/// Returns the schema and the fields of an operation's multipart form, if it has one that is a struct.
pub(super) fn fields<'a>(call: &Call<'a>) -> Option<(&'a Schema, Vec<Field<'a>>)> {
    let content = &call.operation.body.as_ref()?.content;
    let schema = content.schema.as_ref().filter(|_| content.kind() == ContentKind::Multipart)?;
    let types = call.types;
    let object = types.object(schema)?;
    let required = |name: &str| object.required.iter().any(|required| required == name);
    let mut fields = types.fields(object);
    for field in &mut fields {
        if is_json(types, field.schema) && !required(field.wire) {
            field.distinguish_empty();
        }
        if let Some(ty) = types.file_type(field.schema) {
            field.ty = ty;
        }
        if field.holding == Holding::Clearable {
            field.holding = Holding::Optional;
        }
    }
    Some((schema, fields))
}

/// Writes the struct of an operation's multipart form, if it has one.
pub(super) fn write(writer: &mut Writer, call: &Call<'_>) {
    let (Some((schema, fields)), Some(body)) = (fields(call), &call.operation.body) else { return };
    let types = call.types;
    let name = &call.operation.form_name;
    writer.line("");
    let description = schema.description.as_deref().unwrap_or_default();
    writer.doc([description, &format!("The form that `{}` sends.", call.id())]);
    writer.line("#[derive(Clone, Debug, Default, PartialEq)]");
    writer.line("#[non_exhaustive]");
    writer.block(format!("pub struct {name}"), |writer| {
        for field in &fields {
            writer.doc([field.description.unwrap_or_default()]);
            if field.schema.deprecated {
                writer.line("#[deprecated]");
            }
            writer.field(&field.name, &field.declared());
        }
    });
    writer.line("");
    writer.block(format!("impl {name}"), |writer| {
        writer.doc(["Creates a form of which no field is set."]);
        write_new(writer, &fields);
        fields.iter().for_each(|field| write_setters(writer, field));
    });
    writer.line("");
    writer.block(format!("impl From<&{name}> for Multipart"), |writer| {
        writer.block(format!("fn from(form: &{name}) -> Self"), |writer| {
            writer.line("Self::new()");
            writer.deeper(|writer| {
                for field in &fields {
                    writer.line(part(types, field, body.content.encodings.get(field.wire)));
                }
            });
        });
    });
}

/// Returns the call that adds a field to the form.
fn part(types: Types<'_>, field: &Field<'_>, encoding: Option<&Encoding>) -> String {
    let media_type = encoding.and_then(|encoding| encoding.media_type.as_deref());
    let (wire, value) = (literal(field.wire), format!("&form.{}", field.name));
    if types.file_type(field.schema).is_some() {
        let media_type = literal(media_type.unwrap_or("application/octet-stream"));
        return format!(".file({wire}, {value}, {media_type})");
    }
    if !is_json(types, field.schema) {
        let media_type =
            media_type.map_or_else(|| "None".to_owned(), |name| format!("Some({})", literal(name)));
        return format!(".text({wire}, {value}, {media_type})");
    }
    format!(".json({wire}, {value}, {})", literal(media_type.unwrap_or("application/json")))
}

/// Returns `true` for a field whose value is written as JSON.
fn is_json(types: Types<'_>, schema: &Schema) -> bool {
    types.file_type(schema).is_none() && !types.is_plain(schema) && !types.is_plain_list(schema)
}

impl Types<'_> {
    /// Returns the type of a field that is a file, or a list of them.
    fn file_type(self, schema: &Schema) -> Option<String> {
        match &self.behind(schema).shape {
            Shape::String(Some(format)) if format == "binary" => Some("File".to_owned()),
            Shape::Array(items) => self.file_type(items).map(|ty| format!("Vec<{ty}>")),
            _ => None,
        }
    }
}
