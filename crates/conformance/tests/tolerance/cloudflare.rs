//! Responses of Cloudflare.

use api_simulator::{MockResponse, Simulator, Spec};
use cloudflare_user::CloudflareClient;
use serde_json::{Value, json};

use crate::run::{Vendor, run};

#[path = "../../../cloudflare-user/tests/contract/calls.rs"]
#[allow(dead_code, reason = "the contract tests use all of it")]
mod calls;

/// Operations whose results have fields. Of the others, three deletions return an id or nothing, a new secret is a
/// string, and two results have no documented form.
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
    spec: Spec,
    simulator: Simulator,
    client: CloudflareClient,
}

impl Cloudflare {
    async fn start() -> Self {
        let simulator = calls::simulator().await;
        let client = calls::client(&simulator);
        Self { spec: calls::spec(), simulator, client }
    }
}

impl Vendor for Cloudflare {
    const VALUE: &'static str = "result";
    /// Fields of requests only, and secrets, which are serialized as `[redacted]`.
    const NOT_SERIALIZED: &'static [&'static str] =
        &["payment_gateway", "payment_nonce", "device_data", "value", "validation_code"];

    fn spec(&self) -> &Spec {
        &self.spec
    }

    fn simulator(&self) -> &Simulator {
        &self.simulator
    }

    async fn call(&self, operation: &str) -> Result<Value, String> {
        calls::call(&self.client, operation).await.map_err(|error| error.to_string())
    }
}

#[tokio::test]
async fn nothing_is_lost_to_malformed_fields() {
    run(&Cloudflare::start().await, &READS).await;
}

#[tokio::test]
async fn a_missing_list_is_empty_and_any_other_missing_result_is_an_error() {
    let cloudflare = Cloudflare::start().await;
    for operation in READS {
        for body in [json!({"success": true, "result": null}), json!({"success": true})] {
            cloudflare.simulator.on(operation, MockResponse::json(200, &body));
            let result = cloudflare.call(operation).await;
            if operation.ends_with("_list") || operation == "user_subscriptions_get" {
                assert_eq!(result, Ok(json!([])), "{operation}");
            } else {
                let message = result.unwrap_err();
                assert!(message.contains("result"), "{operation}: {message}");
            }
        }
    }
}
