//! Names for everything that becomes Rust: types, methods and parameter structs. Where a name is taken, or belongs to
//! Rust, a number or a word stands behind it.

use std::collections::{BTreeMap, HashMap, HashSet};

use indexmap::IndexMap;
use openapi_document::Pointer;

use crate::{
    api::{Api, Group, Operation, Parameter, Schema, Shape},
    ident,
    report::{Owner, Report, Rule},
};

static NO_ID: Rule =
    Rule::lowered("operationId missing", "the method is named after the HTTP method and the path");
static SAME_ID: Rule = Rule::warning(
    "operationId taken",
    "ids have to differ, as Rust names too; a number tells the methods apart",
);
static RENAMED: Rule = Rule::lowered(
    "type name taken",
    "another type has the name, or Rust; a word or a number stands behind it",
);

/// Names of types that emitted code uses without their module, and of Rust's prelude.
const RESERVED_TYPES: [&str; 52] = [
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "String",
    "Vec",
    "Box",
    "Default",
    "Self",
    "Clone",
    "Copy",
    "Debug",
    "PartialEq",
    "Eq",
    "Ord",
    "Send",
    "Sync",
    "Sized",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Into",
    "TryFrom",
    "TryInto",
    "AsRef",
    "Extend",
    "Iterator",
    "IntoIterator",
    "ToString",
    "ToOwned",
    "Serialize",
    "Deserialize",
    "BTreeMap",
    "Map",
    "Value",
    "DateTime",
    "NaiveDate",
    "Utc",
    "Call",
    "CallError",
    "Client",
    "ClientBuilder",
    "RequestBuilder",
    "Response",
    "Secret",
    "Method",
    "Style",
    "Bytes",
];

/// More of them, where an operation sends a form with files or returns a stream.
pub(crate) const RESERVED_BY_USE: [&str; 3] = ["File", "Multipart", "EventStream"];

/// Methods that a client has in any case.
const CLIENT_METHODS: [&str; 5] = ["new", "builder", "with_call", "call", "clone"];

/// Gives every type, method and parameter struct a name that no other one has.
pub(super) fn name(api: &mut Api, report: &mut Report) {
    name_operations(api, report);
    let mut names = Names::default();
    let reserved = reserved_types(api);
    reserved.iter().for_each(|name| names.reserve((*name).to_owned()));
    name_components(api, &mut names, &reserved, report);
    for schema in api.schemas.values_mut() {
        let base = schema.rust.name.clone().unwrap_or_default();
        names.name_inside(schema, &base);
    }
    for (path, item) in &mut api.paths {
        let base = ident::type_name(path);
        item.parameters.iter_mut().for_each(|parameter| names.name_parameter(parameter, &base));
        item.operations.values_mut().for_each(|operation| names.name_operation(operation));
    }
    name_structs(api, &mut names);
}

/// Names the types that only operations have: groups, parameter structs, forms and enums of responses.
fn name_structs(api: &mut Api, names: &mut Names) {
    let mut shared: HashSet<String> =
        api.operations().filter_map(|(_, _, _, operation)| operation.params_name.clone()).collect();
    let mut free = |wanted: String| {
        let name = ident::numbered(wanted, |name| names.0.contains_key(name) || shared.contains(name));
        shared.insert(name.clone());
        name
    };
    for group in api.groups.values_mut() {
        group.type_name = free(format!("{}Api", ident::type_name(&group.method_name)));
    }
    for operation in api.paths.values_mut().flat_map(|item| item.operations.values_mut()) {
        let base = ident::type_name(operation.id.as_deref().unwrap_or_default());
        if operation.params_name.is_none() {
            operation.params_name = Some(free(format!("{base}Params")));
        }
        operation.form_name = free(format!("{base}Form"));
        operation.reply_name = free(format!("{base}Reply"));
    }
}

/// Gives every operation an id and a method name.
fn name_operations(api: &mut Api, report: &mut Report) {
    let mut ids: HashSet<String> = HashSet::new();
    let given: Vec<String> = api
        .operations()
        .filter_map(|(_, _, _, operation)| operation.id.as_deref().map(ident::type_name))
        .collect();
    let given: HashSet<String> = given.into_iter().collect();
    let mut methods: BTreeMap<Option<String>, HashSet<String>> = BTreeMap::new();
    let tags: Vec<String> =
        api.operations().filter_map(|(_, _, _, operation)| operation.group.clone()).collect();
    let mut groups = IndexMap::<String, Group>::new();
    for tag in tags {
        if !groups.contains_key(&tag) {
            let is_taken = |name: &str| {
                CLIENT_METHODS.contains(&name) || groups.values().any(|group| group.method_name == name)
            };
            let method_name = ident::numbered(ident::method_name(&tag), is_taken);
            groups.insert(tag, Group { method_name, type_name: String::new() });
        }
    }
    for (path, item) in &mut api.paths {
        for (method, operation) in &mut item.operations {
            let owner = Owner::Operation(path.clone(), method.clone());
            let at = operation.at.clone();
            let wanted = match operation.id.take() {
                Some(id) => id,
                None => {
                    let id = id_of(method, path);
                    report.note(&NO_ID, &at, &id, &owner);
                    ident::numbered(id, |name| given.contains(&ident::type_name(name)))
                }
            };
            let taken = methods.entry(operation.group.clone()).or_default();
            let is_reserved = |name: &str| match operation.group {
                None => {
                    CLIENT_METHODS.contains(&name) || groups.values().any(|group| group.method_name == name)
                }
                Some(_) => false,
            };
            let method_name = ident::numbered(ident::method_name(&wanted), |name| {
                taken.contains(name) || is_reserved(name)
            });
            let id = ident::numbered(wanted.clone(), |name| ids.contains(&ident::type_name(name)));
            if id != wanted {
                report.note(&SAME_ID, &at.child("operationId"), format!("{wanted} became {id}"), &owner);
            }
            taken.insert(method_name.clone());
            let responses = || operation.responses.values();
            if responses().any(|response| response.events.is_some())
                && responses().any(|response| response.content.is_some())
            {
                let wanted = format!("{method_name}_events");
                let name = ident::numbered(wanted, |name| taken.contains(name) || is_reserved(name));
                taken.insert(name.clone());
                operation.events_name = Some(name);
            }
            ids.insert(ident::type_name(&id));
            operation.method_name = method_name;
            operation.id = Some(id);
        }
    }
    api.groups = groups;
}

/// Returns `get_users_by_id` for `GET /users/{id}`.
fn id_of(method: &str, path: &str) -> String {
    let mut id = ident::method_name(method);
    for segment in path.split(['/', '?', '#', '&']).filter(|segment| !segment.is_empty()) {
        match segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}')) {
            Some(parameter) => id += &format!("_by_{}", ident::method_name(parameter)),
            None => id += &format!("_{}", ident::method_name(segment)),
        }
    }
    id
}

fn name_components(api: &mut Api, names: &mut Names, reserved: &[&str], report: &mut Report) {
    // Names that the document gives for Rust come first: it means exactly those.
    for schema in api.schemas.values() {
        schema.rust.name.iter().for_each(|name| names.reserve(name.clone()));
    }
    for (name, schema) in &mut api.schemas {
        if schema.rust.name.is_some() {
            continue;
        }
        let plain = ident::type_name(name);
        let is_type = matches!(schema.shape, Shape::Object(_)) || schema.is_enum();
        let wanted = if is_type && reserved.contains(&plain.as_str()) {
            format!("{plain}Model")
        } else {
            plain.clone()
        };
        let free = if is_type { ident::numbered(wanted, |name| names.0.contains_key(name)) } else { wanted };
        if free != plain {
            let at = Pointer::of(["components", "schemas", name]);
            report.note(&RENAMED, &at, format!("{name} became {free}"), &Owner::Schema(name.clone()));
        }
        if is_type {
            names.reserve(free.clone());
            if schema.nullable {
                // progenitor gives the component's name to a wrapper around the optional value.
                names.reserve(format!("{plain}Inner"));
            }
        }
        schema.rust.name = Some(free);
    }
}

fn reserved_types(api: &Api) -> Vec<&'static str> {
    let by_use = RESERVED_BY_USE.iter().filter(|_| api.has_files_or_streams());
    RESERVED_TYPES.iter().chain(by_use).copied().collect()
}

/// Returns the name of a component's type.
pub(crate) fn component_type(name: &str, schema: &Schema) -> String {
    schema.rust.name.clone().unwrap_or_else(|| ident::type_name(name))
}

/// The names that are taken, each with the schema that has it; `None` for components.
#[derive(Default)]
struct Names(HashMap<String, Option<Schema>>);

impl Names {
    fn reserve(&mut self, name: String) {
        self.0.insert(name, None);
    }

    fn name_operation(&mut self, operation: &mut Operation) {
        let base = ident::type_name(operation.id.as_deref().unwrap_or_default());
        operation.parameters.iter_mut().for_each(|parameter| self.name_parameter(parameter, &base));
        for schema in operation.body.iter_mut().filter_map(|body| body.content.schema.as_mut()) {
            self.name_schema(schema, &format!("{base}Body"));
        }
        for (name, responses) in [("Response", &mut operation.responses), ("Error", &mut operation.errors)] {
            let responses = responses.values_mut();
            for response in responses {
                for content in response.content.iter_mut() {
                    content
                        .schema
                        .iter_mut()
                        .for_each(|schema| self.name_schema(schema, &format!("{base}{name}")));
                }
                for content in response.events.iter_mut() {
                    content
                        .schema
                        .iter_mut()
                        .for_each(|schema| self.name_schema(schema, &format!("{base}Event")));
                }
            }
        }
    }

    fn name_parameter(&mut self, parameter: &mut Parameter, base: &str) {
        let name = format!("{base}{}", ident::type_name(&parameter.name));
        parameter.schema.iter_mut().for_each(|schema| self.name_schema(schema, &name));
    }

    fn name_schema(&mut self, schema: &mut Schema, wanted: &str) {
        let is_type = matches!(schema.shape, Shape::Object(_)) || schema.is_enum();
        if !is_type || schema.rust.path.is_some() {
            return self.name_inside(schema, wanted);
        }
        let wanted = schema.rust.type_name.clone().unwrap_or_else(|| wanted.to_owned());
        let name = self.free(&wanted, schema);
        self.name_inside(schema, &name);
        schema.title = Some(name);
    }

    fn name_inside(&mut self, schema: &mut Schema, base: &str) {
        match &mut schema.shape {
            Shape::Array(items) => self.name_schema(items, &format!("{base}Item")),
            Shape::Map(values) => self.name_schema(values, &format!("{base}Value")),
            Shape::Object(fields) => {
                for (name, field) in &mut fields.properties {
                    self.name_schema(field, &format!("{base}{}", ident::type_name(name)));
                }
                if let Some(additional) = &mut fields.additional {
                    self.name_schema(additional, &format!("{base}AdditionalProperty"));
                }
            }
            _ => {}
        }
    }

    /// Returns the wanted name, or the first numbered one that is free; equal schemas share a name.
    fn free(&mut self, wanted: &str, schema: &Schema) -> String {
        let is_other = |known: &Option<Schema>| {
            !known.as_ref().is_some_and(|known| known.shape == schema.shape && known.values == schema.values)
        };
        let name = ident::numbered(ident::type_name(wanted), |name| self.0.get(name).is_some_and(is_other));
        self.0.entry(name.clone()).or_insert_with(|| Some(schema.clone()));
        name
    }
}
