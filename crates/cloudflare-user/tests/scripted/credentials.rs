//! Credentials.

use cloudflare_user::{CloudflareClient, CloudflareClientBuilder, ErrorKind};
use serde_json::json;

use crate::server::{ok, server};

const HEADERS: [&str; 4] = ["authorization", "x-auth-key", "x-auth-email", "x-auth-user-service-key"];

/// Returns the headers of a request, in the order of `HEADERS`.
async fn sent(set_up: impl Fn(CloudflareClientBuilder) -> CloudflareClientBuilder) -> [Option<String>; 4] {
    let server = server().await;
    server.otherwise(ok(json!({"id": "u"})));
    let builder = CloudflareClient::builder().base_url(server.base_url());
    set_up(builder).build().unwrap().user().get().await.unwrap();
    let request = server.requests().pop().unwrap();
    HEADERS.map(|name| request.expose_header(name).map(str::to_owned))
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[tokio::test]
async fn each_kind_of_credential_has_its_header() {
    assert_eq!(sent(|b| b.api_token("t")).await, [some("Bearer t"), None, None, None]);
    let key = sent(|b| b.api_key("k").api_email("jane@example.com")).await;
    assert_eq!(key, [None, some("k"), some("jane@example.com"), None]);
    assert_eq!(sent(|b| b.user_service_key("s")).await, [None, None, None, some("s")]);
    let leftover = sent(|b| b.api_token("t").api_email("j@e.org")).await;
    assert_eq!(leftover, [some("Bearer t"), None, some("j@e.org"), None]);
    let all = sent(|b| b.api_token("t").api_key("k").api_email("j@e.org").user_service_key("s")).await;
    assert_eq!(all, [some("Bearer t"), some("k"), some("j@e.org"), some("s")]);
}

#[test]
fn credentials_that_cannot_work_are_errors_of_build() {
    let new = CloudflareClient::builder;
    for (builder, what) in [
        (new(), "no credentials"),
        (new().api_key("s3cr3t"), "e-mail address"),
        (new().api_email("s3cr3t@example.com"), "API key"),
        (new().api_token("t").api_key("s3cr3t"), "e-mail address"),
        (new().api_token(""), "authorization"),
        (new().api_token("s3cr3t\n"), "authorization"),
        (new().user_service_key("s3cr3t\0"), "x-auth-user-service-key"),
        (new().api_key("k").api_email("s3cr3t@exämple.com"), "x-auth-email"),
        (new().api_key("k").api_email("s3cr3t@example.com\r\nx: y"), "x-auth-email"),
        (new().api_key(" s3cr3t").api_email("jane@example.com"), "x-auth-key"),
        (new().api_token("t").base_url("ftp://s3cr3t.example.com"), "base URL"),
        (new().api_token("t").base_url("https://jane:s3cr3t@example.com"), "base URL"),
    ] {
        let unbuilt = format!("{builder:?}");
        let error = builder.build().unwrap_err();
        let line = format!("{error} {error:?} {error:#?} {unbuilt}");
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(line.contains(what) && !line.contains("s3cr3t"), "{what}: {line}");
    }
}

#[tokio::test]
async fn a_slash_at_the_end_of_the_address_makes_no_difference() {
    let server = server().await;
    server.otherwise(ok(json!({"id": "u"})));
    for end in ["", "/client/v4", "/client/v4/", "/client/v4//"] {
        let base_url = format!("{}{end}", server.base_url());
        let client = CloudflareClient::builder().api_token("t").base_url(base_url).build().unwrap();
        client.user().get().await.unwrap();
    }
    let below = "GET /client/v4/user";
    server.assert_requests(["GET /user", below, below, below]);
}

#[test]
fn the_default_address_is_cloudflares() {
    let client = CloudflareClient::new("t").unwrap();
    assert_eq!(client.base_url(), "https://api.cloudflare.com/client/v4");
}
