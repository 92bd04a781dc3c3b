//! Links and paths in the Markdown files that lead to other files of the repository.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::{
    fs,
    path::{Path, PathBuf},
};

#[test]
fn relative_links_lead_to_files() {
    let documents = documents();
    assert!(documents.len() > 10, "{documents:?}");
    let broken: Vec<String> = documents.iter().flat_map(|document| broken_links(document)).collect();
    assert!(broken.is_empty(), "links that lead nowhere:\n{}", broken.join("\n"));
}

#[test]
fn paths_in_the_architecture_exist() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let code = text.split('`').skip(1).step_by(2);
    let paths = code.filter(|code| code.starts_with("crates/") || code.starts_with("openapi/"));
    let paths: Vec<String> =
        paths.flat_map(|path| alternatives(&path.replace("<vendor>", "apify"))).collect();
    assert!(paths.len() > 10, "{paths:?}");
    let missing: Vec<_> = paths.into_iter().filter(|path| !root().join(path).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Returns the Markdown files of the root, of `openapi` and of every crate.
fn documents() -> Vec<PathBuf> {
    let crates = fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let folders = [root(), root().join("openapi")].into_iter().chain(crates);
    let files = folders.flat_map(|folder| fs::read_dir(folder).into_iter().flatten());
    files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect()
}

fn broken_links(document: &Path) -> Vec<String> {
    let text = fs::read_to_string(document).unwrap();
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let files = targets.map(|target| target.split('#').next().unwrap_or_default());
    // rustdoc checks links to items; links to the web are not checked.
    let relative = files.filter(|file| file.contains('/') && !file.contains(':') || file.ends_with(".md"));
    relative
        .filter(|file| !document.with_file_name(file).exists())
        .map(|file| format!("{}: {file}", document.display()))
        .collect()
}

/// Returns the paths that `a/{b,c}` stands for.
fn alternatives(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let (names, after) = rest.split_once('}').expect("a closing brace");
    names.split(',').map(|name| format!("{before}{name}{after}")).collect()
}
