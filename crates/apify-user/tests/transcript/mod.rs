//! Runs the commands that an example's documentation shows, and compares what it says they print.
//!
//! A transcript is a `text` block of the file's own documentation. A line that begins with
//! `$ cargo run` is a command, what follows it is the output, and `$ echo $?` shows the exit code.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// An example's program with no environment, to be run in `directory`. `None`, and a line that
/// says so, where it was not built: `cargo test --test examples` builds no examples.
pub fn example(name: &str, directory: &Path) -> Option<Command> {
    let Some(program) = program(name) else {
        println!("SKIPPED: the example {name} is not built; `cargo test` builds it");
        return None;
    };
    Some(bare(&program, directory))
}

fn bare(program: &Path, directory: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().current_dir(directory);
    // Windows opens no socket without it.
    command.envs(env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
    command
}

/// Where cargo put an example. At the plain name stands whichever of two crates' examples was built
/// last, and not always with its own list of sources; the names that end in a hash are each crate's own.
fn program(name: &str) -> Option<PathBuf> {
    let directory = env::current_exe().unwrap().ancestors().nth(2).unwrap().join("examples");
    let crate_name = Path::new(env!("CARGO_MANIFEST_DIR")).file_name().unwrap();
    let source = Path::new(crate_name).join("examples").join(name).with_extension("rs");
    let is_ours =
        |list: &PathBuf| fs::read_to_string(list).is_ok_and(|text| text.contains(source.to_str().unwrap()));
    let others = fs::read_dir(&directory).ok()?.map(|entry| entry.unwrap().path());
    let mut hashed: Vec<PathBuf> = others
        .filter(|path| path.extension().is_some_and(|extension| extension == "d"))
        .filter(|path| path.file_stem().unwrap().to_str().unwrap().starts_with(&format!("{name}-")))
        .collect();
    hashed.sort_by_key(|path| std::cmp::Reverse(path.metadata().unwrap().modified().unwrap()));
    let ours = hashed.into_iter().filter(is_ours);
    let mut programs = ours.map(|list| list.with_extension(env::consts::EXE_EXTENSION));
    programs.find(|program| program.exists() && !is_test_harness(program, &directory))
}

/// `cargo test --examples` leaves harnesses for the examples' own tests beside them.
fn is_test_harness(program: &Path, directory: &Path) -> bool {
    let listed = bare(program, directory).arg("--list").output().unwrap().stdout;
    listed.trim_ascii_end().ends_with(b"benchmarks")
}

/// Runs every transcript of this crate's examples, those in `without` excepted.
pub fn check_all(without: &[&str]) {
    let sources = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")).unwrap();
    let mut sources: Vec<PathBuf> = sources.map(|entry| entry.unwrap().path()).collect();
    sources.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    sources.sort();
    let faults: Vec<String> = sources.iter().flat_map(|source| check(source, without)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn check(source: &Path, without: &[&str]) -> Vec<String> {
    let name = source.file_stem().unwrap().to_str().unwrap();
    let steps = steps(&fs::read_to_string(source).unwrap());
    if without.contains(&name) {
        return Vec::new();
    }
    if steps.is_empty() {
        return vec![format!("{name}: its documentation shows no `$ cargo run`")];
    }
    let directory = tempfile::tempdir().unwrap();
    let mut last = None;
    let mut faults = Vec::new();
    for (command, expected) in steps {
        let Some(printed) = run(name, &command, directory.path(), &mut last) else { break };
        if printed.trim_end() != expected.trim_end() {
            faults
                .push(format!("{name}: $ {command}\n{printed}\n-- but its documentation shows:\n{expected}"));
        }
    }
    faults
}

/// What a command prints, as the documentation would show it.
fn run(name: &str, command: &str, directory: &Path, last: &mut Option<Output>) -> Option<String> {
    if command == "echo $?" {
        return Some(last.as_ref()?.status.code()?.to_string());
    }
    let package = env!("CARGO_PKG_NAME");
    let start = format!("cargo run -p {package} --example {name}");
    let arguments = command.strip_prefix(&start).unwrap_or_else(|| panic!("`{command}` is not `{start}`"));
    let arguments = arguments.split_whitespace().skip_while(|argument| *argument == "--");
    let output = example(name, directory)?.args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("built-in simulator"), "{name} does not say what it talks to: {said}");
    let lines = String::from_utf8(output.stdout.clone()).unwrap();
    *last = Some(output);
    Some(lines.lines().map(|line| line.trim_end().to_owned() + "\n").collect())
}

/// The commands of all transcripts, each with what it shows below it.
fn steps(source: &str) -> Vec<(String, String)> {
    let mut steps: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in source.lines().map_while(|line| line.strip_prefix("//!")) {
        let line = line.strip_prefix(' ').unwrap_or(line);
        if line.starts_with("```") {
            inside = line == "```text";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            steps.push((command.to_owned(), String::new()));
        } else if inside && let Some((_, output)) = steps.last_mut() {
            *output += line;
            output.push('\n');
        }
    }
    steps
}
