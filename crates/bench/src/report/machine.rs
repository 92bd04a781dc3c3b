//! Where the figures come from.

use std::{fs, path::Path, process::Command, thread};

use anyhow::{Context, Result};

const MEASURED: [&str; 6] =
    ["apify-client", "apify-user", "cloudflare-user", "reqwest", "serde_json", "tokio"];

/// The machine and the versions, as a paragraph.
pub(super) fn describe(root: &Path) -> Result<String> {
    let cores = thread::available_parallelism()?;
    let mut parts = vec![format!("{} ({cores} cores)", processor()), "Linux".to_owned()];
    parts.extend(["rustc", "node"].iter().filter_map(|tool| version(tool)));
    parts.extend(crates(root)?);
    parts.extend(["apify-client", "cloudflare"].iter().filter_map(|name| package(root, name)));
    Ok(parts.join(", ") + ".\n\n")
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    model.map_or_else(|| "unknown processor".to_owned(), |(_, model)| model.to_owned())
}

fn version(tool: &str) -> Option<String> {
    let output = Command::new(tool).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let number = text.split_whitespace().find(|word| word.contains('.'))?;
    Some(format!("{tool} {}", number.trim_start_matches('v')))
}

/// The versions that the benchmark was built with.
fn crates(root: &Path) -> Result<Vec<String>> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["tree", "--package=bench", "--depth=1", "--prefix=none"]);
    let output = command.current_dir(root).output().context("cannot run cargo")?;
    let tree = String::from_utf8(output.stdout)?;
    let direct = tree.lines().filter_map(|line| {
        let (name, rest) = line.split_once(" v")?;
        MEASURED.contains(&name).then(|| format!("{name} {}", rest.split(' ').next().unwrap_or(rest)))
    });
    Ok(direct.collect())
}

fn package(root: &Path, name: &str) -> Option<String> {
    let path = root.join(format!("crates/conformance/node/node_modules/{name}/package.json"));
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    Some(format!("npm {name} {}", manifest["version"].as_str()?))
}
