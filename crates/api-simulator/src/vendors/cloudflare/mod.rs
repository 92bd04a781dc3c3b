//! Cloudflare's user API: a user with tokens, invitations, subscriptions and a long audit log.

mod audit_logs;
mod billing;
mod common;
mod token_requests;
mod tokens;
mod user;

use std::sync::{Mutex, OnceLock, PoisonError};

use chrono::{Duration, NaiveTime};
use serde_json::Value;

use self::audit_logs::Entry;
use self::common::{API_EMAIL, failure, page};
use self::tokens::Tokens;
use super::example;
use crate::script::MockResponse;
use crate::service::{Call, Config, Service, Vendor};
use crate::spec::Rejection;
use crate::wire::Request;
use crate::{Error, Simulator, SimulatorBuilder, Spec};

const API_KEY: &str = "simulated-api-key-0c5d7e1f9a3b2846";
const USER_SERVICE_KEY: &str = "v1.0-simulated-service-key";

impl Simulator {
    /// Builds a server of Cloudflare's user API, with state.
    ///
    /// There are 2,500 audit log entries. A token that was created or rolled is accepted from then
    /// on, and a disabled or deleted one no longer is. An accepted invitation makes a membership.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use api_simulator::Simulator;
    /// use serde_json::Value;
    ///
    /// let simulator = Simulator::cloudflare().start().await?;
    /// let url = format!("{}/user/audit_logs?per_page=1000&page=3", simulator.base_url());
    /// let request = reqwest::Client::new().get(url).bearer_auth(simulator.token());
    /// let page: Value = request.send().await?.json().await?;
    /// assert_eq!(page["result"].as_array().map(Vec::len), Some(500));
    /// simulator.assert_requests(["GET /user/audit_logs?per_page=1000&page=3"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn cloudflare() -> SimulatorBuilder {
        SimulatorBuilder::new(|config| {
            let spec = Spec::cloudflare()?;
            let vendor = Cloudflare(Mutex::new(State::new(&spec, config)));
            Ok(Service::new(spec, vendor))
        })
    }

    /// Returns the e-mail address that [`Simulator::cloudflare`] accepts with [`Simulator::api_key`].
    #[must_use]
    pub fn api_email(&self) -> &'static str {
        API_EMAIL
    }

    /// Returns the API key that [`Simulator::cloudflare`] accepts with [`Simulator::api_email`].
    #[must_use]
    pub fn api_key(&self) -> &'static str {
        API_KEY
    }

    /// Returns the user service key that [`Simulator::cloudflare`] accepts.
    #[must_use]
    pub fn user_service_key(&self) -> &'static str {
        USER_SERVICE_KEY
    }
}

impl Spec {
    /// Returns the OpenAPI document of Cloudflare's user API.
    ///
    /// # Errors
    /// [`Error::Spec`] if the embedded document cannot be used, which the tests of this crate rule out.
    pub fn cloudflare() -> Result<Self, Error> {
        static SPEC: OnceLock<Spec> = OnceLock::new();
        super::parse_once(&SPEC, include_str!("../../../openapi/cloudflare.json"))
    }
}

/// Runs the body of a documentation example of `cloudflare-user`, on which this crate does not
/// depend.
#[doc(hidden)]
#[macro_export]
macro_rules! cloudflare_example {
    ($($example:tt)*) => {
        $crate::example!(
            $crate::Simulator::cloudflare(),
            simulator => ::cloudflare_user::CloudflareClient::builder()
                .api_token(simulator.token())
                .base_url(simulator.base_url())
                .build()?,
            $($example)*
        )
    };
}

struct Cloudflare(Mutex<State>);

/// Everything that a request can change, taken from the examples of the OpenAPI document.
struct State {
    user: Value,
    /// Organizations that the user is a member of or invited to.
    memberships: Vec<Value>,
    invites: Vec<Value>,
    subscriptions: Vec<Value>,
    tokens: Tokens,
    billing_history: Vec<Value>,
    /// Entries of the audit log, newest first.
    audit_logs: Vec<Entry>,
}

impl State {
    fn new(spec: &Spec, config: &Config) -> Self {
        let result = |operation: &str, name: &str| example(spec, operation, name)["result"].take();
        let list = |operation: &str, name: &str| match result(operation, name) {
            Value::Array(items) => items,
            _ => Vec::new(),
        };
        let now = config.today.and_time(NaiveTime::MIN).and_utc() + Duration::hours(12);
        Self {
            user: result("user_get", "user"),
            memberships: list("user_organizations_list", "organizations"),
            invites: list("user_invites_list", "invites"),
            subscriptions: list("user_subscriptions_get", "subscriptions"),
            tokens: Tokens::new(
                &list("user_tokens_list", "tokens"),
                list("user_tokens_permission_groups_list", "permissionGroups"),
                config,
                now,
            ),
            billing_history: billing::charges(now),
            audit_logs: audit_logs::entries(config.seed, now),
        }
    }

    /// Returns `true` if the request has valid credentials. A token takes precedence.
    fn accepts(&self, request: &Request) -> bool {
        let has = |name: &str, value: &str| request.header(name) == Some(value);
        match bearer_token(request) {
            Some(token) => self.tokens.is_active(token),
            None => {
                (has("x-auth-email", API_EMAIL) && has("x-auth-key", API_KEY))
                    || has("x-auth-user-service-key", USER_SERVICE_KEY)
            }
        }
    }
}

impl Vendor for Cloudflare {
    fn respond(&self, call: &Call<'_>) -> Option<MockResponse> {
        let state = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let operation = call.operation.id();
        if !state.accepts(call.request) {
            return Some(match operation {
                "user_tokens_verify" => token_requests::unknown_token(),
                _ => failure(401, 10_000, "The credentials were not accepted."),
            });
        }
        let State { user, memberships, invites, subscriptions, tokens, billing_history, audit_logs } = state;
        Some(match operation {
            "user_get" => user::get(user, memberships),
            "user_edit" => user::edit(user, memberships, &call.body()),
            "user_audit_logs_list" => audit_logs::list(audit_logs, call),
            "user_billing_history_list" => billing::history(billing_history, call),
            "user_invites_list" => page(call, invites, 20),
            "user_invites_get" => user::invite(invites, call),
            "user_invites_edit" => user::edit_invite(invites, memberships, call),
            "user_organizations_list" => user::organizations(memberships, call),
            "user_organizations_get" => user::organization(memberships, call),
            "user_organizations_delete" => user::leave_organization(memberships, call),
            "user_subscriptions_get" => page(call, subscriptions, 20),
            "user_subscriptions_update" => billing::update_subscription(subscriptions, call),
            "user_subscriptions_delete" => billing::delete_subscription(subscriptions, call),
            "user_tokens_list" => token_requests::list(tokens, call),
            "user_tokens_create" => token_requests::create(tokens, call),
            "user_tokens_get" => token_requests::get(tokens, call),
            "user_tokens_update" => token_requests::update(tokens, call),
            "user_tokens_delete" => token_requests::delete(tokens, call),
            "user_tokens_value_update" => token_requests::roll(tokens, call),
            "user_tokens_verify" => token_requests::verify(tokens, bearer_token(call.request)),
            "user_tokens_permission_groups_list" => token_requests::permission_groups(tokens, call),
            _ => return None,
        })
    }

    fn reject(&self, rejection: Rejection, reason: &str) -> MockResponse {
        match rejection {
            Rejection::UnknownPath => failure(404, 7000, reason),
            Rejection::WrongMethod => failure(405, 7001, reason),
            Rejection::NoCredential => failure(401, 9106, "No credentials were sent."),
            Rejection::WrongContentType => failure(415, 6004, reason),
            Rejection::Malformed => failure(400, 1001, reason),
        }
    }

    /// The value of a token is its secret.
    fn secret_keys(&self) -> &'static [&'static str] {
        &["value"]
    }
}

fn bearer_token(request: &Request) -> Option<&str> {
    request.header("authorization")?.split_once(' ').map(|(_, token)| token.trim())
}
