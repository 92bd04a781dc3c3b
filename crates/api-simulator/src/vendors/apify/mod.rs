//! Apify's user API: accounts, their usage and their limits.

mod account;
mod prices;
mod usage;

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use chrono::NaiveDate;
use serde_json::{Value, json};

use self::account::{Account, normalize};
use self::usage::Cycle;
use crate::script::MockResponse;
use crate::service::{Call, Config, Service, Vendor};
use crate::spec::Rejection;
use crate::{Error, Simulator, SimulatorBuilder, Spec};

impl Simulator {
    /// Builds a server of Apify's user API, with state.
    ///
    /// The token belongs to the account of the OpenAPI document's example. A change of its limits is
    /// there in the next read. Usage is generated from the seed; days add up to their month. The
    /// users of the examples have public pages; any other user is a 404.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use api_simulator::Simulator;
    /// use serde_json::{Value, json};
    ///
    /// let simulator = Simulator::apify().start().await?;
    /// let limits = format!("{}/v2/users/me/limits", simulator.base_url());
    /// let client = reqwest::Client::new();
    /// let update = client.put(&limits).bearer_auth(simulator.token());
    /// update.json(&json!({ "dataRetentionDays": 3 })).send().await?;
    ///
    /// let read = client.get(&limits).bearer_auth(simulator.token()).send().await?;
    /// let read: Value = read.json().await?;
    /// assert_eq!(read["data"]["limits"]["dataRetentionDays"], 3);
    /// simulator.assert_no_violations();
    /// # Ok(())
    /// # }
    /// ```
    pub fn apify() -> SimulatorBuilder {
        SimulatorBuilder::new(|config| {
            let spec = Spec::apify()?;
            let vendor = Apify::new(&spec, config);
            Ok(Service::new(spec, vendor))
        })
    }
}

impl Spec {
    /// Returns the OpenAPI document of Apify's user API.
    ///
    /// # Errors
    /// [`Error::Spec`] if the embedded document cannot be used, which the tests of this crate rule out.
    pub fn apify() -> Result<Self, Error> {
        static SPEC: OnceLock<Spec> = OnceLock::new();
        super::parse_once(&SPEC, include_str!("../../../openapi/apify.json"))
    }
}

/// Runs the body of a documentation example of `apify-user`, on which this crate does not depend.
#[doc(hidden)]
#[macro_export]
macro_rules! apify_example {
    ($($example:tt)*) => {
        $crate::example!(
            $crate::Simulator::apify(),
            simulator => ::apify_user::ApifyClient::builder()
                .token(simulator.token())
                .base_url(simulator.base_url())
                .build()?,
            $($example)*
        )
    };
}

struct Apify {
    token: String,
    today: NaiveDate,
    /// The token's own account, then the organizations that it belongs to.
    accounts: Mutex<Vec<Account>>,
    public_users: Vec<Value>,
}

impl Apify {
    fn new(spec: &Spec, config: &Config) -> Self {
        Self {
            accounts: Mutex::new(account::own_accounts(spec, config.seed)),
            public_users: account::public_users(spec),
            token: config.token.clone(),
            today: config.today,
        }
    }

    fn accounts(&self) -> MutexGuard<'_, Vec<Account>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns `true` if the request has the right token; `None` if it has none.
    fn has_valid_token(&self, call: &Call<'_>) -> Option<bool> {
        let header = call.request.header("authorization");
        let bearer = header.and_then(|value| value.split_once(' ')).map(|(_, token)| token.trim().to_owned());
        bearer.or_else(|| call.parameter("token")).map(|sent| sent == self.token)
    }

    /// Responds with the public page of a user, or with everything to the user's own token.
    fn user(&self, call: &Call<'_>) -> MockResponse {
        let id = normalize(call.argument("userId"));
        let token = self.has_valid_token(call);
        if token == Some(false) {
            let message = "There is no such user, or the token does not belong to one.";
            return error(404, "record-or-token-not-found", message);
        }
        if let Some(account) = self.accounts().iter().find(|account| account.is(&id)) {
            return data(if token.is_some() { account.private().clone() } else { account.public() });
        }
        let is_named = |user: &&Value| user["username"].as_str().is_some_and(|name| normalize(name) == id);
        self.public_users.iter().find(is_named).map_or_else(unknown_user, |user| data(user.clone()))
    }

    /// Calls `respond` with the account that the path names, if it is the caller's.
    fn on_account(
        &self,
        call: &Call<'_>,
        respond: impl FnOnce(&mut Account) -> MockResponse,
    ) -> MockResponse {
        if self.has_valid_token(call) != Some(true) {
            return error(401, "user-or-token-not-found", "No account has this API token.");
        }
        let id = normalize(call.argument("userId"));
        let mut accounts = self.accounts();
        match accounts.iter_mut().find(|account| id.is_empty() || account.is(&id)) {
            Some(account) => respond(account),
            None if self.public_users.iter().any(|user| user["username"] == id) => {
                let message = "Only an account's own token reads its usage and limits.";
                error(403, "insufficient-permissions", message)
            }
            None => unknown_user(),
        }
    }
}

impl Vendor for Apify {
    fn respond(&self, call: &Call<'_>) -> Option<MockResponse> {
        let cycle = |date: Option<NaiveDate>| Cycle::containing(date.unwrap_or(self.today));
        Some(match call.operation.id() {
            "user_get" => self.user(call),
            "users_me_get" => self.on_account(call, |account| data(account.private().clone())),
            "users_me_usage_monthly_get" | "user_usage_monthly_get" => self.on_account(call, |account| {
                let date = call.parameter("date").and_then(|date| date.parse().ok());
                data(account.usage(cycle(date), self.today).to_json())
            }),
            "users_me_limits_get" | "user_limits_get" => {
                self.on_account(call, |account| data(account.limits(cycle(None), self.today)))
            }
            "users_me_limits_put" | "user_limits_put" => self.on_account(call, |account| {
                account.set_limits(&call.body());
                MockResponse::json(201, &json!({}))
            }),
            _ => return None,
        })
    }

    fn reject(&self, rejection: Rejection, reason: &str) -> MockResponse {
        match rejection {
            Rejection::UnknownPath => error(404, "page-not-found", reason),
            Rejection::WrongMethod => error(405, "method-not-allowed", reason),
            Rejection::NoCredential => error(401, "token-not-provided", "This operation needs an API token."),
            Rejection::WrongContentType => error(415, "invalid-content-type-header", reason),
            Rejection::Malformed => error(400, "invalid-parameter", reason),
        }
    }
}

fn data(value: Value) -> MockResponse {
    MockResponse::json(200, &json!({ "data": value }))
}

fn error(status: u16, kind: &str, message: &str) -> MockResponse {
    MockResponse::json(status, &json!({ "error": { "type": kind, "message": message } }))
}

fn unknown_user() -> MockResponse {
    error(404, "record-not-found", "There is no user of this id or name.")
}
