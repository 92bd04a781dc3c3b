//! Audit logs: filters, and the export as CSV.

use api_simulator::MockResponse;
use chrono::{DateTime, Utc};
use cloudflare_user::ErrorKind;
use futures_util::TryStreamExt;
use serde_json::json;

use crate::server::{client, ok, server};

const CSV: &str = "id,when\r\n1,\"a, \"\"b\"\"\"\r\n2,é\r\n";

#[tokio::test]
async fn filters_are_exactly_these() {
    let server = server().await;
    server.next(ok(json!([])));
    server.next(MockResponse::text(200, "text/csv", CSV));
    let moment = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
    let logs = client(&server).user().audit_logs().list();
    let logs = logs.id("i").action_type("add").actor_email("jane+a@example.com");
    let logs = logs.actor_ip("203.0.113.0/24").zone_name("example.com").hide_user_logs(true);
    let logs = logs.since(moment("2026-01-02T03:04:05.678Z"));
    let logs = logs.before(moment("2026-02-01T00:00:00+01:00"));
    let logs = logs.direction("asc").page(3).per_page(1000);
    logs.clone().await.unwrap();
    assert_eq!(logs.export_csv().await.unwrap(), CSV);
    let query = "action.type=add&actor.ip=203.0.113.0%2F24&actor.email=jane%2Ba%40example.com\
                 &since=2026-01-02T03%3A04%3A05.678Z&before=2026-01-31T23%3A00%3A00Z&zone.name=example.com\
                 &direction=asc&per_page=1000&page=3&hide_user_logs=true";
    server.assert_requests([
        format!("GET /user/audit_logs?id=i&{query}"),
        format!("GET /user/audit_logs?id=i&export=true&{query}"),
    ]);
    let accepted =
        server.requests().iter().map(|r| r.header("accept").unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(accepted, ["application/json", "text/csv"]);
}

#[tokio::test]
async fn the_text_is_as_it_was_sent() {
    for csv in [CSV, "", "\u{feff}id\n", "\"id\"\n"] {
        let server = server().await;
        server.next(MockResponse::text(200, "text/csv", csv));
        let response = client(&server).user().audit_logs().list().export_csv().with_response().await;
        let response = response.unwrap();
        assert_eq!((response.value.as_str(), response.body()), (csv, csv.as_bytes()));
    }
}

#[tokio::test]
async fn a_stream_gives_the_same_bytes_in_chunks() {
    let csv: String = (0..30_000).map(|line| format!("{line},é\n")).collect();
    let server = server().await;
    server.otherwise(MockResponse::text(200, "text/csv", csv.clone()));
    let stream = client(&server).user().audit_logs().list().export_csv_stream();
    assert!(server.requests().is_empty());
    let chunks: Vec<_> = stream.try_collect().await.unwrap();
    assert!(chunks.len() > 2 && chunks.iter().all(|chunk| (1..=65536).contains(&chunk.len())));
    assert_eq!(chunks.concat(), csv.as_bytes());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn bytes_that_are_not_utf8_come_as_a_stream_only() {
    let server = server().await;
    server.otherwise(MockResponse::text(200, "text/csv", &b"id\n\xff\n"[..]));
    let logs = client(&server).user().audit_logs().list();
    let error = logs.clone().export_csv().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("export_csv_stream"), "{error}");
    let chunks: Vec<_> = logs.export_csv_stream().try_collect().await.unwrap();
    assert_eq!(chunks.concat(), b"id\n\xff\n");
}

#[tokio::test]
async fn other_formats_than_csv_are_errors() {
    let failure = json!({"success": false, "errors": [{"code": 10000}]});
    for (response, kind) in [
        (MockResponse::json(200, &failure), ErrorKind::Rejected),
        (MockResponse::json(403, &failure), ErrorKind::Status),
        (ok(json!([])), ErrorKind::Decode),
    ] {
        let server = server().await;
        server.otherwise(response);
        let logs = client(&server).user().audit_logs().list();
        let error = logs.clone().export_csv().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.problem().is_some(), kind != ErrorKind::Decode);
        let mut stream = logs.export_csv_stream();
        assert_eq!(stream.try_next().await.unwrap_err().kind(), kind);
        assert!(stream.try_next().await.unwrap().is_none());
    }
}
