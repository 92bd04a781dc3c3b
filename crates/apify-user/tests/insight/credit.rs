//! Prepaid usage that is left.

use std::time::Duration;

use api_simulator::{MockResponse, Simulator};
use apify_user::{CreditOutlook, ErrorKind};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::{client, cycle, no_such_user, plain, usage};

const USER: &str = "GET /v2/users/me";
const USAGE: &str = "GET /v2/users/me/usage/monthly";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn user(plan: Value) -> MockResponse {
    MockResponse::json(200, &json!({ "data": { "username": "ada", "plan": plan } }))
}

fn a_month() -> Value {
    cycle("2026-06-01", "2026-06-30")
}

async fn simulator(user: MockResponse, usage: MockResponse) -> Simulator {
    let simulator = plain().await;
    simulator.on(USER, user);
    simulator.on(USAGE, usage);
    simulator
}

#[tokio::test]
async fn one_call_makes_both_requests_and_tells_what_is_left_and_until_when() {
    let plan = user(json!({ "id": "STARTER", "monthlyUsageCreditsUsd": 39 }));
    let simulator = simulator(plan, usage(a_month(), [("2026-06-01", 10.0), ("2026-06-02", 20.0)])).await;
    let request = client(&simulator).me().credit().now(at("2026-06-11T00:00:00Z"));
    let response = request.with_response().await.unwrap();
    assert_eq!(response.call().operation, "users_me_usage_monthly_get");
    let credit = response.into_value().unwrap();
    assert_eq!((credit.included_usd, credit.used_usd, credit.left_usd), (Some(39.0), 30.0, Some(9.0)));
    assert_eq!((credit.overage_usd, credit.outlook), (Some(0.0), CreditOutlook::RunsOut));
    assert_eq!(credit.runs_out_at, Some(at("2026-06-14T00:00:00Z")));
    assert_eq!(credit.cycle_ends_at, Some(at("2026-06-30T23:59:59.999Z")));
    let mut lines: Vec<String> = simulator.requests().iter().map(|request| request.line()).collect();
    lines.sort();
    assert_eq!(lines, [USER, USAGE]);
}

/// An Actor run gets no plan, and a plan may lack the figure.
#[tokio::test]
async fn an_unknown_plan_is_said_and_not_taken_for_0() {
    for plan in [Value::Null, json!({ "id": "STARTER" }), json!({ "monthlyUsageCreditsUsd": "39" })] {
        let simulator = simulator(user(plan), usage(a_month(), [("2026-06-01", 10.0)])).await;
        let credit = client(&simulator).me().credit().await.unwrap().unwrap();
        assert_eq!((credit.included_usd, credit.left_usd, credit.overage_usd), (None, None, None));
        assert_eq!((credit.used_usd, credit.outlook), (10.0, CreditOutlook::UnknownPlan));
    }
}

#[tokio::test]
async fn there_is_none_without_a_user() {
    let plan = || user(json!({ "monthlyUsageCreditsUsd": 39 }));
    let cost = || usage(a_month(), []);
    for (user, usage) in [(no_such_user(), cost()), (plan(), no_such_user())] {
        let simulator = simulator(user, usage).await;
        assert_eq!(client(&simulator).me().credit().await.unwrap(), None);
    }
}

#[tokio::test]
async fn either_failure_is_the_error() {
    let plan = || user(json!({ "monthlyUsageCreditsUsd": 39 }));
    let denied = || MockResponse::status(403);
    for (user, usage) in [(denied(), usage(a_month(), [])), (plan(), denied())] {
        let simulator = simulator(user, usage).await;
        assert!(client(&simulator).me().credit().await.unwrap_err().is_forbidden());
    }
    let simulator = plain().await;
    let error = client(&simulator).user("..").credit().await.unwrap_err();
    assert_eq!((error.kind(), simulator.attempts()), (ErrorKind::Input, 0));
}

/// Both requests take as long as is allowed for one.
#[tokio::test(start_paused = true)]
async fn a_deadline_holds_for_both_requests_together() {
    let delay = Duration::from_secs(3);
    let plan = user(json!({ "monthlyUsageCreditsUsd": 39 })).delay(delay);
    let simulator = simulator(plan, usage(a_month(), []).delay(delay)).await;
    let request = client(&simulator).me().credit().deadline(Duration::from_secs(4));
    assert!(request.await.is_ok());
    simulator.otherwise(MockResponse::status(204).delay(Duration::from_secs(600)));
    let error = client(&simulator).me().credit().deadline(Duration::from_secs(4)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Deadline);
}

#[tokio::test]
async fn the_simulated_account_has_one() {
    let simulator = Simulator::apify().today("2026-06-05".parse().unwrap()).start().await.unwrap();
    let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url());
    let me = client.build().unwrap().me();
    let credit = me.credit().now(at("2026-06-05T12:00:00Z")).await.unwrap().unwrap();
    let usage = me.monthly_usage().await.unwrap().unwrap();
    assert_eq!((credit.included_usd, credit.left_usd), (Some(39.0), Some(0.0)));
    assert_eq!(credit.used_usd, usage.total_usage_credits_usd_after_volume_discount);
    assert_eq!(credit.overage_usd, Some(credit.used_usd - 39.0));
    assert_eq!(credit.outlook, CreditOutlook::UsedUp);
    simulator.assert_no_violations();
}
