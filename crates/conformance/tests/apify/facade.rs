//! Calls made by the facade.

use std::time::Duration;

use apify_user::{
    ApifyClient, ApifyClientBuilder, Error, ErrorKind, LimitsUpdateOptions, Response, User, UserClient,
};
use conformance::{CallResult, ClientError, Outcome, apply};
use serde_json::{Map, Value, json};

use crate::call::{ApifyCall, Method, Options};

pub async fn run(call: &ApifyCall, base_url: &str) -> Outcome {
    let client = match build(&call.options, base_url) {
        Ok(client) => client,
        Err(error) => return error_outcome(&error, Vec::new()),
    };
    let user = call.user.as_ref().map_or_else(|| client.me(), |id| client.user(id));
    let returned = match &call.method {
        Method::Properties => Ok((CallResult::Value(properties(&user)), 0)),
        Method::Get => user.get().with_response().await.map(|response| found(&response, user_json)),
        Method::Limits => user.limits().with_response().await.map(|response| found(&response, to_json)),
        Method::MonthlyUsage(date) => {
            let usage = apply(user.monthly_usage(), *date, |usage, date| usage.date(date));
            usage.with_response().await.map(|response| found(&response, to_json))
        }
        Method::UpdateLimits { usd, days } => {
            let update = user.update_limits(limits_update(*usd, *days));
            update.with_response().await.map(|response| (CallResult::Done, response.attempts()))
        }
    };
    let rate_limited = client.stats().rate_limit_errors;
    match returned {
        Ok((result, attempts)) => Outcome { result, attempts: attempts.into(), rate_limited },
        Err(error) => error_outcome(&error, rate_limited),
    }
}

fn build(options: &Options, base_url: &str) -> Result<ApifyClient, Error> {
    let Options { token, public_base_url, max_retries, timeout, workflow_key, header, .. } = *options;
    let mut builder = ApifyClient::builder()
        .base_url(options.base_url.replace("{server}", base_url))
        .min_delay_between_retries(Duration::from_millis(1));
    builder = apply(builder, token, ApifyClientBuilder::token);
    builder = apply(builder, public_base_url, ApifyClientBuilder::public_base_url);
    builder = apply(builder, max_retries, ApifyClientBuilder::max_retries);
    builder = apply(builder, timeout, ApifyClientBuilder::timeout);
    builder = apply(builder, workflow_key, ApifyClientBuilder::workflow_key);
    for suffix in options.suffixes {
        builder = builder.user_agent_suffix(*suffix);
    }
    apply(builder, header, |builder, (name, value)| {
        builder.request_interceptor(move |request| {
            request.headers_mut().insert(name, value.parse()?);
            Ok(())
        })
    })
    .build()
}

fn limits_update(usd: Option<f64>, days: Option<i64>) -> LimitsUpdateOptions {
    let update = LimitsUpdateOptions::new();
    let update = apply(update, usd, LimitsUpdateOptions::max_monthly_usage_usd);
    apply(update, days, LimitsUpdateOptions::data_retention_days)
}

fn properties(user: &UserClient) -> Value {
    json!({
        "id": user.id(),
        "safeId": user.safe_id(),
        "url": user.url(),
        "baseUrl": user.base_url(),
        "publicBaseUrl": user.public_base_url(),
        "resourcePath": user.resource_path(),
        "params": user.params(),
    })
}

fn found<T>(response: &Response<Option<T>>, json: impl Fn(&T) -> Value) -> (CallResult, u32) {
    let value = response.value.as_ref();
    (value.map_or(CallResult::NotFound, |value| CallResult::Value(json(value))), response.attempts())
}

fn to_json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("facade types are JSON")
}

/// Serializes a user together with the password, which is redacted otherwise.
fn user_json(user: &User) -> Value {
    let mut value = to_json(user);
    let password = user.proxy.as_ref().and_then(|proxy| proxy.password.as_ref());
    if let Some(password) = password {
        value["proxy"]["password"] = password.expose().into();
    }
    value
}

fn error_outcome(error: &Error, rate_limited: Vec<u64>) -> Outcome {
    let kind = match error.kind() {
        ErrorKind::Config | ErrorKind::Input => "input",
        ErrorKind::Connect | ErrorKind::Connection | ErrorKind::Body => "connection",
        ErrorKind::Timeout | ErrorKind::Deadline => "timeout",
        ErrorKind::Status => "status",
        ErrorKind::Decode => "decode",
        ErrorKind::Redirect => "redirect",
        other => panic!("no scenario expects {other:?}: {error}"),
    };
    let is_status = error.kind() == ErrorKind::Status;
    let request = error.method().zip(error.path()).filter(|_| is_status);
    Outcome {
        result: CallResult::Error(ClientError {
            kind: kind.to_owned(),
            status: error.status().map(|status| status.as_u16()).filter(|_| is_status),
            problem: problem(error),
            request: request.map(|(method, path)| format!("{method} {path}")),
        }),
        attempts: error.attempts().into(),
        rate_limited,
    }
}

fn problem(error: &Error) -> Value {
    let Some(problem) = error.problem() else { return json!({}) };
    let fields = [
        ("type", problem.error_type.clone().map(Value::from)),
        ("message", problem.message.clone().map(Value::from)),
        ("data", problem.data.clone()),
    ];
    fields
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect::<Map<_, _>>()
        .into()
}
