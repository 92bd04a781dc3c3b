//! A crate of its own from any document.

use std::{fmt::Write, fs, path::Path, path::PathBuf};

use openapi_document::{Overlay, UnresolvedReference};
use serde_json::{Map, Value, json};

use crate::{
    api::Api,
    emit::{self, Artifact, Package, Runtime, progenitor},
    error::Result,
    lower::{self, Lowered},
    pretty,
    prune::{self, LeftOut},
    report::{Owner, Report},
    totals,
};

/// The generation of a crate: its document and its options.
#[derive(Clone, Debug)]
pub struct Job {
    /// The document.
    pub document: PathBuf,
    /// Corrections to it.
    pub overlay: Option<PathBuf>,
    /// Directory of the crate.
    pub out: PathBuf,
    /// Name of the crate; made of the document's title if not given.
    pub name: Option<String>,
    /// The generator and the runtime beneath the crate.
    pub flavor: Flavor,
    /// `true` to overwrite files that were not generated.
    pub force: bool,
}

/// The generator and the runtime beneath a crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flavor {
    /// This crate's emitter.
    Own(Runtime),
    /// progenitor.
    Progenitor,
}

/// Result of the generation of a crate.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Number of operations in the crate.
    pub operations: usize,
    /// Operations and paths that are not in it, with the reasons.
    pub left_out: Vec<LeftOut>,
    /// References to other documents that cannot be followed. Their files are relative to the document's folder.
    pub unresolved: Vec<UnresolvedReference>,
    /// Generated methods and credentials; empty for a crate by progenitor.
    listing: Map<String, Value>,
    /// Numbers of operations, schemas and findings.
    totals: String,
    report: Report,
}

impl Job {
    /// Generates the crate; what cannot be generated is left out and reported.
    ///
    /// # Errors
    /// If the document cannot be read, or a file cannot be written or must not be overwritten.
    pub fn run(&self) -> Result<Outcome> {
        let (document, unresolved) = self.effective()?;
        let lowered = lower::lower(&document)?;
        // What concerns the whole document cannot be left out of it.
        lowered.report.require_supported(Some(&Owner::Document))?;
        let mut work = Work::new(lowered);
        let mut listing = Map::new();
        let mut artifacts = match &self.flavor {
            Flavor::Own(runtime) => {
                lower::expose_sent_secrets(&mut work.api, &mut work.report);
                emit::clean_texts(&mut work.api);
                listing.insert("methods".to_owned(), emit::listing::methods(&work.api));
                listing.insert("credentials".to_owned(), emit::listing::credentials(&work.api));
                self.package(&work.api, runtime.clone()).files(&work.api)?
            }
            Flavor::Progenitor => {
                let name = self.file_name();
                let code =
                    work.by_progenitor(&format!("{} from {name}; do not edit.", emit::GENERATED_MARK))?;
                let mut files = progenitor::standalone_crate(code);
                files.push(Artifact { path: "lowered.json".into(), content: pretty(&work.api.to_json()) });
                files
            }
        };
        let outcome = Outcome {
            operations: work.api.operations().count(),
            totals: totals(&work.api, &work.report),
            left_out: work.left_out,
            unresolved,
            listing,
            report: work.report,
        };
        artifacts.push(Artifact { path: "report.txt".into(), content: outcome.text() });
        artifacts.push(Artifact { path: "report.json".into(), content: pretty(&outcome.json()) });
        emit::write_new(&artifacts, &self.out, self.force)?;
        Ok(outcome)
    }

    /// Returns the document, with its overlay, its other files, and references to schemas by their ids resolved; and
    /// the references to other documents that cannot be followed and stay as they are.
    fn effective(&self) -> Result<(Value, Vec<UnresolvedReference>)> {
        let bundle = openapi_document::load_bundled(&self.document)?;
        let mut document = bundle.document;
        if let Some(path) = &self.overlay {
            Overlay::load(path)?.apply(&mut document)?;
        }
        openapi_document::resolve_ids(&mut document);
        let mut unresolved = bundle.unresolved;
        let root = self.document.canonicalize().ok();
        unresolved.retain(|reference| {
            root.as_ref() != Some(&reference.file) || !is_resolved_by_id(&document, reference)
        });
        unresolved.iter_mut().for_each(|reference| self.shorten_paths(reference));
        Ok((document, unresolved))
    }

    /// Makes paths relative to the document's folder, so that the report is the same on every machine.
    fn shorten_paths(&self, reference: &mut UnresolvedReference) {
        let Ok(path) = self.document.canonicalize() else { return };
        let Some(folder) = path.parent() else { return };
        if let Ok(file) = reference.file.strip_prefix(folder) {
            reference.file = file.to_owned();
        }
        reference.reason = reference.reason.replace(&format!("{}/", folder.display()), "");
    }

    fn package(&self, api: &Api, runtime: Runtime) -> Package {
        let info =
            |key: &str| api.head.get("info").and_then(|info| info.get(key)?.as_str()).unwrap_or_default();
        let name = self.name.clone().unwrap_or_else(|| crate_name(info("title")));
        Package { name, version: crate_version(info("version")), document: self.file_name(), runtime }
    }

    fn file_name(&self) -> String {
        self.document.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

impl Outcome {
    /// Returns `true` if every operation of the document is in the crate.
    pub fn is_complete(&self) -> bool {
        self.left_out.is_empty()
    }

    /// Returns one line for each rule, and the operations that are left out with their reasons.
    pub fn summary(&self) -> String {
        let mut text = format!("{}\n{} operation(s) left out\n", self.totals, self.left_out.len());
        for LeftOut { operation, reasons } in &self.left_out {
            let _ = writeln!(text, "    {operation}\n        {}", reasons.join("\n        "));
        }
        if !self.unresolved.is_empty() {
            let _ = writeln!(text, "{} reference(s) to other documents not followed", self.unresolved.len());
        }
        for reference in &self.unresolved {
            let _ = writeln!(text, "    {reference}");
        }
        text + &self.report.summary()
    }

    /// Returns the summary, and every location under its rule.
    pub fn text(&self) -> String {
        format!("{}\n\n{}\n{}", emit::GENERATED_MARK, self.summary(), self.report.full())
    }

    /// Returns the report as JSON, with the generated methods and credentials.
    pub fn json(&self) -> Value {
        let left_out = self.left_out.iter();
        let left_out: Vec<Value> = left_out
            .map(|LeftOut { operation, reasons }| json!({ "operation": operation, "reasons": reasons }))
            .collect();
        let unresolved: Vec<Value> = self.unresolved.iter().map(reference_json).collect();
        let mut json = json!({
            "generator": emit::GENERATED_MARK,
            "operations": self.operations,
            "left_out": left_out,
            "unresolved": unresolved,
            "findings": self.report.json(),
        });
        json.as_object_mut().into_iter().for_each(|json| json.extend(self.listing.clone()));
        json
    }
}

/// Returns `true` if a reference that looks like one to a file is the `$id` of a schema in the document.
fn is_resolved_by_id(document: &Value, reference: &UnresolvedReference) -> bool {
    let target = reference.at.find(document).and_then(|node| node.get("$ref")?.as_str());
    target.is_some_and(|target| target != reference.reference)
}

fn reference_json(reference: &UnresolvedReference) -> Value {
    json!({
        "file": reference.file.display().to_string(),
        "at": reference.at.as_str(),
        "reference": reference.reference,
        "reason": reference.reason,
    })
}

/// A document of which ever more is left out, until the rest can be generated.
struct Work {
    api: Api,
    report: Report,
    left_out: Vec<LeftOut>,
}

impl Work {
    fn new(Lowered { mut api, report }: Lowered) -> Self {
        let left_out = prune::prune(&mut api, &report);
        Self { api, report, left_out }
    }

    fn leave_out(&mut self, found: Report) {
        self.left_out.extend(prune::prune(&mut self.api, &found));
        self.report.extend(found);
    }

    fn by_progenitor(&mut self, header: &str) -> Result<String> {
        let adapted = progenitor::adapt(&mut self.api);
        self.leave_out(adapted);
        let checked = progenitor::check(&self.api);
        self.leave_out(checked);
        let first = progenitor::generate(&self.api.to_json(), header);
        first.or_else(|_| {
            self.leave_out(progenitor::explain(&self.api));
            progenitor::generate(&self.api.to_json(), header)
        })
    }
}

/// Returns a name for a crate: `pet-store-client` for `Pet Store`.
fn crate_name(title: &str) -> String {
    let mut name: String =
        title.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    while name.contains("--") {
        name = name.replace("--", "-");
    }
    let name = name.trim_matches('-');
    let name: String = name.chars().take(50).collect();
    let name = name.trim_matches('-');
    match name.chars().next() {
        None => "generated-client".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("api-{name}-client"),
        Some(_) => format!("{name}-client"),
    }
}

/// Returns the version as Cargo reads it: the numbers of the document's version, up to three.
fn crate_version(version: &str) -> String {
    let numbers: Vec<u64> = version
        .trim_start_matches(['v', 'V'])
        .split(['-', '+', ' '])
        .next()
        .unwrap_or_default()
        .split('.')
        .map_while(|part| part.parse().ok())
        .take(3)
        .collect();
    let number = |index: usize| numbers.get(index).copied().unwrap_or_default();
    format!("{}.{}.{}", number(0), number(1), number(2))
}

/// Returns the peak memory of this process; only Linux tells it in this way.
pub fn peak_memory_mib() -> Option<u64> {
    let status = fs::read_to_string(Path::new("/proc/self/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib.div_ceil(1024))
}
