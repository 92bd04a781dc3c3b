//! From OpenAPI 3.0 or 3.1 to the small dialect that the generator reads.
//!
//! The rules stand beside the code that applies them, one subject per file. Two thoughts are behind them all:
//!
//! - The result is for *reading answers*. Whatever the description allows must still be readable, with nothing lost;
//!   what it forbids need not be refused again. So constraints, closed lists of values and the like are left out.
//! - Nothing goes in silence. A rule that rewrites, leaves out or refuses notes the place in the [`Report`].

mod arrays;
mod bodies;
mod combine;
mod compose;
mod directions;
mod document;
mod fields;
mod formats;
mod hints;
mod keywords;
mod kinds;
mod naming;
mod objects;
mod operations;
mod optional;
mod parameters;
mod refs;
mod responses;
mod schema;
mod values;

pub use directions::reached;
pub(crate) use naming::component_type;

use std::collections::HashMap;

use anyhow::Result;
use indexmap::IndexMap;
use serde_json::Value;

use openapi_document::Pointer;

use crate::{
    api::{Api, Schema},
    report::{Owner, Report, Rule},
};

/// A lowered description and what was done to it.
#[derive(Debug)]
pub struct Lowered {
    /// What the generator reads.
    pub api: Api,
    /// What was rewritten, left out and refused.
    pub report: Report,
}

/// Lowers a description, overlay applied.
///
/// # Errors
/// When the document is no OpenAPI 3.0 or 3.1 at all. Anything smaller is a refusal in the report.
pub fn lower(description: &Value) -> Result<Lowered> {
    let version = document::version(description)?;
    let mut lowering = Lowering::new(description, version);
    let mut api = lowering.document()?;
    lowering.components();
    api.schemas = lowering.finished();
    let mut report = lowering.report;
    fields::untangle(&mut api, &mut report);
    directions::relax(&mut api, &mut report);
    optional::distinguish(&mut api, &mut report);
    naming::name(&mut api);
    Ok(Lowered { api, report })
}

/// The OpenAPI version that a description is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    V3_0,
    V3_1,
}

/// The work on one description.
struct Lowering<'d> {
    description: &'d Value,
    version: Version,
    report: Report,
    /// What is being worked on, so that a refusal can say what it costs.
    owner: Owner,
    /// Where each component schema stands; hoisted ones are added as they are met.
    sources: IndexMap<String, Pointer>,
    /// The hoisted places and the component names that they were given.
    hoisted: HashMap<Pointer, String>,
    /// Component schemas: being lowered (`None`), or done.
    components: HashMap<String, Option<Schema>>,
    /// Pairs of components that are being combined, to end circles.
    combining: Vec<[String; 2]>,
}

impl<'d> Lowering<'d> {
    fn new(description: &'d Value, version: Version) -> Self {
        let at = Pointer::of(["components", "schemas"]);
        let schemas = at.find(description).and_then(Value::as_object);
        let names = schemas.into_iter().flat_map(|schemas| schemas.keys());
        Self {
            description,
            version,
            report: Report::default(),
            owner: Owner::Document,
            sources: names.map(|name| (name.clone(), at.child(name))).collect(),
            hoisted: HashMap::new(),
            components: HashMap::new(),
            combining: Vec::new(),
        }
    }

    /// Lowers every component, those hoisted on the way included.
    fn components(&mut self) {
        let mut index = 0;
        while let Some(name) = self.sources.get_index(index).map(|(name, _)| name.clone()) {
            self.component(&name);
            index += 1;
        }
    }

    /// The lowered component, or `None` while it is still being worked on: then it contains itself.
    fn component(&mut self, name: &str) -> Option<Schema> {
        if let Some(known) = self.components.get(name) {
            return known.clone();
        }
        let at = self.sources.get(name)?.clone();
        let source = at.find(self.description)?;
        self.components.insert(name.to_owned(), None);
        let owner = std::mem::replace(&mut self.owner, Owner::Schema(name.to_owned()));
        let schema = self.schema(source, &at);
        self.owner = owner;
        self.components.insert(name.to_owned(), Some(schema.clone()));
        Some(schema)
    }

    /// The components in their final order.
    fn finished(&mut self) -> IndexMap<String, Schema> {
        let mut done = std::mem::take(&mut self.components);
        self.sources.keys().filter_map(|name| Some((name.clone(), done.remove(name)??))).collect()
    }

    fn note(&mut self, rule: &'static Rule, at: &Pointer, detail: impl Into<String>) {
        self.report.note(rule, at, detail, &self.owner);
    }
}
