//! Every operation of the document, called through the facade.

use api_simulator::{Simulator, Spec};
use apify_user::{ApifyClient, Error, LimitsUpdateOptions};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;

pub async fn simulator() -> Simulator {
    Simulator::apify().start().await.unwrap()
}

/// A client without retries: these tests are about single responses.
pub fn client(simulator: &Simulator) -> ApifyClient {
    ApifyClient::builder()
        .token(simulator.token())
        .base_url(simulator.base_url())
        .max_retries(0)
        .build()
        .unwrap()
}

pub fn spec() -> Spec {
    Spec::apify().unwrap()
}

pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 6, 14).unwrap()
}

pub fn update() -> LimitsUpdateOptions {
    LimitsUpdateOptions::new().max_monthly_usage_usd(300.0).data_retention_days(14)
}

/// Calls an operation; the value as JSON, `None` for "no such user" and for no value at all.
/// An operation that the facade does not know fails the test: the document has grown.
pub async fn call(client: &ApifyClient, operation: &str) -> Result<Option<Value>, Error> {
    let (me, ada) = (client.me(), client.user("ada"));
    Ok(match operation {
        "users_me_get" => json(me.get().await?),
        "user_get" => json(ada.get().await?),
        "users_me_usage_monthly_get" => json(me.monthly_usage().date(day()).await?),
        "user_usage_monthly_get" => json(ada.monthly_usage().date(day()).await?),
        "users_me_limits_get" => json(me.limits().await?),
        "user_limits_get" => json(ada.limits().await?),
        "users_me_limits_put" => none(me.update_limits(update()).await?),
        "user_limits_put" => none(ada.update_limits(update()).await?),
        other => panic!("the facade does not call `{other}`"),
    })
}

fn json<T: Serialize>(value: Option<T>) -> Option<Value> {
    value.map(|value| serde_json::to_value(value).unwrap())
}

fn none((): ()) -> Option<Value> {
    None
}
