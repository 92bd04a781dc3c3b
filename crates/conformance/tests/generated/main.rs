//! Crates that are generated from documents, each called beside Prism, which mocks the same document and rejects what
//! it does not allow.
//!
//! A program calls every operation, with the document's own examples and with values made of its schemas. The crates
//! are built in this workspace's target folder, and stay in `target/tmp`: after a change of the runtime or the emitter,
//! that costs 15 to 25 s of processor time, and else a few.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod program;
mod sample;

use std::{
    collections::BTreeSet,
    env::consts::EXE_SUFFIX,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use conformance::{Prism, skip};
use openapi_codegen::{Flavor, Job, emit::Runtime};
use openapi_document::{Node, load_bundled, resolve_ids};
use serde_json::Value;
use tokio::process::Command;

use self::{program::Listing, sample::Samples};

/// Public documents that are called where they lie beside this repository.
const PUBLIC: [&str; 3] = ["museum.yaml", "resend.yaml", "train-travel.yaml"];
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An example of a document that the document itself does not allow.
struct Fault {
    document: &'static str,
    at: &'static str,
    violation: &'static str,
}

const FAULTS: [Fault; 1] = [Fault {
    document: "train-travel",
    at: "/paths/~1bookings/post",
    violation: "property trip_id must match format \"uuid\"",
}];

#[tokio::test]
async fn prism_accepts_every_call_of_generated_crates() {
    if !Prism::is_installed().await {
        return;
    }
    let start = Instant::now();
    let mut paths = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("documents/library.yaml")];
    paths.extend(PUBLIC.iter().filter_map(|name| public(name)));
    let mut prisms = Vec::new();
    let documents: Vec<Document> = paths.iter().map(|path| Document::generate(path)).collect();
    for document in &documents {
        // They read their documents while the crates are built.
        let path = document.folder.join("document.json");
        prisms.push(tokio::spawn(async move { Prism::start(&path).await }));
    }
    let program = build(&documents).await;
    println!("built after {:.1} s", start.elapsed().as_secs_f64());
    for (document, prism) in documents.iter().zip(prisms) {
        let Some(prism) = prism.await.unwrap() else { return };
        document.call(&program, prism).await;
    }
    println!("called after {:.1} s", start.elapsed().as_secs_f64());
}

fn public(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/openapi-documents").join(name);
    if path.is_file() { Some(path) } else { skip(&format!("there is no ../shared/openapi-documents/{name}")) }
}

/// Folder of the generated crates.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated")
}

/// A document from which a crate was generated.
struct Document {
    name: String,
    value: Value,
    folder: PathBuf,
    listing: Listing,
}

impl Document {
    fn generate(path: &Path) -> Self {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let folder = folder().join(&name);
        let job = Job {
            document: path.to_owned(),
            overlay: None,
            out: folder.clone(),
            name: Some(name.clone()),
            flavor: Flavor::Own(Runtime::Path(runtime())),
            force: false,
        };
        let outcome = job.run().unwrap();
        assert!(outcome.is_complete(), "{}", outcome.summary());
        let listing = serde_json::from_value(outcome.json()).unwrap();
        let value = load(path);
        write(&folder.join("document.json"), &format!("{value:#}"));
        Self { name, value, folder, listing }
    }

    /// Returns the locations of all operations.
    fn operations(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (_, item) in Node::root(&self.value).get("paths").iter().flat_map(Node::entries) {
            let item = item.follow();
            let methods = METHODS.iter().filter_map(|method| item.get(method));
            found.extend(methods.map(|operation| operation.pointer().as_str().to_owned()));
        }
        found
    }

    /// Calls every operation, and checks that Prism allowed it and that the response was read.
    async fn call(&self, program: &Path, mut prism: Prism) {
        let output = Command::new(program).arg(&self.name).arg(prism.base_url()).output().await.unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {errors}", self.name);
        let lines = String::from_utf8(output.stdout).unwrap();
        let calls: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut log = prism.log().await;
        assert_eq!(log.requests.len(), calls.len(), "{}: {:#?}", self.name, log.requests);
        let faults = FAULTS.iter().filter(|fault| fault.document == self.name);
        log.violations.retain(|found| !faults.clone().any(|fault| found.contains(fault.violation)));
        let at = |call: &Value| call["at"].as_str().unwrap().to_owned();
        let (read, mut failed): (Vec<Value>, Vec<Value>) =
            calls.into_iter().partition(|call| call["error"].is_null());
        failed.retain(|call| !faults.clone().any(|fault| fault.at == at(call)));
        assert!(failed.is_empty(), "{}: {failed:#?}\n{:#?}", self.name, log.violations);
        assert_eq!(log.violations, [""; 0], "{}", self.name);
        assert_eq!(read.iter().map(at).collect::<BTreeSet<_>>(), self.operations(), "{}", self.name);
        println!("{}: {} operations, {} calls", self.name, self.operations().len(), log.requests.len());
    }
}

/// Returns the document as the generator reads it, without references to files that are missing, at which Prism stops.
fn load(path: &Path) -> Value {
    let mut document = load_bundled(path).unwrap().document;
    resolve_ids(&mut document);
    remove_references_to_files(&mut document);
    document
}

fn remove_references_to_files(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|key, value| key != "$ref" || value.as_str().is_none_or(|to| to.starts_with('#')));
            object.values_mut().for_each(remove_references_to_files);
        }
        Value::Array(array) => array.iter_mut().for_each(remove_references_to_files),
        _ => {}
    }
}

/// Builds the program that calls the crates, and returns its path.
async fn build(documents: &[Document]) -> PathBuf {
    let folder = folder().join("driver");
    let mut names = Vec::new();
    for Document { name, value, listing, .. } in documents {
        let calls = program::calls(name, listing, &Samples::of(value));
        write(&folder.join("src").join(program::module_name(name) + ".rs"), &calls);
        names.push(name.as_str());
    }
    write(&folder.join("Cargo.toml"), &program::manifest(&names, &runtime()));
    write(&folder.join("src/main.rs"), &program::main(&names));
    // The same versions of everything, so that what is built already can be used.
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--offline", "--target-dir"]).arg(target).current_dir(&folder);
    let output = cargo.env_remove("CARGO_BUILD_TARGET").output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    target.join("debug").join(format!("{}{EXE_SUFFIX}", program::NAME))
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn runtime() -> PathBuf {
    workspace().join("crates/api-runtime")
}

/// Writes a file, unless it is the same already, so that Cargo builds nothing anew.
fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    if fs::read_to_string(path).is_ok_and(|current| current == text) {
        return;
    }
    fs::write(path, text).unwrap();
}
