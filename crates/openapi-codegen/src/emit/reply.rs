//! Responses: the type that a method returns, and how it is read.

use super::{call::Call, types::Types, writer::Writer};
use crate::api::{Content, ContentKind, Operation, Response};

/// The value that a method returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Output {
    /// None.
    Empty,
    /// One type of JSON.
    Json(String),
    /// One type of JSON, or no body.
    Optional(String),
    Text,
    Bytes,
    /// A stream of events.
    Events,
    /// An enum of this name, by status.
    Several(String, Vec<(String, Self)>),
}

impl Output {
    pub(super) fn of(call: &Call<'_>) -> Self {
        let operation = call.operation;
        let is_stream_only = operation.responses.values().any(|response| response.events.is_some())
            && operation.responses.values().all(|response| response.content.is_none());
        if is_stream_only {
            return Self::Events;
        }
        let by_status: Vec<(String, Self)> = operation
            .responses
            .iter()
            .map(|(status, response)| (status.clone(), Self::of_response(call.types, response)))
            .collect();
        let mut kinds: Vec<Self> = Vec::new();
        for (_, output) in &by_status {
            if !kinds.contains(output) {
                kinds.push(output.clone());
            }
        }
        match kinds.as_slice() {
            [] => Self::Empty,
            [only] => only.clone(),
            [Self::Empty, Self::Json(ty)] | [Self::Json(ty), Self::Empty] => {
                let inner = ty.strip_prefix("Option<").and_then(|inner| inner.strip_suffix('>'));
                Self::Optional(inner.unwrap_or(ty).to_owned())
            }
            [Self::Empty, other @ (Self::Text | Self::Bytes)]
            | [other @ (Self::Text | Self::Bytes), Self::Empty] => other.clone(),
            _ => Self::Several(operation.reply_name.clone(), by_status),
        }
    }

    fn of_response(types: Types<'_>, response: &Response) -> Self {
        let Some(content) = &response.content else { return Self::Empty };
        match (&content.schema, content.kind()) {
            (Some(schema), kind) if kind.is_json() => Self::Json(types.of_nullable(schema)),
            (_, ContentKind::Text) => Self::Text,
            _ => Self::Bytes,
        }
    }

    /// Returns the type in a method's result.
    pub(super) fn declared(&self) -> String {
        match self {
            Self::Events => "EventStream".to_owned(),
            other => format!("Response<{}>", other.value()),
        }
    }

    fn value(&self) -> String {
        match self {
            Self::Empty => "()".to_owned(),
            Self::Json(ty) => ty.clone(),
            Self::Optional(ty) => format!("Option<{ty}>"),
            Self::Text => "String".to_owned(),
            Self::Bytes => "Bytes".to_owned(),
            Self::Events => "EventStream".to_owned(),
            Self::Several(name, _) => name.clone(),
        }
    }

    /// Returns the media types that the request asks for.
    pub(super) fn accept(&self, operation: &Operation) -> Option<String> {
        let contents: Vec<&Content> = match self {
            Self::Empty => return None,
            Self::Events => {
                operation.responses.values().filter_map(|response| response.events.as_ref()).collect()
            }
            _ => operation.responses.values().filter_map(|response| response.content.as_ref()).collect(),
        };
        let mut names: Vec<&str> = Vec::new();
        for content in contents {
            let is_plain_json = content.kind() == ContentKind::Json;
            let name = if is_plain_json { "application/json" } else { content.media_type.as_str() };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Some(names.join(", "))
    }

    pub(super) fn write_execute(&self, writer: &mut Writer) {
        let execute = match self {
            Self::Empty => "execute_empty",
            Self::Json(_) => "execute",
            Self::Optional(_) => "execute_optional",
            Self::Text => "execute_text",
            Self::Bytes => "execute_bytes",
            Self::Events => "execute_events",
            Self::Several(name, by_status) => return write_by_status(writer, name, by_status),
        };
        writer.line(format!("self.call.{execute}(request).await"));
    }

    /// Writes the enum of several types, if this is one.
    pub(super) fn write_enum(&self, writer: &mut Writer, call: &Call<'_>) {
        let Self::Several(name, by_status) = self else { return };
        writer.line("");
        writer.doc([
            format!("The value that `{}` returns, by the status of the response.", call.id()).as_str()
        ]);
        writer.line("#[derive(Clone, Debug, PartialEq)]");
        writer.line("#[non_exhaustive]");
        writer.block(format!("pub enum {name}"), |writer| {
            for (status, output) in by_status {
                let description =
                    call.operation.responses.get(status).map(|response| response.description.as_str());
                writer.doc([format!("{status}. {}", description.unwrap_or_default()).as_str()]);
                match output {
                    Self::Empty => writer.line(format!("{},", variant(status))),
                    // A type that contains this one is as large as itself.
                    output => writer.line(format!("{}({}),", variant(status), output.value())),
                }
            }
            writer.doc(["A status that the document does not list, with its body as it came."]);
            writer.line("Other(Bytes),");
        });
    }
}

fn write_by_status(writer: &mut Writer, name: &str, by_status: &[(String, Output)]) {
    writer.line("self.call");
    writer.deeper(|writer| {
        writer.line(".execute_reply(request, |reply| {");
        writer.deeper(|writer| {
            writer.line("Ok(match reply.status() {");
            writer.deeper(|writer| {
                let (ranges, exact): (Vec<_>, Vec<_>) =
                    by_status.iter().partition(|(status, _)| status.contains('X'));
                for (status, output) in exact.into_iter().chain(ranges) {
                    let pattern = if status.contains('X') { "200..=299" } else { status.as_str() };
                    let variant = format!("{name}::{}", variant(status));
                    let read = match output {
                        Output::Empty => variant,
                        Output::Json(_) | Output::Optional(_) => format!("{variant}(reply.json()?)"),
                        Output::Text => format!("{variant}(reply.text())"),
                        _ => format!("{variant}(reply.bytes())"),
                    };
                    writer.line(format!("{pattern} => {read},"));
                }
                writer.line(format!("_ => {name}::Other(reply.bytes()),"));
            });
            writer.line("})");
        });
        writer.line("})");
        writer.line(".await");
    });
}

fn variant(status: &str) -> String {
    if status.contains('X') { "Success".to_owned() } else { format!("Status{status}") }
}
