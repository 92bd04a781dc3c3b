//! `cargo xtask msrv`: the Rust versions that we state, against those that dependencies declare.

use std::{collections::HashMap, fmt, fs, path::Path, process::Command, str::FromStr};

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::Value;

/// A version of Rust, without the number of its patch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RustVersion {
    major: u32,
    minor: u32,
}

impl FromStr for RustVersion {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let mut numbers = text.split('.').map(str::parse);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(major)), Some(Ok(minor))) => Ok(Self { major, minor }),
            _ => Err(anyhow!("{text:?} is no version of Rust")),
        }
    }
}

impl fmt::Display for RustVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// The versions of Rust that packages declare, by name and version as `cargo tree` prints them: `serde v1.0.0`.
pub type Declared = HashMap<String, RustVersion>;

/// Returns a line for each statement of ours that is too low or disagrees with another one.
///
/// Dependencies that declare nothing are taken to need nothing.
///
/// # Errors
/// If cargo fails, or a README says nothing where it should.
pub fn check(root: &Path) -> Result<Vec<String>> {
    let metadata: Value = serde_json::from_str(&cargo(root, &["metadata", "--format-version=1"])?)?;
    let packages = metadata["packages"].as_array().context("`cargo metadata` lists no packages")?;
    let declared = declared(packages)?;
    let mut wrong = Vec::new();
    for package in
        packages.iter().filter(|package| package["source"].is_null() && package["publish"].is_null())
    {
        wrong.extend(check_package(root, package, &declared)?);
    }
    let readme = fs::read_to_string(root.join("README.md"))?;
    let all =
        stated_in(&readme, "You need Rust ").context("README.md does not say which Rust the tests need")?;
    let tree =
        cargo(root, &["tree", "--edges=normal,build,dev", "--target=all", "--prefix=depth", "--format={p}"])?;
    wrong.extend(too_low("`cargo test` in README.md", all, &tree, &declared));
    let clients = stated_in(&readme, "the clients alone need Rust ");
    let workspace = ["apify-user", "cloudflare-user"].map(|name| stated_by(packages, name));
    if workspace.iter().any(|stated| *stated != clients) {
        wrong.push("README.md states another Rust for the clients than their manifests".to_owned());
    }
    Ok(wrong)
}

/// Checks what the manifest and the README of a crate state, for all of its features.
fn check_package(root: &Path, package: &Value, declared: &Declared) -> Result<Vec<String>> {
    let name = package["name"].as_str().context("a package has no name")?;
    let stated: RustVersion = package["rust_version"]
        .as_str()
        .with_context(|| format!("{name} states no `rust-version`"))?
        .parse()?;
    let tree = |features: &str| {
        let package = format!("--package={name}");
        let edges = "--edges=normal,build";
        cargo(root, &["tree", &package, edges, "--target=all", "--prefix=depth", "--format={p}", features])
    };
    // A feature may need more than the crate: that is stated in `package.metadata.rust-version`.
    let of_features = package["metadata"]["rust-version"].as_object().into_iter().flatten();
    let of_features = of_features.filter_map(|(_, version)| version.as_str()?.parse().ok()).max();
    let mut wrong = too_low(
        &format!("{name} with all features"),
        of_features.unwrap_or(stated),
        &tree("--all-features")?,
        declared,
    );
    if of_features.is_some() {
        wrong.extend(too_low(name, stated, &tree("--no-default-features")?, declared));
    }
    let manifest = package["manifest_path"].as_str().unwrap_or_default();
    let readme = fs::read_to_string(Path::new(manifest).with_file_name("README.md"))?;
    if let Some(other) = stated_before(&readme, " or later").filter(|other| *other != stated) {
        wrong.push(format!("{name} states Rust {stated}, and its README {other}"));
    }
    Ok(wrong)
}

/// Returns a line for each package of a tree, as `cargo tree --prefix=depth` prints it, that declares a higher version.
pub fn too_low(what: &str, stated: RustVersion, tree: &str, declared: &Declared) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut path: Vec<&str> = Vec::new();
    for line in tree.lines().filter(|line| !line.is_empty()) {
        let (depth, package) = line.split_at(line.find(|c: char| !c.is_ascii_digit()).unwrap_or_default());
        // After name and version there may be a path, `(proc-macro)` or `(*)`.
        let package = package.split(" (").next().unwrap_or(package);
        path.truncate(depth.parse().unwrap_or_default());
        path.push(package);
        if let Some(needed) = declared.get(package).filter(|needed| **needed > stated) {
            let line = format!("{what}: Rust {stated} is stated, {package} needs {needed}");
            // The first path is enough.
            if !wrong.iter().any(|other: &String| other.starts_with(&line)) {
                wrong.push(format!("{line} ({})", path.join(" > ")));
            }
        }
    }
    wrong
}

fn declared(packages: &[Value]) -> Result<Declared> {
    let declaring = packages.iter().filter_map(|package| Some((package, package["rust_version"].as_str()?)));
    let entry = |(package, version): (&Value, &str)| {
        let (name, number) = (package["name"].as_str(), package["version"].as_str());
        Ok((format!("{} v{}", name.unwrap_or_default(), number.unwrap_or_default()), version.parse()?))
    };
    declaring.map(entry).collect()
}

fn stated_by(packages: &[Value], name: &str) -> Option<RustVersion> {
    packages.iter().find(|package| package["name"] == name)?["rust_version"].as_str()?.parse().ok()
}

/// Returns the version that a text states after `words`, wherever its lines break.
fn stated_in(text: &str, words: &str) -> Option<RustVersion> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.split_once(words)?.1.split(' ').next()?.trim_end_matches('.').parse().ok()
}

/// Returns the version that a text states before `words`.
fn stated_before(text: &str, words: &str) -> Option<RustVersion> {
    text.match_indices(words).find_map(|(end, _)| text[..end].rsplit_once("Rust ")?.1.parse().ok())
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new(env!("CARGO")).current_dir(root).args(arguments).output()?;
    ensure!(
        output.status.success(),
        "cargo {arguments:?} failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}
