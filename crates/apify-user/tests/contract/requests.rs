//! Requests that the facade sends.

use apify_user::LimitsUpdateOptions;
use serde_json::{Value, json};

use crate::calls::{call, client, day, simulator, spec, update};

#[tokio::test]
async fn every_operation_is_called_as_documented() {
    let (simulator, spec) = (simulator().await, spec());
    let client = client(&simulator);
    for operation in spec.operations() {
        call(&client, operation.id()).await.unwrap();
        let request = simulator.requests().pop().unwrap();
        assert_eq!(request.operation(), Some(operation.id()));
    }
    simulator.assert_no_violations();
}

#[tokio::test]
async fn methods_paths_and_queries_are_exactly_these() {
    let simulator = simulator().await;
    let client = client(&simulator);
    for id in ["me", "HGzIk8z78YcAPEB", "john/doe", "a b?c#d\\e%2e/ő"] {
        let user = client.user(id);
        // The simulator knows no such user; what counts here is what it was asked.
        let _ = user.get().await;
        let _ = user.monthly_usage().await;
        let _ = user.monthly_usage().date(day()).await;
        let _ = user.limits().await;
        let _ = user.update_limits(update()).await;
    }
    let lines = |path: &str| {
        [
            format!("GET /v2/users/{path}"),
            format!("GET /v2/users/{path}/usage/monthly"),
            format!("GET /v2/users/{path}/usage/monthly?date=2020-06-14"),
            format!("GET /v2/users/{path}/limits"),
            format!("PUT /v2/users/{path}/limits"),
        ]
    };
    let paths = ["me", "HGzIk8z78YcAPEB", "john~doe", "a%20b%3Fc%23d%5Ce%252e~%C5%91"];
    simulator.assert_requests(paths.into_iter().flat_map(lines));
    simulator.assert_no_violations();
}

#[tokio::test]
async fn updates_hold_what_was_set_and_nothing_else() {
    let simulator = simulator().await;
    let me = client(&simulator).me();
    let usd = |usd: f64| LimitsUpdateOptions::new().max_monthly_usage_usd(usd);
    let days = |days: i64| LimitsUpdateOptions::new().data_retention_days(days);
    let table: [(LimitsUpdateOptions, Value); 5] = [
        (usd(300.0), json!({"maxMonthlyUsageUsd": 300.0})),
        (usd(0.0), json!({"maxMonthlyUsageUsd": 0.0})),
        (days(14), json!({"dataRetentionDays": 14})),
        (days(0), json!({"dataRetentionDays": 0})),
        (days(14).max_monthly_usage_usd(0.5), json!({"maxMonthlyUsageUsd": 0.5, "dataRetentionDays": 14})),
    ];
    for (update, body) in table {
        me.update_limits(update).await.unwrap();
        let request = simulator.requests().pop().unwrap();
        assert_eq!(request.json(), Some(body));
        assert_eq!(request.header("content-type"), Some("application/json"));
    }
    simulator.assert_no_violations();
}

#[tokio::test]
async fn invalid_arguments_are_rejected_and_nothing_is_sent() {
    let simulator = simulator().await;
    let client = client(&simulator);
    let usd = |usd: f64| LimitsUpdateOptions::new().max_monthly_usage_usd(usd);
    let updates = [
        LimitsUpdateOptions::default(),
        usd(f64::NAN),
        usd(f64::INFINITY),
        usd(f64::NEG_INFINITY),
        usd(-0.01),
        LimitsUpdateOptions::new().data_retention_days(-1),
        usd(300.0).data_retention_days(-1),
    ];
    for update in updates {
        let error = client.me().update_limits(update.clone()).await.unwrap_err();
        assert_eq!(error.kind(), apify_user::ErrorKind::Input, "{update:?}: {error}");
    }
    for id in ["", ".", "..", "a\nb", "\u{0}"] {
        let user = client.user(id);
        for error in [
            user.get().await.unwrap_err(),
            user.monthly_usage().await.unwrap_err(),
            user.limits().await.unwrap_err(),
            user.update_limits(update()).await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), apify_user::ErrorKind::Input, "{id:?}: {error}");
            assert_eq!((error.attempts(), error.sent()), (0, apify_user::Sent::No));
        }
    }
    let year_12345 = chrono::NaiveDate::from_ymd_opt(12345, 1, 1).unwrap();
    assert!(client.me().monthly_usage().date(year_12345).await.is_err());
    assert!(simulator.requests().is_empty());
}

#[tokio::test]
async fn a_public_user_needs_no_token() {
    let simulator = simulator().await;
    let client = apify_user::ApifyClient::builder().base_url(simulator.base_url()).build().unwrap();
    let user = client.user("ada").get().await.unwrap().unwrap();
    assert_eq!(user.username, "ada");
    assert!(user.email.is_none() && user.proxy.is_none());
    assert!(client.me().get().await.unwrap_err().is_unauthorized());
}

#[tokio::test]
async fn an_update_shows_in_the_next_read() {
    let simulator = simulator().await;
    let me = client(&simulator).me();
    let before = me.limits().await.unwrap().unwrap().limits;
    me.update_limits(update()).await.unwrap();
    let after = me.limits().await.unwrap().unwrap().limits;
    assert_eq!((after.max_monthly_usage_usd, after.data_retention_days), (Some(300.0), Some(14)));
    assert_ne!(before.max_monthly_usage_usd, after.max_monthly_usage_usd);
    assert_eq!(before.max_actor_count, after.max_actor_count);
}
