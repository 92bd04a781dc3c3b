//! Tokens, and what else says who calls.

use conformance::Scenario;

use super::Scenarios;
use crate::{
    bodies,
    call::{self, ApifyCall},
};

pub fn scenarios() -> Scenarios {
    let me = || call::get("me");
    let calls: [(&str, ApifyCall); 16] = [
        ("no token, public user", call::get("jane").token(None)),
        ("no token, usage", call::monthly_usage("me").token(None)),
        ("empty token", me().token(Some(""))),
        ("blank at the token's end", me().token(Some("the-token "))),
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
            Scenario::new(name, call).answer(bodies::ok(&body))
        })
        .collect()
}
