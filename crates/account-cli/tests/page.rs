//! The report as a browser shows it.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use api_simulator::{MockResponse, Simulator};
use serde_json::{Value, json};
use support::{Run, account, run, simulated};

const WIDTHS: [u32; 2] = [1280, 390];

/// Measures the page: the theme, and what is cut, overlaps or is too small to read.
const PROBE: &str = r#"<script>
addEventListener("load", () => {
  const faults = [], width = document.documentElement.clientWidth;
  const isVisible = e => e.getClientRects().length > 0;
  if (document.documentElement.scrollWidth > width) faults.push("the page is wider than the window");
  for (const e of document.querySelectorAll("body *")) {
    const box = e.getBoundingClientRect();
    if (isVisible(e) && (box.left < -0.5 || box.right > width + 0.5)) faults.push("outside: " + e.textContent.trim());
    if (e instanceof HTMLElement && e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1) faults.push("cut: " + e.textContent.trim());
  }
  const charts = [...document.querySelectorAll("svg[role=img]")].filter(isVisible);
  for (const svg of charts) {
    const frame = svg.getBoundingClientRect(), scale = frame.width / svg.viewBox.baseVal.width;
    const texts = [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect(), text]);
    for (const [text, box, element] of texts) {
      if (box.left < frame.left - 0.5 || box.right > frame.right + 0.5 || box.top < frame.top - 0.5 || box.bottom > frame.bottom + 0.5) faults.push("label outside the chart: " + text);
      if (parseFloat(getComputedStyle(element).fontSize) * scale < 10) faults.push("label too small: " + text);
      for (const [other, its, e] of texts) {
        if (e !== element && box.left < its.right && its.left < box.right && box.top + 3 < its.bottom && its.top + 3 < box.bottom) faults.push("labels overlap: " + text + ", " + other);
      }
    }
  }
  const bars = charts[0] ? charts[0].querySelectorAll("rect").length : 0;
  const background = getComputedStyle(document.body).backgroundColor;
  parent.postMessage(JSON.stringify({ width, faults, charts: charts.length, bars, background }), "*");
});
</script>"#;

/// A window is at least 500 pixels wide, but a frame in it need not be.
const FRAME: &str = r#"<body style="margin:0"><script>
onmessage = event => { document.body.textContent = "PROBE" + event.data + "PROBE"; };
</script><iframe src="probed.html" style="border:0;width:WIDTHpx;height:3000px"></iframe>"#;

fn write_page(directory: &Path) -> (Run, PathBuf) {
    let file = directory.join("report.html");
    let mut command = account("report --simulate --html");
    (run(command.arg(&file)), file)
}

fn browser() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let paths: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let found = names
        .iter()
        .flat_map(|name| paths.iter().map(move |path| path.join(name)))
        .find(|path| path.exists());
    if found.is_none() {
        println!("SKIPPED: there is no Chromium here, which would show the page");
    }
    found
}

fn headless(browser: &Path, profile: &Path, width: u32, is_dark: bool) -> Command {
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]);
    command.arg(format!("--user-data-dir={}", profile.display())).arg(format!("--window-size={width},3000"));
    // 0 is dark and 1 is light in `prefers-color-scheme`.
    command.arg(format!("--blink-settings=preferredColorScheme={}", u8::from(!is_dark)));
    command
}

#[test]
fn the_page_loads_nothing_and_runs_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let (run, file) = write_page(directory.path());
    assert_eq!(run.status, 0, "{run:?}");
    let page = fs::read_to_string(&file).unwrap();
    assert!(page.contains("default-src 'none'"));
    for word in ["<script", "http:", "https:", "url(", "@import", "src=", "href="] {
        assert!(!page.contains(word), "{word}");
    }
    for text in [
        "ACTOR_",
        "29.35 USD",
        "220.00 USD",
        "team seats",
        "Deploy preview",
        "in 3 days",
        "tidecharts.example",
    ] {
        assert!(page.contains(text), "{text}");
    }
}

/// Lays the page out in a browser, and returns what the probe finds.
fn probe(browser: &Path, page: &Path, width: u32, is_dark: bool) -> Value {
    let directory = page.parent().unwrap();
    let text = fs::read_to_string(page).unwrap();
    let probed = text.replace("default-src 'none'", "default-src 'unsafe-inline'") + PROBE;
    fs::write(directory.join("probed.html"), probed).unwrap();
    let frame = directory.join("frame.html");
    fs::write(&frame, FRAME.replace("WIDTH", &width.to_string())).unwrap();
    let mut command = headless(browser, directory, width, is_dark);
    command.args(["--virtual-time-budget=5000", "--dump-dom"]);
    let output = command.arg(format!("file://{}", frame.display())).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let probe = text.split("PROBE").nth(1).filter(|probe| probe.starts_with('{'));
    serde_json::from_str(probe.unwrap_or_else(|| panic!("{text}"))).unwrap()
}

/// Takes a picture for people to look at.
fn picture(browser: &Path, page: &Path, width: u32, is_dark: bool, name: &str) {
    let theme = if is_dark { "dark" } else { "light" };
    let picture = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{width}-{theme}.png"));
    let mut command = headless(browser, page.parent().unwrap(), width, is_dark);
    command.arg(format!("--screenshot={}", picture.display()));
    let output = command.arg(format!("file://{}", page.display())).output().unwrap();
    assert!(output.status.success() && fs::read(&picture).unwrap().starts_with(b"\x89PNG"));
    println!("picture: {}", picture.display());
}

#[test]
fn nothing_is_cut_in_a_browser_light_or_dark_on_a_screen_or_a_phone() {
    let Some(browser) = browser() else { return };
    let directory = tempfile::tempdir().unwrap();
    let (_, page) = write_page(directory.path());
    let mut backgrounds = Vec::new();
    for width in WIDTHS {
        for is_dark in [false, true] {
            let probe = probe(&browser, &page, width, is_dark);
            assert_eq!(probe["faults"], json!([]), "{width} {is_dark}");
            assert_eq!((&probe["width"], &probe["charts"]), (&json!(width), &json!(2)), "{probe}");
            assert!(probe["bars"].as_u64() > Some(40), "{probe}");
            backgrounds.push(probe["background"].as_str().unwrap().to_owned());
            picture(&browser, &page, width, is_dark, "report");
        }
    }
    assert_eq!(
        backgrounds,
        ["rgb(255, 255, 255)", "rgb(15, 19, 24)", "rgb(255, 255, 255)", "rgb(15, 19, 24)"]
    );
}

/// Long names, limits that are near or exceeded, and a cycle without a day of usage.
#[test]
fn nothing_is_cut_when_names_are_long_and_limits_exceeded() {
    let apify = Simulator::apify().start_blocking().unwrap();
    let cloudflare = Simulator::cloudflare().start_blocking().unwrap();
    let current = json!({ "monthlyUsageUsd": 250, "actorCount": 240, "activeActorJobCount": 48 });
    apify.on(
        "users_me_limits_get",
        MockResponse::simulated().merge(json!({ "data": { "current": current } })),
    );
    let usage = json!({ "data": { "dailyServiceUsages": [], "monthlyServiceUsage": null } });
    apify.on("users_me_usage_monthly_get", MockResponse::simulated().merge(usage));
    let tokens: Vec<Value> = ["a".repeat(120), "long ".repeat(40)]
        .iter()
        .map(|name| json!({ "id": name.len().to_string(), "name": name, "status": "active", "expires_on": "2090-01-01T00:00:00Z" }))
        .collect();
    cloudflare.on("user_tokens_list", MockResponse::json(200, &json!({ "success": true, "result": tokens })));
    let directory = tempfile::tempdir().unwrap();
    let page = directory.path().join("report.html");
    let mut command = account("report --html");
    command.arg(&page).env("APIFY_TOKEN", apify.token()).env("APIFY_API_BASE_URL", apify.base_url());
    command.env("CLOUDFLARE_API_TOKEN", cloudflare.token()).env("CLOUDFLARE_BASE_URL", cloudflare.base_url());
    let run = run(&mut command);
    assert_eq!(run.status, 0, "{run:?}");
    let text = fs::read_to_string(&page).unwrap();
    assert!(text.contains("class=\"full\"") && text.contains("class=\"near\"") && text.contains("114 %"));
    assert!(text.contains("no figures of days"));
    let Some(browser) = browser() else { return };
    for width in WIDTHS {
        assert_eq!(probe(&browser, &page, width, false)["faults"], json!([]), "{width}");
        picture(&browser, &page, width, false, "extremes");
    }
}

#[test]
fn names_from_others_are_text() {
    let simulator = Simulator::cloudflare().start_blocking().unwrap();
    let name = "<img src=x onerror=alert(1)>";
    let body = json!({ "success": true, "result": [{ "id": "a1", "name": name, "status": "active" }] });
    simulator.on("user_tokens_list", MockResponse::json(200, &body));
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("report.html");
    let mut command = account("report --html");
    command
        .arg(&file)
        .env("CLOUDFLARE_API_TOKEN", simulator.token())
        .env("CLOUDFLARE_BASE_URL", simulator.base_url());
    let run = run(&mut command);
    assert_eq!(run.status, 0, "{run:?}");
    let page = fs::read_to_string(&file).unwrap();
    assert!(page.contains("&lt;img src=x") && !page.contains("<img"));
    assert!(page.contains("set APIFY_TOKEN") && !page.contains(simulator.token()));
}

#[test]
fn a_part_that_cannot_be_read_is_named_and_the_rest_is_there() {
    let simulator = Simulator::cloudflare().start_blocking().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("report.html");
    let mut command = account("report --json --timeout 1s --html");
    command
        .arg(&file)
        .env("CLOUDFLARE_API_TOKEN", simulator.token())
        .env("CLOUDFLARE_BASE_URL", simulator.base_url());
    let run = run(command.env("APIFY_TOKEN", "t").env("APIFY_API_BASE_URL", "http://127.0.0.1:9"));
    assert_eq!(run.status, 3, "{run:?}");
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["cloudflare"], "read");
    let page = fs::read_to_string(&file).unwrap();
    assert!(page.contains("Could not be read: ") && page.contains("Deploy preview"));
}

#[test]
fn a_page_needs_a_file_and_an_account() {
    assert_eq!(simulated("report").status, 2);
    assert_eq!(run(&mut account("report --html /dev/null")).status, 2);
    assert_eq!(simulated("report --html /no/such/folder/report.html").status, 3);
}
