//! Removal of what cannot be generated, and of all that needs it, so that the rest can be generated.

use std::collections::{BTreeMap, HashSet, btree_map::Entry};

use crate::{
    api::{Api, Operation, PathItem, Schema},
    report::{Owner, Report},
};

/// An operation that was left out, with the reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Method and path.
    pub operation: String,
    /// The reasons.
    pub reasons: Vec<String>,
}

/// Removes everything unsupported, with all that refers to it.
pub fn prune(api: &mut Api, report: &Report) -> Vec<LeftOut> {
    let mut reasons: BTreeMap<Owner, Vec<String>> = BTreeMap::new();
    for finding in report.unsupported() {
        let reason = format!("{}: {} ({})", finding.rule.name, finding.at, finding.detail);
        reasons.entry(finding.owner.clone()).or_default().push(reason);
    }
    spread(api, &mut reasons);
    let mut left_out = left_out(api, &reasons);
    left_out.extend(lost(api, &reasons));
    api.schemas.retain(|name, _| !reasons.contains_key(&Owner::Schema(name.clone())));
    for (path, item) in &mut api.paths {
        item.operations.retain(|method, _| {
            let name = operation_name(path, method);
            !left_out.iter().any(|left_out| left_out.operation == name)
        });
    }
    api.paths.retain(|_, item| !item.operations.is_empty());
    left_out
}

/// Marks every component that refers to one that is left out.
fn spread(api: &Api, reasons: &mut BTreeMap<Owner, Vec<String>>) {
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, schema) in &api.schemas {
        schema.references().into_iter().for_each(|used| users.entry(used).or_default().push(name));
    }
    let bad = |owner: &Owner| if let Owner::Schema(name) = owner { Some(name.clone()) } else { None };
    let mut open: Vec<String> = reasons.keys().filter_map(bad).collect();
    while let Some(name) = open.pop() {
        for user in users.get(name.as_str()).into_iter().flatten() {
            let owner = Owner::Schema((*user).to_owned());
            if let Entry::Vacant(vacant) = reasons.entry(owner) {
                vacant.insert(vec![format!("needs schema {name}")]);
                open.push((*user).to_owned());
            }
        }
    }
}

fn left_out(api: &Api, reasons: &BTreeMap<Owner, Vec<String>>) -> Vec<LeftOut> {
    let mut left_out = Vec::new();
    for (path, method, item, operation) in api.operations() {
        let own = [Owner::Path(path.to_owned()), Owner::Operation(path.to_owned(), method.to_owned())];
        let mut all: Vec<String> =
            own.iter().filter_map(|owner| reasons.get(owner)).flatten().cloned().collect();
        let used: HashSet<&str> = schemas(item, operation).flat_map(Schema::references).collect();
        let bad = used.into_iter().filter(|name| reasons.contains_key(&Owner::Schema((*name).to_owned())));
        let mut needs: Vec<String> = bad.map(|name| format!("needs schema {name}")).collect();
        needs.sort();
        all.append(&mut needs);
        if !all.is_empty() {
            left_out.push(LeftOut { operation: operation_name(path, method), reasons: all });
        }
    }
    left_out
}

/// Returns the paths and operations that were not even read.
fn lost(api: &Api, reasons: &BTreeMap<Owner, Vec<String>>) -> Vec<LeftOut> {
    let is_lost = |owner: &Owner| match owner {
        Owner::Path(path) => api.paths.get(path).is_none_or(|item| item.operations.is_empty()),
        Owner::Operation(path, method) => {
            api.paths.get(path).is_none_or(|item| !item.operations.contains_key(method))
        }
        Owner::Document | Owner::Schema(_) => false,
    };
    let lost = reasons.iter().filter(|(owner, _)| is_lost(owner));
    lost.map(|(owner, reasons)| LeftOut { operation: owner.to_string(), reasons: reasons.clone() }).collect()
}

fn schemas<'a>(item: &'a PathItem, operation: &'a Operation) -> impl Iterator<Item = &'a Schema> {
    let shared = item.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
    shared.chain(operation.sent()).chain(operation.received())
}

fn operation_name(path: &str, method: &str) -> String {
    Owner::Operation(path.to_owned(), method.to_owned()).to_string()
}
