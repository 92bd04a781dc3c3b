//! The table of faults in README.md names tests that exist.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::{fs, path::Path};

/// Rows of the table: the tests that each names, as (file, function).
fn rows() -> Vec<Vec<(String, String)>> {
    let readme = fs::read_to_string(file("README.md")).unwrap();
    let (_, section) = readme.split_once("## Faults and their tests").unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.map(|row| row.split("[`").skip(1).map(link).collect()).collect()
}

/// Parses the rest of a link after its opening.
fn link(text: &str) -> (String, String) {
    let (name, rest) = text.split_once("`](").unwrap();
    let (file, _) = rest.split_once(')').unwrap();
    (file.to_owned(), name.to_owned())
}

fn file(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Returns `true` if the text has a test of this name.
fn has_test(text: &str, name: &str) -> bool {
    let is_declared = |line: &str| line.trim_start_matches("async ").starts_with(&format!("fn {name}()"));
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let found = lines.iter().position(|line| is_declared(line));
    found.is_some_and(|position| {
        let mut attributes = lines[..position].iter().rev().take_while(|line| line.starts_with("#["));
        attributes.any(|line| line.starts_with("#[test]") || line.starts_with("#[tokio::test"))
    })
}

#[test]
fn every_row_names_tests_that_exist() {
    let rows = rows();
    assert_eq!(rows.len(), 25);
    for row in rows {
        assert!(!row.is_empty());
        for (path, name) in row {
            let text = fs::read_to_string(file(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
            assert!(has_test(&text, &name), "{path} has no test {name}");
        }
    }
}

#[test]
fn a_test_is_a_function_that_is_marked_as_one() {
    for text in ["#[test]\nfn a() {}", "  #[tokio::test(x)]\n  #[cfg(y)]\n  async fn a() {}"] {
        assert!(has_test(text, "a"), "{text}");
    }
    for text in ["fn a() {}", "#[test]\nfn ab() {}", "#[test]\n\nfn a() {}", "// fn a()"] {
        assert!(!has_test(text, "a"), "{text}");
    }
}
