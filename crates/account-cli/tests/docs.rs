//! The documentation shows what the commands print, and names each of them.
//!
//! `UPDATE_DOCS=1 cargo test -p account-cli --test docs` writes it anew.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

mod support;

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use support::{account, run};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/COMMANDS.md");

#[test]
fn the_page_shows_what_the_commands_print() {
    let page = fs::read_to_string(PAGE).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let mut status = 0;
    let mut written = String::new();
    let mut is_console = false;
    for line in page.lines() {
        if line.starts_with("```") {
            is_console = line == "```console";
        }
        match line.strip_prefix("$ ") {
            Some("echo $?") => written += &format!("$ echo $?\n{status}\n"),
            Some(command) => {
                let printed;
                (printed, status) = execute(command, directory.path());
                written += &format!("$ {command}\n{printed}");
            }
            // What the page shows now.
            None if is_console && !line.starts_with("```") => {}
            None => written += &format!("{line}\n"),
        }
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(PAGE, &written).unwrap();
    }
    let page = fs::read_to_string(PAGE).unwrap();
    for (shown, printed) in page.lines().zip(written.lines()) {
        assert_eq!(shown, printed, "COMMANDS.md is out of date");
    }
    assert_eq!(page.lines().count(), written.lines().count(), "COMMANDS.md is out of date");
}

#[test]
fn every_command_is_on_the_page() {
    let page = fs::read_to_string(PAGE).unwrap();
    let mut pending = vec!["account".to_owned()];
    let mut count = 0;
    while let Some(command) = pending.pop() {
        let arguments = command.strip_prefix("account").unwrap();
        let help = run(&mut account(&format!("{arguments} --help"))).stdout;
        let Some(list) = help.split("Commands:\n").nth(1) else {
            assert!(
                page.contains(&format!("$ {command} ")) || page.contains(&format!("$ {command}\n")),
                "{command}"
            );
            count += 1;
            continue;
        };
        let names = list.lines().take_while(|line| !line.is_empty());
        let names =
            names.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
        pending.extend(names.filter(|name| *name != "help").map(|name| format!("{command} {name}")));
    }
    assert_eq!(count, 24);
}

/// Returns what a command of the page prints, and its exit status.
fn execute(command: &str, directory: &Path) -> (String, i32) {
    let (command, filter) =
        command.split_once(" | ").map_or((command, None), |(command, filter)| (command, Some(filter)));
    let arguments = words(command.strip_prefix("account ").unwrap());
    let mut account = account("");
    account.args(arguments).env("COLUMNS", "100").current_dir(directory);
    let (lines, status) = match filter.and_then(|filter| filter.strip_prefix("head -n ")) {
        Some(count) => (first_lines(&mut account, count.parse().unwrap()), 0),
        None => {
            let run = run(&mut account);
            let wanted = filter.map(|filter| filter.strip_prefix("grep ").unwrap());
            let is_shown = |line: &&str| wanted.is_none_or(|wanted| line.contains(wanted));
            let lines = run.stderr.lines().chain(run.stdout.lines().filter(is_shown)).map(str::to_owned);
            (lines.collect(), run.status)
        }
    };
    let lines = lines.iter().filter(|line| !line.contains("all data is made up"));
    (lines.map(|line| format!("{}\n", without_port(line.trim_end()))).collect(), status)
}

/// Reads the first lines of a program that may not end by itself; of one that prints to standard error only, those.
fn first_lines(command: &mut Command, count: usize) -> Vec<String> {
    let is_quiet = command.get_args().any(|argument| argument == "metrics");
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (stdout, stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let lines: Vec<String> = match is_quiet {
        true => BufReader::new(stderr).lines().map(Result::unwrap).skip(1).take(count).collect(),
        false => BufReader::new(stdout).lines().map(Result::unwrap).take(count).collect(),
    };
    // It may have ended already.
    drop(child.kill());
    child.wait().unwrap();
    lines
}

/// Splits a command as a shell would that knows only single quotes.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('\'').enumerate();
    let words = parts.flat_map(|(index, part)| match index % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

/// Replaces a port that the operating system has chosen.
fn without_port(line: &str) -> String {
    match line.split_once("127.0.0.1:") {
        Some((before, after)) if !after.starts_with("9184") => {
            let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
            format!("{before}127.0.0.1:40123{rest}")
        }
        _ => line.to_owned(),
    }
}
