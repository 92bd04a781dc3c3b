//! API tokens and their secrets.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::common::{API_EMAIL, random_id, timestamp};
use crate::service::Config;

/// Length of a secret; the API's are between 40 and 80 characters long.
const SECRET_LENGTH: usize = 40;

const ACCOUNT: &str = "com.cloudflare.api.account";
const ZONE: &str = "com.cloudflare.api.account.zone";
const BUCKET: &str = "com.cloudflare.edge.r2.bucket";

/// The tokens of the user.
pub(super) struct Tokens {
    /// Tokens, the newest first.
    pub(super) list: Vec<Token>,
    pub(super) permission_groups: Vec<Value>,
    random: fastrand::Rng,
    /// Noon of the day that is taken for today.
    pub(super) now: DateTime<Utc>,
}

pub(super) struct Token {
    /// The token as it is listed, without its secret.
    pub(super) json: Value,
    pub(super) secret: String,
}

impl Tokens {
    /// Creates the tokens of the examples, the first with the configured secret, and further ones.
    pub(super) fn new(
        examples: &[Value],
        permission_groups: Vec<Value>,
        config: &Config,
        now: DateTime<Utc>,
    ) -> Self {
        let random = fastrand::Rng::with_seed(config.seed);
        let mut tokens = Self { list: Vec::new(), permission_groups, random, now };
        for (number, json) in examples.iter().enumerate() {
            let secret = if number == 0 { config.token.clone() } else { tokens.secret() };
            tokens.list.push(Token { json: json.clone(), secret });
        }
        for (name, status, days_left, scope) in [
            ("Deploy preview", "active", Some(3), ZONE),
            ("Cache purge from CI", "active", Some(25), ZONE),
            ("Old migration script", "expired", Some(-2), ZONE),
            ("Analytics dashboard", "disabled", None, ACCOUNT),
            ("Origin monitor", "active", Some(400), ZONE),
            ("Bucket backup", "active", Some(60), BUCKET),
        ] {
            tokens.add_aged(name, status, days_left, scope);
        }
        tokens
    }

    fn add_aged(&mut self, name: &str, status: &str, days_left: Option<i64>, scope: &str) {
        let issued = self.now - Duration::days(self.random.i64(40..400));
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
            body["expires_on"] = timestamp(self.now + Duration::days(days)).into();
        }
        let token = self.add(&body, issued);
        token.json["status"] = status.into();
    }

    /// Returns `true` if this is the secret of an active token.
    pub(super) fn is_active(&self, secret: &str) -> bool {
        self.by_secret(secret).is_some_and(|token| token.json["status"] == "active")
    }

    pub(super) fn by_secret(&self, secret: &str) -> Option<&Token> {
        self.list.iter().find(|token| token.secret == secret)
    }

    pub(super) fn find(&mut self, id: &str) -> Option<&mut Token> {
        self.list.iter_mut().find(|token| token.json["id"] == id)
    }

    /// Adds a token from the body of a request to create one.
    pub(super) fn add(&mut self, body: &Value, time: DateTime<Utc>) -> &mut Token {
        let mut json = json!({
            "id": random_id(&mut self.random),
            "status": "active",
            "issued_on": timestamp(time),
            "creator_email_at_creation": API_EMAIL,
        });
        self.fill(&mut json, body, time);
        let token = Token { json, secret: self.secret() };
        self.list.insert(0, token);
        &mut self.list[0]
    }

    /// Sets the fields in the body of a request to create or update, and removes the others.
    pub(super) fn fill(&mut self, json: &mut Value, body: &Value, time: DateTime<Utc>) {
        for name in ["name", "condition", "not_before", "expires_on"] {
            match (body.get(name), json.as_object_mut()) {
                (Some(value), Some(fields)) => drop(fields.insert(name.to_owned(), value.clone())),
                (None, Some(fields)) => drop(fields.remove(name)),
                (_, None) => {}
            }
        }
        if let Some(status) = body.get("status") {
            json["status"] = status.clone();
        }
        let mut policies = body["policies"].clone();
        for policy in policies.as_array_mut().into_iter().flatten() {
            policy["id"] = random_id(&mut self.random).into();
            for group in policy["permission_groups"].as_array_mut().into_iter().flatten() {
                let known = self.permission_groups.iter().find(|known| known["id"] == group["id"]);
                group["name"] = known.map_or_else(|| "Unknown".into(), |known| known["name"].clone());
            }
        }
        json["policies"] = policies;
        json["modified_on"] = timestamp(time).into();
    }

    /// Generates a secret.
    pub(super) fn secret(&mut self) -> String {
        std::iter::repeat_with(|| self.random.alphanumeric()).take(SECRET_LENGTH).collect()
    }
}
