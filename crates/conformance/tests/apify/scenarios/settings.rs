//! Settings of the client: base URLs, tokens and headers.

use conformance::Scenario;

use super::Scenarios;
use crate::{
    bodies,
    call::{self, ApifyCall},
};

const BASE_URLS: [(&str, &str); 14] = [
    ("plain", "{server}"),
    ("slash", "{server}/"),
    ("two slashes", "{server}//"),
    ("version", "{server}/v2"),
    ("version and slash", "{server}/v2/"),
    ("prefix", "{server}/proxy/apify"),
    ("prefix and slash", "{server}/proxy/"),
    ("query", "{server}?a=b"),
    ("fragment", "{server}#a"),
    ("other scheme", "ftp://127.0.0.1"),
    ("no scheme", "127.0.0.1"),
    ("no host", "http://"),
    ("empty", ""),
    ("space at the end", "{server} "),
];

pub fn base_urls() -> Scenarios {
    let mut all: Scenarios = BASE_URLS
        .into_iter()
        .map(|(name, url)| {
            let call = call::get("me").base_url(url).max_retries(1);
            Scenario::new(name, call).response(bodies::ok(&bodies::private_user()))
        })
        .collect();
    all.extend([
        Scenario::new("properties, other servers", {
            call::properties("john/doe")
                .base_url("https://api.apify.example")
                .public_base_url("https://public.example/")
        }),
        Scenario::new("properties, capitals", call::properties("me").base_url("HTTPS://API.Example")),
    ]);
    all
}

pub fn credentials() -> Scenarios {
    let me = || call::get("me");
    let calls: [(&str, ApifyCall); 16] = [
        ("no token, public user", call::get("jane").token(None)),
        ("no token, usage", call::monthly_usage("me").token(None)),
        ("empty token", me().token(Some(""))),
        ("space at the token's end", me().token(Some("the-token "))),
        ("line break at the token's end", me().token(Some("the-token\n"))),
        ("line break in the token", me().token(Some("the\r\nX-Other: token"))),
        ("accent in the token", me().token(Some("tokén"))),
        ("beyond Latin in the token", me().token(Some("tőken"))),
        ("tab in the token", me().token(Some("the\ttoken"))),
        ("workflow key", me().workflow_key("the-key")),
        ("workflow key, update", call::update_limits("me", Some(1.0), None).workflow_key("the-key")),
        ("user agent suffix", me().suffixes(&["my-app/1.0"])),
        ("user agent suffixes", me().suffixes(&["my-app/1.0", "part (b)"])),
        ("line break in a suffix", me().suffixes(&["my-app\nX-Other: 1"])),
        ("header of an interceptor", me().header("x-trace", "a-1")),
        ("interceptor on an update", call::update_limits("me", None, Some(7)).header("x-trace", "a-1")),
    ];
    calls
        .into_iter()
        .map(|(name, call)| {
            let body = match name {
                "no token, usage" => bodies::usage(),
                "no token, public user" => bodies::public_user(),
                _ => bodies::private_user(),
            };
            Scenario::new(name, call).response(bodies::ok(&body))
        })
        .collect()
}
