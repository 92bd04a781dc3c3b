//! The truth table of `decide`.

use std::time::Duration;

use http::{Method, StatusCode};

use super::{Attempt, Decision, Outcome, RetryPolicy, decide};

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

fn attempt(method: &Method, outcome: Outcome) -> Attempt<'_> {
    Attempt {
        method,
        idempotent: None,
        outcome,
        acted: false,
        number: 1,
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
        (Outcome::NotSent, true, true),
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
fn the_callers_choice_takes_precedence_over_the_method() {
    let policy = RetryPolicy::default();
    let post = Attempt { idempotent: Some(true), ..attempt(&Method::POST, Outcome::Lost) };
    assert_eq!(decide(&post, &policy), Decision::Wait(BACKOFF));
    let put = Attempt { idempotent: Some(false), ..attempt(&Method::PUT, Outcome::Lost) };
    assert_eq!(decide(&put, &policy), Decision::Stop);
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
    for outcome in [Outcome::NotSent, status(429), status(503)] {
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

#[test]
fn waits_differ_from_call_to_call() {
    let policy = RetryPolicy::default();
    let first: Vec<_> = (0..8).map(|seed| policy.waits(Some(seed)).next()).collect();
    assert!(first.windows(2).any(|pair| pair[0] != pair[1]));
}
