//! `cargo xtask msrv` finds statements that are too low.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::{fs, path::Path};

use xtask::msrv;

/// Writes a workspace of two crates, of which the first depends on the second.
fn workspace(root: &Path, readme: &str, client: &str, dependency: &str, features: &str) {
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"apify-user\", \"cloudflare-user\"]\n");
    write("README.md", readme);
    let package = |name: &str, version: &str| {
        format!(
            "[package]\nname = {name:?}\nversion = \"1.0.0\"\nedition = \"2024\"\nrust-version = {version:?}\n"
        )
    };
    let dependency_of =
        "[dependencies]\ncloudflare-user = { path = \"../cloudflare-user\", optional = true }\n";
    write("apify-user/Cargo.toml", &format!("{}{dependency_of}{features}", package("apify-user", client)));
    write("cloudflare-user/Cargo.toml", &package("cloudflare-user", dependency));
    for name in ["apify-user", "cloudflare-user"] {
        write(&format!("{name}/src/lib.rs"), "");
        write(&format!("{name}/README.md"), &format!("Rust {client} or later."));
    }
}

#[test]
fn statements_that_suffice_pass() {
    let directory = tempfile::tempdir().unwrap();
    let readme = "You need Rust\n1.89 or later; the clients alone need Rust 1.88.";
    workspace(directory.path(), readme, "1.88", "1.88", "");
    assert_eq!(msrv::check(directory.path()).unwrap(), Vec::<String>::new());
}

#[test]
fn statements_that_are_too_low_or_disagree_are_named_with_the_path() {
    let directory = tempfile::tempdir().unwrap();
    let readme = "You need Rust 1.87 or later; the clients alone need Rust 1.86.";
    workspace(directory.path(), readme, "1.86", "1.88", "");
    assert_eq!(
        msrv::check(directory.path()).unwrap(),
        [
            "apify-user with all features: Rust 1.86 is stated, cloudflare-user v1.0.0 needs 1.88 \
             (apify-user v1.0.0 > cloudflare-user v1.0.0)",
            "cloudflare-user states Rust 1.88, and its README 1.86",
            "`cargo test` in README.md: Rust 1.87 is stated, cloudflare-user v1.0.0 needs 1.88 (cloudflare-user v1.0.0)",
            "README.md states another Rust for the clients than their manifests",
        ]
    );
}

#[test]
fn a_feature_may_state_a_higher_version() {
    let directory = tempfile::tempdir().unwrap();
    let readme = "You need Rust 1.88 or later; the clients alone need Rust 1.86.";
    let features = "[package.metadata.rust-version]\ncloudflare-user = \"1.88\"\n";
    workspace(directory.path(), readme, "1.86", "1.88", features);
    let wrong = msrv::check(directory.path()).unwrap();
    assert!(!wrong.iter().any(|line| line.starts_with("apify-user")), "{wrong:?}");
}

#[test]
fn the_readme_must_say_it() {
    let directory = tempfile::tempdir().unwrap();
    workspace(directory.path(), "Rust is needed.", "1.88", "1.88", "");
    let error = msrv::check(directory.path()).unwrap_err().to_string();
    assert!(error.contains("README.md does not say which Rust the tests need"), "{error}");
}
