//! The truth table of `decide`.

use std::time::Duration;

use http::{Method, StatusCode};

use super::{Attempt, Decision, Outcome, RetryPolicy, decide, may_have_taken_effect};

const BACKOFF: Duration = Duration::from_millis(700);
const PLENTY: Duration = Duration::from_secs(300);

fn status(code: u16) -> Outcome {
    Outcome::Status {
        status: StatusCode::from_u16(code).unwrap(),
        retry_after: None,
        not_processed: false,
        cut: false,
    }
}

fn status_with_retry_after(code: u16, delay: Duration) -> Outcome {
    Outcome::Status {
        status: StatusCode::from_u16(code).unwrap(),
        retry_after: Some(delay),
        not_processed: false,
        cut: false,
    }
}

fn attempt(method: &Method, outcome: Outcome) -> Attempt {
    Attempt {
        is_idempotent: method.is_idempotent(),
        outcome,
        acted: false,
        number: 1,
        unreachable: u32::from(outcome == Outcome::Unreachable),
        backoff: BACKOFF,
        remaining: PLENTY,
    }
}

fn retried(method: &Method, outcome: Outcome) -> bool {
    let decision = decide(&attempt(method, outcome), &RetryPolicy::default());
    assert!(matches!(decision, Decision::Stop | Decision::Wait(BACKOFF)));
    decision != Decision::Stop
}

#[test]
fn outcomes_and_methods_that_are_retried() {
    let unprocessed = Outcome::Status {
        status: StatusCode::SERVICE_UNAVAILABLE,
        retry_after: None,
        not_processed: true,
        cut: false,
    };
    // (outcome, for GET, PUT and DELETE, for POST and PATCH)
    let table = [
        (Outcome::Unreachable, true, true),
        (Outcome::NotSent, true, true),
        (Outcome::NotProcessed, true, true),
        (Outcome::ClosedInOrder, true, false),
        (Outcome::Lost, true, false),
        (Outcome::Cut, true, false),
        (Outcome::Final, false, false),
        (status(304), false, false),
        (status(400), false, false),
        (status(401), false, false),
        (status(404), false, false),
        (status(408), true, false),
        (status(409), false, false),
        (status(425), true, false),
        (status(429), true, true),
        (status(499), false, false),
        (status(500), true, false),
        (status(501), true, false),
        (status(503), true, false),
        (unprocessed, true, true),
        (status(599), true, false),
        (status(999), true, false),
    ];
    for (outcome, idempotent, other) in table {
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            assert_eq!(retried(&method, outcome), idempotent, "{method} {outcome:?}");
        }
        for method in [Method::POST, Method::PATCH] {
            assert_eq!(retried(&method, outcome), other, "{method} {outcome:?}");
        }
    }
}

#[test]
fn an_error_response_with_a_cut_body_is_retried() {
    let cut = |code| match status(code) {
        Outcome::Status { status, retry_after, not_processed, .. } => {
            Outcome::Status { status, retry_after, not_processed, cut: true }
        }
        other => other,
    };
    for (code, idempotent, other) in
        [(404, true, false), (401, true, false), (429, true, true), (503, true, false)]
    {
        assert_eq!(retried(&Method::GET, cut(code)), idempotent, "GET {code}");
        assert_eq!(retried(&Method::POST, cut(code)), other, "POST {code}");
    }
}

#[test]
fn a_request_that_the_server_has_acted_on_is_not_repeated() {
    let policy = RetryPolicy::default();
    for outcome in [Outcome::Unreachable, Outcome::NotSent, Outcome::NotProcessed, status(429), status(503)] {
        let post = Attempt { acted: true, ..attempt(&Method::POST, outcome) };
        assert_eq!(decide(&post, &policy), Decision::Stop, "{outcome:?}");
        let put = Attempt { acted: true, ..attempt(&Method::PUT, outcome) };
        assert_eq!(decide(&put, &policy), Decision::Wait(BACKOFF), "{outcome:?}");
    }
}

#[test]
fn conflict_is_retried_if_the_policy_says_so() {
    let policy = RetryPolicy { retry_conflict: true, ..RetryPolicy::default() };
    let get = attempt(&Method::GET, status(409));
    assert_eq!(decide(&get, &policy), Decision::Wait(BACKOFF));
}

#[test]
fn retries_are_counted() {
    let policy = RetryPolicy { max_retries: 2, ..RetryPolicy::default() };
    for (number, expected) in
        [(1, Decision::Wait(BACKOFF)), (2, Decision::Wait(BACKOFF)), (3, Decision::Stop)]
    {
        let attempt = Attempt { number, ..attempt(&Method::GET, status(503)) };
        assert_eq!(decide(&attempt, &policy), expected, "attempt {number}");
    }
    let none = RetryPolicy { max_retries: 0, ..RetryPolicy::default() };
    assert_eq!(decide(&attempt(&Method::GET, status(503)), &none), Decision::Stop);
}

#[test]
fn a_host_that_cannot_be_reached_is_tried_a_few_times_only() {
    let policy = RetryPolicy::default();
    let decide = |number, unreachable| {
        let attempt = Attempt { number, unreachable, ..attempt(&Method::GET, Outcome::Unreachable) };
        decide(&attempt, &policy)
    };
    assert_eq!(decide(1, 1), Decision::Wait(BACKOFF));
    assert_eq!(decide(2, 2), Decision::Wait(BACKOFF));
    assert_eq!(decide(3, 3), Decision::Stop);
    // Other failures before do not count.
    assert_eq!(decide(8, 1), Decision::Wait(BACKOFF));
    assert_eq!(decide(9, 1), Decision::Stop);
}

#[test]
fn a_request_may_have_taken_effect_unless_the_outcome_excludes_it() {
    let policy = RetryPolicy::default();
    let not_processed = Outcome::Status {
        status: StatusCode::BAD_GATEWAY,
        retry_after: None,
        not_processed: true,
        cut: false,
    };
    for (outcome, expected) in [
        (Outcome::Unreachable, false),
        (Outcome::NotSent, false),
        (Outcome::NotProcessed, false),
        (Outcome::Final, false),
        (Outcome::ClosedInOrder, true),
        (Outcome::Lost, true),
        (Outcome::Cut, true),
        (status(400), false),
        (status(404), false),
        (status(409), false),
        (status(429), false),
        (status(408), true),
        (status(500), true),
        (status(504), true),
        (not_processed, false),
    ] {
        let attempt = attempt(&Method::POST, outcome);
        assert_eq!(may_have_taken_effect(&attempt, &policy), expected, "{outcome:?}");
        assert!(may_have_taken_effect(&Attempt { acted: true, ..attempt }, &policy), "{outcome:?}");
    }
}

#[test]
fn what_the_server_asks_for_costs_no_budget() {
    for (outcome, expected) in [
        (Outcome::Unreachable, true),
        (Outcome::NotSent, true),
        (Outcome::NotProcessed, false),
        (Outcome::ClosedInOrder, false),
        (Outcome::Lost, true),
        (Outcome::Cut, true),
        (status(429), false),
        (status(500), true),
        (status(503), true),
        (status_with_retry_after(503, Duration::ZERO), false),
        (status_with_retry_after(429, BACKOFF), false),
    ] {
        assert_eq!(outcome.costs_budget(), expected, "{outcome:?}");
    }
}

#[test]
fn retry_after_is_a_lower_bound_of_the_wait_and_the_deadline_an_upper_one() {
    let policy = RetryPolicy::default();
    let decide = |delay| decide(&attempt(&Method::GET, status_with_retry_after(429, delay)), &policy);
    let second = Duration::from_secs(1);
    assert_eq!(decide(second / 10), Decision::Wait(BACKOFF));
    assert_eq!(decide(90 * second), Decision::Wait(90 * second));
    assert_eq!(decide(299 * second), Decision::Wait(299 * second));
    assert_eq!(decide(300 * second), Decision::TooLate);
    assert_eq!(decide(3600 * second), Decision::TooLate);
}

#[test]
fn waits_double_with_jitter_and_are_capped() {
    let policy = RetryPolicy { max_delay: Duration::from_secs(4), ..RetryPolicy::default() };
    for seed in 0..200 {
        let bases = [500, 1000, 2000, 4000, 4000, 4000];
        for (wait, base) in policy.waits(Some(seed)).zip(bases.map(Duration::from_millis)) {
            assert!(base <= wait && wait < 2 * base, "{wait:?} for {base:?}");
        }
    }
}

/// Waits of calls that have no seed, in units of the smallest wait that is possible.
fn unseeded(calls: usize) -> Vec<Vec<f64>> {
    let policy = RetryPolicy::default();
    let units = |wait: (u32, Duration)| wait.1.as_secs_f64() / (0.5 * 2_f64.powi(wait.0.cast_signed()));
    (0..calls).map(|_| (0..).zip(policy.waits(None).take(6)).map(units).collect()).collect()
}

fn mean(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let count: f64 = values.clone().map(|_| 1.0).sum();
    values.sum::<f64>() / count
}

#[test]
fn waits_without_a_seed_are_spread_over_their_whole_range() {
    let calls = unseeded(1000);
    for retry in 0..6 {
        let waits = calls.iter().map(|waits| waits[retry]);
        assert!(waits.clone().all(|wait| (1.0..2.0).contains(&wait)), "retry {retry}");
        // The mean of a thousand differs from 1.5 by more than 0.05 once in 10^7 runs.
        let mean = mean(waits.clone());
        assert!((mean - 1.5).abs() < 0.05, "retry {retry}: mean {mean}");
        let quarter = waits.filter(|wait| *wait < 1.25).count();
        assert!((150..350).contains(&quarter), "retry {retry}: {quarter} in the first quarter");
    }
}

#[test]
fn waits_differ_between_calls_and_within_one() {
    let calls = unseeded(100);
    for retry in 0..6 {
        let mut waits: Vec<f64> = calls.iter().map(|waits| waits[retry]).collect();
        waits.sort_by(f64::total_cmp);
        waits.dedup();
        assert!(waits.len() > 95, "retry {retry}: {} different waits in 100 calls", waits.len());
    }
    assert!(calls.iter().all(|waits| waits[0] != waits[1]));
}

#[test]
fn waits_differ_between_threads() {
    let threads: Vec<_> = (0..8).map(|_| std::thread::spawn(|| unseeded(1))).collect();
    let mut first: Vec<f64> = threads.into_iter().map(|thread| thread.join().unwrap()[0][0]).collect();
    first.sort_by(f64::total_cmp);
    first.dedup();
    assert!(first.len() > 1, "eight threads wait the same time");
}

/// Runs this test in further processes, each of which prints the waits of its first call.
#[test]
fn waits_differ_between_processes() {
    const PRINT: &str = "API_RUNTIME_PRINT_WAITS";
    if std::env::var_os(PRINT).is_some() {
        println!("waits: {:?}", unseeded(1));
        return;
    }
    let mut printed: Vec<String> = (0..5)
        .map(|_| {
            let output = std::process::Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "retry::tests::waits_differ_between_processes", "--nocapture"])
                .env(PRINT, "1")
                .output()
                .unwrap();
            let lines = String::from_utf8(output.stdout).unwrap();
            let start = lines.find("waits: ").unwrap_or_else(|| panic!("no waits in {lines}"));
            lines[start..].lines().next().unwrap().to_owned()
        })
        .collect();
    printed.sort();
    printed.dedup();
    assert_eq!(printed.len(), 5, "{printed:?}");
}
