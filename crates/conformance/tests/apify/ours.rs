//! A call, made by our facade.

use std::time::Duration;

use apify_user::{
    ApifyClient, ApifyClientBuilder, Error, ErrorKind, LimitsUpdateOptions, Response, User, UserClient,
};
use conformance::{Ended, Failed, Outcome};
use serde_json::{Value, json};

use crate::call::{ApifyCall, Method, Options};

pub async fn run(call: &ApifyCall, base_url: &str) -> Outcome {
    let client = match build(&call.options, base_url) {
        Ok(client) => client,
        Err(error) => return failed(&error, Vec::new()),
    };
    let user = call.user.as_ref().map_or_else(|| client.me(), |id| client.user(id));
    let outcome = match &call.method {
        Method::Properties => Ok((Ended::Value(described(&user)), 0)),
        Method::Get => user.get().with_response().await.map(|answer| found(answer, shown)),
        Method::Limits => user.limits().with_response().await.map(|answer| found(answer, json_of)),
        Method::MonthlyUsage(date) => {
            let usage = user.monthly_usage();
            let usage = with(usage, *date, |usage, date| usage.date(date));
            usage.with_response().await.map(|answer| found(answer, json_of))
        }
        Method::UpdateLimits { usd, days } => {
            let change = user.update_limits(update(*usd, *days));
            change.with_response().await.map(|answer| (Ended::Done, answer.attempts()))
        }
    };
    let rate_limited = client.stats().rate_limit_errors;
    match outcome {
        Ok((ended, attempts)) => Outcome { ended, attempts: attempts.into(), rate_limited },
        Err(error) => failed(&error, rate_limited),
    }
}

fn build(options: &Options, base_url: &str) -> Result<ApifyClient, Error> {
    let Options { token, public_base_url, max_retries, timeout, workflow_key, header, .. } = *options;
    let mut builder = ApifyClient::builder()
        .base_url(options.base_url.replace("{server}", base_url))
        .min_delay_between_retries(Duration::from_millis(1));
    builder = with(builder, token, ApifyClientBuilder::token);
    builder = with(builder, public_base_url, ApifyClientBuilder::public_base_url);
    builder = with(builder, max_retries, ApifyClientBuilder::max_retries);
    builder = with(builder, timeout, ApifyClientBuilder::timeout);
    builder = with(builder, workflow_key, ApifyClientBuilder::workflow_key);
    for suffix in options.suffixes {
        builder = builder.user_agent_suffix(*suffix);
    }
    with(builder, header, |builder, (name, value)| {
        builder.request_interceptor(move |request| {
            request.headers_mut().insert(name, value.parse()?);
            Ok(())
        })
    })
    .build()
}

fn with<B, T>(builder: B, option: Option<T>, set: impl FnOnce(B, T) -> B) -> B {
    match option {
        Some(value) => set(builder, value),
        None => builder,
    }
}

fn update(usd: Option<f64>, days: Option<i64>) -> LimitsUpdateOptions {
    let update = LimitsUpdateOptions::default();
    let update = with(update, usd, LimitsUpdateOptions::with_max_monthly_usage_usd);
    with(update, days, LimitsUpdateOptions::with_data_retention_days)
}

fn described(user: &UserClient) -> Value {
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

fn found<T>(answer: Response<Option<T>>, json: impl Fn(&T) -> Value) -> (Ended, u32) {
    let ended = answer.value.as_ref().map_or(Ended::Absent, |value| Ended::Value(json(value)));
    (ended, answer.attempts())
}

fn json_of(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("facade types are JSON")
}

/// A user with the password that its JSON form keeps to itself.
fn shown(user: &User) -> Value {
    let mut value = json_of(user);
    let password = user.proxy.as_ref().and_then(|proxy| proxy.password.as_ref());
    if let Some(password) = password {
        value["proxy"]["password"] = password.expose().into();
    }
    value
}

fn failed(error: &Error, rate_limited: Vec<u64>) -> Outcome {
    let kind = match error.kind() {
        ErrorKind::Config | ErrorKind::Input => "input",
        ErrorKind::Connect | ErrorKind::Connection | ErrorKind::Body => "connection",
        ErrorKind::Timeout | ErrorKind::Deadline => "timeout",
        ErrorKind::Status => "status",
        ErrorKind::Decode => "unreadable",
        ErrorKind::Redirect => "redirect",
        other => panic!("no scenario expects {other:?}: {error}"),
    };
    let mut said = json!({});
    if let Some(problem) = error.problem() {
        let text = |text: &Option<String>| text.as_deref().map(Value::from);
        let members = [
            ("type", text(&problem.error_type)),
            ("message", text(&problem.message)),
            ("data", problem.data.clone()),
        ];
        members.into_iter().for_each(|(name, value)| {
            if let Some(value) = value {
                said[name] = value;
            }
        });
    }
    let answered = error.kind() == ErrorKind::Status;
    let request = error.method().zip(error.path()).filter(|_| answered);
    Outcome {
        ended: Ended::Failed(Failed {
            kind: kind.to_owned(),
            status: error.status().map(|status| status.as_u16()).filter(|_| answered),
            said,
            request: request.map(|(method, path)| format!("{method} {path}")),
        }),
        attempts: error.attempts().into(),
        rate_limited,
    }
}
