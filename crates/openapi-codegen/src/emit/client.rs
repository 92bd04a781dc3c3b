//! Calls: a method for each operation, and a struct for its query and header parameters.

use std::collections::BTreeMap;

use openapi_document::{MediaType, PathTemplate, TemplatePart};

use super::{
    model::{write_new, write_setters},
    types::{Field, Types},
    writer::{Writer, literal},
};
use crate::{
    api::{Content, Operation, Parameter, ParameterLocation},
    error::{Error, Result},
    ident,
    report::Owner,
};

/// Writes the client and the parameter structs.
///
/// # Errors
/// If an operation needs what the runtime cannot send or read.
pub(super) fn write(writer: &mut Writer, types: Types<'_>, document: &str) -> Result<()> {
    let calls = Call::all(types);
    writer.line("");
    writer.doc([
        &format!("The operations of `{document}`, one method each."),
        "Creating a client sends no request. Each method sends one call, with the retries and time limits of the \
         [`Call`] that the client was created with.",
    ]);
    writer.line("#[derive(Clone, Debug)]");
    writer.block("pub struct Client", |writer| writer.line("call: Call,"));
    writer.line("");
    let mut result = Ok(());
    writer.block("impl Client", |writer| {
        writer.doc(["Creates a client that sends its requests with `call`."]);
        writer.block("pub fn new(call: Call) -> Self", |writer| writer.line("Self { call }"));
        result = calls.iter().try_for_each(|call| call.write(writer));
    });
    result?;
    write_params(writer, &calls, document)
}

/// Maximum width of the start of a request; a longer one gets a variable for its path.
const MAX_START_WIDTH: usize = 84;

/// An operation as a method.
pub(super) struct Call<'a> {
    types: Types<'a>,
    path: &'a str,
    method: &'a str,
    pub(super) operation: &'a Operation,
    parameters: Vec<&'a Parameter>,
}

impl<'a> Call<'a> {
    pub(super) fn all(types: Types<'a>) -> Vec<Self> {
        let operations = types.api.operations();
        operations
            .map(|(path, method, item, operation)| Self {
                types,
                path,
                method,
                operation,
                parameters: item.parameters_of(operation),
            })
            .collect()
    }

    fn id(&self) -> &'a str {
        self.operation.id.as_deref().unwrap_or_default()
    }

    fn error(&self, detail: impl Into<String>) -> Error {
        let owner = Owner::Operation(self.path.to_owned(), self.method.to_owned());
        Error::Operation { operation: owner.to_string(), detail: detail.into() }
    }

    /// Returns the parameters that a struct holds: those of the query and of headers.
    pub(super) fn params(&self) -> Vec<(&'a Parameter, Field<'a>)> {
        let held = self.parameters.iter().filter(|parameter| parameter.location != ParameterLocation::Path);
        held.filter_map(|parameter| Some((*parameter, self.types.parameter(parameter)?))).collect()
    }

    /// Returns the name of that struct; `None` without such parameters.
    fn params_name(&self) -> Option<String> {
        let default = || format!("{}Params", ident::type_name(self.id()));
        (!self.params().is_empty()).then(|| self.operation.params_name.clone().unwrap_or_else(default))
    }

    fn write(&self, writer: &mut Writer) -> Result<()> {
        let mut arguments = vec!["&self".to_owned()];
        for parameter in self.in_path() {
            let field = self.types.parameter(parameter);
            let ty = field.ok_or_else(|| self.error(format!("{} needs a schema", parameter.name)))?.ty;
            let ty = if ty == "String" { "str" } else { &ty };
            arguments.push(format!("{}: &{ty}", ident::method_name(&parameter.name)));
        }
        arguments.extend(self.params_name().map(|name| format!("params: &{name}")));
        if let Some(body) = &self.operation.body {
            arguments.push(format!("body: &{}", borrowed(&self.json_type(&body.content)?)));
        }
        if arguments.len() > 4 {
            return Err(self.error("more than three arguments: the path's parameters need a struct, too"));
        }
        let value = self.value()?;
        let output = format!("Result<Response<{}>, CallError>", value.as_deref().unwrap_or("()"));
        writer.line("");
        self.write_doc(writer);
        if self.operation.prose.contains_key("deprecated") {
            writer.line("#[deprecated]");
        }
        let name = format!("pub async fn {}", ident::method_name(self.id()));
        writer.function(name, &arguments, &output, |writer| {
            self.write_request(writer, value.is_some());
            let execute = if value.is_some() { "execute" } else { "execute_empty" };
            writer.line(format!("self.call.{execute}(request).await"));
        });
        Ok(())
    }

    fn write_doc(&self, writer: &mut Writer) {
        let text = |key: &str| self.operation.prose.get(key).and_then(|text| text.as_str());
        let summary = text("summary").map(|summary| format!("{}.", summary.trim_end_matches('.')));
        let description = text("description");
        let origin = format!("Operation `{}`: `{} {}`.", self.id(), self.method.to_uppercase(), self.path);
        writer.doc([
            description.or(summary.as_deref()).unwrap_or_default(),
            &origin,
            "# Errors",
            "Fails if the request cannot be sent, or if the response is not successful or cannot be read.",
        ]);
    }

    fn write_request(&self, writer: &mut Writer, reads: bool) {
        let path = self.path_expression();
        let method = self.method.to_uppercase();
        let new =
            |path: &str| format!("RequestBuilder::new({}, Method::{method}, {path})", literal(self.id()));
        let mut start = new(&path);
        if path.starts_with("format!") || start.len() > MAX_START_WIDTH {
            writer.assign("let path", &path);
            start = new("path");
        }
        let mut calls = Vec::new();
        for (parameter, field) in self.params() {
            let setter = if parameter.location == ParameterLocation::Header { "header" } else { "query" };
            calls.push(format!(".{setter}({}, &params.{})", literal(&parameter.name), field.name));
        }
        if reads {
            calls.push(".accept(\"application/json\")".to_owned());
        }
        if self.operation.body.is_some() {
            calls.push(".json(body)".to_owned());
        }
        writer.assign_chain("let request", &start, &calls);
    }

    fn in_path(&self) -> impl Iterator<Item = &'a Parameter> {
        let is_in_path = |parameter: &&&Parameter| parameter.location == ParameterLocation::Path;
        self.parameters.iter().filter(is_in_path).copied()
    }

    /// Returns the path with its parameters filled in, as a Rust expression.
    fn path_expression(&self) -> String {
        let Ok(template) = PathTemplate::parse(self.path) else { return literal(self.path) };
        let mut text = String::new();
        let mut arguments = String::new();
        for segment in template.segments() {
            text.push('/');
            for part in segment {
                match part {
                    TemplatePart::Literal(literal) => text += &literal.replace('{', "{{").replace('}', "}}"),
                    TemplatePart::Parameter(name) => {
                        text += "{}";
                        arguments += &format!(", encode_path({})", self.path_argument(name));
                    }
                }
            }
        }
        if arguments.is_empty() {
            literal(self.path)
        } else {
            format!("format!({}{arguments})", literal(&text))
        }
    }

    fn path_argument(&self, name: &str) -> String {
        let field = self.in_path().find(|parameter| parameter.name == name);
        let is_text =
            field.and_then(|field| self.types.parameter(field)).is_none_or(|field| field.ty == "String");
        let name = ident::method_name(name);
        if is_text { name } else { format!("&{name}.to_string()") }
    }

    /// Returns the type of a successful response's body; `None` if there is no body to read.
    fn value(&self) -> Result<Option<String>> {
        let mut contents = self.operation.responses.values().filter_map(|response| response.content.as_ref());
        contents.next().map(|content| self.json_type(content)).transpose()
    }

    fn json_type(&self, content: &Content) -> Result<String> {
        let is_json = MediaType::parse(&content.media_type).is_ok_and(|media_type| media_type.is_json());
        match &content.schema {
            Some(schema) if is_json => Ok(self.types.of_nullable(schema)),
            _ => {
                Err(self
                    .error(format!("{} is not JSON, which alone can be sent and read", content.media_type)))
            }
        }
    }
}

/// Returns the type behind a reference to a value: a slice for a list.
fn borrowed(ty: &str) -> String {
    match ty.strip_prefix("Vec<").and_then(|inner| inner.strip_suffix('>')) {
        Some(inner) => format!("[{inner}]"),
        None => ty.to_owned(),
    }
}

impl<'a> Types<'a> {
    fn parameter(self, parameter: &'a Parameter) -> Option<Field<'a>> {
        let schema = parameter.schema.as_ref()?;
        let name = schema.rust.name.clone().unwrap_or_else(|| ident::field_name(&parameter.name));
        let description = parameter.description.as_deref().or(schema.description.as_deref());
        Some(self.field(&parameter.name, name, schema, parameter.required, description))
    }
}

/// Writes each parameter struct once.
fn write_params(writer: &mut Writer, calls: &[Call<'_>], document: &str) -> Result<()> {
    let mut structs: BTreeMap<String, Vec<&Call<'_>>> = BTreeMap::new();
    for call in calls {
        if let Some(name) = call.params_name() {
            structs.entry(name).or_default().push(call);
        }
    }
    for (name, users) in &structs {
        let signature = |call: &Call<'_>| -> Vec<(String, String)> {
            call.params().iter().map(|(_, field)| (field.wire.to_owned(), field.declared())).collect()
        };
        let Some((first, others)) = users.split_first() else { continue };
        for other in others {
            if signature(first) != signature(other) {
                let detail = format!("shares `{name}` with {}, and their parameters differ", first.id());
                return Err(other.error(detail));
            }
        }
        let ids: Vec<String> = users.iter().map(|call| format!("`{}`", call.id())).collect();
        let fields: Vec<Field<'_>> = first.params().into_iter().map(|(_, field)| field).collect();
        let doc = format!("Parameters of {} in `{document}`.", ids.join(" and "));
        write_params_struct(writer, name, &fields, &doc);
    }
    Ok(())
}

fn write_params_struct(writer: &mut Writer, name: &str, fields: &[Field<'_>], doc: &str) {
    writer.line("");
    writer.doc([doc]);
    writer.line("#[derive(Clone, Debug, Default, PartialEq)]");
    writer.line("#[non_exhaustive]");
    writer.block(format!("pub struct {name}"), |writer| {
        for field in fields {
            writer.doc([field.description.unwrap_or_default()]);
            writer.field(&field.name, &field.declared());
        }
    });
    writer.line("");
    writer.block(format!("impl {name}"), |writer| {
        writer.doc(["Creates parameters of which none is set."]);
        write_new(writer, fields);
        fields.iter().for_each(|field| write_setters(writer, field));
    });
}
