//! Every kind of failure, with everything in the process captured.

use std::time::Duration;

use api_runtime::reqwest;
use api_simulator::{Encoding, Fault, MockResponse, Point};

use crate::{
    assert_quiet, assert_quiet_behind, builder, client,
    support::{Operation, Outcome, plain},
    traces,
};

fn failures(response: &MockResponse) -> Vec<MockResponse> {
    let fault = |fault| response.clone().fault(fault);
    let mut responses = vec![
        fault(Fault::ResetBeforeReading),
        fault(Fault::BadChunkSize),
        fault(Fault::BadEncoding(Encoding::Gzip)),
        fault(Fault::GarbageStatusLine),
        fault(Fault::GarbageHeader),
        response.clone().trickle(Duration::from_secs(1)),
        MockResponse::json_of_size(200, 1 << 40).compressed(Encoding::Zstd),
        MockResponse::json_of_size(401, 1 << 40),
        MockResponse::redirect(302, "/v2/users/me"),
        MockResponse::redirect(302, "https://elsewhere.example/"),
    ];
    for point in [Point::BeforeHeaders, Point::InHeaders, Point::AfterHeaders, Point::AfterBodyBytes(1)] {
        responses.extend([Fault::Reset(point), Fault::Close(point), Fault::Stall(point)].map(fault));
    }
    responses
        .extend([101, 204, 301, 304, 400, 401, 403, 404, 408, 429, 500, 503, 999].map(MockResponse::status));
    responses
}

#[tokio::test(start_paused = true)]
async fn print_no_secret() {
    let simulator = plain().await;
    let client = builder(&simulator).max_response_size(64 * 1024).build().unwrap();
    for operation in Operation::ALL {
        for response in failures(&operation.response()) {
            simulator.otherwise(response.clone());
            let ended = operation.call(&client).await;
            assert_quiet(&format!("{} after {response:?}", operation.name()), &ended);
        }
    }
    assert_quiet_behind(&simulator);
}

#[tokio::test(start_paused = true)]
async fn before_a_connection_print_no_secret() {
    let simulator = plain().await;
    let client = |base_url: &str| builder(&simulator).base_url(base_url).build().unwrap();
    let tls = simulator.base_url().replace("http://", "https://");
    for base_url in ["http://127.0.0.1:1", tls.as_str(), "http://[::1]:1"] {
        for operation in Operation::ALL {
            let ended = operation.call(&client(base_url)).await;
            assert!(matches!(ended.outcome, Outcome::Failed(apify_user::ErrorKind::Connect, ..)));
            assert_quiet(base_url, &ended);
        }
    }
    assert!(traces().entries().iter().any(|entry| entry.target.starts_with("hyper")));
}

/// HTTP/2 has logs of its own. This server does not speak it, but is sent whole requests.
#[tokio::test(start_paused = true)]
async fn over_http_2_print_no_secret() {
    let simulator = plain().await;
    let http2 = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let client = builder(&simulator).http_client(http2).build().unwrap();
    for operation in Operation::ALL {
        assert_quiet("HTTP/2", &operation.call(&client).await);
    }
    let entries = traces().entries();
    assert!(entries.iter().any(|entry| entry.target.starts_with("h2::")), "h2 logs nothing");
    entries.iter().for_each(|entry| crate::assert_no_secret("a trace", &format!("{entry:?}")));
}

#[tokio::test(start_paused = true)]
async fn of_interceptors_print_no_secret() {
    let simulator = plain().await;
    let rejecting = builder(&simulator)
        .request_interceptor(|request| Err(format!("{request:?} {:?}", request.headers()).into()))
        .build()
        .unwrap();
    for operation in Operation::ALL {
        assert_quiet("an interceptor", &operation.call(&rejecting).await);
    }
    let _ = client(&simulator);
}
