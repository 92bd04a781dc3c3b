//! A call, made by our facade.

use std::{future::Future, time::Duration};

use cloudflare_user::{
    CloudflareClient, CloudflareClientBuilder, CreatedToken, Error, ErrorKind, ItemStream, Response, Secret,
};
use conformance::{Ended, Failed, Outcome};
use serde::Serialize;
use serde_json::{Value, json};

use crate::call::{Options, Ran};

/// What the driver reads of a list that does not end.
const MOST_ITEMS: usize = 12;

pub fn build(options: &Options, base_url: &str) -> Result<CloudflareClient, Error> {
    let mut builder = CloudflareClient::builder()
        .base_url(options.base_url.replace("{server}", base_url))
        .min_delay_between_retries(Duration::from_millis(1));
    builder = with(builder, options.api_token, CloudflareClientBuilder::api_token);
    builder = with(builder, options.api_key, CloudflareClientBuilder::api_key);
    builder = with(builder, options.api_email, CloudflareClientBuilder::api_email);
    builder = with(builder, options.user_service_key, CloudflareClientBuilder::user_service_key);
    builder = with(builder, options.max_retries, CloudflareClientBuilder::max_retries);
    with(builder, options.timeout, CloudflareClientBuilder::timeout).build()
}

fn with<B, T>(builder: B, option: Option<T>, set: impl FnOnce(B, T) -> B) -> B {
    match option {
        Some(value) => set(builder, value),
        None => builder,
    }
}

/// The value that a method gives.
pub async fn value<T: Serialize>(answer: impl Future<Output = Result<Response<T>, Error>>) -> Ran {
    shown(answer, |value| json!(value)).await
}

/// A new token, with the secret that its JSON form keeps to itself.
pub async fn created(answer: impl Future<Output = Result<Response<CreatedToken>, Error>>) -> Ran {
    shown(answer, |created| {
        let mut value = json!(created);
        if let Some(secret) = &created.value {
            value["value"] = secret.expose().into();
        }
        value
    })
    .await
}

pub async fn secret(answer: impl Future<Output = Result<Response<Secret>, Error>>) -> Ran {
    shown(answer, |secret| secret.expose().into()).await
}

async fn shown<T>(
    answer: impl Future<Output = Result<Response<T>, Error>>,
    show: impl Fn(&T) -> Value,
) -> Ran {
    let answer = answer.await?;
    Ok((Ended::Value(show(&answer.value)), answer.attempts().into()))
}

/// The items of a list. How many requests they took, the client knows.
pub async fn all<T: Serialize + Send + 'static>(mut list: ItemStream<T>) -> Ran {
    let mut items = Vec::new();
    while let Some(item) = list.try_next().await? {
        items.push(json!(item));
        if items.len() == MOST_ITEMS {
            break;
        }
    }
    Ok((Ended::Value(Value::Array(items)), 0))
}

pub fn failed(error: &Error, attempts: u64) -> Outcome {
    let kind = match error.kind() {
        ErrorKind::Config | ErrorKind::Input => "input",
        ErrorKind::Connect | ErrorKind::Connection | ErrorKind::Body => "connection",
        ErrorKind::Timeout | ErrorKind::Deadline => "timeout",
        ErrorKind::Status => "status",
        ErrorKind::Refused => "refused",
        ErrorKind::Decode => "unreadable",
        ErrorKind::Redirect => "redirect",
        ErrorKind::Paging => "paging",
        other => panic!("no scenario expects {other:?}: {error}"),
    };
    let errors = error.problem().map(|problem| json!(problem.errors));
    let errors = errors.filter(|errors| errors.as_array().is_some_and(|errors| !errors.is_empty()));
    let status = error.status().map(|status| status.as_u16());
    Outcome {
        ended: Ended::Failed(Failed {
            kind: kind.to_owned(),
            status: status.filter(|_| error.kind() == ErrorKind::Status),
            said: json!({ "errors": errors }),
            request: None,
        }),
        attempts,
        rate_limited: Vec::new(),
    }
}
