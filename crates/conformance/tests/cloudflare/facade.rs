//! Calls made by the facade.

use std::{future::Future, time::Duration};

use cloudflare_user::{
    CloudflareClient, CloudflareClientBuilder, CreatedToken, Error, ErrorKind, ItemStream, Response, Secret,
};
use conformance::{CallResult, ClientError, Outcome, apply};
use serde::Serialize;
use serde_json::{Value, json};

use crate::call::{Options, Returned};

/// Number of items after which both clients stop reading an endless list.
const MAX_ITEMS: usize = 12;

pub fn build(options: &Options, base_url: &str) -> Result<CloudflareClient, Error> {
    let mut builder = CloudflareClient::builder()
        .base_url(options.base_url.replace("{server}", base_url))
        .min_delay_between_retries(Duration::from_millis(1));
    builder = apply(builder, options.api_token, CloudflareClientBuilder::api_token);
    builder = apply(builder, options.api_key, CloudflareClientBuilder::api_key);
    builder = apply(builder, options.api_email, CloudflareClientBuilder::api_email);
    builder = apply(builder, options.user_service_key, CloudflareClientBuilder::user_service_key);
    builder = apply(builder, options.max_retries, CloudflareClientBuilder::max_retries);
    apply(builder, options.timeout, CloudflareClientBuilder::timeout).build()
}

/// Returns the value of a method as JSON.
pub async fn value<T: Serialize>(response: impl Future<Output = Result<Response<T>, Error>>) -> Returned {
    map(response, |value| json!(value)).await
}

/// Returns a new token together with its secret, which is redacted otherwise.
pub async fn created(response: impl Future<Output = Result<Response<CreatedToken>, Error>>) -> Returned {
    map(response, |created| {
        let mut value = json!(created);
        if let Some(secret) = &created.value {
            value["value"] = secret.expose().into();
        }
        value
    })
    .await
}

/// Returns a secret, exposed.
pub async fn secret(response: impl Future<Output = Result<Response<Secret>, Error>>) -> Returned {
    map(response, |secret| secret.expose().into()).await
}

async fn map<T>(
    response: impl Future<Output = Result<Response<T>, Error>>,
    to_json: impl Fn(&T) -> Value,
) -> Returned {
    let response = response.await?;
    Ok((CallResult::Value(to_json(&response.value)), response.attempts().into()))
}

/// Returns the items of a list. The caller takes the number of requests from the client.
pub async fn all<T: Serialize + Send + 'static>(mut list: ItemStream<T>) -> Returned {
    let mut items = Vec::new();
    while let Some(item) = list.try_next().await? {
        items.push(json!(item));
        if items.len() == MAX_ITEMS {
            break;
        }
    }
    Ok((CallResult::Value(Value::Array(items)), 0))
}

pub fn error_outcome(error: &Error, attempts: u64) -> Outcome {
    let kind = match error.kind() {
        ErrorKind::Config | ErrorKind::Input => "input",
        ErrorKind::Connect | ErrorKind::Connection | ErrorKind::Body => "connection",
        ErrorKind::Timeout | ErrorKind::Deadline => "timeout",
        ErrorKind::Status => "status",
        ErrorKind::Rejected => "rejected",
        ErrorKind::Decode => "decode",
        ErrorKind::Redirect => "redirect",
        ErrorKind::Paging => "paging",
        other => panic!("no scenario expects {other:?}: {error}"),
    };
    let errors = error.problem().map(|problem| json!(problem.errors));
    let errors = errors.filter(|errors| errors.as_array().is_some_and(|errors| !errors.is_empty()));
    let status = error.status().map(|status| status.as_u16());
    Outcome {
        result: CallResult::Error(ClientError {
            kind: kind.to_owned(),
            status: status.filter(|_| error.kind() == ErrorKind::Status),
            problem: json!({ "errors": errors }),
            request: None,
        }),
        attempts,
        rate_limited: Vec::new(),
    }
}
