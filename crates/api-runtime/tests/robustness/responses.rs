//! Error responses of any kind, over a connection.

use std::time::{Duration, SystemTime};

use api_runtime::{Error, http::Method};
use api_simulator::{MockResponse, Simulator};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::{
    config,
    support::{self, TestProblem},
};

const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);

/// Sends one request after the other, responds with the values of the strategy, and checks the
/// errors.
fn each<S: Strategy>(
    strategy: S,
    response: impl Fn(&S::Value) -> MockResponse,
    check: impl Fn(&S::Value, Error<TestProblem>) -> Result<(), TestCaseError>,
) where
    S::Value: std::fmt::Debug,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (simulator, transport) = runtime.block_on(async {
        let simulator: Simulator = support::plain().await;
        let mut settings = support::settings();
        settings.retry.max_retries = 0;
        settings.now = || SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let transport = support::transport_with(simulator.base_url(), settings);
        (simulator, transport)
    });
    TestRunner::new(config(300))
        .run(&strategy, |value| {
            simulator.next(response(&value));
            let error = runtime.block_on(support::send(&transport, Method::GET)).unwrap_err();
            check(&value, error)
        })
        .unwrap();
}

fn one_short_line(error: &Error<TestProblem>) -> Result<(), TestCaseError> {
    let line = error.to_string();
    prop_assert!(!line.chars().any(char::is_control), "{line:?}");
    prop_assert!(line.chars().count() < 700, "{line:?}");
    Ok(())
}

#[test]
fn a_body_of_any_bytes_leaves_the_status() {
    let body = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..400),
        "\\PC{0,40}".prop_map(String::into_bytes),
        "(<!doctype>|<html>)?<(title|TITLE)>\\PC{0,40}(</title>)?.{0,9}".prop_map(String::into_bytes),
        "\\{\"(message|code|error)\":(\"[^\"\\\\]{0,400}\"|7|\\{\\}|null)\\}".prop_map(String::into_bytes),
    ];
    each(
        (400..600_u16, body),
        |(status, body)| MockResponse::text(*status, "application/json", body.clone()),
        |(status, _), error| {
            prop_assert_eq!(error.status().map(|status| status.as_u16()), Some(*status));
            one_short_line(&error)
        },
    );
}

#[test]
fn retry_after_of_any_text_is_a_bounded_wait_or_none() {
    let text = prop_oneof![
        "[ -~]{0,30}",
        "[-+]?[0-9]{1,40}(\\.[0-9]{0,5})?(e[-+]?[0-9]{1,4})?",
        "(Sun|Sunday), ?[0-9]{1,2}[ -](Nov|Feb|X)[ -][0-9]{2,5} [0-9]{2}:[0-9]{2}:[0-9]{2}( GMT)?",
    ];
    each(
        (text, prop::sample::select(vec!["retry-after", "retry-after-ms"])),
        |(text, name)| MockResponse::status(429).header(*name, text.clone()),
        |_, error| {
            prop_assert!(error.retry_after().is_none_or(|wait| wait <= YEAR));
            one_short_line(&error)
        },
    );
}

#[test]
fn retry_after_in_seconds_is_that_many() {
    each(
        0..100_000_000_u32,
        |seconds| MockResponse::status(503).header("retry-after", seconds.to_string()),
        |seconds, error| {
            let delay = Duration::from_secs(u64::from(*seconds)).min(YEAR);
            prop_assert_eq!(error.retry_after(), Some(delay));
            Ok(())
        },
    );
}

#[test]
fn retry_after_as_a_date_is_the_time_until_then() {
    // The clock of these tests is at 1 800 000 000.
    each(
        0..3_600_000_000_u64,
        |second| {
            let date = SystemTime::UNIX_EPOCH + Duration::from_secs(*second);
            MockResponse::status(503).header("retry-after", httpdate::fmt_http_date(date))
        },
        |second, error| {
            let wait = Duration::from_secs(second.saturating_sub(1_800_000_000)).min(YEAR);
            prop_assert_eq!(error.retry_after(), Some(wait));
            Ok(())
        },
    );
}
