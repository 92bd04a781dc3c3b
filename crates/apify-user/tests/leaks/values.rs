//! Values that hold a secret of their own.

use api_simulator::MockResponse;
use serde_json::Value;

use crate::{
    PROXY_PASSWORD, assert_no_secret, assert_quiet_behind, client,
    support::{Operation, bodies, plain},
};

#[tokio::test]
async fn a_proxy_password_is_not_printed_and_not_serialized() {
    let simulator = plain().await;
    simulator.otherwise(Operation::Get.response());
    let client = client(&simulator);
    let response = client.me().get().with_response().await.unwrap();
    assert_no_secret("the response", &format!("{response:?} {response:#?}"));
    let user = response.into_value().unwrap();
    assert_no_secret("the user", &format!("{user:?} {user:#?}"));
    let json: Value = serde_json::to_value(&user).unwrap();
    assert_no_secret("the user's JSON", &json.to_string());
    assert_eq!(json["proxy"]["password"], "[redacted]");
    // It is there for whoever asks for it.
    assert_eq!(user.proxy.unwrap().password.unwrap().expose(), PROXY_PASSWORD);
    assert_quiet_behind(&simulator);
}

#[tokio::test]
async fn a_malformed_body_does_not_print_it() {
    let simulator = plain().await;
    let client = client(&simulator);
    let changes: [fn(&mut Value); 4] = [
        |body| body["data"]["username"] = Value::Null,
        |body| body["data"]["isPaying"] = PROXY_PASSWORD.into(),
        |body| body["data"]["proxy"] = PROXY_PASSWORD.into(),
        |body| body["data"]["username"] = serde_json::json!([PROXY_PASSWORD]),
    ];
    for change in changes {
        let mut body = bodies::user();
        change(&mut body);
        simulator.next(MockResponse::json(200, &body));
        crate::assert_quiet("a malformed user", &Operation::Get.call(&client).await);
    }
    for broken in [format!("{}x", bodies::user()), bodies::user().to_string().replace("}", "")] {
        simulator.next(MockResponse::text(200, "application/json", broken));
        crate::assert_quiet("a truncated user", &Operation::Get.call(&client).await);
    }
    assert_quiet_behind(&simulator);
}
