//! Calls: a method for each operation, and a struct for its query and header parameters.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};

use super::{
    model::write_setters,
    types::{Field, Types},
    writer::{Writer, literal},
};
use crate::{
    api::{Content, Location, Operation, Parameter, PathItem},
    ident,
};

/// Writes the client and the parameter structs.
///
/// # Errors
/// If an operation needs what the runtime cannot send or read.
pub(super) fn write(writer: &mut Writer, types: Types<'_>, document: &str) -> Result<()> {
    let calls = Call::all(types);
    write_params(writer, &calls, document)?;
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
        result = calls.iter().try_for_each(|call| {
            call.write(writer).with_context(|| format!("{} {}", call.method.to_uppercase(), call.path))
        });
    });
    result
}

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
            .map(|(path, method, item, operation)| {
                let parameters = parameters(item, operation);
                Self { types, path, method, operation, parameters }
            })
            .collect()
    }

    fn id(&self) -> &'a str {
        self.operation.id.as_deref().unwrap_or_default()
    }

    /// The parameters that a struct holds: those of the query and of headers.
    pub(super) fn params(&self) -> Vec<(&'a Parameter, Field<'a>)> {
        let held = self.parameters.iter().filter(|parameter| parameter.location != Location::Path);
        held.filter_map(|parameter| Some((*parameter, self.types.parameter(parameter)?))).collect()
    }

    /// The name of that struct; `None` without such parameters.
    pub(super) fn params_name(&self) -> Option<String> {
        let default = || format!("{}Params", ident::type_name(self.id()));
        (!self.params().is_empty()).then(|| self.operation.params_name.clone().unwrap_or_else(default))
    }

    fn write(&self, writer: &mut Writer) -> Result<()> {
        let mut arguments = vec!["&self".to_owned()];
        for parameter in self.in_path() {
            let ty = self.types.parameter(parameter).context("a path parameter needs a schema")?.ty;
            let ty = if ty == "String" { "&str".to_owned() } else { format!("&{ty}") };
            arguments.push(format!("{}: {ty}", ident::method_name(&parameter.name)));
        }
        arguments.extend(self.params_name().map(|name| format!("params: &{name}")));
        if let Some(body) = &self.operation.body {
            arguments.push(format!("body: &{}", self.json_type(&body.content)?));
        }
        ensure!(
            arguments.len() <= 4,
            "more than three arguments: the path's parameters would have to go into a struct, too"
        );
        let value = self.value()?;
        writer.line("");
        self.write_doc(writer);
        if self.operation.prose.contains_key("deprecated") {
            writer.line("#[deprecated]");
        }
        let name = ident::method_name(self.id());
        let output = value.as_deref().unwrap_or("()");
        let signature = format!(
            "pub async fn {name}({}) -> Result<Response<{output}>, CallError>",
            arguments.join(", ")
        );
        writer.block(signature, |writer| {
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
        let mut chain = Vec::new();
        for (parameter, field) in self.params() {
            let step = if parameter.location == Location::Header { "header" } else { "query" };
            chain.push(format!(".{step}({}, &params.{})", literal(&parameter.name), field.name));
        }
        if reads {
            chain.push(".accept(\"application/json\")".to_owned());
        }
        if self.operation.body.is_some() {
            chain.push(".json(body)".to_owned());
        }
        let new = format!(
            "RequestBuilder::new({}, Method::{}, {})",
            literal(self.id()),
            self.method.to_uppercase(),
            self.path_expression()
        );
        match chain.as_slice() {
            [] => writer.line(format!("let request = {new};")),
            [only] if new.len() + only.len() < 80 => writer.line(format!("let request = {new}{only};")),
            [steps @ .., last] => {
                writer.line(format!("let request = {new}"));
                steps.iter().for_each(|step| writer.line(format!("    {step}")));
                writer.line(format!("    {last};"));
            }
        }
    }

    fn in_path(&self) -> impl Iterator<Item = &'a Parameter> {
        let in_path = |parameter: &&&Parameter| parameter.location == Location::Path;
        self.parameters.iter().filter(in_path).copied()
    }

    /// The path with its parameters filled in, as a Rust expression.
    fn path_expression(&self) -> String {
        let mut template = self.path.to_owned();
        let mut arguments = String::new();
        let mut places: Vec<(usize, &Parameter)> = self
            .in_path()
            .filter_map(|parameter| Some((self.path.find(&format!("{{{}}}", parameter.name))?, parameter)))
            .collect();
        places.sort_by_key(|(at, _)| *at);
        for (_, parameter) in places {
            template = template.replace(&format!("{{{}}}", parameter.name), "{}");
            let name = ident::method_name(&parameter.name);
            let is_text = self.types.parameter(parameter).is_some_and(|field| field.ty == "String");
            let value = if is_text { name } else { format!("&{name}.to_string()") };
            arguments += &format!(", encode_path({value})");
        }
        if arguments.is_empty() { literal(self.path) } else { format!("format!({}{arguments})", literal(&template)) }
    }

    /// The type of a successful response's body; `None` where there is no body to read.
    fn value(&self) -> Result<Option<String>> {
        let contents = self.operation.responses.values().filter_map(|response| response.content.as_ref());
        let Some(content) = contents.into_iter().next() else { return Ok(None) };
        self.json_type(content).map(Some)
    }

    fn json_type(&self, content: &Content) -> Result<String> {
        match &content.schema {
            Some(schema) if content.media_type.starts_with("application/json") => {
                Ok(self.types.of_nullable(schema))
            }
            _ => bail!("{} is not JSON, which is all that the runtime sends and reads", content.media_type),
        }
    }
}

/// An operation's own parameters, and those of its path that it does not replace.
fn parameters<'a>(item: &'a PathItem, operation: &'a Operation) -> Vec<&'a Parameter> {
    let own = &operation.parameters;
    let replaced =
        |shared: &Parameter| own.iter().any(|p| p.name == shared.name && p.location == shared.location);
    item.parameters.iter().filter(|shared| !replaced(shared)).chain(own).collect()
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
        structs.entry(call.params_name().unwrap_or_default()).or_default().push(call);
    }
    for (name, users) in structs.iter().filter(|(name, _)| !name.is_empty()) {
        let signature = |call: &Call<'_>| -> Vec<(String, String)> {
            call.params().iter().map(|(_, field)| (field.wire.to_owned(), field.declared())).collect()
        };
        let Some((first, others)) = users.split_first() else { continue };
        for other in others {
            ensure!(
                signature(first) == signature(other),
                "{} and {} share `{name}`, and their parameters differ",
                first.id(),
                other.id()
            );
        }
        let ids: Vec<String> = users.iter().map(|call| format!("`{}`", call.id())).collect();
        let fields: Vec<Field<'_>> = first.params().into_iter().map(|(_, field)| field).collect();
        write_params_struct(writer, name, &fields, &format!("Parameters of {} in `{document}`.", ids.join(" and ")));
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
            writer.line(format!("pub {}: {},", field.name, field.declared()));
        }
    });
    writer.line("");
    writer.block(format!("impl {name}"), |writer| {
        writer.doc(["Creates parameters of which none is set."]);
        writer.block("pub fn new() -> Self", |writer| writer.line("Self::default()"));
        fields.iter().for_each(|field| write_setters(writer, field));
    });
}
