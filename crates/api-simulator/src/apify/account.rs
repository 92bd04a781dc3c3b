//! Accounts, taken from the description's examples.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::cycle::Cycle;
use super::usage::Usage;
use crate::contract::Spec;

/// An account that the token may read.
#[derive(Debug)]
pub(super) struct Account {
    private: Value,
    limits: Value,
    /// Figures that do not follow from usage.
    current: Value,
    seed: u64,
    opened: NaiveDate,
}

/// An id or name as the API compares it: a slash in it is sent as a tilde.
pub(super) fn normalized(id: &str) -> String {
    id.replace('/', "~")
}

/// The token's own account, then an organization that it belongs to.
pub(super) fn own_accounts(description: &Spec, seed: u64) -> Vec<Account> {
    let limits = example_data(description, "users_me_limits_get", "limits");
    let names = ["ownAccount", "organization"].into_iter().zip([seed, seed.wrapping_add(1)]);
    names
        .map(|(name, seed)| Account::new(example_data(description, "users_me_get", name), &limits, seed))
        .collect()
}

/// Users of whom only the public page can be read.
pub(super) fn public_users(description: &Spec) -> Vec<Value> {
    let names = ["publicUser", "withoutProfile"].into_iter();
    let mut users: Vec<Value> = names.map(|name| example_data(description, "user_get", name)).collect();
    users.push(json!({ "username": "john~doe", "profile": { "name": "John Doe", "bio": "Anybody." } }));
    users
}

fn example_data(description: &Spec, operation: &str, name: &str) -> Value {
    description.example(operation, 200, name)["data"].take()
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

    pub(super) fn is(&self, id: &str) -> bool {
        ["id", "username"]
            .iter()
            .any(|name| self.private[name].as_str().is_some_and(|own| normalized(own) == id))
    }

    pub(super) fn private(&self) -> &Value {
        &self.private
    }

    /// What anybody may see of it.
    pub(super) fn public(&self) -> Value {
        let shown = ["username", "profile"].into_iter();
        let members = shown.filter_map(|name| Some((name.to_owned(), self.private.get(name)?.clone())));
        Value::Object(members.collect::<Map<_, _>>())
    }

    pub(super) fn usage(&self, cycle: Cycle, today: NaiveDate) -> Usage {
        Usage::new(self.seed, cycle, self.opened, today)
    }

    /// The limits and how much of them is used, in agreement with the usage of the cycle.
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

    /// Sets the limits that `update` names.
    pub(super) fn set_limits(&mut self, update: &Value) {
        for name in ["maxMonthlyUsageUsd", "dataRetentionDays"] {
            if let Some(value) = update.get(name) {
                self.limits[name] = value.clone();
            }
        }
    }
}
