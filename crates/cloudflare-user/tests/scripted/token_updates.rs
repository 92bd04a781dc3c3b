//! A token that is read, changed and written back is never widened.

use api_simulator::{MockResponse, Simulator};
use cloudflare_user::{
    CloudflareClient, Error, ErrorKind, Sent, Token, TokenAddresses, TokenCondition, TokenUpdate,
    chrono::DateTime,
};
use serde_json::{Value, json};

use crate::server::{client, last_body, ok, server};

fn token() -> Value {
    json!({
        "id": "t",
        "name": "stored",
        "status": "active",
        "policies": [policy(), policy()],
        "condition": {"request_ip": {"in": ["203.0.113.0/24"]}},
        "not_before": "2026-01-01T00:00:00Z",
        "expires_on": "2027-01-01T00:00:00Z",
    })
}

fn policy() -> Value {
    json!({
        "id": "p",
        "effect": "allow",
        "permission_groups": [{"id": "g", "name": "DNS Read", "meta": {"label": "dns_read"}}],
        "resources": {"com.cloudflare.api.account.zone.*": "*"},
    })
}

fn with(pointer: &str, value: Value) -> Value {
    let mut token = token();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = token.pointer_mut(parent).unwrap();
    match name.parse::<usize>() {
        Ok(index) => parent[index] = value,
        Err(_) => parent[name] = value,
    }
    token
}

/// Reads a token and renames it.
async fn rename(server: &Simulator, token: &Value) -> Result<Token, Error> {
    server.otherwise(ok(token.clone()));
    update(&client(server)).await
}

async fn update(client: &CloudflareClient) -> Result<Token, Error> {
    let tokens = client.user().tokens();
    let update = TokenUpdate::from(tokens.get("t").await?).name("renamed");
    tokens.update("t", update).await
}

#[tokio::test]
async fn what_is_not_understood_is_sent_back_as_it_came() {
    let addresses = json!({"in": ["203.0.113.0/24"], "not_in": ["203.0.113.7/32"]});
    for (pointer, value) in [
        ("/condition", json!({"request.ip": addresses})),
        ("/condition", json!({"request.ip": addresses, "request_ip": addresses})),
        ("/condition", json!({"request.ip": {"in": "203.0.113.7"}, "request_ip": addresses})),
        ("/condition", json!({"mtls": {"required": true}})),
        ("/condition", json!({})),
        ("/condition", json!({"request_ip": null})),
        ("/condition", json!({"request_ip": "203.0.113.7"})),
        ("/condition", json!({"request_ip": ["203.0.113.7"]})),
        ("/condition/request_ip", json!({})),
        ("/condition/request_ip", json!({"in": []})),
        ("/condition/request_ip", json!({"in": [], "not_in": []})),
        ("/condition/request_ip", json!({"in": "203.0.113.7"})),
        ("/condition/request_ip", json!({"in": ["203.0.113.0/24", 7]})),
        ("/condition/request_ip", json!({"in": null, "not_in": ["203.0.113.0/24"]})),
        ("/condition/request_ip", json!({"not_in": {"cidr": "203.0.113.0/24"}, "asn": [64496]})),
        ("/condition", json!([{"request_ip": addresses}])),
        ("/condition", json!("203.0.113.7")),
        ("/condition", json!(false)),
        ("/expires_on", json!(1_893_456_000)),
        ("/expires_on", json!("next year")),
        ("/expires_on", json!({"seconds": 1_893_456_000})),
        ("/not_before", json!(1_767_225_600.5)),
        ("/status", json!(7)),
        ("/ttl", json!({"uses": 3})),
        ("/policies/1/priority", json!([7])),
        ("/policies/1/permission_groups/0/meta", json!("dns_read")),
        ("/policies/1/permission_groups/0/meta/label", json!(["dns_read"])),
        ("/policies/1/permission_groups/0/meta/eol_at", json!(1_893_456_000)),
        ("/policies/1/permission_groups/0/level", json!("high")),
        ("/policies/1/resources", json!({"a": ["b"], "c": {"d": 7}, "e": null})),
    ] {
        let server = server().await;
        let token = with(pointer, value);
        rename(&server, &token).await.unwrap_or_else(|error| panic!("{pointer}: {error}"));
        let mut expected = token.clone();
        let fields = expected.as_object_mut().unwrap();
        fields.remove("id");
        fields.insert("name".to_owned(), json!("renamed"));
        for policy in fields["policies"].as_array_mut().unwrap() {
            policy.as_object_mut().unwrap().remove("id");
            policy["permission_groups"][0].as_object_mut().unwrap().remove("name");
        }
        assert_eq!(last_body(&server), expected, "{token}");
        server.assert_requests(["GET /user/tokens/t", "PUT /user/tokens/t"]);
    }
}

#[tokio::test]
async fn what_cannot_be_sent_back_is_an_error_that_names_it() {
    for (pointer, value, field) in [
        ("/policies/1", json!("deny"), "`policies`"),
        ("/policies/1", json!(null), "`policies`"),
        ("/policies/1", json!([policy()]), "`policies`"),
        ("/policies", json!({"0": policy()}), "`policies`"),
        ("/policies/1/effect", json!(["deny"]), "`policies[1].effect`"),
        ("/policies/1/resources", json!(["zone"]), "`policies[1].resources`"),
        ("/policies/1/permission_groups", json!("g"), "`policies[1].permission_groups`"),
        ("/policies/1/permission_groups/0", json!("g"), "`policies[1].permission_groups`"),
        ("/policies/1/permission_groups/0/id", json!(7), "`policies[1].permission_groups[0].id`"),
        ("/policies/1/effect", json!(null), "effect"),
        ("/policies/1/resources", json!(null), "resource"),
        ("/policies/1/permission_groups", json!(null), "permission group"),
        ("/policies", json!(null), "policy"),
    ] {
        let server = server().await;
        let token = with(pointer, value);
        let error = rename(&server, &token).await.unwrap_err();
        assert_eq!((error.kind(), error.sent()), (ErrorKind::Input, Sent::No), "{token}");
        assert!(error.to_string().contains(field), "{token}: {error}");
        server.assert_requests(["GET /user/tokens/t"]);
    }
}

#[tokio::test]
async fn what_was_not_understood_is_replaced_only_after_it_was_cleared() {
    let server = server().await;
    let mut token = with("/expires_on", json!(1_893_456_000));
    token["condition"] = json!(["203.0.113.7"]);
    token["not_before"] = json!(1);
    token["status"] = json!(1);
    token["policies"] = json!([policy(), 7]);
    server.otherwise(ok(token));
    let tokens = client(&server).user().tokens();
    let read = || async { TokenUpdate::from(tokens.get("t").await.unwrap()).clear_policies() };
    let policies = [cloudflare_user::NewPolicy::allow(["g"]).on("r")];
    let moment: DateTime<cloudflare_user::chrono::Utc> = "2030-01-01T00:00:00Z".parse().unwrap();
    for (update, field) in [
        (read().await.policies(policies.clone()).expires_on(moment), "`expires_on`"),
        (read().await.policies(policies.clone()).not_before(moment), "`not_before`"),
        (read().await.policies(policies.clone()).status("disabled"), "`status`"),
        (read().await.policies(policies.clone()).request_ip_in("203.0.113.0/24"), "`condition`"),
    ] {
        let error = tokens.update("t", update).await.unwrap_err();
        assert!(error.kind() == ErrorKind::Input && error.to_string().contains(field), "{error}");
    }
    let update = read().await.clear_condition().clear_expires_on().clear_not_before().clear_status();
    let update = update.policies(policies).expires_on(moment).status("disabled");
    tokens.update("t", update.request_ip_in("203.0.113.0/24")).await.unwrap();
    let expected = json!({
        "name": "stored",
        "status": "disabled",
        "policies": [{"effect": "allow", "permission_groups": [{"id": "g"}], "resources": {"r": "*"}}],
        "condition": {"request_ip": {"in": ["203.0.113.0/24"]}},
        "expires_on": "2030-01-01T00:00:00Z",
    });
    assert_eq!(last_body(&server), expected);
}

#[tokio::test]
async fn listed_and_account_owned_tokens_keep_what_was_not_understood() {
    let server = server().await;
    let odd = with("/expires_on", json!(1_893_456_000));
    server.otherwise(ok(json!([token(), odd])));
    let account = client(&server).account("a").tokens();
    let listed = account.list().await.unwrap().items;
    let streamed = account.list().into_stream().try_next().await.unwrap().unwrap();
    assert_eq!(streamed.expires_on, listed[0].expires_on);
    let update = TokenUpdate::from(listed[1].clone());
    server.otherwise(ok(odd));
    account.update("t", update).await.unwrap();
    assert_eq!(last_body(&server)["expires_on"], 1_893_456_000);
    let changed = account.get("t").with_response().await.unwrap();
    assert_eq!(changed.skipped_fields().paths(), ["result.expires_on"]);
    assert_eq!(changed.value.unknown_fields()["expires_on"], 1_893_456_000);
}

#[test]
fn both_spellings_of_the_addresses_are_typed() {
    for name in ["request_ip", "request.ip"] {
        let json = json!({name: {"in": ["203.0.113.0/24"], "not_in": []}});
        let condition: TokenCondition = serde_json::from_value(json.clone()).unwrap();
        let addresses = TokenAddresses::new().is_in(["203.0.113.0/24"]).not_in([""; 0]);
        assert_eq!(condition.request_ip, Some(addresses), "{name}");
        assert!(condition.unknown_fields().is_empty());
        assert_eq!(serde_json::to_value(&condition).unwrap(), json);
    }
}

#[test]
fn tokens_built_by_hand_or_read_by_serde_are_copied_whole() {
    let condition = TokenCondition::new().request_ip(TokenAddresses::new().is_in(["203.0.113.0/24"]));
    let by_hand = Token::new().id("t").name("n").condition(condition);
    let expected = json!({"name": "n", "policies": [], "condition": token()["condition"]});
    assert_eq!(serde_json::to_value(TokenUpdate::from(by_hand)).unwrap(), expected);
    let read: Token = serde_json::from_value(token()).unwrap();
    let update = TokenUpdate::from(read);
    assert_eq!(update.ambiguous_field(), None);
    assert_eq!(serde_json::to_value(update).unwrap()["condition"], token()["condition"]);
    // serde alone is not tolerant: it does not lose what it cannot read.
    assert!(serde_json::from_value::<Token>(with("/expires_on", json!(1_893_456_000))).is_err());
}

#[tokio::test]
async fn no_random_token_is_widened() {
    let server = server().await;
    let client = client(&server);
    let (mut updated, mut rejected) = (0, 0);
    for seed in 0..600 {
        let token = Random(fastrand::Rng::with_seed(seed)).token();
        server.next(ok(token.clone()));
        server.next(ok(json!({"id": "t"})));
        match update(&client).await {
            Ok(_) => {
                updated += 1;
                assert_not_widened(&token, &last_body(&server), seed);
            }
            Err(error) => {
                rejected += 1;
                assert_eq!(
                    (error.kind(), error.sent()),
                    (ErrorKind::Input, Sent::No),
                    "{seed}: {token}: {error}"
                );
                server.clear_responses();
            }
        }
    }
    assert!(updated > 150 && rejected > 150, "{updated} updated, {rejected} rejected");
}

/// Requires the update to hold every restriction of the token as it came, or the same moment.
fn assert_not_widened(token: &Value, sent: &Value, seed: u64) {
    let same = |before: &Value, after: &Value, what: &str| {
        let moment = |value: &Value| DateTime::parse_from_rfc3339(value.as_str()?).ok();
        // A documented field that is null is an absent one.
        let (before, after) = match (what, before.clone(), after.clone()) {
            ("meta", Value::Object(mut before), Value::Object(mut after)) => {
                before.retain(|_, value| !value.is_null());
                after.retain(|_, value| !value.is_null());
                (&Value::Object(before), &Value::Object(after))
            }
            _ => (before, after),
        };
        let is_same = before == after || (moment(before).is_some() && moment(before) == moment(after));
        assert!(is_same, "seed {seed}, {what}: {before} became {after}");
    };
    let set_by_service = ["id", "name", "issued_on", "modified_on", "last_used_on", "policies"];
    for (name, value) in token.as_object().unwrap() {
        if !set_by_service.contains(&name.as_str()) {
            same(value, &sent[name], name);
        }
    }
    let before = token["policies"].as_array().unwrap();
    let after = sent["policies"].as_array().unwrap();
    assert_eq!(before.len(), after.len(), "seed {seed}");
    for (before, after) in before.iter().zip(after) {
        for (name, value) in before.as_object().unwrap().iter().filter(|(name, _)| *name != "id") {
            if name == "permission_groups" {
                let (before, after) = (value.as_array().unwrap(), after[name].as_array().unwrap());
                assert_eq!(before.len(), after.len(), "seed {seed}");
                for (before, after) in before.iter().zip(after) {
                    let fields = before.as_object().unwrap().iter().filter(|(name, _)| *name != "name");
                    fields.for_each(|(name, value)| same(value, &after[name], name));
                }
            } else {
                same(value, &after[name], name);
            }
        }
    }
}

/// Tokens that are mostly as documented, with any JSON at any place now and then.
struct Random(fastrand::Rng);

impl Random {
    fn token(&mut self) -> Value {
        let mut token = json!({"id": "t", "name": "random"});
        for (name, often) in
            [("status", 5), ("not_before", 3), ("expires_on", 5), ("condition", 8), ("ttl", 1)]
        {
            if self.0.u8(..10) < often {
                token[name] = self.or_anything(name);
            }
        }
        let policies = (0..self.0.usize(1..3)).map(|_| self.or_anything("policy")).collect();
        token["policies"] = policies;
        token
    }

    fn or_anything(&mut self, kind: &str) -> Value {
        if self.0.u8(..12) == 0 { self.anything(2) } else { self.documented(kind) }
    }

    fn documented(&mut self, kind: &str) -> Value {
        let fields = |names: &[&str], random: &mut Self| {
            let mut object = json!({});
            for name in names {
                if random.0.u8(..10) < 8 {
                    object[*name] = random.or_anything(name);
                }
            }
            object
        };
        match kind {
            "status" => json!("active"),
            "not_before" => json!("2026-01-01T00:00:00Z"),
            "eol_at" => json!("2030-01-01T00:00:00Z"),
            "expires_on" => json!("2030-01-01T01:00:00+01:00"),
            "condition" => fields(&["request_ip", "request.ip", "mtls"], self),
            "request_ip" | "request.ip" => fields(&["in", "not_in", "asn"], self),
            "in" | "not_in" => (0..self.0.usize(..3)).map(|_| self.or_anything("cidr")).collect(),
            "cidr" => json!("203.0.113.0/24"),
            "policy" => {
                let mut policy = fields(&["id", "priority"], self);
                policy["effect"] = self.or_anything("effect");
                policy["resources"] = self.or_anything("resources");
                policy["permission_groups"] =
                    (0..self.0.usize(1..3)).map(|_| self.or_anything("group")).collect();
                policy
            }
            "effect" => json!("deny"),
            "resources" => json!({"zone": self.or_anything("all"), "account": {"zone": "*"}}),
            "all" => json!("*"),
            "group" => {
                let mut group = fields(&["name", "meta", "level"], self);
                group["id"] = self.or_anything("id");
                group
            }
            "meta" => fields(&["label", "scopes", "eol_at", "new"], self),
            _ => json!("text"),
        }
    }

    fn anything(&mut self, depth: u32) -> Value {
        match self.0.u8(..if depth == 0 { 5 } else { 7 }) {
            0 => json!(null),
            1 => json!(self.0.bool()),
            2 => json!(self.0.i64(-3..2_000_000_000)),
            3 => json!(self.0.f64()),
            4 => json!("anything"),
            5 => (0..self.0.usize(..3)).map(|_| self.anything(depth - 1)).collect(),
            _ => json!({"in": self.anything(depth - 1), "x": self.anything(depth - 1)}),
        }
    }
}

#[tokio::test]
async fn times_are_sent_in_whole_seconds() {
    let server = server().await;
    server.otherwise(MockResponse::json(200, &json!({"success": true, "result": {"id": "t", "value": "s"}})));
    let tokens = client(&server).user().tokens();
    let moment = |text: &str| text.parse::<DateTime<cloudflare_user::chrono::Utc>>().unwrap();
    let (start, end) = (moment("2026-01-01T00:00:00.999999999Z"), moment("2027-01-01T00:00:00.5Z"));
    let policy = cloudflare_user::NewPolicy::allow(["g"]).on("r");
    let token = cloudflare_user::NewToken::new().name("t").policy(policy.clone());
    tokens.create(token.not_before(start).expires_on(end)).await.unwrap();
    let created = last_body(&server);
    let update = TokenUpdate::new().name("t").policy(policy).not_before(start).expires_on(end);
    tokens.update("t", update.clone()).await.unwrap();
    for body in [created, last_body(&server)] {
        assert_eq!(body["not_before"], "2026-01-01T00:00:00Z");
        assert_eq!(body["expires_on"], "2027-01-01T00:00:00Z");
    }
    let same_second = update.expires_on(moment("2026-01-01T00:00:00.9999999995Z"));
    assert_eq!(tokens.update("t", same_second).await.unwrap_err().kind(), ErrorKind::Input);
}
