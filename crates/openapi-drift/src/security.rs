//! What an operation wants for authentication, whatever the schemes are called.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    document::{Document, Node},
    fact::Fact,
    ledger::Spot,
    operations::{Operation, missing_spot, part_spot},
};

/// The choices of credentials, and where they stand: at the operation, or else at the top of the document.
pub fn requirements<'v>(operation: &Operation<'v>, document: Document<'v>) -> (Fact, Spot) {
    let own = missing_spot(&operation.node, "security");
    let Some(holder) = operation.node.raw("security").or_else(|| document.root().raw("security")) else {
        return (Fact::Choices(Some(BTreeSet::from(["nothing".to_owned()]))), own);
    };
    let mut choices: BTreeSet<String> =
        holder.elements().iter().map(|choice| credentials(choice, document)).collect();
    if choices.is_empty() {
        choices.insert("nothing".to_owned());
    }
    let mut spot = part_spot(&holder);
    spot.sources.extend(own.sources);
    (Fact::Choices(Some(choices)), spot)
}

fn credentials(choice: &Node<'_>, document: Document<'_>) -> String {
    let schemes = document.root().get("components").and_then(|components| components.get("securitySchemes"));
    let needed: BTreeSet<String> = choice
        .entries()
        .into_iter()
        .map(|(name, scopes)| {
            let scheme = schemes.as_ref().and_then(|schemes| schemes.get(name));
            scheme.map_or_else(|| name.to_owned(), |scheme| credential(&scheme)) + &scope_list(&scopes)
        })
        .collect();
    if needed.is_empty() { "nothing".to_owned() } else { Vec::from_iter(needed).join(" + ") }
}

fn credential(scheme: &Node<'_>) -> String {
    let text = |key: &str| scheme.text(key).unwrap_or_default();
    match text("type") {
        "apiKey" => format!("{} {}", text("in"), text("name")),
        "http" => text("scheme").to_lowercase(),
        other => other.to_owned(),
    }
}

fn scope_list(scopes: &Node<'_>) -> String {
    let scopes: BTreeSet<&str> =
        scopes.value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if scopes.is_empty() { String::new() } else { format!(" ({})", Vec::from_iter(scopes).join(" ")) }
}
