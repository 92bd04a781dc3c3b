//! Commands that read: their output in each form, and each exit status.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

mod support;

use std::{fs, io::Read, process::Stdio};

use api_simulator::Simulator;
use serde_json::Value;
use support::{account, run, simulated};

const READS: [&str; 14] = [
    "apify me",
    "apify usage",
    "apify usage --month 2026-10 --by day",
    "apify credit",
    "apify limits",
    "cloudflare me",
    "cloudflare tokens",
    "cloudflare token verify",
    "cloudflare groups",
    "cloudflare invites",
    "cloudflare memberships",
    "cloudflare subscriptions",
    "cloudflare tenants",
    "cloudflare billing",
];

#[test]
fn every_command_has_a_table_json_and_csv() {
    for command in READS {
        let table = simulated(command);
        assert_eq!((table.status, table.stderr.lines().count()), (0, 1), "{command}: {table:?}");
        assert!(table.stderr.contains("made up"), "{command}");
        assert!(!table.stdout.contains('\u{1b}'), "no colour in a pipe: {command}");

        let json = simulated(&format!("{command} --json"));
        let document: Value = serde_json::from_str(&json.stdout).unwrap();
        assert!(
            document.is_object() || document.as_array().is_some_and(|items| !items.is_empty()),
            "{command}"
        );

        let text = simulated(&format!("{command} --csv")).stdout;
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers().unwrap().len();
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == columns), "{command}: {text}");
    }
}

#[test]
fn at_60_columns_no_word_is_broken_and_no_column_is_lost_in_silence() {
    for command in READS {
        let wide = simulated(command).stdout;
        let narrow = run(account(command).arg("--simulate").env("COLUMNS", "60")).stdout;
        let (table, left_out) = narrow.split_once("Left out for want of room: ").unwrap_or((&narrow, ""));
        for word in table.split_whitespace().filter(|word| !word.starts_with('─')) {
            assert!(wide.split_whitespace().any(|other| other == word), "{command}: {word}\n{narrow}");
        }
        // Titles of a table; a record has them at the beginnings of lines.
        let titles =
            wide.lines().next().unwrap().split("  ").map(str::trim).filter(|title| !title.is_empty());
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        for title in titles.flat_map(words) {
            let is_there = words(table).contains(&title) || left_out.contains(&title);
            assert!(is_there, "{command}: {title}\n{narrow}");
        }
    }
}

/// `script` of util-linux gives the program a terminal.
#[test]
fn there_is_colour_on_a_terminal_only_and_not_with_no_color() {
    for (variable, is_coloured) in [("OTHER", true), ("NO_COLOR", false)] {
        let program = format!("{} apify limits --above 0.3 --simulate", env!("CARGO_BIN_EXE_account"));
        let mut command = std::process::Command::new("script");
        command.args(["--quiet", "--return", "--command", &program, "/dev/null"]).stdin(Stdio::null());
        let Ok(output) = command.env("TERM", "xterm").env_remove("NO_COLOR").env(variable, "1").output()
        else {
            println!("SKIPPED: there is no `script` here, which gives a program a terminal");
            return;
        };
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("team seats"), "{text}");
        assert_eq!(text.contains('\u{1b}'), is_coloured, "{variable}: {text:?}");
    }
}

#[test]
fn figures_are_exact_in_json_and_csv_and_agree() {
    let json: Value = serde_json::from_str(&simulated("apify limits --json").stdout).unwrap();
    let text = simulated("apify limits --csv").stdout;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let limits = json["limits"].as_array().unwrap();
    assert_eq!(limits.len(), 11);
    for (limit, row) in limits.iter().zip(reader.records()) {
        let row = row.unwrap();
        assert_eq!(limit["limit"], row[0]);
        assert_eq!(limit["used"].as_f64().unwrap(), row[1].parse::<f64>().unwrap());
        assert_eq!(limit["share"].as_f64().unwrap(), row[4].parse::<f64>().unwrap());
    }
}

#[test]
fn status_1_means_that_something_needs_attention() {
    for (command, status) in [
        ("apify limits --above 0.3", 1),
        ("apify limits --above 30%", 1),
        ("apify limits --above 0.5", 0),
        ("apify credit --above 0.5", 1),
        ("apify credit --above 1", 0),
        ("cloudflare tokens --expiring 30d", 1),
        ("cloudflare tokens --expiring 1h", 0),
        ("cloudflare tokens --unused 90d", 1),
        ("cloudflare token verify --expiring 30d", 0),
        ("cloudflare token verify --expiring 1y", 1),
    ] {
        assert_eq!(simulated(command).status, status, "{command}");
    }
}

#[test]
fn tokens_of_an_account_are_another_list() {
    let own = simulated("cloudflare tokens").stdout;
    let of_account = simulated("cloudflare tokens --account b7e40a95d1c84f2e93a6058c2f7d1be4").stdout;
    assert!(of_account.contains("Zone inventory") && !own.contains("Zone inventory"), "{of_account}");
    assert_eq!(simulated("cloudflare tokens --account unknown").status, 3);
}

#[test]
fn a_quiet_command_prints_only_what_needs_attention() {
    let fine = simulated("apify limits --above 0.5 --quiet");
    assert_eq!((fine.status, fine.stdout.as_str()), (0, ""));
    let attention = simulated("apify limits --above 0.3 --quiet");
    assert!(attention.status == 1 && attention.stdout.contains("team seats"), "{attention:?}");
}

#[test]
fn a_revoked_token_is_a_finding_and_not_a_failure() {
    let simulator = Simulator::cloudflare().start_blocking().unwrap();
    let mut command = account("cloudflare token verify --json");
    command.env("CLOUDFLARE_API_TOKEN", "revoked").env("CLOUDFLARE_BASE_URL", simulator.base_url());
    let run = run(&mut command);
    assert_eq!(run.status, 1, "{run:?}");
    assert_eq!(serde_json::from_str::<Value>(&run.stdout).unwrap()["status"], "invalid");
    assert!(!run.stdout.contains("revoked") && !run.stderr.contains("revoked"));
}

#[test]
fn status_2_means_wrong_use() {
    for (arguments, reason) in [
        ("apify limits --above 1.2 --simulate", "from 0 to 1"),
        ("apify limits --above 101% --simulate", "from 0 to 1"),
        ("apify limits --above much --simulate", "from 0 to 1"),
        ("apify usage --month June --simulate", "YYYY-MM"),
        ("apify usage --to 2026-06-01 --simulate", "--from"),
        ("apify usage --month 2026-06 --from 2026-06-01 --simulate", "cannot be used"),
        ("apify usage --from 2026-06-02 --to 2026-06-01 --simulate", "ends before it begins"),
        ("apify usage --from 2027-01-01 --simulate", "ends before it begins"),
        ("apify me --json --csv --simulate", "cannot be used"),
        ("apify me --timeout 0s --simulate", "longer than nothing"),
        ("apify me --profile work --simulate", "cannot be used"),
        ("apify me", "set APIFY_TOKEN"),
        ("cloudflare me", "set CLOUDFLARE_API_TOKEN"),
        ("cloudflare tokens --expiring soon --simulate", "write 30d"),
        ("cloudflare unknown", "unrecognized subcommand"),
        ("", "Usage"),
    ] {
        let run = run(&mut account(arguments));
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments}: {run:?}");
        assert!(run.stderr.contains(reason), "{arguments}: {}", run.stderr);
    }
}

#[test]
fn status_3_means_that_it_could_not_be_found_out() {
    for (arguments, variables) in [
        (
            "apify limits --timeout 1s",
            [("APIFY_TOKEN", "t-secret"), ("APIFY_API_BASE_URL", "http://127.0.0.1:9")],
        ),
        (
            "cloudflare tokens --timeout 1s",
            [("CLOUDFLARE_API_TOKEN", "t-secret"), ("CLOUDFLARE_BASE_URL", "http://127.0.0.1:9")],
        ),
    ] {
        let run = run(account(arguments).envs(variables));
        assert_eq!((run.status, run.stdout.as_str()), (3, ""), "{arguments}: {run:?}");
        assert!(run.stderr.starts_with("account: ") && !run.stderr.contains("t-secret"), "{}", run.stderr);
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    for arguments in
        ["apify usage --simulate", "cloudflare billing --csv --simulate", "man", "completions zsh", "--help"]
    {
        let mut child = account(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{arguments}: {stderr}");
        assert!(!stderr.contains("panicked") && !stderr.contains("pipe"), "{arguments}: {stderr}");
    }
}

#[test]
fn help_lists_the_exit_statuses_everywhere() {
    for arguments in ["--help", "apify --help", "apify limits --help", "cloudflare token verify -h"] {
        let run = run(&mut account(arguments));
        assert!(run.status == 0 && run.stdout.contains("Exit status:\n  0  fine"), "{arguments}: {run:?}");
    }
}

/// bash and man judge what is generated for them.
#[test]
fn completions_and_manual_are_accepted_by_their_readers() {
    let directory = tempfile::tempdir().unwrap();
    for (arguments, file, reader) in [
        ("completions bash", "account.bash", &["bash", "-n"][..]),
        ("man", "account.1", &["man", "--warnings=w", "--local-file"]),
    ] {
        let path = directory.path().join(file);
        fs::write(&path, run(&mut account(arguments)).stdout).unwrap();
        let mut command = std::process::Command::new(reader[0]);
        match command.args(&reader[1..]).arg(&path).env("MAN_KEEP_STDERR", "1").output() {
            Ok(output) => {
                let stderr = String::from_utf8_lossy(&output.stderr);
                assert!(output.status.success() && stderr.is_empty(), "{arguments}: {stderr}");
            }
            Err(error) => println!("SKIPPED: {} does not run here: {error}", reader[0]),
        }
    }
}

#[test]
fn another_readers_profiles_are_refused_and_no_line_of_them_is_shown() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("profiles.toml");
    let profile = format!(
        "[work.apify]\ntoken = '{}'\nbase-url = '{}'\n[bad.apify]\ntoken-command = ['false']\n",
        simulator.token(),
        simulator.base_url()
    );
    let me = |profile: &str| run(account("apify me --profile").arg(profile).env("ACCOUNT_PROFILES", &file));
    let missing = me("work");
    assert_eq!(missing.status, 2, "{missing:?}");
    assert!(missing.stderr.contains("profiles.toml cannot be read"));

    fs::write(&file, &profile).unwrap();
    set_mode(&file, 0o644);
    if cfg!(unix) {
        let refused = me("work");
        assert_eq!(refused.status, 2);
        assert!(refused.stderr.contains("(mode 644): run `chmod 600"), "{}", refused.stderr);
    }
    set_mode(&file, 0o600);
    let run = me("work");
    assert_eq!(run.status, 0, "{run:?}");
    assert!(me("home").stderr.contains("it has [\"bad\", \"work\"]"), "{:?}", me("home"));
    assert!(me("bad").stderr.contains("printed no token"), "{:?}", me("bad"));

    fs::write(&file, profile.replace("base-url", "address")).unwrap();
    let refused = me("work");
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.contains("line 3: not valid"), "{}", refused.stderr);
    assert!(!refused.stderr.contains(simulator.token()));
}

#[cfg(unix)]
fn set_mode(file: &std::path::Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(file, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_: &std::path::Path, _: u32) {}

#[test]
fn the_simulator_serves_other_programs_until_its_input_ends() {
    let mut child = simulator(Stdio::piped());
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn the_simulator_serves_in_the_background_of_a_script_too() {
    let mut child = simulator(Stdio::null());
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().code(), None);
}

/// Starts a simulator and uses it once.
fn simulator(input: Stdio) -> std::process::Child {
    let mut child = account("simulate apify").stdin(input).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    let variables: Vec<(String, String)> = lines
        .by_ref()
        .take(2)
        .map(|line| {
            let line = line.unwrap();
            let (name, value) = line.strip_prefix("export ").unwrap().split_once('=').unwrap();
            (name.to_owned(), value.to_owned())
        })
        .collect();
    let me = run(account("apify me --json").envs(variables));
    assert_eq!(me.status, 0, "{me:?}");
    child
}

#[test]
fn the_manual_names_no_page_that_does_not_exist_and_the_options_of_all_commands_once() {
    let manual = run(&mut account("man")).stdout;
    assert!(!manual.contains("(1)") && !manual.contains("apify\\-me"), "{manual}");
    assert!(manual.contains(".SH \"ACCOUNT APIFY SET-LIMITS\"") && manual.contains(".SH \"EXIT STATUS\""));
    assert_eq!(manual.matches("Take credentials from this profile").count(), 1);
}

#[test]
fn an_error_says_its_cause_once() {
    let mut command = account("apify me --timeout 1s");
    command.env("APIFY_TOKEN", "t").env("APIFY_API_BASE_URL", "http://127.0.0.1:9");
    let stderr = run(&mut command).stderr;
    assert_eq!(stderr.matches("could not connect").count(), 1, "{stderr}");
    assert!(!stderr.contains("error sending request"), "{stderr}");
}
