//! `cargo xtask licenses`: lists the crates that a program contains, for those who ship it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    path::Path,
    process::Command,
};

use anyhow::{Context, Result, ensure};
use openapi_codegen::emit::{Artifact, write_or_compare};

/// Programs and libraries whose dependencies are listed, with their default features.
const LISTED: [&str; 3] = ["apify-user", "cloudflare-user", "account-cli"];

/// Writes `LICENSES.md`, or with `check` compares it. Returns `true` if the file was up to date.
///
/// # Errors
/// If cargo cannot list the dependencies, or the file cannot be read or written.
pub fn run(root: &Path, check: bool) -> Result<bool> {
    let mut crates = BTreeMap::<String, BTreeSet<&str>>::new();
    for package in LISTED {
        for line in parse(&tree(root, package)?) {
            crates.entry(line).or_default().insert(package);
        }
    }
    let content = document(&crates)?;
    Ok(write_or_compare(&[Artifact { path: "LICENSES.md".into(), content }], root, check)?.is_empty())
}

/// Lists what is linked into a program on any platform: no build scripts and no macros, which only run at build time.
fn tree(root: &Path, package: &str) -> Result<String> {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(root).args(["tree", "--edges=normal,no-proc-macro", "--target=all", "--prefix=none"]);
    let output = command.args(["--format={p} | {l}", "--package", package]).output();
    let output = output.context("cannot run cargo")?;
    ensure!(output.status.success(), "{command:?} failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// Turns lines such as `serde v1.0.229 | MIT OR Apache-2.0` into cells, without the crates of this workspace, which
/// have a path.
fn parse(tree: &str) -> impl Iterator<Item = String> {
    tree.lines().filter_map(|line| {
        let (package, license) = line.split_once(" | ")?;
        let (name, version) = package.split_once(" v")?;
        let license = license.trim_end_matches(" (*)");
        let license = if license.is_empty() { "not stated" } else { license };
        (!version.contains(" (/")).then(|| format!("| {name} | {version} | {license} |"))
    })
}

const HEAD: &str = "\
# Licences of the dependencies

Crates that are linked into a program which uses `apify-user`, `cloudflare-user` or `account-cli` with its default
features, on any platform. Licences may ask you to ship their texts, which stand in each crate's package. Written by
`cargo xtask licenses`.

| crate | version | licence | in |
|---|---|---|---|
";

fn document(crates: &BTreeMap<String, BTreeSet<&str>>) -> Result<String> {
    let mut text = HEAD.to_owned();
    for (cells, listed) in crates {
        let all = listed.len() == LISTED.len();
        let names =
            if all { "all".to_owned() } else { listed.iter().copied().collect::<Vec<_>>().join(", ") };
        writeln!(text, "{cells} {names} |")?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_line_is_a_crate_with_its_licence() {
        let tree = "\
apify-user v0.1.0 (/checkout/crates/apify-user) | MIT OR Apache-2.0
serde v1.0.229 | MIT OR Apache-2.0

serde v1.0.229 | MIT OR Apache-2.0 (*)
nameless v1.0.0-rc.1 | \n";
        let expected = [
            "| serde | 1.0.229 | MIT OR Apache-2.0 |",
            "| serde | 1.0.229 | MIT OR Apache-2.0 |",
            "| nameless | 1.0.0-rc.1 | not stated |",
        ];
        assert_eq!(parse(tree).collect::<Vec<_>>(), expected);
    }
}
