//! Responses of Apify.

use api_simulator::{Simulator, Spec};
use apify_user::ApifyClient;
use serde_json::Value;

use crate::run::{Vendor, run};

#[path = "../../../apify-user/tests/contract/calls.rs"]
#[allow(dead_code, reason = "the contract tests use all of it")]
mod calls;

/// Operations that return a value, each with the one that returns the same for any user.
const READS: [(&str, &str); 3] = [
    ("users_me_get", "user_get"),
    ("users_me_usage_monthly_get", "user_usage_monthly_get"),
    ("users_me_limits_get", "user_limits_get"),
];

pub struct Apify {
    spec: Spec,
    simulator: Simulator,
    client: ApifyClient,
}

impl Apify {
    pub async fn start() -> Self {
        let simulator = calls::simulator().await;
        let client = calls::client(&simulator);
        Self { spec: calls::spec(), simulator, client }
    }
}

impl Vendor for Apify {
    const VALUE: &'static str = "data";
    const NOT_SERIALIZED: &'static [&'static str] = &[];

    fn spec(&self) -> &Spec {
        &self.spec
    }

    fn simulator(&self) -> &Simulator {
        &self.simulator
    }

    async fn call(&self, operation: &str) -> Result<Value, String> {
        let value = calls::call(&self.client, operation).await;
        value.map(Option::unwrap_or_default).map_err(|error| error.to_string())
    }
}

#[tokio::test]
async fn nothing_is_lost_to_malformed_fields() {
    let apify = Apify::start().await;
    let document = apify.spec.document();
    let schema = |operation| {
        document.pointer(apify.spec.operation(operation).unwrap().response_schema_pointer(200).unwrap())
    };
    for (operation, same) in READS {
        assert_eq!(schema(operation), schema(same));
    }
    run(&apify, &READS.map(|(operation, _)| operation)).await;
}
