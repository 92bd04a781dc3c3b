//! Weight of a program that makes one call: crates, cold build and size of the binary.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context, Result, bail};
use nix::sys::{
    resource::{UsageWho, getrusage},
    time::{TimeVal, TimeValLike},
};
use tempfile::TempDir;

use crate::{
    figures::{Figures, Measure},
    workload::{Contender, Variant},
};

/// Program that makes one call.
struct Program {
    contender: Contender,
    /// Rows of the table for which it stands.
    variants: &'static [Variant],
    /// Dependencies of its manifest; `{root}` stands for this workspace.
    dependencies: &'static str,
    source: &'static str,
}

const BARE: &str = include_str!("../../programs/bare.rs");
const FACADE: &str = include_str!("../../programs/facade.rs");

/// Bare reqwest has the facade's TLS and its decompressors. The official crate has the system's TLS by default.
const PROGRAMS: [Program; 9] = [
    Program {
        contender: Contender::Bare,
        variants: &[Variant::Default],
        dependencies: r#"
        chrono = { version = "0.4", default-features = false, features = ["serde", "std"] }
        reqwest = { version = "0.13", default-features = false, features = ["brotli", "deflate", "gzip", "rustls", "zstd"] }
        serde = { version = "1", features = ["derive"] }
        serde_json = "1""#,
        source: BARE,
    },
    Program {
        contender: Contender::Facade,
        variants: &[Variant::Default],
        dependencies: r#"
        apify-user = { path = "{root}/crates/apify-user" }"#,
        source: FACADE,
    },
    Program {
        contender: Contender::Facade,
        variants: &[Variant::Cloudflare],
        dependencies: r#"
        cloudflare-user = { path = "{root}/crates/cloudflare-user" }"#,
        source: include_str!("../../programs/cloudflare.rs"),
    },
    Program {
        contender: Contender::Official,
        variants: &[Variant::Default, Variant::SystemTls],
        dependencies: r#"
        apify-client = "0.15""#,
        source: include_str!("../../programs/official.rs"),
    },
    Program {
        contender: Contender::Bare,
        variants: &[Variant::SystemTls],
        dependencies: r#"
        chrono = { version = "0.4", default-features = false, features = ["serde", "std"] }
        reqwest = { version = "0.13", default-features = false, features = ["brotli", "deflate", "gzip", "native-tls", "zstd"] }
        serde = { version = "1", features = ["derive"] }
        serde_json = "1""#,
        source: BARE,
    },
    Program {
        contender: Contender::Facade,
        variants: &[Variant::SystemTls],
        dependencies: r#"
        apify-user = { path = "{root}/crates/apify-user", default-features = false, features = ["native-tls"] }"#,
        source: FACADE,
    },
    Program {
        contender: Contender::Facade,
        variants: &[Variant::Http2],
        dependencies: r#"
        apify-user = { path = "{root}/crates/apify-user", default-features = false, features = ["native-tls", "http2"] }"#,
        source: FACADE,
    },
    Program {
        contender: Contender::Facade,
        variants: &[Variant::Blocking],
        dependencies: r#"
        apify-user = { path = "{root}/crates/apify-user", default-features = false, features = ["native-tls", "blocking"] }"#,
        source: FACADE,
    },
    Program {
        contender: Contender::Facade,
        variants: &[Variant::Schemars],
        dependencies: r#"
        apify-user = { path = "{root}/crates/apify-user", default-features = false, features = ["native-tls", "schemars"] }"#,
        source: FACADE,
    },
];

/// Binaries of the programs, for as long as this value lives.
pub(super) struct Binaries {
    folder: TempDir,
    /// What was built: contender, variant and file.
    pub(super) built: Vec<(Contender, Variant, PathBuf)>,
}

/// Builds every program and keeps its binary.
pub(super) fn measure(root: &Path, figures: &mut Figures) -> Result<Binaries> {
    let mut binaries = Binaries { folder: tempfile::tempdir()?, built: Vec::new() };
    for (index, program) in PROGRAMS.iter().enumerate() {
        let package = tempfile::tempdir()?;
        write(package.path(), root, program)?;
        let tree = Tree::read(package.path())?;
        eprintln!("cold build of {} crates: {}{}", tree.crates, program.contender, program.variants[0]);
        let (wall, cpu) = build(package.path())?;
        let binary = binaries.folder.path().join(index.to_string());
        fs::copy(package.path().join("target/release/program"), &binary)?;
        let size = fs::metadata(&binary)?.len() as f64;
        for &variant in program.variants {
            let mut add = |measure: fn(Variant) -> Measure, figure| {
                figures.add(measure(variant), program.contender, figure);
            };
            add(Measure::Crates, tree.crates as f64);
            add(Measure::DuplicateCrates, tree.duplicates as f64);
            add(Measure::ColdBuild, wall);
            add(Measure::ColdBuildCpu, cpu);
            add(Measure::BinarySize, size);
        }
        binaries.built.push((program.contender, program.variants[0], binary));
    }
    Ok(binaries)
}

/// Writes the program, with the workspace's lock file, so that it is built with the measured versions.
fn write(package: &Path, root: &Path, program: &Program) -> Result<()> {
    let root = root.canonicalize()?;
    let manifest = format!(
        r#"
        [package]
        name = "program"
        edition = "2024"

        [workspace]

        [profile.release]
        strip = true

        [dependencies]
        tokio = {{ version = "1", features = ["macros", "rt"] }}
        {}"#,
        program.dependencies.replace("{root}", &root.to_string_lossy())
    );
    fs::create_dir(package.join("src"))?;
    fs::write(package.join("Cargo.toml"), manifest)?;
    fs::write(package.join("src/main.rs"), program.source)?;
    fs::write(package.join("src/types.rs"), include_str!("../contender/apify_types.rs"))?;
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock"))?;
    Ok(())
}

fn cargo(package: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(package).env_remove("RUSTFLAGS").env("CARGO_TARGET_DIR", "target");
    command
}

/// Crates that are compiled for a program.
struct Tree {
    /// Number of crates, without the program itself.
    crates: usize,
    /// Number of crates of which there are several versions.
    duplicates: usize,
}

impl Tree {
    fn read(package: &Path) -> Result<Self> {
        let mut command = cargo(package);
        let output = command.args(["tree", "--prefix=none", "--edges=normal,build"]).output()?;
        if !output.status.success() {
            bail!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(Self::parse(&String::from_utf8(output.stdout)?))
    }

    /// Reads lines such as `base64 v0.22.1` and `serde v1.0.229 (*)`.
    fn parse(tree: &str) -> Self {
        let lines = tree.lines().map(|line| line.trim_end_matches(" (*)")).filter(|line| !line.is_empty());
        let distinct: BTreeSet<&str> = lines.collect();
        let mut versions = BTreeMap::<&str, usize>::new();
        for line in &distinct {
            *versions.entry(line.split(' ').next().unwrap_or(line)).or_default() += 1;
        }
        let duplicates = versions.values().filter(|versions| **versions > 1).count();
        Self { crates: distinct.len().saturating_sub(1), duplicates }
    }
}

/// Returns wall and CPU seconds, including compilers, but not downloads.
fn build(package: &Path) -> Result<(f64, f64)> {
    let run = |arguments: &[&str]| {
        let mut command = cargo(package);
        let status = command.args(arguments).status().context("cannot run cargo")?;
        if status.success() { Ok(()) } else { bail!("{command:?} failed: {status}") }
    };
    run(&["fetch", "--quiet"])?;
    let (start, before) = (Instant::now(), children_cpu()?);
    run(&["build", "--release", "--offline", "--quiet"])?;
    Ok((start.elapsed().as_secs_f64(), children_cpu()? - before))
}

/// Returns the CPU seconds of all child processes so far.
fn children_cpu() -> Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds = |time: TimeVal| time.num_microseconds() as f64 / 1e6;
    Ok(seconds(usage.user_time()) + seconds(usage.system_time()))
}

#[cfg(test)]
mod tests {
    use super::Tree;

    #[test]
    fn a_tree_counts_each_crate_once_and_its_versions() {
        let tree = "\
program v0.0.0 (/program)
base64 v0.22.1
serde v1.0.229
serde_core v1.0.229

serde_derive v1.0.229 (proc-macro)
base64 v0.23.1
serde v1.0.229 (*)
";
        let Tree { crates, duplicates } = Tree::parse(tree);
        assert_eq!((crates, duplicates), (5, 1));
    }
}
