//! Credentials that Cloudflare refuses, and those that `build()` does.

use api_simulator::MockResponse;
use cloudflare_user::{CloudflareClient, ErrorKind, Sent};
use serde_json::json;

use crate::server::{builder, client, server};

#[tokio::test]
async fn refused_tokens_are_told_from_missing_permissions() {
    let malformed = json!([{
        "code": 6003,
        "message": "Invalid request headers",
        "error_chain": [{"code": 6111, "message": "Invalid format for Authorization header"}],
    }]);
    let code = |code: i64, message: &str| json!([{"code": code, "message": message}]);
    let location = "Cannot use the access token from location: 203.0.113.7";
    for (status, errors, unauthorized, forbidden, hint) in [
        (400, malformed.clone(), true, false, "check the token"),
        (400, code(6003, "Invalid request headers"), true, false, "check the token"),
        (400, code(6111, "Invalid format"), true, false, "check the token"),
        (401, code(1000, "Invalid API Token"), true, false, "check the token"),
        (403, code(9109, "Invalid access token"), true, false, "check the token"),
        (403, code(9109, "INVALID ACCESS TOKEN"), true, false, "check the token"),
        (403, code(9109, location), false, true, "check the permissions"),
        (403, code(9109, "Unauthorized to access requested resource"), false, true, "check the permissions"),
        (401, code(9109, "Unauthorized to access requested resource"), false, true, "check the permissions"),
        (403, code(9103, "Unknown X-Auth-Key or X-Auth-Email"), true, false, "check the token"),
        (403, code(10_000, "Authentication error"), false, true, "check the permissions"),
        (401, code(10_000, "Authentication error"), true, false, "check the token"),
        (400, code(1000, "Bad Request"), false, false, ""),
        (404, code(7003, "Not there"), false, false, ""),
    ] {
        let server = server().await;
        server.next(MockResponse::json(status, &json!({"success": false, "errors": errors, "result": null})));
        let error = client(&server).user().get().await.unwrap_err();
        assert_eq!((error.is_unauthorized(), error.is_forbidden()), (unauthorized, forbidden), "{error}");
        let line = error.to_string();
        assert_eq!(line.contains("; check the"), !hint.is_empty(), "{line}");
        assert!(line.ends_with(hint) || line.contains(&format!("; {hint}")), "{hint}: {line}");
    }
}

#[test]
fn tokens_with_something_around_them_are_refused_by_build() {
    for (token, hint) in [
        ("Bearer abcdefgh", "give the token alone"),
        ("bearer abcdefgh", "give the token alone"),
        ("BEARER\tabcdefgh", "give the token alone"),
        ("Bearer: abcdefgh", "give the token alone"),
        ("Authorization: Bearer abcdefgh", "give the token alone"),
        ("Token abcdefgh", "give the token alone"),
        ("\"abcdefgh\"", "quotes"),
        ("'abcdefgh'", "quotes"),
        ("`abcdefgh`", "quotes"),
        ("\"abcdefgh", "quotes"),
        ("apify_api_abcdefgh", "Apify"),
        ("ghp_abcdefgh", "GitHub"),
        ("github_pat_abcdefgh", "GitHub"),
        ("glpat-abcdefgh", "GitLab"),
        ("sk_live_abcdefgh", "Stripe"),
    ] {
        let error = CloudflareClient::new(token).unwrap_err();
        assert_eq!((error.kind(), error.sent()), (ErrorKind::Config, Sent::No));
        let line = format!("{error} {error:?} {error:#?}");
        assert!(line.contains(hint) && !line.contains("abcdefgh"), "{line}");
    }
    for token in
        ["bearer-abcdefgh", "Bearerabcdefgh", "v1.0-abcdefgh", "cfat_abcdefgh", "cfut_abcdefgh", "a'b"]
    {
        assert!(CloudflareClient::new(token).is_ok(), "{token}");
    }
}

#[tokio::test]
async fn verifying_an_account_owned_token_as_the_users_names_the_way() {
    let server = server().await;
    let client = builder(&server).api_token("cfat_sentinel-1234567890").build().unwrap();
    let error = client.user().tokens().verify().await.unwrap_err();
    assert_eq!((error.kind(), error.sent()), (ErrorKind::Input, Sent::No));
    let line = error.to_string();
    assert!(
        line.contains("client.account(account_id).tokens().verify()") && !line.contains("sentinel"),
        "{line}"
    );
    let verified = json!({"success": true, "result": {"id": "t", "status": "active"}});
    server.next(MockResponse::json(200, &verified));
    assert_eq!(client.account("a").tokens().verify().await.unwrap().id, "t");
    server.assert_requests(["GET /accounts/a/tokens/verify"]);
}
