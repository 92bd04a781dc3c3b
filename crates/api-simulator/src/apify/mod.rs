//! Apify's user API: accounts, their usage and their limits.

mod account;
mod cycle;
mod error;
mod prices;
mod usage;

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use serde_json::{Value, json};

use self::account::{Account, normalized};
use self::cycle::Cycle;
use crate::builder::Config;
use crate::contract::{Refusal, Spec};
use crate::described::{Call, Vendor, documented};
use crate::script::MockResponse;

pub(crate) struct Apify {
    description: Spec,
    token: String,
    today: NaiveDate,
    /// The token's own account, then the organizations that it belongs to.
    accounts: Mutex<Vec<Account>>,
    public_users: Vec<Value>,
}

impl Apify {
    pub(crate) fn new(description: &Spec, config: &Config) -> Self {
        Self {
            accounts: Mutex::new(account::own_accounts(description, config.seed)),
            public_users: account::public_users(description),
            description: description.clone(),
            token: config.token.clone(),
            today: config.today,
        }
    }

    fn accounts(&self) -> MutexGuard<'_, Vec<Account>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `None` if no token was sent, else whether it is the right one.
    fn token_is_right(&self, call: &Call<'_>) -> Option<bool> {
        let header = call.request.header("authorization");
        let bearer = header.and_then(|value| value.split_once(' ')).map(|(_, token)| token.trim().to_owned());
        bearer.or_else(|| call.parameter("token")).map(|sent| sent == self.token)
    }

    /// What a user's page shows, or everything where the account is the caller's.
    fn user(&self, call: &Call<'_>) -> MockResponse {
        let id = normalized(call.argument("userId"));
        let token = self.token_is_right(call);
        if token == Some(false) {
            return error::unknown_user_or_token();
        }
        if let Some(account) = self.accounts().iter().find(|account| account.is(&id)) {
            let data = if token.is_some() { account.private().clone() } else { account.public() };
            return MockResponse::json(200, &json!({ "data": data }));
        }
        let is_named = |user: &&Value| user["username"].as_str().is_some_and(|name| normalized(name) == id);
        self.public_users
            .iter()
            .find(is_named)
            .map_or_else(error::unknown_user, |user| MockResponse::json(200, &json!({ "data": user })))
    }

    /// Runs `answer` on the account that the path names, if it is the caller's.
    fn on_account(&self, call: &Call<'_>, answer: impl FnOnce(&mut Account) -> MockResponse) -> MockResponse {
        if self.token_is_right(call) != Some(true) {
            return error::unknown_token();
        }
        let id = normalized(call.argument("userId"));
        let mut accounts = self.accounts();
        let named = accounts.iter_mut().find(|account| id.is_empty() || account.is(&id));
        match named {
            Some(account) => answer(account),
            None if self.public_users.iter().any(|user| user["username"] == id) => error::not_yours(),
            None => error::unknown_user(),
        }
    }

    fn usage(&self, account: &Account, date: Option<NaiveDate>) -> MockResponse {
        let cycle = Cycle::containing(date.unwrap_or(self.today));
        MockResponse::json(200, &json!({ "data": account.usage(cycle, self.today).to_json() }))
    }

    fn limits(&self, account: &Account) -> MockResponse {
        MockResponse::json(200, &json!({ "data": account.limits(Cycle::containing(self.today), self.today) }))
    }
}

impl Vendor for Apify {
    fn answer(&self, call: &Call<'_>) -> MockResponse {
        match call.operation.id() {
            "user_get" => self.user(call),
            "users_me_get" => self
                .on_account(call, |account| MockResponse::json(200, &json!({ "data": account.private() }))),
            "users_me_usage_monthly_get" | "user_usage_monthly_get" => {
                let date = call.parameter("date").and_then(|date| date.parse().ok());
                self.on_account(call, |account| self.usage(account, date))
            }
            "users_me_limits_get" | "user_limits_get" => {
                self.on_account(call, |account| self.limits(account))
            }
            "users_me_limits_put" | "user_limits_put" => self.on_account(call, |account| {
                account.set_limits(&call.body());
                MockResponse::json(201, &json!({}))
            }),
            // An operation that the description has gained is answered with its example.
            _ => documented(&self.description, call.operation, call.operation.success()),
        }
    }

    fn refuse(&self, refusal: Refusal, why: &str) -> MockResponse {
        error::refusal(refusal, why)
    }
}
