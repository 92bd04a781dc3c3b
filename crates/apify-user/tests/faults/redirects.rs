//! Redirects, within the origin and out of it.

use api_simulator::MockResponse;
use apify_user::{ErrorKind, Sent};

use crate::{
    matrix::{Case, once, run},
    support::{self, Operation, Outcome},
};

fn redirect_error() -> Outcome {
    crate::matrix::failed(ErrorKind::Redirect, None, Sent::Yes)
}

#[tokio::test(start_paused = true)]
async fn within_the_origin() {
    let followed = |status| {
        Case::steps(
            format!("{status} to another path"),
            move |operation| {
                vec![MockResponse::redirect(status, "/v2/elsewhere?page=1"), operation.response()]
            },
            once(Outcome::Value).requests(2),
        )
    };
    run([301, 302, 303, 307, 308].map(followed).into()).await;
}

#[tokio::test(start_paused = true)]
async fn without_an_end() {
    let hops = |count: usize| {
        move |operation: Operation| {
            let mut responses = vec![MockResponse::redirect(307, "/v2/on"); count];
            responses.push(operation.response());
            responses
        }
    };
    run(vec![
        Case::steps("five redirects", hops(5), once(Outcome::Value).requests(6)),
        Case::steps(
            "six redirects",
            |_| vec![MockResponse::redirect(308, "/v2/on"); 6],
            once(redirect_error()).requests(6),
        ),
        Case::new(
            "a loop",
            |_| MockResponse::redirect(302, "/v2/users/me"),
            once(redirect_error()).requests(6),
        ),
    ])
    .await;
}

#[tokio::test(start_paused = true)]
async fn out_of_the_origin() {
    let other = support::plain().await;
    let elsewhere = |status| {
        let location = format!("{}/v2/users/me", other.base_url());
        Case::new(
            format!("{status} to another port"),
            move |_| MockResponse::redirect(status, &location),
            once(redirect_error()),
        )
    };
    let to = |location: &'static str| {
        let name = format!("307 to {location:?}");
        Case::new(name, move |_| MockResponse::redirect(307, location), once(redirect_error()))
    };
    let mut cases: Vec<Case> = [301, 302, 303, 307, 308].map(elsewhere).into();
    cases.extend(
        ["https://127.0.0.1/", "//example.com/v2", "http://localhost/", "file:///etc/passwd", "data:,x"]
            .map(to),
    );
    cases.push(to("http://["));
    cases.push(to("http://127.0.0.1:99999/"));
    run(cases).await;
    assert_eq!(other.attempts(), 0, "something was sent to the other origin");
}
