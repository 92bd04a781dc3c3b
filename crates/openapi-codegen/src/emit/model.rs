//! Types: structs with their setters, and open enums.

use std::collections::{BTreeMap, HashSet};

use super::{
    boxes,
    types::{Field, Holding, Types, is_named},
    writer::{Writer, literal},
};
use crate::{
    api::{ContentKind, Fields, Schema, Shape, method_token},
    error::{Error, Result},
    ident,
    lower::component_type,
};

/// A type to be written.
struct Definition<'a> {
    name: String,
    schema: &'a Schema,
    /// Sentence of its documentation that names its source.
    origin: String,
}

/// Writes every type of the document, by name.
///
/// # Errors
/// If two types would have one name, or the components of a generic type differ in more than its parameter.
pub(super) fn write(writer: &mut Writer, types: Types<'_>, document: &str) -> Result<()> {
    let mut definitions = BTreeMap::new();
    let mut generics: BTreeMap<&str, Vec<(&str, &Schema)>> = BTreeMap::new();
    for (name, schema) in &types.api.schemas {
        let origin = format!("Schema `{name}` in `{document}`.");
        if let Some(generic) = &schema.rust.generic {
            generics.entry(&generic.name).or_default().push((name, schema));
            collect_fields(schema, &origin, &mut definitions)?;
        } else if is_named(schema) {
            define(component_type(name, schema), schema, origin, &mut definitions)?;
        } else {
            collect(schema, &origin, &mut definitions)?;
        }
    }
    for (path, method, item, operation) in types.api.operations() {
        let origin = format!("From `{} {path}` in `{document}`.", method_token(method));
        let shared = item.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
        let form = operation.body.as_ref().filter(|body| body.content.kind() == ContentKind::Multipart);
        let form = form.and_then(|body| body.content.schema.as_ref());
        for schema in shared.chain(operation.sent()).chain(operation.received()) {
            // The struct of a form stands for its schema.
            if form.is_some_and(|form| std::ptr::eq(form, schema) && types.object(form).is_some()) {
                collect_fields(schema, &origin, &mut definitions)?;
            } else {
                collect(schema, &origin, &mut definitions)?;
            }
        }
    }
    let boxes =
        boxes::find(types, definitions.values().map(|definition| (&*definition.name, definition.schema)));
    let types = Types { boxes: &boxes, ..types };
    for definition in definitions.values() {
        write_definition(writer, types, definition);
    }
    generics.iter().try_for_each(|(name, cases)| write_generic(writer, types, name, cases, document))
}

type Definitions<'a> = BTreeMap<String, Definition<'a>>;

/// Adds the inline types of a schema: those that have a title.
fn collect<'a>(schema: &'a Schema, origin: &str, definitions: &mut Definitions<'a>) -> Result<()> {
    if is_named(schema)
        && let Some(title) = &schema.title
    {
        return define(title.clone(), schema, origin.to_owned(), definitions);
    }
    collect_fields(schema, origin, definitions)
}

fn collect_fields<'a>(schema: &'a Schema, origin: &str, definitions: &mut Definitions<'a>) -> Result<()> {
    schema.children().try_for_each(|child| collect(child, origin, definitions))
}

fn define<'a>(
    name: String,
    schema: &'a Schema,
    origin: String,
    definitions: &mut Definitions<'a>,
) -> Result<()> {
    collect_fields(schema, &origin, definitions)?;
    if let Some(known) = definitions.get(&name) {
        let same = known.schema.shape == schema.shape && known.schema.values == schema.values;
        let conflict = || Error::Conflict(format!("two types of the name {name}: {} {origin}", known.origin));
        return if same { Ok(()) } else { Err(conflict()) };
    }
    definitions.insert(name.clone(), Definition { name, schema, origin });
    Ok(())
}

fn write_definition(writer: &mut Writer, types: Types<'_>, definition: &Definition<'_>) {
    let Definition { name, schema, origin } = definition;
    let description = schema.description.as_deref().unwrap_or_default();
    writer.line("");
    match &schema.shape {
        Shape::Object(fields) => {
            writer.doc([description, origin]);
            if schema.deprecated && types.own_crate {
                writer.line("#[deprecated]");
            }
            let fields =
                Struct { name, types, fields, parameter: None, keeps_unknown: schema.rust.unknown_fields };
            fields.write(writer);
        }
        _ => write_enum(writer, types, name, schema, [description, origin]),
    }
}

fn write_enum(writer: &mut Writer, types: Types<'_>, name: &str, schema: &Schema, doc: [&str; 2]) {
    // The macro has the first one, and names the second one as the type of an error.
    let mut taken = HashSet::from(["Unknown", "Err"].map(str::to_owned));
    let mut written = HashSet::new();
    writer.block(format!("{}::open_enum!", types.runtime), |writer| {
        writer.doc(doc);
        if schema.deprecated && types.own_crate {
            writer.line("#[deprecated]");
        }
        writer.block(format!("pub enum {name}"), |writer| {
            for listed in schema.values.iter().filter(|listed| written.insert(&listed.value)) {
                let wanted = listed.variant.clone().unwrap_or_else(|| ident::type_name(&listed.value));
                let variant = ident::numbered(wanted, |name| taken.contains(name));
                let fallback = format!("`{}` on the wire.", listed.value);
                writer.doc([listed.description.as_deref().unwrap_or(&fallback)]);
                writer.line(format!("{variant} = {},", literal(&listed.value)));
                taken.insert(variant);
            }
        });
    });
}

/// Writes the one struct that several components are cases of.
fn write_generic(
    writer: &mut Writer,
    types: Types<'_>,
    name: &str,
    cases: &[(&str, &Schema)],
    document: &str,
) -> Result<()> {
    let mut structs = cases.iter().filter_map(|(component, schema)| {
        let Shape::Object(fields) = &schema.shape else { return None };
        let generic = schema.rust.generic.as_ref()?;
        let parameter = Some(generic.parameter.as_str());
        let text = generic.description.as_deref();
        Some((component, text, Struct { name, types, fields, parameter, keeps_unknown: false }))
    });
    let Some((first, text, one)) = structs.next() else { return Ok(()) };
    for (component, _, other) in structs {
        if one.signature() != other.signature() {
            let detail = format!(
                "/components/schemas/{first} and /components/schemas/{component} are both `{name}`, and differ in \
                 more than their parameter"
            );
            return Err(Error::Conflict(detail));
        }
    }
    let components: Vec<String> = cases.iter().map(|(component, _)| format!("`{component}`")).collect();
    writer.line("");
    writer.doc([text.unwrap_or_default(), &format!("Schemas {} in `{document}`.", components.join(", "))]);
    one.write(writer);
    Ok(())
}

/// A struct with fields, setters and serde's attributes.
struct Struct<'a> {
    name: &'a str,
    types: Types<'a>,
    fields: &'a Fields,
    /// The property whose type is the parameter `T`.
    parameter: Option<&'a str>,
    keeps_unknown: bool,
}

impl<'a> Struct<'a> {
    fn fields(&self) -> Vec<Field<'a>> {
        let mut fields = self.types.fields(self.fields);
        for field in &mut fields {
            field.boxed = self.types.boxes.contains(&(self.name.to_owned(), field.ty.clone()));
            // A value that must contain itself would have no end.
            if field.boxed && field.holding == Holding::Required {
                field.holding = Holding::Optional;
            }
        }
        for field in fields.iter_mut().filter(|field| Some(field.wire) == self.parameter) {
            field.ty = "T".to_owned();
            if matches!(field.holding, Holding::List | Holding::Map) {
                field.holding = Holding::Optional;
            }
        }
        fields
    }

    /// Returns the fields with their types, in which the cases of a generic type have to agree.
    fn signature(&self) -> Vec<(String, String)> {
        let mut fields: Vec<_> =
            self.fields().iter().map(|field| (field.wire.to_owned(), field.declared())).collect();
        fields.sort();
        fields
    }

    fn write(&self, writer: &mut Writer) {
        let fields = self.fields();
        let camel = !fields.is_empty()
            && fields.iter().all(|field| camel_case(&field.name) == field.wire)
            && fields.iter().any(|field| field.name != field.wire);
        let parameter = if self.parameter.is_some() { "<T>" } else { "" };
        let additional = self.additional(&fields);
        writer.line("#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]");
        writer.line("#[cfg_attr(feature = \"schemars\", derive(::schemars::JsonSchema))]");
        if camel {
            writer.line("#[serde(rename_all = \"camelCase\")]");
        }
        writer.line("#[non_exhaustive]");
        writer.block(format!("pub struct {}{parameter}", self.name), |writer| {
            for field in &fields {
                write_field(writer, self.types.runtime, field, camel);
            }
            if let Some((name, ty)) = &additional {
                writer.doc(["Fields that the document does not name, as they came."]);
                let reader = literal(&format!("{}::decode::entries", self.types.runtime));
                writer.attribute("serde", &["flatten".to_owned(), format!("deserialize_with = {reader}")]);
                writer.field(name, ty);
            }
            if self.keeps_unknown {
                writer.doc(["Fields that the document does not list, to send them back as they came."]);
                writer.line("#[serde(flatten)]");
                writer.line("#[cfg_attr(feature = \"schemars\", schemars(skip))]");
                writer.line("pub(crate) unknown_fields: Map<String, Value>,");
            }
        });
        writer.line("");
        let bound = if self.parameter.is_some() { "<T: Default>" } else { "" };
        writer.block(format!("impl{bound} {}{parameter}", self.name), |writer| {
            writer.doc(["Creates a value of which no field is set."]);
            write_new(writer, &fields);
            fields.iter().for_each(|field| write_setters(writer, field));
            if let Some((name, ty)) = &additional {
                write_additional_setter(writer, name, ty);
            }
            if self.keeps_unknown {
                writer.line("");
                writer.doc(["Returns the fields that the document does not list, as they came."]);
                writer.block("pub fn unknown_fields(&self) -> &Map<String, Value>", |writer| {
                    writer.line("&self.unknown_fields");
                });
            }
        });
    }
}

impl<'a> Struct<'a> {
    /// Returns name and type of the map of fields that the document does not name.
    fn additional(&self, fields: &[Field<'a>]) -> Option<(String, String)> {
        let values = self.fields.additional.as_deref().filter(|_| !self.keeps_unknown)?;
        let name = ident::numbered("additional_properties".to_owned(), |name| {
            fields.iter().any(|field| field.name == name)
        });
        let ty = self.types.of_nullable(values);
        let ty = if ty == "Option<Value>" { "Value".to_owned() } else { ty };
        Some((name, format!("BTreeMap<String, {ty}>")))
    }
}

fn write_additional_setter(writer: &mut Writer, name: &str, ty: &str) {
    let value = ty.strip_prefix("BTreeMap<String, ").and_then(|ty| ty.strip_suffix('>')).unwrap_or_default();
    writer.line("");
    writer.doc([format!("Sets [`{name}`](Self#structfield.{name}).").as_str()]);
    let argument = format!("entries: impl IntoIterator<Item = (impl Into<String>, impl Into<{value}>)>");
    writer.function(format!("pub fn {name}"), &["mut self".to_owned(), argument], "Self", |writer| {
        let value = "entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect()";
        writer.assign(&format!("self.{name}"), value);
        writer.line("self");
    });
}

fn write_field(writer: &mut Writer, runtime: &str, field: &Field<'_>, camel: bool) {
    writer.doc([field.description.unwrap_or_default()]);
    let mut attributes = Vec::new();
    let read_as = if camel { camel_case(&field.name) } else { field.name.clone() };
    if read_as != field.wire {
        attributes.push(format!("rename = {}", literal(field.wire)));
    }
    let hand = field.schema.rust.deserialize_with.clone();
    let by_runtime = |name: &str| Some(hand.clone().unwrap_or_else(|| format!("{runtime}::decode::{name}")));
    let reader = match field.holding {
        Holding::Required | Holding::Optional => hand,
        Holding::List => by_runtime("list"),
        Holding::Map => by_runtime("map"),
        Holding::Clearable => by_runtime("nullable"),
    };
    if reader.is_some() && field.holding != Holding::Required {
        attributes.push("default".to_owned());
    }
    attributes.extend(reader.map(|reader| format!("deserialize_with = {}", literal(&reader))));
    let empty = match field.holding {
        _ if field.schema.sends_null => None,
        Holding::Required => None,
        Holding::Optional | Holding::Clearable => Some("Option::is_none"),
        Holding::List => Some("Vec::is_empty"),
        Holding::Map => Some("BTreeMap::is_empty"),
    };
    attributes.extend(empty.map(|empty| format!("skip_serializing_if = \"{empty}\"")));
    writer.attribute("serde", &attributes);
    if field.ty == "Secret" {
        writer.line("#[cfg_attr(feature = \"schemars\", schemars(with = \"Option<String>\"))]");
    }
    if field.schema.deprecated {
        writer.line("#[deprecated]");
    }
    writer.field(&field.name, &field.declared());
}

/// Writes the function `new`; a setter of the name `default` would hide the one that it calls.
pub(super) fn write_new(writer: &mut Writer, fields: &[Field<'_>]) {
    let is_hidden = fields.iter().any(|field| field.name == "default");
    let default = if is_hidden { "Default::default()" } else { "Self::default()" };
    writer.block("pub fn new() -> Self", |writer| writer.line(default));
}

/// Writes the setter of a field; a field of the name `new` has none.
pub(super) fn write_setters(writer: &mut Writer, field: &Field<'_>) {
    if field.name == "new" {
        return;
    }
    let name = &field.name;
    let (argument, value) = field.setter();
    writer.line("");
    writer.doc([format!("Sets [`{name}`](Self#structfield.{name}).").as_str()]);
    writer.function(format!("pub fn {name}"), &["mut self".to_owned(), argument], "Self", |writer| {
        writer.assign(&format!("self.{name}"), &value);
        writer.line("self");
    });
    if field.holding == Holding::Clearable {
        writer.line("");
        writer
            .doc([format!("Sends null for [`{name}`](Self#structfield.{name}), which clears it.").as_str()]);
        writer.block(format!("pub fn {}(mut self) -> Self", field.clear_name), |writer| {
            writer.line(format!("self.{name} = Some(None);"));
            writer.line("self");
        });
    }
}

/// As serde's `rename_all` does it.
fn camel_case(name: &str) -> String {
    let mut camel = String::new();
    let mut upper = false;
    for c in name.chars() {
        if c == '_' {
            upper = true;
        } else if std::mem::take(&mut upper) {
            camel.push(c.to_ascii_uppercase());
        } else {
            camel.push(c);
        }
    }
    camel
}
