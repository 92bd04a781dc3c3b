//! Names that become Rust names: of operations and of types.

use std::collections::HashMap;

use openapi_document::Pointer;

use super::Preflight;
use crate::{
    ident,
    report::{Owner, Rule},
};

static NO_ID: Rule = Rule::refused(
    "operationId missing",
    "the generated method is named after it; add `operationId` with an overlay action",
);
static SAME_ID: Rule = Rule::refused(
    "operationId taken",
    "two generated methods would have one name; change one `operationId` with an overlay action",
);
static RESERVED_ID: Rule = Rule::refused(
    "operationId reserved",
    "the generated client has a method of that name already; change the `operationId` with an overlay action",
);
static SAME_TYPE: Rule = Rule::refused(
    "type name taken",
    "two generated types would have one name; rename one of the components with an overlay action",
);

/// What progenitor's `Client` and the traits that it calls on itself define.
const RESERVED: [&str; 9] =
    ["new", "new_with_client", "api_version", "baseurl", "client", "inner", "pre", "exec", "post"];

impl Preflight<'_> {
    pub(super) fn operation_names(&mut self) {
        let mut taken: HashMap<String, String> = HashMap::new();
        for (path, method, _, operation) in self.api.operations() {
            let owner = Owner::Operation(path.to_owned(), method.to_owned());
            let Some(id) = operation.id.as_deref().filter(|id| !id.is_empty()) else {
                self.refuse(&NO_ID, &operation.at, "", &owner);
                continue;
            };
            let at = operation.at.child("operationId");
            let name = ident::method_name(id);
            if RESERVED.contains(&name.as_str()) {
                self.refuse(&RESERVED_ID, &at, id, &owner);
            }
            match taken.get(&name) {
                Some(other) => {
                    let detail = format!("{id} and that of {other} both become {name}");
                    self.refuse(&SAME_ID, &at, detail, &owner);
                }
                None => {
                    taken.insert(name, owner.to_string());
                }
            }
        }
    }

    pub(super) fn component_names(&mut self) {
        let mut taken: HashMap<String, &str> = HashMap::new();
        for (name, schema) in &self.api.schemas {
            let mut types = vec![ident::type_name(name)];
            if schema.nullable {
                types.push(ident::type_name(&format!("{name}Inner")));
            }
            for made in types {
                if let Some(other) = taken.get(&made) {
                    let at = Pointer::of(["components", "schemas", name]);
                    let detail = format!("{name} and {other} both become {made}");
                    self.refuse(&SAME_TYPE, &at, detail, &Owner::Schema(name.clone()));
                } else {
                    taken.insert(made, name);
                }
            }
        }
    }
}
