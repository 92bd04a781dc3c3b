//! Cold builds of a program that makes one call.

use std::{collections::BTreeSet, fs, path::Path, process::Command, time::Instant};

use anyhow::{Context, Result, bail};
use nix::sys::{
    resource::{UsageWho, getrusage},
    time::{TimeVal, TimeValLike},
};

use crate::{
    figures::{Figures, Measure},
    workload::{Contender, Tls},
};

/// Program that makes one call.
struct Program {
    contender: Contender,
    tls: Tls,
    /// Dependencies of its manifest; `{root}` stands for this workspace.
    dependencies: &'static str,
    source: &'static str,
}

const PROGRAMS: [Program; 5] = [
    Program {
        contender: Contender::Bare,
        tls: Tls::Default,
        dependencies: r#"
        chrono = { version = "0.4", default-features = false, features = ["serde", "std"] }
        reqwest = { version = "0.13", default-features = false, features = ["brotli", "deflate", "gzip", "http2", "rustls", "zstd"] }
        serde = { version = "1", features = ["derive"] }
        serde_json = "1""#,
        source: include_str!("../../programs/bare.rs"),
    },
    Program {
        contender: Contender::Generated,
        tls: Tls::Default,
        dependencies: r#"
        api-runtime = { path = "{root}/crates/api-runtime" }
        apify-user-api = { path = "{root}/crates/apify-user-api" }"#,
        source: include_str!("../../programs/generated.rs"),
    },
    Program {
        contender: Contender::Facade,
        tls: Tls::Default,
        dependencies: r#"
        apify-user = { path = "{root}/crates/apify-user" }"#,
        source: include_str!("../../programs/facade.rs"),
    },
    Program {
        contender: Contender::Facade,
        tls: Tls::System,
        dependencies: r#"
        apify-user = { path = "{root}/crates/apify-user", default-features = false, features = ["native-tls"] }"#,
        source: include_str!("../../programs/facade.rs"),
    },
    Program {
        contender: Contender::Official,
        tls: Tls::Default,
        dependencies: r#"
        apify-client = "0.15""#,
        source: include_str!("../../programs/official.rs"),
    },
];

pub(super) fn measure(root: &Path, figures: &mut Figures) -> Result<()> {
    for Program { contender, tls, dependencies, source } in PROGRAMS {
        eprintln!("{}: {contender}", Measure::ColdBuild(tls));
        let package = tempfile::tempdir()?;
        write(package.path(), root, dependencies, source)?;
        figures.add(Measure::Crates(tls), contender, crates(package.path())? as f64);
        let (wall, cpu) = build(package.path())?;
        figures.add(Measure::ColdBuild(tls), contender, wall);
        figures.add(Measure::ColdBuildCpu(tls), contender, cpu);
        let binary = fs::metadata(package.path().join("target/release/program"))?;
        figures.add(Measure::BinarySize(tls), contender, binary.len() as f64);
    }
    Ok(())
}

/// Writes the program, with the workspace's lock file, so that it is built with the measured versions.
fn write(package: &Path, root: &Path, dependencies: &str, source: &str) -> Result<()> {
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
        dependencies.replace("{root}", &root.to_string_lossy())
    );
    fs::create_dir(package.join("src"))?;
    fs::write(package.join("Cargo.toml"), manifest)?;
    fs::write(package.join("src/main.rs"), source)?;
    fs::write(package.join("src/types.rs"), include_str!("../contender/apify_types.rs"))?;
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock"))?;
    Ok(())
}

fn cargo(package: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(package).env_remove("RUSTFLAGS").env("CARGO_TARGET_DIR", "target");
    command
}

/// Counts the crates that are compiled, without the program itself.
fn crates(package: &Path) -> Result<usize> {
    let mut command = cargo(package);
    let output = command.args(["tree", "--prefix=none", "--edges=normal,build"]).output()?;
    if !output.status.success() {
        bail!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let tree = String::from_utf8(output.stdout)?;
    let names: BTreeSet<&str> =
        tree.lines().map(|line| line.trim_end_matches(" (*)")).filter(|line| !line.is_empty()).collect();
    Ok(names.len() - 1)
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
