//! Lists, page by page and as streams.

use api_simulator::{MockResponse, Simulator};
use cloudflare_user::{AuditLog, ErrorKind, ItemStream, PageInfo};
use futures_util::{Stream, TryStreamExt};
use serde_json::{Value, json};

use crate::server::{client, page, server};

/// Returns the entries' numbers, and the error that ended the stream.
async fn drain(mut stream: ItemStream<AuditLog>) -> (Vec<usize>, Option<ErrorKind>) {
    let mut seen = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(log)) => {
                seen.push(log.id.strip_prefix("id-").unwrap().parse().unwrap());
                assert!(seen.len() < 10_000, "the stream does not end");
            }
            Ok(None) => return (seen, None),
            Err(error) => {
                assert!(matches!(stream.try_next().await, Ok(None)), "an error is the end");
                return (seen, Some(error.kind()));
            }
        }
    }
}

fn logs(server: &Simulator) -> cloudflare_user::ListAuditLogs {
    client(server).user().audit_logs().list()
}

/// Returns the page of each request.
fn requested_pages(server: &Simulator) -> Vec<String> {
    let page = |query: Vec<(String, String)>| query.into_iter().find(|(name, _)| name == "page");
    server.requests().iter().map(|r| page(r.query()).map_or("-".into(), |(_, page)| page)).collect()
}

#[tokio::test]
async fn twenty_five_hundred_at_a_thousand_are_three_requests() {
    let server = server().await;
    for range in [0..1000, 1000..2000, 2000..2500] {
        server.next(page(range, Value::Null));
    }
    let (seen, end) = drain(logs(&server).per_page(1000).into_stream()).await;
    assert_eq!((seen, end), ((0..2500).collect(), None));
    server.assert_requests([
        "GET /user/audit_logs?per_page=1000",
        "GET /user/audit_logs?per_page=1000&page=2",
        "GET /user/audit_logs?per_page=1000&page=3",
    ]);
}

#[tokio::test]
async fn a_stream_has_the_position_of_the_page_of_the_last_item() {
    let server = server().await;
    server.next(page(0..2, json!({"page": 1, "per_page": 2, "total_count": 3})));
    server.next(page(2..3, json!({"page": 2, "per_page": 2, "total_count": 4})));
    let mut stream = logs(&server).into_stream();
    assert_eq!(*stream.info(), PageInfo::new());
    let mut positions = Vec::new();
    while stream.try_next().await.unwrap().is_some() {
        positions.push((stream.info().page, stream.info().total_count));
    }
    assert_eq!(positions, [(Some(1), Some(3)), (Some(1), Some(3)), (Some(2), Some(4))]);
    assert_eq!(stream.info().total_count, Some(4), "the end takes nothing back");
}

#[tokio::test]
async fn a_stream_ends_where_the_server_says_so() {
    for (pages, expected) in [
        // Two pages in all, both full.
        (vec![page(0..5, json!({"total_pages": 2})), page(5..10, json!({"total_pages": 2}))], 10),
        // All items are there, and the last page is full.
        (
            vec![
                page(0..5, json!({"total_count": 10, "per_page": 5})),
                page(5..10, json!({"total_count": 10, "per_page": 5})),
            ],
            10,
        ),
        // A page that is not full, whatever was requested.
        (vec![page(0..3, json!({"per_page": 3})), page(3..5, json!({"per_page": 3}))], 5),
        // An empty page, where the server sends no figures.
        (vec![page(0..3, Value::Null), page(3..6, json!({})), page(0..0, Value::Null)], 6),
        // Empty pages before the last one.
        (
            vec![
                page(0..5, json!({"total_pages": 4})),
                page(0..0, json!({"total_pages": 4})),
                page(0..0, Value::Null),
                page(15..20, Value::Null),
            ],
            10,
        ),
        // Fewer items than announced.
        (vec![page(0..5, json!({"total_count": 9})), page(0..0, json!({"total_count": 9}))], 5),
        // A server that sends fewer items than it says, or than were requested, without a word.
        (
            vec![
                page(0..4, json!({"per_page": 20, "total_count": 9, "total_pages": 1})),
                page(4..8, json!({"per_page": 20, "total_count": 9, "total_pages": 1})),
                page(8..9, json!({"per_page": 20, "total_count": 9, "total_pages": 1})),
            ],
            9,
        ),
        (vec![page(0..4, json!({"per_page": 20})), page(4..8, Value::Null), page(8..9, Value::Null)], 9),
        // A server that counts its pages from zero.
        (
            vec![
                page(0..5, json!({"page": 0, "total_pages": 2})),
                page(5..10, json!({"page": 1, "total_pages": 2})),
            ],
            10,
        ),
        // A page with hidden items is not the last.
        (
            vec![
                page(0..4, json!({"total_pages": 2, "per_page": 5})),
                page(5..9, json!({"total_pages": 2, "per_page": 5})),
            ],
            8,
        ),
        // A list that is null.
        (vec![MockResponse::json(200, &json!({"success": true, "result": null}))], 0),
    ] {
        let server = server().await;
        let requests = pages.len();
        pages.into_iter().for_each(|page| server.next(page));
        let (seen, end) = drain(logs(&server).into_stream()).await;
        assert_eq!((seen.len(), end), (expected, None));
        assert_eq!((server.requests().len(), server.unused_responses()), (requests, 0));
    }
}

#[tokio::test]
async fn a_server_that_ignores_the_page_ends_the_stream_with_an_error() {
    for info in [Value::Null, json!({"total_count": 20}), json!({"total_pages": 4})] {
        let server = server().await;
        server.otherwise(page(0..5, info));
        let (seen, end) = drain(logs(&server).per_page(5).into_stream()).await;
        assert_eq!((seen, end), ((0..5).collect(), Some(ErrorKind::Paging)));
        assert_eq!(requested_pages(&server), ["-", "2"]);
    }
}

#[tokio::test]
async fn a_server_that_goes_round_in_circles_ends_the_stream_with_an_error() {
    for info in [|_| json!({}), |page| json!({"page": page})] {
        let server = server().await;
        for _ in 0..2 {
            server.next(page(0..5, info(1)));
            server.next(page(5..10, info(2)));
        }
        let (seen, end) = drain(logs(&server).per_page(5).into_stream()).await;
        assert_eq!((seen, end), ((0..10).collect(), Some(ErrorKind::Paging)));
        assert_eq!(requested_pages(&server), ["-", "2", "3"]);
    }
}

#[tokio::test]
async fn a_growing_log_does_not_hide_that_the_page_is_ignored() {
    let server = server().await;
    let info = json!({"page": 1, "per_page": 5});
    server.next(page(1..6, info.clone()));
    server.otherwise(page(0..5, info));
    let (seen, end) = drain(logs(&server).into_stream()).await;
    assert_eq!((seen, end), ((1..6).collect(), Some(ErrorKind::Paging)));
}

#[tokio::test]
async fn items_that_slip_to_the_next_page_are_returned_once() {
    for (second, expected) in [(4..8, vec![0, 1, 2, 3, 4, 5, 6, 7]), (3..6, vec![0, 1, 2, 3, 4, 5])] {
        for info in [|_| json!({"per_page": 5}), |page| json!({"page": page, "per_page": 5})] {
            let server = server().await;
            server.next(page(0..5, info(1)));
            server.next(page(second.clone(), info(2)));
            assert_eq!(drain(logs(&server).into_stream()).await, (expected.clone(), None));
        }
    }
}

#[tokio::test]
async fn a_list_that_grows_while_it_is_read_has_no_duplicates() {
    let server = server().await;
    // Before each page but the first, three items are added in front: 35 items in the end.
    for number in 0..4_usize {
        let (added, total) = (3 * number, 20 + 3 * number);
        let (start, end) = (8 * number, total.min(8 * (number + 1)));
        let ids = (start..end).map(|position| position + 100 - added);
        server.next(page(ids, json!({"page": number + 1, "per_page": 8, "total_count": total})));
    }
    let (seen, end) = drain(logs(&server).per_page(8).into_stream()).await;
    assert_eq!((seen, end), ((100..120).collect(), None));
    assert_eq!(requested_pages(&server), ["-", "2", "3", "4"]);
}

#[tokio::test]
async fn a_list_that_grows_by_whole_pages_goes_on() {
    let server = server().await;
    server.next(page(5..10, json!({"page": 1, "total_count": 10})));
    server.next(page(5..10, json!({"page": 2, "total_count": 15})));
    server.next(page(10..15, json!({"page": 3, "total_count": 15})));
    let (seen, end) = drain(logs(&server).into_stream()).await;
    assert_eq!((seen, end), ((5..15).collect(), None));
}

#[tokio::test]
async fn a_page_without_a_list_in_the_middle_is_an_error() {
    for (result, reason) in [
        (json!(null), "result: it is null"),
        (json!({}), "result: it is not a list"),
        (json!("x"), "result: it is not a list"),
    ] {
        for info in [json!({"total_pages": 5}), json!(null)] {
            let server = server().await;
            server.next(page(0..5, json!({"total_pages": 5})));
            server.next(MockResponse::json(
                200,
                &json!({"success": true, "result": result, "result_info": info}),
            ));
            let mut stream = logs(&server).into_stream();
            for _ in 0..5 {
                stream.try_next().await.unwrap().unwrap();
            }
            let error = stream.try_next().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(error.to_string().contains(reason), "{error}");
        }
    }
}

#[tokio::test]
async fn a_server_that_announces_pages_and_sends_none_ends_the_stream_with_an_error() {
    let server = server().await;
    server.next(page(0..5, json!({"total_pages": 1_000_000})));
    server.otherwise(page(0..0, json!({"total_pages": 1_000_000})));
    let (seen, end) = drain(logs(&server).into_stream()).await;
    assert_eq!((seen.len(), end), (5, Some(ErrorKind::Paging)));
    assert_eq!(server.requests().len(), 11);
}

#[tokio::test]
async fn only_null_and_an_empty_list_are_an_empty_page() {
    for (body, reason) in [
        (json!({"success": true, "result": {}}), "result: it is not a list"),
        (json!({"success": true, "result": {"id": "x"}}), "result: it is not a list"),
        (json!({"success": true, "result": "x"}), "result: it is not a list"),
        (json!({"success": true, "result": 7}), "result: it is not a list"),
        (json!({"success": true, "result": true}), "result: it is not a list"),
        (json!({"success": true}), "result: it is missing"),
        (json!({}), "result: it is missing"),
    ] {
        let server = server().await;
        server.otherwise(MockResponse::json(200, &body));
        let user = client(&server).user();
        for error in [
            user.tokens().list().await.unwrap_err(),
            user.audit_logs().list().into_stream().try_next().await.unwrap_err(),
            user.invites().list().await.unwrap_err(),
            client(&server).memberships().list().await.unwrap_err(),
            client(&server).account("a").tokens().list().await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
            assert!(error.to_string().contains(reason), "{body}: {error}");
        }
    }
    for result in [json!(null), json!([])] {
        let server = server().await;
        server.next(MockResponse::json(200, &json!({"success": true, "result": result})));
        assert!(client(&server).user().tokens().list().await.unwrap().items.is_empty());
    }
}

#[tokio::test]
async fn items_before_a_failure_are_returned() {
    let server = server().await;
    server.next(page(0..5, json!({"per_page": 5})));
    server.next(MockResponse::json(403, &json!({"success": false, "errors": [{"code": 10000}]})));
    let (seen, end) = drain(logs(&server).into_stream()).await;
    assert_eq!((seen.len(), end), (5, Some(ErrorKind::Status)));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_needed() {
    let server = server().await;
    server.next(page(0..2, json!({"per_page": 2})));
    server.next(page(2..3, json!({"per_page": 2})));
    let mut stream = logs(&server).into_stream();
    for (item, before, after) in [(0, 0, 1), (1, 1, 1), (2, 1, 2)] {
        assert_eq!(server.requests().len(), before);
        assert_eq!(stream.try_next().await.unwrap().unwrap().id, format!("id-{item}"));
        assert_eq!(server.requests().len(), after);
    }
    assert!(stream.try_next().await.unwrap().is_none());
    assert!(stream.try_next().await.unwrap().is_none());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_stream_begins_at_the_page_that_was_set() {
    let server = server().await;
    server.next(page(10..15, json!({"total_pages": 4})));
    server.next(page(15..17, json!({"total_pages": 4})));
    let (seen, end) = drain(logs(&server).page(3).per_page(5).into_stream()).await;
    assert_eq!((seen, end), ((10..17).collect(), None));
    assert_eq!(requested_pages(&server), ["3", "4"]);
}

#[tokio::test]
async fn a_page_has_items_and_its_position() {
    let server = server().await;
    let info = json!({"page": 2, "per_page": 20, "count": 3, "total_count": 23, "total_pages": 2});
    server.next(page(20..23, info));
    let page = client(&server).user().tokens().list().page(2).await.unwrap();
    assert_eq!(page.items.len(), 3);
    let PageInfo { page, per_page, count, total_count, total_pages, .. } = page.info;
    let figures = [page, per_page, count, total_count, total_pages];
    assert_eq!(figures, [Some(2), Some(20), Some(3), Some(23), Some(2)]);
    server.assert_requests(["GET /user/tokens?page=2"]);
}

#[tokio::test]
async fn filters_stay_the_same_from_page_to_page() {
    let server = server().await;
    server.next(page(0..5, json!({"total_pages": 2})));
    server.next(page(5..6, json!({"total_pages": 2})));
    let tokens = client(&server).user().tokens().list().include_expired(true).per_page(5);
    let all: Vec<_> = tokens.into_stream().try_collect().await.unwrap();
    assert_eq!(all.len(), 6);
    server.assert_requests([
        "GET /user/tokens?per_page=5&include_expired=true",
        "GET /user/tokens?page=2&per_page=5&include_expired=true",
    ]);
}

#[tokio::test]
async fn lists_of_one_page_are_read_once() {
    let server = server().await;
    // Whatever the server says of further pages: no parameter can request them.
    server.otherwise(page(0..3, json!({"page": 1, "per_page": 3, "total_pages": 2})));
    let user = client(&server).user();
    let counts = [
        user.invites().list().into_stream().try_collect::<Vec<_>>().await.unwrap().len(),
        user.subscriptions().get().into_stream().try_collect::<Vec<_>>().await.unwrap().len(),
        user.tenants().list().into_stream().try_collect::<Vec<_>>().await.unwrap().len(),
        user.tokens().permission_groups().list().into_stream().try_collect::<Vec<_>>().await.unwrap().len(),
    ];
    assert_eq!(counts, [3; 4]);
    server.assert_requests([
        "GET /user/invites",
        "GET /user/subscriptions",
        "GET /user/tenants",
        "GET /user/tokens/permission_groups",
    ]);
}

#[test]
fn streams_can_be_sent_and_moved() {
    fn assert_stream<T: Stream + Send + Unpin + 'static>() {}
    assert_stream::<ItemStream<AuditLog>>();
}
