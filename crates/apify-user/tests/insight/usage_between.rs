//! Usage over any span of days.

use std::time::Duration;

use api_simulator::{MockResponse, Simulator};
use apify_user::{ApifyClient, ErrorKind, MonthlyUsage, UsageGapReason, UsageSpan};
use chrono::{Datelike, Days, NaiveDate};
use proptest::{collection::vec, prelude::*, sample::Index};
use serde_json::{Value, json};

use crate::{client, cycle, no_such_user, plain, usage};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Dates that the server was asked for.
fn dates_asked_for(simulator: &Simulator) -> Vec<String> {
    let asked = |line: String| line.strip_prefix("GET /v2/users/me/usage/monthly?date=").unwrap().to_owned();
    simulator.requests().iter().map(|request| asked(request.line())).collect()
}

async fn simulator(responses: impl IntoIterator<Item = MockResponse>) -> Simulator {
    let simulator = plain().await;
    responses.into_iter().for_each(|response| simulator.next(response));
    simulator
}

async fn span(simulator: &Simulator, from: &str, to: &str, today: &str) -> UsageSpan {
    let request = client(simulator).me().usage_between(date(from), date(to)).today(date(today));
    request.await.unwrap().unwrap()
}

fn gaps(span: &UsageSpan) -> Vec<(String, UsageGapReason)> {
    span.gaps.iter().map(|gap| (gap.date.to_string(), gap.reason)).collect()
}

#[tokio::test]
async fn a_span_is_read_from_the_cycles_that_it_touches() {
    let simulator = simulator([
        usage(
            cycle("2026-05-12", "2026-06-11"),
            [("2026-06-09", 9.0), ("2026-06-10", 1.0), ("2026-06-11", 2.0)],
        ),
        // The plan was changed.
        usage(cycle("2026-06-12", "2026-06-13"), [("2026-06-12", 3.0), ("2026-06-13", 4.0)]),
        usage(cycle("2026-06-14", "2026-07-13"), [("2026-06-14", 5.0), ("2026-06-15", 9.0)]),
    ])
    .await;
    let span = span(&simulator, "2026-06-10", "2026-06-14", "2026-08-01").await;
    assert_eq!(dates_asked_for(&simulator), ["2026-06-10", "2026-06-12", "2026-06-14"]);
    assert_eq!(span.total().complete_usd(), Some(15.0));
    assert_eq!(span.days.len(), 5);
    let serps = span.by_service()["PROXY_SERPS"];
    assert_eq!((serps.quantity(), serps.cost.complete_usd()), (Some(500.0), Some(15.0)));
    assert!(span.is_complete());
}

#[tokio::test]
async fn a_span_in_one_cycle_takes_one_request() {
    for (from, to) in [("2026-05-12", "2026-06-11"), ("2026-06-01", "2026-06-01")] {
        let simulator = simulator([usage(cycle("2026-05-12", "2026-06-11"), [("2026-06-01", 1.0)])]).await;
        let span = span(&simulator, from, to, "2026-08-01").await;
        assert_eq!(dates_asked_for(&simulator), [from]);
        assert_eq!(span.total().known_usd, 1.0);
    }
}

#[tokio::test]
async fn cycles_of_the_future_are_not_asked_for() {
    let running = usage(cycle("2026-06-12", "2026-07-11"), [("2026-06-12", 3.0)]);
    let simulator = simulator([running]).await;
    let span = span(&simulator, "2026-06-12", "2026-12-31", "2026-06-13").await;
    assert_eq!(dates_asked_for(&simulator), ["2026-06-12"]);
    let gaps = gaps(&span);
    assert_eq!(gaps[0], ("2026-06-13".to_owned(), UsageGapReason::NotListed));
    assert!(gaps[1..].iter().all(|(_, reason)| *reason == UsageGapReason::NotYet));
    assert_eq!((span.days.len(), gaps.len()), (1, 202));
    assert_eq!((span.total().known_usd, span.total().unknown), (3.0, 1));
}

/// A cycle that ends on the last day of the span, one that does the day before, and the current day.
#[tokio::test]
async fn the_last_day_is_part_of_the_span_and_today_is_not_the_future() {
    let simulator = simulator([
        usage(cycle("2026-05-12", "2026-06-11"), []),
        usage(cycle("2026-06-12", "2026-07-11"), [("2026-06-12", 1.0)]),
    ])
    .await;
    let span = span(&simulator, "2026-06-11", "2026-06-12", "2026-06-12").await;
    assert_eq!(dates_asked_for(&simulator), ["2026-06-11", "2026-06-12"]);
    assert_eq!(gaps(&span), [("2026-06-11".to_owned(), UsageGapReason::NotListed)]);
    assert_eq!(span.total().known_usd, 1.0);
}

/// Without the dates of a cycle, or with those of another one, the next request is 28 days later: no cycle is
/// skipped, and no day counts twice.
#[tokio::test]
async fn a_response_about_other_dates_costs_its_own_days_only() {
    let current = || usage(cycle("2026-06-12", "2026-07-11"), [("2026-06-12", 3.0)]);
    let without_dates = |cycle: Value| usage(cycle, [("2026-04-02", 1.0), ("2026-06-12", 3.0)]);
    let half = json!({ "startAt": "2026-03-12T00:00:00Z", "endAt": "soon" });
    let simulator = simulator([current(), without_dates(Value::Null), without_dates(half), current()]).await;
    let span = span(&simulator, "2026-04-01", "2026-06-24", "2026-08-01").await;
    assert_eq!(dates_asked_for(&simulator), ["2026-04-01", "2026-04-29", "2026-05-27", "2026-06-24"]);
    assert_eq!((span.total().known_usd, span.days.len()), (4.0, 2));
    let covered = |reason| span.gaps.iter().filter(|gap| gap.reason == reason).count();
    assert_eq!((covered(UsageGapReason::NotListed), covered(UsageGapReason::NotCovered)), (12, 71));
}

/// A server that cuts the time into cycles of one day.
#[tokio::test]
async fn the_number_of_requests_is_bounded() {
    let simulator = plain().await;
    let first = date("2024-01-01");
    for day in first.iter_days().take(100) {
        let day = day.to_string();
        simulator.next(usage(cycle(&day, &day), [(day.as_str(), 1.0)]));
    }
    let request =
        client(&simulator).me().usage_between(first, first + Days::new(1000)).today(date("2027-01-01"));
    let span = request.await.unwrap().unwrap();
    assert_eq!((simulator.attempts(), span.days.len(), span.gaps.len()), (64, 64, 937));
    assert!(span.gaps.iter().all(|gap| gap.reason == UsageGapReason::NotCovered));
}

#[tokio::test]
async fn a_span_that_makes_no_sense_is_rejected_before_anything_is_sent() {
    let simulator = plain().await;
    let me = client(&simulator).me();
    for (from, to, reason) in [
        ("2026-06-11", "2026-06-10", "ends before it begins"),
        ("2020-01-01", "2026-06-10", "longer than 1096 days"),
        ("2026-06-13", "2026-06-14", "begins in the future"),
        ("-0001-06-10", "-0001-06-10", "four digits"),
    ] {
        let request = me.usage_between(date(from), date(to)).today(date("2026-06-12"));
        let error = request.await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Input, 0), "{from}");
        assert!(error.to_string().contains(reason), "{error}");
    }
    let error = me.usage_between(NaiveDate::MIN, NaiveDate::MAX).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert_eq!(simulator.attempts(), 0);
}

#[tokio::test]
async fn a_failure_is_the_error_and_no_such_user_is_none() {
    let first = || usage(cycle("2026-05-12", "2026-06-11"), [("2026-06-11", 2.0)]);
    let run = async |second: MockResponse| {
        let simulator = simulator([first(), second]).await;
        client(&simulator).me().usage_between(date("2026-06-11"), date("2026-06-12")).await
    };
    assert_eq!(run(no_such_user()).await.unwrap(), None);
    assert_eq!(run(MockResponse::status(500)).await.unwrap_err().kind(), ErrorKind::Status);
    assert_eq!(
        run(MockResponse::json(200, &json!({ "data": {} }))).await.unwrap_err().kind(),
        ErrorKind::Decode
    );
}

#[tokio::test(start_paused = true)]
async fn a_deadline_holds_for_all_requests_together() {
    let slow = |first: &str, last: &str| usage(cycle(first, last), []).delay(Duration::from_secs(3));
    let cycles = || [slow("2026-05-12", "2026-06-11"), slow("2026-06-12", "2026-07-11")];
    let run = async |deadline| {
        let simulator = simulator(cycles()).await;
        let request = client(&simulator).me().usage_between(date("2026-06-11"), date("2026-06-12"));
        request.deadline(Duration::from_secs(deadline)).await.map_err(|error| error.kind())
    };
    assert_eq!(run(5).await.unwrap_err(), ErrorKind::Deadline);
    assert!(run(7).await.is_ok());
}

/// Three years, from a server that cuts them into cycles of its own: each day agrees with the cycle that it is in.
#[tokio::test]
async fn the_simulated_account_has_the_same_days_as_its_cycles() {
    let (from, today) = (date("2023-06-07"), date("2026-06-05"));
    let simulator = Simulator::apify().today(today).start().await.unwrap();
    let client = ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url());
    let me = client.build().unwrap().me();
    let span = me.usage_between(from, today).today(today).await.unwrap().unwrap();
    assert_eq!((simulator.attempts(), span.days.len(), span.is_complete()), (37, 1095, true));
    assert!(span.days.iter().zip(from.iter_days()).all(|(day, date)| day.date == date));
    let usage = me.monthly_usage().date(date("2025-02-28")).await.unwrap().unwrap();
    let cycle = usage.cost_by_day();
    assert_eq!(cycle.len(), 28);
    let by_day = span.cost_by_day();
    assert!(cycle.iter().all(|(day, usd)| by_day[day] == *usd));
    let february = me.usage_between(date("2025-02-01"), date("2025-02-28")).await.unwrap().unwrap();
    assert_eq!(february.days.len(), 28);
    assert!(february.days.iter().all(|day| day.date.month() == 2 && by_day[&day.date] == day.total_usd));
    simulator.assert_no_violations();
}

/// Cost of the day with this number, where Apify lists it: not every third day.
fn listed(day: u64) -> Option<f64> {
    (!day.is_multiple_of(3)).then_some(day as f64)
}

proptest! {
    /// Cycles of any length, in any order and some of them twice: each day of the span is there once, with the
    /// cost that its cycle lists, or else as a gap.
    #[test]
    fn each_day_of_a_span_is_known_once_or_is_a_gap(
        lengths in vec(1_u64..40, 1..12),
        swaps in vec((any::<Index>(), any::<Index>()), 0..8),
        twice in any::<Index>(),
        (first, length) in (0_u64..400, 1_u64..400),
        today in 0_u64..800,
    ) {
        let day = |number: u64| date("2024-01-01") + Days::new(number);
        let mut cycles = Vec::new();
        let mut covered = 0;
        for length in lengths {
            let days = (covered..covered + length)
                .filter_map(|number| Some((day(number).to_string(), listed(number)?)))
                .map(|(day, usd)| json!({ "date": format!("{day}T00:00:00Z"), "totalUsageCreditsUsd": usd }));
            cycles.push(serde_json::from_value::<MonthlyUsage>(json!({
                "usageCycle": cycle(&day(covered).to_string(), &day(covered + length - 1).to_string()),
                "dailyServiceUsages": days.collect::<Vec<_>>(),
                "totalUsageCreditsUsdBeforeVolumeDiscount": 0,
                "totalUsageCreditsUsdAfterVolumeDiscount": 0,
            })).unwrap());
            covered += length;
        }
        cycles.push(twice.get(&cycles).clone());
        for (a, b) in swaps {
            let (a, b) = (a.index(cycles.len()), b.index(cycles.len()));
            cycles.swap(a, b);
        }
        let span = UsageSpan::from_cycles(day(first), day(first + length - 1), &cycles, day(today)).unwrap();
        let (mut known, mut gaps) = (span.days.iter(), span.gaps.iter());
        for number in first..first + length {
            match listed(number).filter(|_| number < covered) {
                Some(usd) => {
                    let known = known.next().unwrap();
                    prop_assert_eq!((known.date, known.total_usd), (day(number), usd));
                }
                None => {
                    let gap = gaps.next().unwrap();
                    let reason = match number {
                        _ if number > today => UsageGapReason::NotYet,
                        _ if number < covered => UsageGapReason::NotListed,
                        _ => UsageGapReason::NotCovered,
                    };
                    prop_assert_eq!((gap.date, gap.reason), (day(number), reason));
                }
            }
        }
        prop_assert!(known.next().is_none() && gaps.next().is_none());
    }
}
