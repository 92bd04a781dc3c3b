//! Accounts, taken from the examples of the OpenAPI document.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::usage::{Cycle, Usage};
use crate::Spec;
use crate::vendors::example;

/// An account that the token may read.
pub(super) struct Account {
    private: Value,
    limits: Value,
    /// Current figures that do not follow from usage.
    current: Value,
    seed: u64,
    opened: NaiveDate,
}

/// Returns an id or name as the API compares it: a slash is sent as a tilde.
pub(super) fn normalize(id: &str) -> String {
    id.replace('/', "~")
}

/// Returns the token's own account, then an organization that it belongs to.
pub(super) fn own_accounts(spec: &Spec, seed: u64) -> Vec<Account> {
    let limits = example_data(spec, "users_me_limits_get", "limits");
    let names = ["ownAccount", "organization"].into_iter().zip([seed, seed.wrapping_add(1)]);
    names.map(|(name, seed)| Account::new(example_data(spec, "users_me_get", name), &limits, seed)).collect()
}

/// Returns the users of whom only the public page can be read.
pub(super) fn public_users(spec: &Spec) -> Vec<Value> {
    let names = ["publicUser", "withoutProfile"].into_iter();
    let mut users: Vec<Value> = names.map(|name| example_data(spec, "user_get", name)).collect();
    users.push(json!({ "username": "john~doe", "profile": { "name": "John Doe", "bio": "Anybody." } }));
    users
}

fn example_data(spec: &Spec, operation: &str, name: &str) -> Value {
    example(spec, operation, name)["data"].take()
}

impl Account {
    fn new(private: Value, limits: &Value, seed: u64) -> Self {
        let created = private["createdAt"].as_str().and_then(|text| text.get(..10));
        Self {
            opened: created.and_then(|date| date.parse().ok()).unwrap_or(NaiveDate::MIN),
            limits: limits["limits"].clone(),
            current: limits["current"].clone(),
            private,
            seed,
        }
    }

    /// Returns `true` if the account has this normalized id or name.
    pub(super) fn is(&self, id: &str) -> bool {
        let has = |name: &str| self.private[name].as_str().is_some_and(|own| normalize(own) == id);
        has("id") || has("username")
    }

    pub(super) fn private(&self) -> &Value {
        &self.private
    }

    /// Returns the public page.
    pub(super) fn public(&self) -> Value {
        let names = ["username", "profile"].into_iter();
        let fields = names.filter_map(|name| Some((name.to_owned(), self.private.get(name)?.clone())));
        Value::Object(fields.collect::<Map<_, _>>())
    }

    pub(super) fn usage(&self, cycle: Cycle, today: NaiveDate) -> Usage {
        Usage::new(self.seed, cycle, self.opened, today)
    }

    /// Returns the limits and current figures, which agree with the usage of the cycle.
    pub(super) fn limits(&self, cycle: Cycle, today: NaiveDate) -> Value {
        let usage = self.usage(cycle, today);
        let mut current = self.current.clone();
        for (name, figure) in [
            ("monthlyUsageUsd", usage.cost()),
            ("monthlyActorComputeUnits", usage.quantity("ACTOR_COMPUTE_UNITS")),
            ("monthlyExternalDataTransferGbytes", usage.quantity("DATA_TRANSFER_EXTERNAL_GBYTES")),
            ("monthlyProxySerps", usage.quantity("PROXY_SERPS")),
            ("monthlyResidentialProxyGbytes", usage.quantity("PROXY_RESIDENTIAL_TRANSFER_GBYTES")),
        ] {
            current[name] = figure;
        }
        json!({ "monthlyUsageCycle": cycle.to_json(), "limits": self.limits, "current": current })
    }

    /// Sets the limits that `update` contains.
    pub(super) fn set_limits(&mut self, update: &Value) {
        for name in ["maxMonthlyUsageUsd", "dataRetentionDays"] {
            if let Some(value) = update.get(name) {
                self.limits[name] = value.clone();
            }
        }
    }
}
