//! Secrets are printed nowhere.

use api_simulator::MockResponse;
use cloudflare_user::{CloudflareClient, NewPolicy, NewToken};
use serde_json::json;

use crate::server::{client, ok, server};

const SECRET: &str = "sentinel-secret-91ac";

#[tokio::test]
async fn the_value_of_a_token_is_shown_only_when_exposed() {
    let server = server().await;
    server.next(ok(json!({"id": "t", "name": "visible", "value": SECRET})));
    server.next(ok(json!(SECRET)));
    let tokens = client(&server).user().tokens();
    let token = NewToken::new().name("visible").policy(NewPolicy::allow(["g"]).on("r"));
    let created = tokens.create(token).with_response().await.unwrap();
    let rolled = tokens.value().update("t").with_response().await.unwrap();
    let shown = format!(
        "{created:?} {created:#?} {rolled:?} {} {}",
        serde_json::to_string(&created.value).unwrap(),
        serde_json::to_string(&rolled.value).unwrap(),
    );
    assert!(shown.contains("visible") && shown.contains("[redacted]"), "{shown}");
    assert!(!shown.contains(SECRET), "{shown}");
    assert_eq!(created.value.value.unwrap().expose(), SECRET);
    assert_eq!(rolled.value.expose(), SECRET);
}

#[tokio::test]
async fn the_data_of_a_payment_method_is_secret_too() {
    let server = server().await;
    server.next(ok(json!({
        "id": "p", "card_number": "xxxx1111",
        "validation_code": SECRET, "payment_nonce": SECRET, "device_data": SECRET,
    })));
    let profile = client(&server).user().billing().profile().get().await.unwrap();
    let shown = format!("{profile:?} {}", serde_json::to_string(&profile).unwrap());
    assert!(shown.contains("xxxx1111") && !shown.contains(SECRET), "{shown}");
    for secret in [profile.validation_code, profile.payment_nonce, profile.device_data] {
        assert_eq!(secret.unwrap().expose(), SECRET);
    }
}

#[tokio::test]
async fn a_malformed_response_with_a_secret_does_not_show_it() {
    let server = server().await;
    let body = json!({"success": true, "result": {"name": "no id", "value": SECRET}});
    server.next(MockResponse::json(200, &body));
    let token = NewToken::new().name("t").policy(NewPolicy::allow(["g"]).on("r"));
    let error = client(&server).user().tokens().create(token).await.unwrap_err();
    let shown = format!("{error} {error:?} {error:#?}");
    assert!(shown.contains("result.id") && !shown.contains(SECRET), "{shown}");
}

#[tokio::test]
async fn credentials_are_not_printed() {
    let server = server().await;
    server.otherwise(MockResponse::json(
        400,
        &json!({"success": false, "errors": [{"message": format!("{SECRET}-k, {SECRET}-t")}]}),
    ));
    let builder = CloudflareClient::builder()
        .api_token(format!("{SECRET}-t"))
        .api_key(format!("{SECRET}-k"))
        .api_email(format!("{SECRET}@example.com"))
        .user_service_key(format!("{SECRET}-s"))
        .base_url(server.base_url());
    let before = format!("{builder:?}");
    let client = builder.build().unwrap();
    let request = client.user().tokens().list();
    let shown = format!("{before} {client:?} {request:?} {:?}", client.user());
    assert!(!shown.contains(SECRET), "{shown}");
    let error = request.await.unwrap_err();
    assert!(!format!("{error} {error:?} {error:#?} {:?}", error.problem()).contains(SECRET));
}
