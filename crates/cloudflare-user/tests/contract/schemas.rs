//! The JSON Schemas of the types are those of the OpenAPI document.

use std::collections::BTreeMap;

use cloudflare_user::{
    AuditLog, BillingHistoryItem, BillingProfile, CloudflareMessage, CreatedToken, Invite, Organization,
    PageInfo, PermissionGroup, Subscription, Tenant, Token, TokenVerification, User,
};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use crate::calls::spec;

/// Paths at which the types differ from the document on purpose.
const DELIBERATE: [(&str, &str); 4] = [
    ("$.policies[].resources", "left open by the document; the type tells flat from nested ones"),
    ("$.oldValue", "left open by the document; the type tells strings from objects"),
    ("$.newValue", "left open by the document; the type tells strings from objects"),
    ("$.error_chain", "the type itself again"),
];

#[test]
fn the_types_have_the_schemas_of_the_document() {
    assert_same::<User>("User");
    assert_same::<AuditLog>("AuditLog");
    assert_same::<BillingHistoryItem>("BillingHistoryItem");
    assert_same::<BillingProfile>("BillingProfile");
    assert_same::<Invite>("Invite");
    assert_same::<Organization>("Organization");
    assert_same::<PermissionGroup>("PermissionGroup");
    assert_same::<Subscription>("Subscription");
    assert_same::<Tenant>("Tenant");
    assert_same::<Token>("Token");
    assert_same::<CreatedToken>("TokenWithValue");
    assert_same::<TokenVerification>("TokenVerification");
    assert_same::<CloudflareMessage>("Message");
    assert_same::<PageInfo>("ResultInfo");
}

fn assert_same<T: JsonSchema>(schema: &str) {
    let document = spec();
    let document = document.document();
    let documented = document.pointer(&format!("/components/schemas/{schema}")).unwrap();
    let ours = SchemaGenerator::default().into_root_schema_for::<T>().to_value();
    let documented = places(document, documented);
    assert!(documented.len() >= 4, "the schema of {schema} is empty");
    assert_eq!(places(&ours, &ours), documented, "{schema}");
}

/// Returns the type of each path, such as `$.rate_plan.id: string`.
fn places(document: &Value, schema: &Value) -> BTreeMap<String, String> {
    let mut places = BTreeMap::new();
    collect(document, schema, "$", &mut places);
    places
}

fn collect(document: &Value, schema: &Value, path: &str, places: &mut BTreeMap<String, String>) {
    if DELIBERATE.iter().any(|(deliberate, _)| *deliberate == path) {
        return;
    }
    if let Some(reference) = schema["$ref"].as_str() {
        return collect(document, document.pointer(&reference[1..]).unwrap(), path, places);
    }
    if let Some(branches) = schema["anyOf"].as_array() {
        let branch = branches.iter().find(|branch| branch["type"] != json!("null")).unwrap();
        return collect(document, branch, path, places);
    }
    // One of the parts of an `allOf` has the type.
    if let Some(parts) = schema["allOf"].as_array() {
        parts.iter().for_each(|part| collect(document, part, path, places));
    }
    let format = schema["format"].as_str().filter(|format| *format == "date-time");
    let kind = format.map_or(kind(schema), str::to_owned);
    places.entry(path.to_owned()).or_insert(kind);
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        collect(document, member, &format!("{path}.{name}"), places);
    }
    if schema["items"].is_object() {
        collect(document, &schema["items"], &format!("{path}[]"), places);
    }
}

/// Returns the type without null: every field may be null when it is read.
fn kind(schema: &Value) -> String {
    match &schema["type"] {
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => {
            kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap().to_owned()
        }
        _ => "any".to_owned(),
    }
}
