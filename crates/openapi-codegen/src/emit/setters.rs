//! Setters of the facade's requests: one for each query and header parameter of the operation behind it.

use std::collections::BTreeSet;

use super::{client::Call, types::Types, writer::Writer};

/// Writes the setters; empty where no operation names a request.
pub(super) fn write(types: Types<'_>) -> String {
    let mut names = BTreeSet::new();
    let mut writer = Writer::default();
    let mut written = BTreeSet::new();
    for call in Call::all(types) {
        let Some(request) = call.operation.request_name.as_deref().filter(|name| written.insert(*name)) else {
            continue;
        };
        writer.line("");
        writer.block(format!("impl crate::{request}"), |writer| {
            for (index, (_, field)) in call.params().into_iter().enumerate() {
                if index > 0 {
                    writer.line("");
                }
                let (argument, value) = field.setter();
                names.extend(imported(&field.ty));
                writer.doc([field.description.unwrap_or_default()]);
                let name = &field.name;
                writer.block(format!("pub fn {name}(mut self, {argument}) -> Self"), |writer| {
                    writer.line(format!("self.params.{name} = {value};"));
                    writer.line("self");
                });
            }
        });
    }
    let imports = match names.into_iter().collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        [one] => format!("use {one};\n"),
        several => several.iter().map(|path| format!("use {path};\n")).collect(),
    };
    let text = writer.into_text();
    if text.is_empty() { text } else { format!("{imports}{text}") }
}

/// The paths that a type's names have in a facade.
fn imported(ty: &str) -> Vec<String> {
    let names = ty.split(|c: char| !c.is_alphanumeric()).filter(|name| !name.is_empty());
    names
        .filter_map(|name| match name {
            "String" | "Vec" | "bool" | "i64" | "u64" | "f64" => None,
            "DateTime" | "Utc" | "NaiveDate" => Some(format!("chrono::{name}")),
            "Value" => Some("serde_json::Value".to_owned()),
            _ => Some(format!("crate::{name}")),
        })
        .collect()
}
