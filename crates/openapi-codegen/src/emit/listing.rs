//! The generated methods, for programs that call them: what stands for each part of an operation.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{
    call::{Call, MethodArgument, Role},
    form, package,
    reply::Output,
    types::{Field, Types},
};
use crate::api::{Api, CredentialKind, Parameter};

/// Lists the methods of a crate of its own.
///
/// Each has its operation, that operation's location `at` in the document, the call behind `client.`, the type that it
/// returns, and its arguments; a struct of parameters or a multipart form has the fields, one setter each.
pub fn methods(api: &Api) -> Value {
    let boxes = HashSet::new();
    let types = Types { api, runtime: "", own_crate: true, boxes: &boxes };
    Call::all(types).iter().flat_map(methods_of).collect()
}

/// Lists the methods of the client's builder that take a credential.
pub fn credentials(api: &Api) -> Value {
    let methods = package::credential_methods(api);
    let pairs = api.credentials.iter().zip(methods);
    pairs
        .map(|(credential, method)| {
            let arguments: &[&str] = match credential.kind {
                CredentialKind::Basic => &["user", "password"],
                CredentialKind::Bearer => &["token"],
                _ => &["secret"],
            };
            json!({ "scheme": credential.name, "method": method, "arguments": arguments })
        })
        .collect()
}

/// Returns the method of an operation, and the one that reads the same response as a stream where there are two.
fn methods_of(call: &Call<'_>) -> Vec<Value> {
    let operation = call.operation;
    let group = operation.group.as_deref().and_then(|tag| call.types.api.groups.get(tag));
    let group = group.map(|group| format!("{}().", group.method_name)).unwrap_or_default();
    let arguments: Vec<Value> = call.arguments().iter().map(|one| argument(call, one)).collect();
    let method = |name: &str, output: &Output| {
        json!({
            "operation": call.id(),
            "at": operation.at.as_str(),
            "call": format!("{group}{name}"),
            "arguments": arguments,
            "returns": output.declared(),
        })
    };
    let mut methods = vec![method(&operation.method_name, &Output::of(call))];
    methods.extend(operation.events_name.iter().map(|name| method(name, &Output::Events)));
    methods
}

fn argument(call: &Call<'_>, MethodArgument { name, ty, role }: &MethodArgument<'_>) -> Value {
    let mut json = json!({ "name": name, "type": ty });
    match role {
        Role::Path(parameter) => locate(&mut json, parameter),
        Role::Params => {
            let fields = call.params().into_iter().map(|(parameter, held)| {
                let mut json = field(&held);
                locate(&mut json, parameter);
                json
            });
            json["fields"] = fields.collect();
        }
        Role::ContentType => json["in"] = json!("content type"),
        Role::Body(body) => {
            json["in"] = json!("body");
            json["media_type"] = json!(body.content.media_type);
            json["at"] = json!(body.at.as_str());
            if let Some((_, fields)) = form::fields(call) {
                json["fields"] = fields.iter().map(field).collect();
            }
        }
    }
    json
}

fn locate(json: &mut Value, parameter: &Parameter) {
    json["in"] = json!(parameter.location.name());
    json["at"] = json!(parameter.at.as_str());
}

fn field(field: &Field<'_>) -> Value {
    json!({ "name": field.name, "type": field.ty, "wire": field.wire })
}
