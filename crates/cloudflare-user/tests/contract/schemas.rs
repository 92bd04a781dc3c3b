//! The JSON Schemas of the facade's types are those of the description.

use std::collections::BTreeMap;

use cloudflare_user::{
    AuditLog, BillingHistoryItem, BillingProfile, CloudflareMessage, CreatedToken, Invite, Organization,
    PageInfo, PermissionGroup, Subscription, Tenant, Token, TokenVerification, User,
};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use crate::calls::description;

/// Where the facade's types differ from the description on purpose.
const DELIBERATE: [(&str, &str); 7] = [
    ("$.policies[].resources", "left open by the description; the facade types flat and nested ones"),
    ("$.oldValue", "left open by the description; the facade tells texts from objects"),
    ("$.newValue", "left open by the description; the facade tells texts from objects"),
    ("$.error_chain", "the type itself again"),
    ("$.payment_gateway", "sent, never answered"),
    ("$.payment_nonce", "sent, never answered"),
    ("$.device_data", "sent, never answered"),
];

#[test]
fn the_types_are_what_the_description_says() {
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
    let document = description();
    let document = document.document();
    let described = document.pointer(&format!("/components/schemas/{schema}")).unwrap();
    let ours = SchemaGenerator::default().into_root_schema_for::<T>().to_value();
    let described = places(document, described);
    assert!(described.len() >= 4, "the description of {schema} is empty");
    assert_eq!(places(&ours, &ours), described, "{schema}");
}

/// What kind of value stands at which place, such as `$.rate_plan.id: string`.
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
    // The parts of a whole; one of them says what kind it is.
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

/// The type without null: whether a field may be null is about reading, and all may.
fn kind(schema: &Value) -> String {
    match &schema["type"] {
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => {
            kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap().to_owned()
        }
        _ => "any".to_owned(),
    }
}
