//! From OpenAPI 3.0 or 3.1 to the small dialect of [`crate::api`].
//!
//! The rules stand beside the code that applies them, one subject per file. Two principles are behind them all:
//!
//! - The result is for *reading responses*. Whatever the document allows must be readable, with nothing lost; what it
//!   forbids need not be rejected once more. So constraints, closed lists of values and the like are left out.
//! - Nothing is dropped in silence. A rule that rewrites or leaves out something, or that meets something
//!   unsupported, notes the location in the [`Report`].

mod annotations;
mod combine;
mod containers;
mod content;
mod document;
mod fields;
mod keywords;
mod kinds;
mod naming;
mod operations;
mod parameters;
mod references;
mod schema;
mod servers;
mod subtypes;

pub use fields::{Reach, check_sent_secrets, expose_sent_secrets};
pub(crate) use naming::{RESERVED_BY_USE, component_type};
pub(crate) use operations::{parameter_in, split_path};

use std::collections::HashMap;

use indexmap::IndexMap;
use openapi_document::{Node, Pointer, Version, VersionError};
use serde_json::Value;

use crate::{
    api::{Api, Schema},
    error::Result,
    report::{Owner, Report, Rule},
};

/// A lowered document with the report on it.
#[derive(Debug)]
pub struct Lowered {
    /// The document in the dialect that code is generated from.
    pub api: Api,
    /// Findings of the rules.
    pub report: Report,
}

/// Lowers a document, overlay applied.
///
/// # Errors
/// If the document is no OpenAPI 3.0 or 3.1 at all. Anything smaller is unsupported in the report.
pub fn lower(document: &Value) -> Result<Lowered> {
    let (version, other) = version(document)?;
    let mut lowering = Lowering::new(document, version);
    other.iter().for_each(|version| lowering.other_version(version));
    let mut api = lowering.document()?;
    lowering.components();
    lowering.add_subtypes();
    api.schemas = lowering.finished();
    let mut report = lowering.report;
    fields::untangle(&mut api, &mut report);
    fields::relax(&mut api, &mut report);
    fields::distinguish(&mut api, &mut report);
    naming::name(&mut api, &mut report);
    Ok(Lowered { api, report })
}

/// Returns the version that the document is read as, and its own where that is another one.
fn version(document: &Value) -> Result<(Version, Option<String>)> {
    match Version::of(document) {
        Ok(version) => Ok((version, None)),
        Err(VersionError::Unsupported(version)) if version.starts_with("3.") => {
            Ok((Version::V3_1, Some(version)))
        }
        Err(VersionError::Missing)
            if document.get("paths").is_some() || document.get("components").is_some() =>
        {
            Ok((Version::V3_1, Some("missing".to_owned())))
        }
        Err(error) => Err(error.into()),
    }
}

/// The state of lowering one document.
struct Lowering<'d> {
    root: Node<'d>,
    version: Version,
    report: Report,
    /// Part of the document that is being lowered.
    owner: Owner,
    /// Location of each component schema; hoisted ones are added as they are met.
    sources: IndexMap<String, Pointer>,
    /// Component names that hoisted schemas were given.
    hoisted: HashMap<Pointer, String>,
    /// Component schemas: being lowered (`None`), or done.
    components: HashMap<String, Option<Schema>>,
    /// Components that are lowered again, each when another one is done, because they are combined with it.
    postponed: HashMap<String, String>,
    /// Component that has to be done first, since the current location is combined with it.
    awaited: Option<String>,
    /// Pairs of components that are being combined, to end circles.
    combining: Vec<[String; 2]>,
    /// Number of components that were combined for the current location.
    combinations: usize,
    /// Servers that paths and operations name: owner, location and URL.
    own_servers: Vec<(Owner, Pointer, String)>,
}

impl<'d> Lowering<'d> {
    fn new(document: &'d Value, version: Version) -> Self {
        let root = Node::root(document);
        let schemas = root.at("/components/schemas");
        let sources = schemas.iter().flat_map(Node::entries);
        Self {
            version,
            report: Report::default(),
            owner: Owner::Document,
            sources: sources.map(|(name, schema)| (name.to_owned(), schema.pointer().clone())).collect(),
            hoisted: HashMap::new(),
            components: HashMap::new(),
            postponed: HashMap::new(),
            awaited: None,
            combining: Vec::new(),
            combinations: 0,
            own_servers: Vec::new(),
            root,
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

    /// Returns the lowered component; `None` while it is being lowered, because then it contains itself, and while it
    /// waits for another one.
    fn component(&mut self, name: &str) -> Option<Schema> {
        if let Some(known) = self.components.get(name) {
            return known.clone();
        }
        if self.awaited_by(name).is_some() {
            return None;
        }
        let at = self.sources.get(name)?.clone();
        let source = at.find(self.root.document())?;
        self.components.insert(name.to_owned(), None);
        let owner = std::mem::replace(&mut self.owner, Owner::Schema(name.to_owned()));
        let outer = self.awaited.take();
        let noted = self.report.findings().len();
        let schema = self.schema(source, &at);
        self.owner = owner;
        self.components.remove(name);
        let awaited = std::mem::replace(&mut self.awaited, outer);
        if let Some(other) = awaited.filter(|other| self.is_being_lowered(other)) {
            self.report.truncate(noted);
            self.postponed.insert(name.to_owned(), other);
            return None;
        }
        self.components.insert(name.to_owned(), Some(schema.clone()));
        Some(schema)
    }

    /// Returns the component that has to be done before this one can be used: itself, or the one that it waits for.
    fn awaited_by(&self, name: &str) -> Option<String> {
        let other = self.postponed.get(name).map_or(name, String::as_str);
        self.is_being_lowered(other).then(|| other.to_owned())
    }

    fn is_being_lowered(&self, name: &str) -> bool {
        matches!(self.components.get(name), Some(None))
    }

    /// Returns the components in the order of the document, hoisted ones last.
    fn finished(&mut self) -> IndexMap<String, Schema> {
        let mut done = std::mem::take(&mut self.components);
        self.sources.keys().filter_map(|name| Some((name.clone(), done.remove(name)??))).collect()
    }

    fn note(&mut self, rule: &'static Rule, at: &Pointer, detail: impl Into<String>) {
        self.report.note(rule, at, detail, &self.owner);
    }
}
