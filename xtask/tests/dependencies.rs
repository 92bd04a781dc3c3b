//! The direct dependencies: each one has its reason, and no client compiles a crate twice.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// Part of what `cargo metadata` prints.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    source: Option<String>,
}

fn cargo(arguments: &[&str]) -> Result<String> {
    let output = Command::new(env!("CARGO")).current_dir(root()).args(arguments).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the part of a file between a line and the next line that starts in the same way.
fn section(file: &str, heading: &str, start: &str) -> Result<String> {
    let text = fs::read_to_string(root().join(file))?;
    let (_, rest) =
        text.split_once(&format!("\n{heading}\n")).with_context(|| format!("{file}: {heading}"))?;
    Ok(rest.split(start).next().unwrap_or(rest).to_owned())
}

/// Returns the crates of a registry that the manifests name.
fn in_manifests() -> Result<BTreeSet<String>> {
    let metadata = cargo(&["metadata", "--no-deps", "--format-version=1", "--offline"])?;
    let metadata: Metadata = serde_json::from_str(&metadata)?;
    let dependencies = metadata.packages.into_iter().flat_map(|package| package.dependencies);
    Ok(dependencies
        .filter(|dependency| dependency.source.is_some())
        .map(|dependency| dependency.name)
        .collect())
}

/// Returns the crates in the first column of the tables below "Dependencies".
fn with_reason() -> Result<BTreeSet<String>> {
    let section = section("ARCHITECTURE.md", "## Dependencies", "\n## ")?;
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once(" | "));
    let names = rows.flat_map(|(names, _)| names.split(", "));
    Ok(names.map(|name| name.trim_matches('`').to_owned()).collect())
}

#[test]
fn each_direct_dependency_has_its_reason() -> Result<()> {
    let (named, explained) = (in_manifests()?, with_reason()?);
    assert!(named.contains("reqwest"));
    let unexplained: Vec<_> = named.difference(&explained).collect();
    assert!(unexplained.is_empty(), "give {unexplained:?} a reason in ARCHITECTURE.md");
    let gone: Vec<_> = explained.difference(&named).collect();
    assert!(gone.is_empty(), "no manifest names {gone:?}; remove them from ARCHITECTURE.md");
    Ok(())
}

#[test]
fn each_dependency_of_the_workspace_is_used() -> Result<()> {
    let section = section("Cargo.toml", "[workspace.dependencies]", "\n[")?;
    let registered = section.lines().filter(|line| !line.contains("path = "));
    let offered: BTreeSet<_> =
        registered.filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect();
    let named = in_manifests()?;
    let unused: Vec<_> = offered.difference(&named).collect();
    assert!(offered.len() > 50 && unused.is_empty(), "remove {unused:?} from [workspace.dependencies]");
    Ok(())
}

#[test]
fn no_client_compiles_two_versions_of_a_crate() -> Result<()> {
    for client in ["apify-user", "cloudflare-user"] {
        let tree = ["tree", "--duplicates", "--edges=normal", "--depth=0", "--offline", "--package"];
        let duplicates = cargo(&[&tree[..], &[client]].concat())?;
        assert_eq!(duplicates.trim(), "", "{client}");
    }
    Ok(())
}
