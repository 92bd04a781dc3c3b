//! Operations as methods: arguments, the request that is built of them, and the response that is read.

use openapi_document::{PathTemplate, TemplatePart};

use super::{
    reply::Output,
    types::{Field, Types, is_copy, unique_names},
    writer::{Writer, literal},
};
use crate::{
    api::{Body, Content, ContentKind, Operation, Parameter, ParameterLocation, method_token},
    ident,
    lower::{parameter_in, split_path},
};

/// Maximum width of the start of a request; a longer one gets a variable for its path.
const MAX_START_WIDTH: usize = 84;

/// Maximum number of arguments; with more, the path's parameters stand in the struct of the others.
const MAX_ARGUMENTS: usize = 3;

/// Names in a method that an argument would hide.
const LOCALS: [&str; 7] =
    ["self_", "params", "body", "content_type", "encode_path", "path_styled", "request"];

/// An operation as a method.
pub(super) struct Call<'a> {
    pub(super) types: Types<'a>,
    pub(super) path: &'a str,
    pub(super) method: &'a str,
    pub(super) operation: &'a Operation,
    parameters: Vec<&'a Parameter>,
}

/// An argument of the method.
pub(super) struct MethodArgument<'a> {
    pub(super) name: String,
    /// Declared type.
    pub(super) ty: String,
    pub(super) role: Role<'a>,
}

/// The part of a request that an argument fills.
pub(super) enum Role<'a> {
    /// A parameter of the path.
    Path(&'a Parameter),
    /// The parameters that a struct holds.
    Params,
    /// The media type of the body.
    ContentType,
    Body(&'a Body),
}

/// A parameter of the path as an argument of the method.
struct Argument<'a> {
    parameter: &'a Parameter,
    /// Expression of a reference to its value.
    value: String,
    /// Type of the value.
    ty: String,
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

    pub(super) fn id(&self) -> &'a str {
        self.operation.id.as_deref().unwrap_or_default()
    }

    fn in_path(&self) -> impl Iterator<Item = &'a Parameter> {
        let is_in_path = |parameter: &&&Parameter| parameter.location == ParameterLocation::Path;
        self.parameters.iter().filter(is_in_path).copied()
    }

    /// Returns `true` if the parameters of the path are fields of the parameter struct.
    fn holds_path(&self) -> bool {
        let others = self.parameters.len() - self.in_path().count();
        let body = usize::from(self.operation.body.is_some());
        self.in_path().count() + usize::from(others > 0) + body > MAX_ARGUMENTS
    }

    /// Returns the parameters that a struct holds: those of the query, of headers and of cookies, and those of the path
    /// where there are too many for arguments of their own.
    pub(super) fn params(&self) -> Vec<(&'a Parameter, Field<'a>)> {
        let holds_path = self.holds_path();
        let is_held = |parameter: &&&Parameter| holds_path || parameter.location != ParameterLocation::Path;
        let held = self.parameters.iter().filter(is_held);
        let mut params: Vec<(&Parameter, Field<'_>)> =
            held.filter_map(|parameter| Some((*parameter, self.types.parameter(parameter)?))).collect();
        unique_names(params.iter_mut().map(|(_, field)| field));
        params
    }

    /// Returns the name of that struct; `None` without such parameters.
    pub(super) fn params_name(&self) -> Option<String> {
        let name = || self.operation.params_name.clone().unwrap_or_default();
        (!self.params().is_empty()).then(name)
    }

    /// Returns the parameters of the path with the expressions of their values.
    fn path_arguments(&self) -> Vec<Argument<'a>> {
        let ty =
            |parameter| self.types.parameter(parameter).map_or_else(|| "String".to_owned(), |field| field.ty);
        if self.holds_path() {
            let params = self.params().into_iter();
            let in_path = params.filter(|(parameter, _)| parameter.location == ParameterLocation::Path);
            return in_path
                .map(|(parameter, field)| Argument {
                    parameter,
                    value: format!("&params.{}", field.name),
                    ty: field.ty,
                })
                .collect();
        }
        let mut taken: Vec<String> = LOCALS.iter().map(|name| (*name).to_owned()).collect();
        self.in_path()
            .map(|parameter| {
                let name = ident::method_name(&parameter.name);
                let name = ident::numbered(name, |name| taken.iter().any(|taken| taken == name));
                taken.push(name.clone());
                Argument { parameter, value: name, ty: ty(parameter) }
            })
            .collect()
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        let output = Output::of(self);
        let name = &self.operation.method_name;
        if let Output::Events = output {
            return self.write_method(writer, name, &output);
        }
        self.write_method(writer, name, &output);
        if let Some(name) = &self.operation.events_name {
            self.write_method(writer, name, &Output::Events);
        }
    }

    fn write_method(&self, writer: &mut Writer, name: &str, output: &Output) {
        writer.line("");
        self.write_doc(writer, output);
        if self.operation.prose.contains_key("deprecated") {
            writer.line("#[deprecated]");
        }
        let result = format!("Result<{}, CallError>", output.declared());
        let mut arguments = vec!["&self".to_owned()];
        arguments
            .extend(self.arguments().iter().map(|argument| format!("{}: {}", argument.name, argument.ty)));
        writer.function(format!("pub async fn {name}"), &arguments, &result, |writer| {
            self.write_request(writer, output);
            output.write_execute(writer);
        });
    }

    /// Returns the arguments in their order, `self` aside.
    pub(super) fn arguments(&self) -> Vec<MethodArgument<'a>> {
        let mut arguments = Vec::new();
        if !self.holds_path() {
            for Argument { parameter, value, ty } in self.path_arguments() {
                let ty = match ty.as_str() {
                    "String" => "&str".to_owned(),
                    ty if is_copy(ty) => ty.to_owned(),
                    ty => format!("&{}", borrowed(ty)),
                };
                arguments.push(MethodArgument { name: value, ty, role: Role::Path(parameter) });
            }
        }
        let mut add =
            |name: &str, ty, role| arguments.push(MethodArgument { name: name.to_owned(), ty, role });
        if let Some(name) = self.params_name() {
            add("params", format!("&{name}"), Role::Params);
        }
        if let Some(body) = &self.operation.body {
            if body.content.kind() == ContentKind::Bytes && body.content.media_type.contains('*') {
                add("content_type", "&str".to_owned(), Role::ContentType);
            }
            let ty = self.body_type(body);
            let ty = match (body.required, ty.as_str()) {
                (true, _) => ty,
                (false, "impl Into<Bytes>") => "Option<Bytes>".to_owned(),
                (false, ty) => format!("Option<{ty}>"),
            };
            add("body", ty, Role::Body(body));
        }
        arguments
    }

    fn body_type(&self, body: &Body) -> String {
        match (body.content.kind(), &body.content.schema) {
            (ContentKind::Text, _) => "&str".to_owned(),
            (ContentKind::Bytes | ContentKind::Events, _) | (_, None) => "impl Into<Bytes>".to_owned(),
            (ContentKind::Multipart, Some(schema)) => match self.types.object(schema) {
                Some(_) => format!("&{}", self.operation.form_name),
                None => "Multipart".to_owned(),
            },
            (_, Some(schema)) => format!("&{}", borrowed(&self.types.of_nullable(schema))),
        }
    }

    fn write_doc(&self, writer: &mut Writer, output: &Output) {
        let text = |key: &str| self.operation.prose.get(key).and_then(|text| text.as_str());
        let summary = text("summary").map(|summary| format!("{}.", summary.trim_end_matches('.')));
        let description = text("description");
        let origin = format!("Operation `{}`: `{} {}`.", self.id(), method_token(self.method), self.path);
        let mut texts = vec![description.or(summary.as_deref()).unwrap_or_default(), &origin];
        if let Output::Events = output {
            texts.push("The response is a stream of events, which arrive one by one.");
        }
        let arguments = self.argument_docs();
        if self.types.own_crate {
            texts.extend(arguments.iter().map(String::as_str));
        }
        texts.extend([
            "# Errors",
            "Fails if the request cannot be sent, or if the response is not successful or cannot be read.",
        ]);
        let errors = self.errors();
        if self.types.own_crate && !errors.is_empty() {
            texts.push("Its body, as [`CallError::json`] reads it:");
            texts.push(&errors);
        }
        writer.doc(texts);
    }

    /// Returns the documentation of the arguments that are no struct.
    fn argument_docs(&self) -> Vec<String> {
        let mut docs = Vec::new();
        for Argument { parameter, value, .. } in self.path_arguments().iter().filter(|_| !self.holds_path()) {
            let schema = parameter.schema.as_ref();
            let text = schema.and_then(|schema| schema.description.as_deref());
            let text = parameter.description.as_deref().or(text).unwrap_or_default();
            let deprecated = if schema.is_some_and(|schema| schema.deprecated) { "Deprecated. " } else { "" };
            let text = format!("{deprecated}{text}");
            docs.extend((!text.is_empty()).then(|| format!("`{value}`: {text}")));
        }
        let body = self.operation.body.as_ref().and_then(|body| body.description.as_deref());
        docs.extend(body.map(|text| format!("`body`: {text}")));
        docs
    }

    /// Returns a list of the documented types of error bodies.
    fn errors(&self) -> String {
        let contents = self.operation.errors.iter();
        let contents = contents.filter_map(|(status, response)| Some((status, response.content.as_ref()?)));
        let lines = contents.filter_map(|(status, content)| {
            let ty = self.types.of(content.schema.as_ref()?);
            let status = if status == "DEFAULT" { "any other status" } else { status };
            Some(format!("- {status}: `{ty}`\n"))
        });
        lines.collect()
    }

    fn write_request(&self, writer: &mut Writer, output: &Output) {
        let (bare, query) = split_path(self.path);
        let (path, template) = self.path_expression(&bare);
        let method = method_expression(self.method);
        let has_empty_segment = bare.split('/').skip(1).any(str::is_empty);
        let new = |path: &str| {
            if has_empty_segment {
                let template = literal(&template);
                format!("RequestBuilder::with_template({}, {method}, {template}, {path})", literal(self.id()))
            } else {
                format!("RequestBuilder::new({}, {method}, {path})", literal(self.id()))
            }
        };
        let mut start = new(&path);
        if path.starts_with("format!") || start.len() > MAX_START_WIDTH {
            writer.assign("let path", &path);
            start = new("path");
        }
        let mut calls = Vec::new();
        calls.extend(self.operation.server.iter().map(|url| format!(".server({})", literal(url))));
        for (name, value) in query {
            let argument = parameter_in(&value).and_then(|name| {
                self.path_arguments().into_iter().find(|argument| argument.parameter.name == name)
            });
            let value = argument.map_or_else(|| literal(&value), |argument| referenced(&argument));
            calls.push(format!(".query({}, {value})", literal(&name)));
        }
        for (parameter, field) in self.params() {
            calls.extend(self.parameter_call(parameter, &field));
        }
        calls.extend(output.accept(self.operation).map(|accept| format!(".accept({})", literal(&accept))));
        let body = self.operation.body.as_ref().map(|body| (body.required, self.body_call(body)));
        match body {
            Some((true, call)) => calls.push(call),
            Some((false, call)) => {
                writer.assign_chain("let request", &start, &calls);
                writer.block("let request = match body", |writer| {
                    writer.line(format!("Some(body) => request{call},"));
                    writer.line("None => request,");
                });
                // A `let` ends with a semicolon.
                writer.end_statement();
                return;
            }
            None => {}
        }
        writer.assign_chain("let request", &start, &calls);
    }

    /// Returns the call that writes a parameter of the query, a header or a cookie.
    fn parameter_call(&self, parameter: &Parameter, field: &Field<'_>) -> Option<String> {
        let name = literal(&parameter.name);
        let value = format!("&params.{}", field.name);
        let style = style(parameter);
        let is_plain = !parameter.json && self.types.is_plain(field.schema);
        Some(match parameter.location {
            ParameterLocation::Path => return None,
            ParameterLocation::Query if parameter.allow_reserved => {
                format!(".query_reserved({name}, Style::{style}, {value})")
            }
            ParameterLocation::Query
                if style == "FormExplode" && (is_plain || self.types.is_plain_list(field.schema)) =>
            {
                format!(".query({name}, {value})")
            }
            ParameterLocation::Query => format!(".query_styled({name}, Style::{style}, {value})"),
            ParameterLocation::Header if is_plain => format!(".header({name}, {value})"),
            ParameterLocation::Header => format!(".header_styled({name}, Style::{style}, {value})"),
            ParameterLocation::Cookie => format!(".cookie({name}, Style::{style}, {value})"),
        })
    }

    fn body_call(&self, body: &Body) -> String {
        let Content { media_type, encodings, .. } = &body.content;
        let name = literal(media_type);
        match body.content.kind() {
            ContentKind::Json if !media_type.contains(';') => ".json(body)".to_owned(),
            ContentKind::Json | ContentKind::JsonSuffix => format!(".json_as({name}, body)"),
            ContentKind::Form if body.content.schema.is_none() => format!(".bytes({name}, body)"),
            ContentKind::Form => {
                let styles = encodings
                    .iter()
                    .filter(|(_, encoding)| encoding.style.is_some() || encoding.explode.is_some());
                let styles: Vec<String> = styles
                    .map(|(name, encoding)| {
                        let style = query_style(encoding.style.as_deref(), encoding.explode);
                        format!("({}, Style::{style})", literal(name))
                    })
                    .collect();
                format!(".form(body, &[{}])", styles.join(", "))
            }
            ContentKind::Multipart => {
                let is_struct =
                    body.content.schema.as_ref().is_some_and(|schema| self.types.object(schema).is_some());
                format!(".multipart({})", if is_struct { "body.into()" } else { "body" })
            }
            ContentKind::Text => format!(".bytes({name}, body.to_owned())"),
            ContentKind::Bytes if media_type.contains('*') => ".bytes(content_type, body)".to_owned(),
            ContentKind::Bytes | ContentKind::Events => format!(".bytes({name}, body)"),
        }
    }

    /// Returns the path with its parameters filled in, as a Rust expression, and its template.
    fn path_expression(&self, path: &str) -> (String, String) {
        let Ok(template) = PathTemplate::parse(path) else { return (literal(path), path.to_owned()) };
        let given = self.path_arguments();
        let mut text = String::new();
        let mut arguments = String::new();
        for segment in template.segments() {
            text.push('/');
            for part in segment {
                match part {
                    // URLs take a backslash for a slash.
                    TemplatePart::Literal(literal) => {
                        text += &literal.replace('\\', "%5C").replace('{', "{{").replace('}', "}}");
                    }
                    TemplatePart::Parameter(name) => {
                        text += "{}";
                        let argument = given.iter().find(|argument| argument.parameter.name == *name);
                        arguments += &argument
                            .map(|argument| format!(", {}", path_text(argument)))
                            .unwrap_or_default();
                    }
                }
            }
        }
        if arguments.is_empty() {
            (literal(&text), text)
        } else {
            (format!("format!({}{arguments})", literal(&text)), text)
        }
    }
}

/// Returns the expression of a method. The first versions of `http` have no constant for `QUERY`.
fn method_expression(method: &str) -> String {
    let token = method_token(method);
    match token.as_ref() {
        "GET" | "PUT" | "POST" | "DELETE" | "PATCH" | "HEAD" | "OPTIONS" | "TRACE" => {
            format!("Method::{token}")
        }
        token => format!("Method::from_bytes(b{}).expect(\"a method\")", literal(token)),
    }
}

/// Returns the expression of a path parameter's text.
fn path_text(argument: &Argument<'_>) -> String {
    let style = style(argument.parameter);
    if argument.ty == "String" && matches!(style, "Simple" | "SimpleExplode") {
        return format!("encode_path({})", argument.value);
    }
    format!("path_styled({}, Style::{style}, {})?", literal(&argument.parameter.name), referenced(argument))
}

/// Returns an expression of a reference to an argument's value.
fn referenced(argument: &Argument<'_>) -> String {
    let is_value = is_copy(&argument.ty) && !argument.value.starts_with('&');
    format!("{}{}", if is_value { "&" } else { "" }, argument.value)
}

/// Returns the name of the style in which a parameter is written.
fn style(parameter: &Parameter) -> &'static str {
    if parameter.json {
        return "Json";
    }
    let explode = parameter.explode;
    match (parameter.location, parameter.style.as_deref()) {
        (ParameterLocation::Path, Some("label")) if explode == Some(true) => "LabelExplode",
        (ParameterLocation::Path, Some("label")) => "Label",
        (ParameterLocation::Path, Some("matrix")) if explode == Some(true) => "MatrixExplode",
        (ParameterLocation::Path, Some("matrix")) => "Matrix",
        (ParameterLocation::Path | ParameterLocation::Header, _) if explode == Some(true) => "SimpleExplode",
        (ParameterLocation::Path | ParameterLocation::Header, _) => "Simple",
        (ParameterLocation::Query, style) => query_style(style, explode),
        (ParameterLocation::Cookie, _) => query_style(None, explode),
    }
}

fn query_style(style: Option<&str>, explode: Option<bool>) -> &'static str {
    match style {
        Some("spaceDelimited") if explode != Some(true) => "SpaceDelimited",
        Some("pipeDelimited") if explode != Some(true) => "PipeDelimited",
        Some("deepObject") => "DeepObject",
        _ if explode == Some(false) => "Form",
        _ => "FormExplode",
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
        let mut field = self.field(&parameter.name, name, schema, parameter.required, description);
        if parameter.json && !parameter.required {
            field.distinguish_empty();
        }
        Some(field)
    }
}
