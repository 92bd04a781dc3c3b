//! Clients and handles before anything is sent.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

use std::time::Duration;

use apify_user::{ApifyClient, ErrorKind};

#[test]
fn properties_have_the_javascript_clients_values() {
    let client = ApifyClient::new("token").unwrap();
    let user = client.user("john/doe");
    assert_eq!(user.id(), "john/doe");
    assert_eq!(user.safe_id(), "john~doe");
    assert_eq!(user.base_url(), "https://api.apify.com/v2");
    assert_eq!(user.public_base_url(), "https://api.apify.com/v2");
    assert_eq!(user.resource_path(), "users");
    assert_eq!(user.url(), "https://api.apify.com/v2/users/john~doe");
    assert!(user.params().is_empty());
    assert_eq!(user.apify_client().base_url(), client.base_url());
    assert_eq!(client.me().id(), "me");
    assert_eq!(client.me().url(), "https://api.apify.com/v2/users/me");
}

#[test]
fn addresses_may_end_in_slashes_and_in_the_version() {
    for address in
        ["http://localhost:1", "http://localhost:1/", "http://localhost:1/v2", "http://localhost:1/v2//"]
    {
        let client = ApifyClient::builder().base_url(address).public_base_url(address).build().unwrap();
        assert_eq!(client.base_url(), "http://localhost:1/v2");
        assert_eq!(client.me().public_base_url(), "http://localhost:1/v2");
    }
}

#[test]
fn invalid_addresses_are_rejected_by_build() {
    for address in [
        "",
        "api.apify.com",
        "ftp://api.apify.com",
        "https://",
        "https://api.apify.com?token=s3cr3t",
        "https://api.apify.com#s3cr3t",
        "https://s3cr3t@api.apify.com",
        "https://ada:s3cr3t@api.apify.com",
    ] {
        let base = ApifyClient::builder().base_url(address).build();
        let public = ApifyClient::builder().public_base_url(address).build();
        for error in [base.unwrap_err(), public.unwrap_err()] {
            assert_eq!(error.kind(), ErrorKind::Config, "{address}");
            assert!(!format!("{error} {error:?} {error:#?}").contains("s3cr3t"), "{error:?}");
        }
    }
}

#[test]
fn tokens_that_are_invalid_in_a_header_are_rejected_by_build_and_not_shown() {
    for token in ["s3cr3t\n", "s3\r\ncr3t", "s3cr3t\0", "s3cr3té", " s3cr3t", ""] {
        let token_error = ApifyClient::new(token).unwrap_err();
        let key_error = ApifyClient::builder().workflow_key(token).build().unwrap_err();
        for error in [token_error, key_error] {
            assert_eq!(error.kind(), ErrorKind::Config, "{token:?}");
            let shown = format!("{error} {error:?} {error:#?}");
            assert!(!shown.contains("s3") && !shown.contains("cr3t"), "{shown}");
        }
    }
}

#[test]
fn settings_that_let_nothing_through_are_rejected_by_build() {
    let zero = Duration::ZERO;
    for builder in [
        ApifyClient::builder().timeout(zero),
        ApifyClient::builder().deadline(zero),
        ApifyClient::builder().connect_timeout(zero),
        ApifyClient::builder().max_response_size(0),
        ApifyClient::builder().user_agent_suffix("my\napp"),
    ] {
        assert_eq!(builder.build().unwrap_err().kind(), ErrorKind::Config);
    }
}
