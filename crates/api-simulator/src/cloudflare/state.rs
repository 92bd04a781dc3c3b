//! Everything that a request can change, taken from the description's examples.

use chrono::{DateTime, NaiveTime, SecondsFormat, Utc};
use serde_json::Value;

use super::audit_log::Entry;
use super::tokens::Tokens;
use super::{audit_log, billing};
use crate::builder::Config;
use crate::contract::Spec;

pub(super) struct State {
    /// Noon of the day that is taken for today.
    pub(super) now: DateTime<Utc>,
    pub(super) user: Value,
    /// The organizations that the user is a member of or invited to.
    pub(super) memberships: Vec<Value>,
    pub(super) invites: Vec<Value>,
    pub(super) subscriptions: Vec<Value>,
    pub(super) tokens: Tokens,
    pub(super) billing_history: Vec<Value>,
    /// The newest first.
    pub(super) audit_logs: Vec<Entry>,
}

impl State {
    pub(super) fn new(description: &Spec, config: &Config) -> Self {
        let list = |operation: &str, name: &str| match result(description, operation, name) {
            Value::Array(items) => items,
            _ => Vec::new(),
        };
        let now = config.today.and_time(NaiveTime::MIN).and_utc() + chrono::Duration::hours(12);
        Self {
            user: result(description, "user_get", "user"),
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
            audit_logs: audit_log::entries(config.seed, now),
            now,
        }
    }
}

/// The result in an example of an answer.
fn result(description: &Spec, operation: &str, example: &str) -> Value {
    description.example(operation, 200, example)["result"].take()
}

/// The item with this id.
pub(super) fn find<'a>(items: &'a mut [Value], id: &str) -> Option<&'a mut Value> {
    items.iter_mut().find(|item| item["id"] == id)
}

/// Removes the item with this id; whether there was one.
pub(super) fn remove(items: &mut Vec<Value>, id: &str) -> bool {
    let before = items.len();
    items.retain(|item| item["id"] != id);
    items.len() < before
}

/// A moment as the API writes it.
pub(super) fn timestamp(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Thirty-two hexadecimal digits.
pub(super) fn random_id(random: &mut fastrand::Rng) -> String {
    format!("{:032x}", random.u128(..))
}
