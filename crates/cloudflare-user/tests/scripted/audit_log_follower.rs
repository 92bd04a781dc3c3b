//! The audit log since a moment, resumed after the program was killed.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    ops::Range,
    sync::{Arc, Mutex},
};

use cloudflare_user::{
    AuditLogCursor, CloudflareClient, ErrorKind,
    chrono::{DateTime, SecondsFormat, TimeDelta, Utc},
};
use serde_json::{Value, json};

use crate::server::{client, ok, server};

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn start() -> DateTime<Utc> {
    moment("2026-11-01T00:00:00Z")
}

fn entry(id: usize, when: DateTime<Utc>) -> Value {
    json!({"id": format!("id-{id}"), "when": when.to_rfc3339_opts(SecondsFormat::AutoSi, true)})
}

/// A log that has three further entries at every request.
struct Log {
    random: fastrand::Rng,
    /// Seconds from one entry to the next.
    gap: Range<i64>,
    /// Seconds by which the last entry of three is late.
    lateness: Range<i64>,
    /// Times, by id, in the order of arrival.
    entries: Vec<DateTime<Utc>>,
    /// Number of requests after which nothing is added any more.
    growth: usize,
    requests: usize,
}

impl Log {
    fn add(&mut self, seconds: i64) {
        let newest = self.entries.iter().max().copied().unwrap_or(start());
        self.entries.push((newest + TimeDelta::seconds(seconds)).max(start()));
    }

    fn respond(&mut self, query: &BTreeMap<String, String>) -> Value {
        if self.requests < self.growth {
            let (gap, lateness) = (self.gap.clone(), self.lateness.clone());
            let (first, late) = (self.random.i64(gap), self.random.i64(lateness));
            // Entries share a second now and then.
            let second = self.random.i64(0..2);
            [first, second, -late].into_iter().for_each(|seconds| self.add(seconds));
        }
        self.requests += 1;
        let (page, size): (usize, usize) =
            (query.get("page").map_or(1, |page| page.parse().unwrap()), query["per_page"].parse().unwrap());
        assert_eq!(query["direction"], "asc");
        let since = moment(&query["since"]);
        let mut selected: Vec<(DateTime<Utc>, usize)> =
            self.entries.iter().enumerate().map(|(id, when)| (*when, id)).collect();
        selected.retain(|(when, _)| *when >= since);
        selected.sort_unstable();
        let items: Vec<Value> =
            selected.iter().skip((page - 1) * size).take(size).map(|(when, id)| entry(*id, *when)).collect();
        json!({
            "success": true,
            "result": items,
            "result_info": {"page": page, "per_page": size, "total_count": selected.len()},
        })
    }
}

/// Serves the log on a thread of its own.
fn serve(log: Arc<Mutex<Log>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || listener.incoming().for_each(|stream| answer(stream.unwrap(), &log)));
    format!("http://{address}")
}

fn answer(mut stream: TcpStream, log: &Mutex<Log>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(request) = lines.next() else { return };
    for _header in lines.take_while(|line| !line.is_empty()) {}
    let url = cloudflare_user::reqwest::Url::parse("http://x").unwrap();
    let url = url.join(request.split(' ').nth(1).unwrap()).unwrap();
    let body = log.lock().unwrap().respond(&url.query_pairs().into_owned().collect()).to_string();
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    stream.write_all([head, body].concat().as_bytes()).unwrap();
}

#[tokio::test]
async fn a_poller_that_is_killed_all_the_time_gets_every_entry_exactly_once() {
    // Late entries; and so many entries that the overlap takes several pages.
    for (seed, page_size, gap, lateness) in
        (0..5).flat_map(|seed| [(seed, 30, 10..40, 0..56), (seed, 5, 0..3, 0..1)])
    {
        let random = fastrand::Rng::with_seed(seed);
        let mut log = Log { random, gap, lateness, entries: Vec::new(), growth: 40, requests: 0 };
        (0..20).for_each(|_| log.add(7));
        let log = Arc::new(Mutex::new(log));
        let base_url = serve(log.clone());
        let client = CloudflareClient::builder().api_token("sentinel").base_url(base_url).build().unwrap();
        let mut stored = serde_json::to_string(&AuditLogCursor::since(start())).unwrap();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        // Each run is killed after a page of entries, or somewhere in it. An entry that arrives late, on a page
        // that was read already, is found by the next run.
        let mut complete_runs = 0;
        for run in 0..1000 {
            let cursor: AuditLogCursor = serde_json::from_str(&stored).unwrap();
            let mut entries = client.user().audit_logs().list().per_page(page_size).follow(cursor);
            let mut left = if run % 2 == 0 { page_size } else { fastrand::Rng::with_seed(run).i64(1..10) };
            let has_caught_up = loop {
                let Some(entry) = entries.try_next().await.unwrap() else { break true };
                *seen.entry(entry.id).or_default() += 1;
                stored = serde_json::to_string(entries.cursor()).unwrap();
                left -= 1;
                if left == 0 {
                    break false;
                }
            };
            let log = log.lock().unwrap();
            complete_runs += usize::from(has_caught_up && log.requests >= log.growth);
            if complete_runs == 2 {
                break;
            }
        }
        let expected = (0..log.lock().unwrap().entries.len()).map(|id| (format!("id-{id}"), 1)).collect();
        assert_eq!(seen, expected, "seed {seed}");
        assert_eq!(seen.len(), 140, "seed {seed}");
    }
}

#[tokio::test]
async fn the_requests_and_the_cursor_are_exactly_these() {
    let server = server().await;
    let at = |second: &str| moment(&format!("2026-11-01T00:{second}Z"));
    server.next(ok(json!([entry(0, at("00:00.2")), entry(1, at("00:00.7")), entry(2, at("03:00.5"))])));
    server.next(ok(json!([])));
    server.next(ok(json!([entry(2, at("03:00.5")), entry(3, at("03:00.5")), entry(4, at("02:59"))])));
    let logs = || client(&server).user().audit_logs().list().action_type("add");
    let mut entries = logs().follow(AuditLogCursor::since(at("00:00.5")));
    let mut ids = Vec::new();
    while let Some(entry) = entries.try_next().await.unwrap() {
        ids.push(entry.id);
    }
    assert_eq!(ids, ["id-1", "id-2"], "the first is before the moment, in the same second");
    let stored = serde_json::to_value(entries.cursor()).unwrap();
    let expected = json!({
        "since": "2026-11-01T00:00:00.500Z",
        "newest": "2026-11-01T00:03:00.500Z",
        "overlap_seconds": 60,
        "seen": {"id-2": "2026-11-01T00:03:00.500Z"},
    });
    assert_eq!(stored, expected);
    assert_eq!(entries.cursor().newest(), Some(at("03:00.5")));

    let mut resumed = logs().follow(serde_json::from_value(stored).unwrap());
    let error = resumed.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging, "the third entry is older than the second");
    assert!(error.to_string().contains("ignores `direction`"), "{error}");
    assert!(resumed.try_next().await.unwrap().is_none());
    server.assert_requests([
        "GET /user/audit_logs?action.type=add&since=2026-11-01T00%3A00%3A00Z&direction=asc&per_page=1000",
        "GET /user/audit_logs?action.type=add&since=2026-11-01T00%3A02%3A00Z&direction=asc&per_page=1000",
        "GET /user/audit_logs?action.type=add&since=2026-11-01T00%3A02%3A00Z&direction=asc&per_page=1000",
    ]);
}
