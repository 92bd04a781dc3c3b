//! The client: its methods, grouped by tag in a crate of its own, and the structs of their parameters.

use std::collections::BTreeMap;

use super::{
    call::Call,
    form,
    model::{write_new, write_setters},
    reply::Output,
    types::{Field, Types},
    writer::Writer,
};
use crate::{
    api::method_token,
    error::{Error, Result},
};

/// Writes the client, the parameter structs, and the types of forms and responses that only one operation has.
///
/// # Errors
/// If two operations share a parameter struct and their parameters differ.
pub(super) fn write(writer: &mut Writer, types: Types<'_>, document: &str) -> Result<()> {
    let calls = Call::all(types);
    let is_grouped = |call: &&Call<'_>| types.own_crate && call.operation.group.is_some();
    let (grouped, direct): (Vec<&Call<'_>>, Vec<&Call<'_>>) = calls.iter().partition(is_grouped);
    let mut groups: BTreeMap<&str, Vec<&Call<'_>>> = BTreeMap::new();
    for call in grouped {
        groups.entry(call.operation.group.as_deref().unwrap_or_default()).or_default().push(call);
    }
    write_client(writer, types, document, &direct, &groups);
    for (tag, calls) in &groups {
        write_group(writer, types, tag, calls);
    }
    write_params(writer, &calls, document)?;
    for call in &calls {
        form::write(writer, call);
        Output::of(call).write_enum(writer, call);
    }
    Ok(())
}

fn write_client(
    writer: &mut Writer,
    types: Types<'_>,
    document: &str,
    direct: &[&Call<'_>],
    groups: &BTreeMap<&str, Vec<&Call<'_>>>,
) {
    writer.line("");
    writer.doc([
        &format!("The operations of `{document}`, one method each."),
        "Creating a client sends no request. Each method sends one call, with the retries and time limits of the \
         [`Call`] that the client was created with.",
    ]);
    writer.line("#[derive(Clone, Debug)]");
    writer.block("pub struct Client", |writer| writer.line("call: Call,"));
    writer.line("");
    writer.block("impl Client", |writer| {
        writer.doc(["Creates a client that sends its requests with `call`."]);
        let new = if types.own_crate { "with_call" } else { "new" };
        writer.block(format!("pub fn {new}(call: Call) -> Self"), |writer| writer.line("Self { call }"));
        if types.own_crate {
            writer.line("");
            writer.doc([
                "Returns the call that sends the requests, also those that the document does not name.",
            ]);
            writer.block("pub fn call(&self) -> &Call", |writer| writer.line("&self.call"));
        }
        for tag in groups.keys() {
            let Some(group) = types.api.groups.get(*tag) else { continue };
            writer.line("");
            let doc = format!("Returns the operations of `{tag}`.");
            writer.doc([doc.as_str(), types.api.tags.get(*tag).map_or("", String::as_str)]);
            let (method, ty) = (&group.method_name, &group.type_name);
            writer.block(format!("pub fn {method}(&self) -> {ty}<'_>"), |writer| {
                writer.line(format!("{ty} {{ call: &self.call }}"));
            });
        }
        direct.iter().for_each(|call| call.write(writer));
    });
}

fn write_group(writer: &mut Writer, types: Types<'_>, tag: &str, calls: &[&Call<'_>]) {
    let Some(group) = types.api.groups.get(tag) else { return };
    let ty = &group.type_name;
    writer.line("");
    let description = types.api.tags.get(tag).map_or("", String::as_str);
    writer.doc([format!("The operations of `{tag}`.").as_str(), description]);
    writer.line("#[derive(Clone, Copy, Debug)]");
    writer.block(format!("pub struct {ty}<'c>"), |writer| writer.line("call: &'c Call,"));
    writer.line("");
    writer.block(format!("impl {ty}<'_>"), |writer| {
        writer.items(calls, |writer, call| call.write(writer));
    });
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
                let operation = format!("{} {}", method_token(other.method), other.path);
                let detail = format!("shares `{name}` with {}, and their parameters differ", first.id());
                return Err(Error::Operation { operation, detail });
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
            if field.schema.deprecated {
                writer.line("#[deprecated]");
            }
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
