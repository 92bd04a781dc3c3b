//! Base addresses, sound and not.

use conformance::Scenario;

use super::Scenarios;
use crate::{bodies, call};

const ADDRESSES: [(&str, &str); 14] = [
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
    ("blank at the end", "{server} "),
];

pub fn scenarios() -> Scenarios {
    let mut all: Scenarios = ADDRESSES
        .into_iter()
        .map(|(name, url)| {
            let call = call::get("me").base_url(url).max_retries(1);
            Scenario::new(name, call).answer(bodies::ok(&bodies::private_user()))
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
