//! Cloudflare's answers.

use api_simulator::{Answer, Description, Simulator};
use cloudflare_user::CloudflareClient;
use serde_json::{Value, json};

use crate::run::{Vendor, run};

#[path = "../../../cloudflare-user/tests/contract/calls.rs"]
#[allow(dead_code, reason = "the contract tests use all of it")]
mod calls;

/// The operations whose results have fields. Of the others, three deletes answer an id or
/// nothing, a rolled token is a string, and two results have no documented form.
const READS: [&str; 17] = [
    "user_get",
    "user_edit",
    "user_audit_logs_list",
    "user_billing_history_list",
    "user_billing_profile_get",
    "user_invites_list",
    "user_invites_get",
    "user_invites_edit",
    "user_organizations_list",
    "user_subscriptions_get",
    "user_tenants_list",
    "user_tokens_list",
    "user_tokens_create",
    "user_tokens_get",
    "user_tokens_update",
    "user_tokens_verify",
    "user_tokens_permission_groups_list",
];

struct Cloudflare {
    description: Description,
    simulator: Simulator,
    client: CloudflareClient,
}

impl Cloudflare {
    async fn start() -> Self {
        let simulator = calls::simulator().await;
        let client = calls::client(&simulator);
        Self { description: calls::description(), simulator, client }
    }
}

impl Vendor for Cloudflare {
    const VALUE: &'static str = "result";
    /// Sent, never answered; and a token's value is written as `[redacted]`.
    const LEFT_OUT: &'static [&'static str] =
        &["payment_gateway", "payment_nonce", "device_data", "value", "validation_code"];

    fn description(&self) -> &Description {
        &self.description
    }

    fn simulator(&self) -> &Simulator {
        &self.simulator
    }

    async fn call(&self, operation: &str) -> Result<Value, String> {
        calls::call(&self.client, operation).await.map_err(|error| error.to_string())
    }
}

#[tokio::test]
async fn nothing_is_lost_to_odd_fields() {
    run(&Cloudflare::start().await, &READS).await;
}

#[tokio::test]
async fn a_list_that_is_not_there_is_empty_and_any_other_result_is_needed() {
    let cloudflare = Cloudflare::start().await;
    for operation in READS {
        for body in [json!({"success": true, "result": null}), json!({"success": true})] {
            cloudflare.simulator.on(operation, Answer::json(200, &body));
            let result = cloudflare.call(operation).await;
            if operation.ends_with("_list") || operation == "user_subscriptions_get" {
                assert_eq!(result, Ok(json!([])), "{operation}");
            } else {
                let line = result.unwrap_err();
                assert!(line.contains("result"), "{operation}: {line}");
            }
        }
    }
}
