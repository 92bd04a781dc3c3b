//! Everything left that would make progenitor panic, lose data or write code that does not compile: found beforehand,
//! with the place and the cure.
//!
//! The lowered dialect already keeps most of it away; what is checked here are names and the ways a request is written.

mod names;
mod operations;
mod parameters;
mod schemas;
mod secrets;

pub use secrets::sent_secrets;

use openapi_document::Pointer;

use crate::{
    api::Api,
    report::{Owner, Report, Rule},
};

/// Checks a lowered description; every finding is a refusal.
pub fn check(api: &Api) -> Report {
    let mut preflight = Preflight { api, report: Report::default() };
    preflight.component_names();
    preflight.component_references();
    preflight.operation_names();
    for (path, method, item, operation) in api.operations() {
        let owner = Owner::Operation(path.to_owned(), method.to_owned());
        preflight.path_template(path, operation, &owner);
        preflight.success_types(operation, &owner);
        preflight.form_fields(operation, &owner);
        preflight.parameters(path, item, operation, &owner);
    }
    preflight.report
}

struct Preflight<'a> {
    api: &'a Api,
    report: Report,
}

impl Preflight<'_> {
    fn refuse(&mut self, rule: &'static Rule, at: &Pointer, detail: impl Into<String>, owner: &Owner) {
        self.report.note(rule, at, detail, owner);
    }
}
