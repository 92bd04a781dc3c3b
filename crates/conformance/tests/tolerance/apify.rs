//! Apify's answers.

use api_simulator::{Description, Simulator};
use apify_user::ApifyClient;
use serde_json::Value;

use crate::run::{Vendor, run};

#[path = "../../../apify-user/tests/contract/calls.rs"]
#[allow(dead_code, reason = "the contract tests use all of it")]
mod calls;

/// The operations whose answers hold a value, each with the one that answers alike.
const READS: [(&str, &str); 3] = [
    ("users_me_get", "user_get"),
    ("users_me_usage_monthly_get", "user_usage_monthly_get"),
    ("users_me_limits_get", "user_limits_get"),
];

pub struct Apify {
    description: Description,
    simulator: Simulator,
    client: ApifyClient,
}

impl Apify {
    pub async fn start() -> Self {
        let simulator = calls::simulator().await;
        let client = calls::client(&simulator);
        Self { description: calls::description(), simulator, client }
    }
}

impl Vendor for Apify {
    const VALUE: &'static str = "data";
    const LEFT_OUT: &'static [&'static str] = &[];

    fn description(&self) -> &Description {
        &self.description
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
async fn nothing_is_lost_to_odd_fields() {
    let apify = Apify::start().await;
    let answer = |operation| apify.description.operation(operation).unwrap().schema_pointer(200);
    for (operation, alike) in READS {
        assert_eq!(
            apify.description.document().pointer(answer(operation).unwrap()),
            apify.description.document().pointer(answer(alike).unwrap()),
        );
    }
    run(&apify, &READS.map(|(operation, _)| operation)).await;
}
