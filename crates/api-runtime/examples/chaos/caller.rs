//! A caller that makes one call after the other.

use std::{
    error::Error,
    time::{Duration, Instant},
};

use api_runtime::{
    BaseUrl, CallOptions, Product, RequestBuilder, RetryBudget, Sent, Settings, Transport, http::Method,
    reqwest::Certificate,
};
use api_simulator::Simulator;
use serde_json::Value;

use crate::faults::{CALL, value};

const DEADLINE: Duration = Duration::from_secs(10);

/// Time after the deadline at which a call counts as hanging.
const PATIENCE: Duration = Duration::from_secs(20);

/// A call that has ended.
pub struct Call {
    pub id: String,
    pub may_be_sent_twice: bool,
    pub outcome: Outcome,
    /// Time by which the call outlasted its deadline.
    pub overrun: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    Right,
    Wrong,
    Error(Sent),
    Hung,
}

pub fn transport(simulator: &Simulator, http1_only: bool) -> Result<Transport, Box<dyn Error>> {
    let root = Certificate::from_pem(simulator.root_certificate().unwrap_or_default().as_bytes())?;
    let mut settings = Settings::default();
    settings.deadline = DEADLINE;
    settings.first_attempt_timeout = Some(Duration::from_secs(1));
    settings.timeout = Some(Duration::from_secs(4));
    settings.retry.min_delay = Duration::from_millis(5);
    settings.retry_budget = RetryBudget::unlimited();
    settings.max_response_size = 1024 * 1024;
    settings.http_client_setup = Some(std::sync::Arc::new(move |builder| {
        let builder = builder.tls_certs_only([root.clone()]);
        if http1_only { builder.http1_only() } else { builder }
    }));
    let base_url = BaseUrl::parse(simulator.base_url(), "")?;
    Ok(Transport::new::<()>(base_url, Vec::new(), Product::new("chaos", "0"), settings)?)
}

pub async fn call_until(
    end: Instant,
    transport: Transport,
    caller: String,
    mut random: fastrand::Rng,
) -> Vec<Call> {
    let mut calls = Vec::new();
    while Instant::now() < end {
        let method =
            random.choice([Method::GET, Method::PUT, Method::POST, Method::POST]).unwrap_or(Method::GET);
        let request = request(method, &format!("{caller}, {}", calls.len()), random.bool());
        calls.push(call(&transport, request).await);
    }
    calls
}

/// Describes the request of a call, with a body or without: HTTP/2 sends these differently.
fn request(method: Method, id: &str, has_body: bool) -> CallRequest {
    let may_be_sent_twice = method != Method::POST;
    let builder = RequestBuilder::new("thing", method, "/things").header(CALL, id);
    let builder = if has_body { builder.json(&value(id)) } else { builder };
    CallRequest { id: id.to_owned(), may_be_sent_twice, builder }
}

struct CallRequest {
    id: String,
    may_be_sent_twice: bool,
    builder: RequestBuilder,
}

async fn call(transport: &Transport, request: CallRequest) -> Call {
    let CallRequest { id, may_be_sent_twice, builder } = request;
    let begin = Instant::now();
    let call = transport.call(CallOptions::default());
    let result = tokio::time::timeout(DEADLINE + PATIENCE, call.execute::<Value>(builder)).await;
    let outcome = match result {
        Ok(Ok(response)) if response.value == value(&id) => Outcome::Right,
        Ok(Ok(_)) => Outcome::Wrong,
        Ok(Err(error)) => Outcome::Error(Failure::from(error).sent()),
        Err(_) => Outcome::Hung,
    };
    Call { id, may_be_sent_twice, outcome, overrun: begin.elapsed().saturating_sub(DEADLINE) }
}

type Failure = api_runtime::Error<()>;
