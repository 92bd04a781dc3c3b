//! Metrics as Prometheus and its tools read them.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

mod support;

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use support::{account, run, simulated};

/// The program, serving metrics until it is dropped.
struct Served {
    child: Child,
    address: String,
}

impl Served {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let line = lines.into_iter().find(|line| line.contains("serving")).unwrap();
        let address = line.split("http://").nth(1).unwrap().trim_end_matches("/metrics").to_owned();
        Self { child, address }
    }

    fn simulated() -> Self {
        Self::start(account("metrics --listen 127.0.0.1:0").arg("--simulate"))
    }

    /// Returns the metrics, once both accounts have been read.
    fn metrics(&self) -> String {
        wait_for(|| {
            let text = get(&format!("http://{}/metrics", self.address))?;
            let is_read = |vendor| text.contains(&format!("account_reads_total{{vendor=\"{vendor}\"}} 1"));
            (is_read("apify") && is_read("cloudflare")).then_some(text)
        })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn get(url: &str) -> Option<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { reqwest::get(url).await.ok()?.text().await.ok() })
}

/// Asks another process until it has a result.
fn wait_for<T>(result: impl Fn() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(result) = result() {
            return result;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "there is no result after a minute");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn dashboard() -> Value {
    serde_json::from_str(include_str!("../grafana/account.json")).unwrap()
}

/// Returns the expressions of all panels of the dashboard.
fn expressions() -> Vec<String> {
    let dashboard = dashboard();
    let panels = dashboard["panels"].as_array().unwrap().iter();
    let targets = panels.flat_map(|panel| panel["targets"].as_array().unwrap());
    targets.map(|target| target["expr"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_metrics_are_those_of_the_accounts() {
    let served = Served::simulated();
    let metrics = served.metrics();
    for line in [
        "account_up{vendor=\"apify\"} 1",
        "account_up{vendor=\"cloudflare\"} 1",
        "account_read_failures_total{vendor=\"apify\"} 0",
        "apify_credit_included_usd 39",
        "apify_limit_maximum{limit=\"monthly usage\",unit=\"USD\"} 220",
        "apify_limit_used_ratio{limit=\"team seats\"} 0.3333333333333333",
        "# TYPE apify_service_cost_usd gauge",
        "cloudflare_token_active{id=\"a90f3c75e2d84b61b5c7084e9d1f26a8\",name=\"Tide chart publisher\"} 1",
        "cloudflare_token_active{id=\"87ad21e0da307cc30ae046e45287b9ed\",name=\"Analytics dashboard\"} 0",
        // 2027-03-01T00:00:00Z
        "cloudflare_token_expiry_timestamp_seconds{id=\"a90f3c75e2d84b61b5c7084e9d1f26a8\",name=\"Tide chart publisher\"} 1803859200",
    ] {
        assert!(metrics.lines().any(|other| other == line), "{line}\n{metrics}");
    }
    let value = |name: &str| {
        let line = metrics.lines().find(|line| line.starts_with(&format!("{name} "))).unwrap();
        line.split(' ').nth(1).unwrap().parse::<f64>().unwrap()
    };
    assert!((value("apify_cycle_cost_usd") - 29.35).abs() < 0.01);
    assert!((value("apify_credit_left_usd") - 9.65).abs() < 0.01);
    assert!(get(&format!("http://{}/other", served.address)).unwrap().contains("/metrics"));
}

#[test]
fn promtool_finds_nothing_to_object_to() {
    let served = Served::simulated();
    let mut command = Command::new("promtool");
    command.args(["check", "metrics"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        println!("SKIPPED: there is no promtool here, which would check the metrics");
        return;
    };
    child.stdin.take().unwrap().write_all(served.metrics().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    assert!(output.status.success() && text.is_empty(), "{}", String::from_utf8_lossy(&text));
}

#[test]
fn promtool_accepts_the_alerts() {
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/prometheus/alerts.yml");
    match Command::new("promtool").args(["check", "rules", "--lint-fatal", rules]).output() {
        Ok(output) => assert!(output.status.success(), "{output:?}"),
        Err(_) => println!("SKIPPED: there is no promtool here, which would check the alerts"),
    }
}

#[test]
fn the_dashboard_and_the_alerts_ask_for_metrics_that_exist() {
    let metrics = Served::simulated().metrics();
    let exist: BTreeSet<&str> =
        metrics.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).collect();
    let mut expressions = expressions();
    assert_eq!(expressions.len(), 9);
    let alerts = include_str!("../prometheus/alerts.yml").lines();
    expressions.extend(alerts.filter_map(|line| line.trim().strip_prefix("expr: ")).map(str::to_owned));
    assert_eq!(expressions.len(), 13);
    let words = expressions.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric() && c != '_'));
    let names: Vec<&str> = words.filter(|word| word.contains('_') && *word != "sort_desc").collect();
    assert!(names.len() >= 9 && names.iter().all(|name| exist.contains(name)), "{names:?}\n{exist:?}");
}

#[test]
fn a_real_prometheus_scrapes_the_metrics_and_answers_the_dashboard() {
    let served = Served::simulated();
    served.metrics();
    let directory = tempfile::tempdir().unwrap();
    let config = directory.path().join("prometheus.yml");
    let scrape = format!(
        "scrape_configs:\n- job_name: account\n  scrape_interval: 1s\n  scrape_timeout: 1s\n  static_configs:\n  - targets: ['{}']\n",
        served.address
    );
    fs::write(&config, scrape).unwrap();
    // Free now, and most likely still free in a moment.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut command = Command::new("prometheus");
    command.arg(format!("--config.file={}", config.display()));
    command.arg(format!("--storage.tsdb.path={}", directory.path().join("data").display()));
    command.arg(format!("--web.listen-address=127.0.0.1:{port}"));
    let Ok(mut prometheus) = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn() else {
        println!("SKIPPED: there is no Prometheus here, which would scrape the metrics");
        return;
    };
    let query = |expression: &str| -> Option<Vec<Value>> {
        let mut url = reqwest::Url::parse(&format!("http://127.0.0.1:{port}/api/v1/query")).unwrap();
        url.query_pairs_mut().append_pair("query", expression);
        let response: Value = serde_json::from_str(&get(url.as_str())?).ok()?;
        let result = response["data"]["result"].as_array()?.clone();
        (!result.is_empty()).then_some(result)
    };
    let up = wait_for(|| query("up == 1"));
    assert_eq!(up.len(), 1);
    for expression in expressions() {
        // A rate needs two scrapes.
        let result = wait_for(|| query(&expression));
        assert!(!result.is_empty(), "{expression}");
    }
    let days = wait_for(|| query("count(cloudflare_token_expiry_timestamp_seconds)"));
    assert_eq!(days[0]["value"][1], "6");
    prometheus.kill().unwrap();
    prometheus.wait().unwrap();
}

#[test]
fn an_account_without_access_is_down_and_no_secret_is_shown() {
    let mut command = account("metrics --listen 127.0.0.1:0 --timeout 1s");
    command.env("APIFY_TOKEN", "t-secret").env("APIFY_API_BASE_URL", "http://127.0.0.1:9");
    let served = Served::start(&mut command);
    let metrics = wait_for(|| {
        let text = get(&format!("http://{}/metrics", served.address))?;
        text.contains("account_read_failures_total{vendor=\"apify\"} 1").then_some(text)
    });
    assert!(
        metrics.contains("account_up{vendor=\"apify\"} 0") && !metrics.contains("cloudflare"),
        "{metrics}"
    );
    assert!(!metrics.contains("apify_cycle") && !metrics.contains("t-secret"));
}

#[test]
fn wrong_use_is_refused() {
    for (arguments, reason) in [
        ("metrics --interval 59s", "at least 60 seconds"),
        ("metrics --listen nowhere", "invalid"),
        ("metrics --json", "prints no report"),
    ] {
        let run = simulated(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments}: {run:?}");
        assert!(run.stderr.contains(reason), "{arguments}: {}", run.stderr);
    }
    let without_credentials = run(&mut account("metrics"));
    assert_eq!(without_credentials.status, 2, "{without_credentials:?}");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let command = format!("metrics --listen {}", taken.local_addr().unwrap());
    assert_eq!(simulated(&command).status, 3);
}
