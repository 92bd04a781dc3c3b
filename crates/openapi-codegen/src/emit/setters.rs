//! Setters of the facade's requests: one for each query and header parameter of the operation behind it.

use std::collections::BTreeSet;

use super::{call::Call, types::Types, writer::Writer};

/// Writes the setters, and lists the types of the crate that they name; `None` if no operation names a request.
pub(super) fn write(types: Types<'_>) -> Option<(String, BTreeSet<String>)> {
    let mut named = BTreeSet::new();
    let mut writer = Writer::default();
    let mut written = BTreeSet::new();
    for call in Call::all(types) {
        let Some(request) = call.operation.request_name.as_deref().filter(|name| written.insert(*name))
        else {
            continue;
        };
        writer.line("");
        writer.block(format!("impl crate::{request}"), |writer| {
            let params = call.params().into_iter().filter(|(_, field)| !field.schema.rust.no_setter);
            for (index, (_, field)) in params.enumerate() {
                if index > 0 {
                    writer.line("");
                }
                let (argument, value) = field.setter();
                let name = &field.name;
                named.extend(crate_types(&field.ty));
                writer.doc([setter_doc(field.wire, field.description.unwrap_or_default()).as_str()]);
                writer.function(
                    format!("pub fn {name}"),
                    &["mut self".to_owned(), argument],
                    "Self",
                    |writer| {
                        writer.assign(&format!("self.params.{name}"), &value);
                        writer.line("self");
                    },
                );
            }
        });
    }
    (!written.is_empty()).then(|| (writer.into_text(), named))
}

/// Turns the noun phrase that describes a parameter into what its setter does.
fn setter_doc(wire: &str, description: &str) -> String {
    let mut letters = description.chars();
    let rest = letters.clone().skip(1).collect::<String>();
    match letters.next() {
        None => format!("Sets `{wire}`."),
        // An abbreviation, such as `ID`, keeps its capitals.
        Some(_) if rest.starts_with(char::is_uppercase) => format!("Sets `{wire}`: {description}"),
        Some(first) => format!("Sets `{wire}`: {}{rest}", first.to_lowercase()),
    }
}

/// Returns the names in a type that are no type of the standard library, chrono or `serde_json`.
fn crate_types(ty: &str) -> impl Iterator<Item = String> {
    const OTHERS: [&str; 10] =
        ["String", "Vec", "BTreeMap", "bool", "i64", "u64", "f64", "DateTime", "Utc", "NaiveDate"];
    let names = ty.split(|c: char| !c.is_alphanumeric() && c != '_');
    let is_own = |name: &&str| !name.is_empty() && *name != "Value" && !OTHERS.contains(name);
    names.filter(is_own).map(str::to_owned)
}
