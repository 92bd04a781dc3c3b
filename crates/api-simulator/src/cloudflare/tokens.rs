//! API tokens and their secrets.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::credentials::API_EMAIL;
use super::state::{random_id, timestamp};
use crate::builder::Config;

/// Secrets are between 40 and 80 characters long.
const SECRET_LENGTH: usize = 40;

/// Kinds of resources that policies are about.
const ACCOUNT: &str = "com.cloudflare.api.account";
const ZONE: &str = "com.cloudflare.api.account.zone";
const BUCKET: &str = "com.cloudflare.edge.r2.bucket";

pub(super) struct Tokens {
    pub(super) tokens: Vec<Token>,
    pub(super) permission_groups: Vec<Value>,
    random: fastrand::Rng,
}

pub(super) struct Token {
    /// As it is listed: without its secret.
    pub(super) shown: Value,
    pub(super) secret: String,
}

impl Tokens {
    /// The first of `examples` has the secret that tests are told of.
    pub(super) fn new(
        examples: &[Value],
        permission_groups: Vec<Value>,
        config: &Config,
        now: DateTime<Utc>,
    ) -> Self {
        let mut made =
            Self { tokens: Vec::new(), permission_groups, random: fastrand::Rng::with_seed(config.seed) };
        for (number, shown) in examples.iter().enumerate() {
            let secret = if number == 0 { config.token.clone() } else { made.secret() };
            made.tokens.push(Token { shown: shown.clone(), secret });
        }
        for (name, status, days_left, scope) in [
            ("Deploy preview", "active", Some(3), ZONE),
            ("Cache purge from CI", "active", Some(25), ZONE),
            ("Old migration script", "expired", Some(-2), ZONE),
            ("Analytics dashboard", "disabled", None, ACCOUNT),
            ("Origin monitor", "active", Some(400), ZONE),
            ("Bucket backup", "active", Some(60), BUCKET),
        ] {
            made.add_aged(name, status, days_left, scope, now);
        }
        made
    }

    fn add_aged(
        &mut self,
        name: &str,
        status: &str,
        days_left: Option<i64>,
        scope: &str,
        now: DateTime<Utc>,
    ) {
        let issued = now - Duration::days(self.random.i64(40..400));
        let mut groups = self.permission_groups.iter();
        let group =
            groups.find(|group| group["scopes"][0] == scope).map_or(&Value::Null, |group| &group["id"]);
        let policy = json!({
            "effect": "allow",
            "permission_groups": [{ "id": group }],
            "resources": { format!("{scope}.*"): "*" },
        });
        let mut body = json!({ "name": name, "policies": [policy] });
        if let Some(days) = days_left {
            body["expires_on"] = timestamp(now + Duration::days(days)).into();
        }
        let token = self.add(&body, issued);
        token.shown["status"] = status.into();
    }

    /// Whether this is the secret of a token that may be used.
    pub(super) fn is_active(&self, secret: &str) -> bool {
        self.by_secret(secret).is_some_and(|token| token.shown["status"] == "active")
    }

    pub(super) fn by_secret(&self, secret: &str) -> Option<&Token> {
        self.tokens.iter().find(|token| token.secret == secret)
    }

    pub(super) fn find(&mut self, id: &str) -> Option<&mut Token> {
        self.tokens.iter_mut().find(|token| token.shown["id"] == id)
    }

    /// Adds a token from the body of a request to create one.
    pub(super) fn add(&mut self, body: &Value, now: DateTime<Utc>) -> &mut Token {
        let mut shown = json!({
            "id": random_id(&mut self.random),
            "status": "active",
            "issued_on": timestamp(now),
            "creator_email_at_creation": API_EMAIL,
        });
        self.fill(&mut shown, body, now);
        let token = Token { shown, secret: self.secret() };
        self.tokens.insert(0, token);
        &mut self.tokens[0]
    }

    /// Sets what a request to create or to update names, and removes what it leaves out.
    pub(super) fn fill(&mut self, shown: &mut Value, body: &Value, now: DateTime<Utc>) {
        for name in ["name", "condition", "not_before", "expires_on"] {
            match (body.get(name), shown.as_object_mut()) {
                (Some(value), Some(members)) => drop(members.insert(name.to_owned(), value.clone())),
                (None, Some(members)) => drop(members.remove(name)),
                (_, None) => {}
            }
        }
        if let Some(status) = body.get("status") {
            shown["status"] = status.clone();
        }
        let mut policies = body["policies"].clone();
        for policy in policies.as_array_mut().into_iter().flatten() {
            policy["id"] = random_id(&mut self.random).into();
            for group in policy["permission_groups"].as_array_mut().into_iter().flatten() {
                let known = self.permission_groups.iter().find(|known| known["id"] == group["id"]);
                group["name"] = known.map_or_else(|| "Unknown".into(), |known| known["name"].clone());
            }
        }
        shown["policies"] = policies;
        shown["modified_on"] = timestamp(now).into();
    }

    pub(super) fn secret(&mut self) -> String {
        std::iter::repeat_with(|| self.random.alphanumeric()).take(SECRET_LENGTH).collect()
    }
}
