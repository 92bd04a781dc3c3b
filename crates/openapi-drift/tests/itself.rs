//! No document differs from itself: every one in this workspace, and those in `../shared` where it is present.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use openapi_document::{Version, load_bundled};
use openapi_drift::compare;

/// Folders that hold other people's files, or none that matter here.
const SKIPPED: [&str; 3] = ["target", "node_modules", "src"];

#[test]
fn no_document_of_ours_differs_from_itself() {
    for folder in ["openapi", "crates"] {
        assert!(check(&root().join(folder)) >= 2, "{folder}");
    }
}

#[test]
fn no_public_document_differs_from_itself() {
    for folder in ["upstream", "openapi-documents", "openapi-cases"] {
        let path = root().join("../shared").join(folder);
        if path.is_dir() {
            assert!(check(&path) >= 2, "{folder}");
        } else {
            println!("SKIPPED: there is no ../shared/{folder}");
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Compares each document below a folder with itself, and returns how many there are.
fn check(folder: &Path) -> usize {
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            count += if SKIPPED.contains(&name) { 0 } else { check(&path) };
        } else if matches!(path.extension().and_then(|end| end.to_str()), Some("yaml" | "yml" | "json")) {
            count += usize::from(check_file(&path));
        }
    }
    count
}

/// Returns `false` for a file that is no OpenAPI 3 document.
fn check_file(path: &Path) -> bool {
    let Ok(bundle) = load_bundled(path) else { return false };
    if Version::of(&bundle.document).is_err() {
        return false;
    }
    let document = match bundle.complete() {
        Ok(document) => document,
        Err(error) => {
            println!("SKIPPED {}: {error}", path.display());
            return false;
        }
    };
    let drift = compare(&document, None, &document).unwrap();
    assert_eq!((drift.differences, drift.adopted), (vec![], 0), "{}", path.display());
    true
}
