//! Commands that change an account: shown, asked for, and made once.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

mod support;

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use api_simulator::{Fault, MockResponse, Point, Simulator};
use serde_json::{Value, json};
use support::{Run, account, run, simulated};

const CHANGES: [&str; 4] = [
    "apify set-limits --max-monthly-usage-usd 300",
    "cloudflare token create ci --allow DNS_WRITE --on com.cloudflare.api.account.zone.*",
    "cloudflare token roll a90f3c75e2d84b61b5c7084e9d1f26a8",
    "cloudflare token delete a90f3c75e2d84b61b5c7084e9d1f26a8",
];

/// Id of the permission group `DNS Write`.
const DNS_WRITE: &str = "8ad5c20e3f9b4716a1d8e6b70c4f952b";

fn cloudflare(simulator: &Simulator, arguments: &str) -> Command {
    let mut command = account(&arguments.replace("DNS_WRITE", DNS_WRITE));
    command.env("CLOUDFLARE_API_TOKEN", simulator.token()).env("CLOUDFLARE_BASE_URL", simulator.base_url());
    command
}

fn apify(simulator: &Simulator, arguments: &str) -> Command {
    let mut command = account(arguments);
    command.env("APIFY_TOKEN", simulator.token()).env("APIFY_API_BASE_URL", simulator.base_url());
    command
}

#[test]
fn nobody_to_ask_means_that_nothing_is_sent() {
    let cloudflare_api = Simulator::cloudflare().start_blocking().unwrap();
    let apify_api = Simulator::apify().start_blocking().unwrap();
    for change in CHANGES {
        let mut command = if change.starts_with("apify") {
            apify(&apify_api, change)
        } else {
            cloudflare(&cloudflare_api, change)
        };
        let run = run(&mut command);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{change}: {run:?}");
        assert!(run.stderr.contains("add --yes"), "{change}: {}", run.stderr);
    }
    assert!(cloudflare_api.requests().is_empty() && apify_api.requests().is_empty());
}

#[test]
fn limits_are_shown_before_and_after() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    let arguments = "apify set-limits --max-monthly-usage-usd 300 --data-retention-days 14 --yes --json";
    let run = run(&mut apify(&simulator, arguments));
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.stderr.contains("220.00 → 300.00 USD") && run.stderr.contains("→ 14 days"), "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report, json!({ "max_monthly_usage_usd": 300.0, "data_retention_days": 14 }));
    let put = simulator.requests().into_iter().find(|request| request.method() == "PUT").unwrap();
    assert_eq!(put.json(), Some(json!({ "maxMonthlyUsageUsd": 300.0, "dataRetentionDays": 14 })));
    simulator.assert_no_violations();
}

#[test]
fn wrong_changes_are_refused() {
    for (arguments, reason) in [
        ("apify set-limits --yes", "required"),
        ("apify set-limits --max-monthly-usage-usd -1 --yes", "unexpected argument"),
        ("apify set-limits --max-monthly-usage-usd=-1 --yes", "negative"),
        (
            "cloudflare token create ci --allow Everything --on zone --yes",
            "no permission group has the name \"Everything\"",
        ),
        ("cloudflare token create ci --on zone --yes", "--allow"),
        ("cloudflare token roll nobody --yes", "no token has the id or name \"nobody\""),
        ("cloudflare token delete nobody --yes", "no token has the id or name"),
    ] {
        let run = simulated(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments}: {run:?}");
        assert!(run.stderr.contains(reason), "{arguments}: {}", run.stderr);
    }
}

fn verify(simulator: &Simulator, token: &str) -> Run {
    let mut command = account("cloudflare token verify");
    run(command.env("CLOUDFLARE_API_TOKEN", token).env("CLOUDFLARE_BASE_URL", simulator.base_url()))
}

#[test]
fn a_new_secret_is_alone_on_standard_output_and_works() {
    let simulator = Simulator::cloudflare().start_blocking().unwrap();
    let create = "cloudflare token create ci --allow DNS_WRITE --on com.cloudflare.api.account.zone.* \
                  --expires 90d --ip 203.0.113.0/24 --yes";
    let created = run(&mut cloudflare(&simulator, create));
    assert_eq!(created.status, 0, "{created:?}");
    let (secret, rest) = created.stdout.split_once('\n').unwrap();
    assert!(rest.is_empty() && !created.stderr.contains(secret), "{created:?}");
    for fact in ["\"ci\"", "DNS Write", "203.0.113.0/24", "expires"] {
        assert!(created.stderr.contains(fact), "{fact}: {}", created.stderr);
    }
    assert_eq!(verify(&simulator, secret).status, 0);
    let post = simulator.requests().into_iter().find(|request| request.method() == "POST").unwrap();
    assert_eq!(post.json().unwrap()["condition"], json!({ "request_ip": { "in": ["203.0.113.0/24"] } }));
    simulator.assert_no_violations();
}

#[test]
fn a_new_secret_is_in_the_json_once() {
    let simulator = Simulator::cloudflare().start_blocking().unwrap();
    let roll = "cloudflare token roll 842b1ca180033d070b90b7e9bfaa697f --yes --json";
    let rolled = run(&mut cloudflare(&simulator, roll));
    let report: Value = serde_json::from_str(&rolled.stdout).unwrap();
    let secret = report["secret"].as_str().unwrap();
    assert!(verify(&simulator, secret).status == 0 && !rolled.stderr.contains(secret), "{rolled:?}");
}

#[test]
fn a_rolled_token_works_with_its_new_secret_only() {
    let simulator = Simulator::cloudflare().start_blocking().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("new.token");
    let roll = || {
        let mut command = cloudflare(&simulator, "cloudflare token roll --yes --json --secret-file");
        run(command.arg(&file).arg("Tide chart publisher"))
    };
    let rolled = roll();
    assert_eq!(rolled.status, 0, "{rolled:?}");
    let secret = fs::read_to_string(&file).unwrap().trim_end().to_owned();
    assert!(!rolled.stdout.contains(&secret) && !rolled.stderr.contains(&secret));
    let report: Value = serde_json::from_str(&rolled.stdout).unwrap();
    assert_eq!(report["secret_file"], file.to_str().unwrap());
    assert!(report.get("secret").is_none());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!((verify(&simulator, &secret).status, verify(&simulator, simulator.token()).status), (0, 1));

    // The file exists: nothing is sent that would create a secret without a place.
    let refused = roll();
    assert_eq!(fs::read_to_string(&file).unwrap().trim_end(), secret);
    assert_ne!(refused.status, 0);
    let puts = simulator.requests().iter().filter(|request| request.method() == "PUT").count();
    assert_eq!(puts, 1);
}

#[test]
fn a_failure_leaves_no_file_behind_and_says_that_the_outcome_is_unknown() {
    let simulator = Simulator::cloudflare().start_blocking().unwrap();
    simulator.on("user_tokens_value_update", Fault::Reset(Point::BeforeHeaders));
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("new.token");
    let mut command =
        cloudflare(&simulator, "cloudflare token roll a90f3c75e2d84b61b5c7084e9d1f26a8 --yes --secret-file");
    let run = run(command.arg(&file));
    assert_eq!(run.status, 3, "{run:?}");
    assert!(run.stderr.contains("may have"), "{}", run.stderr);
    assert!(!file.exists());
}

#[test]
fn a_token_is_deleted_by_its_id_or_name() {
    let simulator = Simulator::cloudflare().start_blocking().unwrap();
    let mut command = cloudflare(&simulator, "cloudflare token delete --yes --json");
    let deleted = run(command.arg("Origin monitor"));
    assert_eq!(deleted.status, 0, "{deleted:?}");
    let report: Value = serde_json::from_str(&deleted.stdout).unwrap();
    assert_eq!(report["name"], "Origin monitor");
    let left = run(&mut cloudflare(&simulator, "cloudflare tokens")).stdout;
    assert!(!left.contains("Origin monitor") && left.contains("Deploy preview"));
    simulator.assert_no_violations();
}

#[test]
fn a_missing_permission_is_status_3() {
    let simulator = Simulator::cloudflare().start_blocking().unwrap();
    simulator.on("user_tokens_delete", MockResponse::documented(403));
    let run =
        run(&mut cloudflare(&simulator, "cloudflare token delete 842b1ca180033d070b90b7e9bfaa697f --yes"));
    assert_eq!(run.status, 3, "{run:?}");
}

/// `script` of util-linux gives the program a terminal.
#[test]
fn on_a_terminal_the_program_asks() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    for (response, puts) in [("n\n", 0), ("\n", 0), ("yes\n", 1)] {
        let program =
            format!("{} apify set-limits --max-monthly-usage-usd 300", env!("CARGO_BIN_EXE_account"));
        let mut command = Command::new("script");
        command.args(["--quiet", "--return", "--command", &program, "/dev/null"]);
        command.env("APIFY_TOKEN", simulator.token()).env("APIFY_API_BASE_URL", simulator.base_url());
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let Ok(mut child) = child else {
            println!("SKIPPED: there is no `script` here, which gives a program a terminal");
            return;
        };
        child.stdin.take().unwrap().write_all(response.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("220.00 → 300.00 USD") && text.contains("Go on? [y/N]"), "{text}");
        assert_eq!(output.status.code(), Some(if puts == 1 { 0 } else { 3 }), "{response:?}: {text}");
        assert_eq!(text.contains("nothing was changed"), puts == 0, "{text}");
        assert_eq!(simulator.requests().iter().filter(|request| request.method() == "PUT").count(), puts);
    }
}
