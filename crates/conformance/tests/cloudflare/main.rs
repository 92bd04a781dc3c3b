//! Our facade against npm `cloudflare`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod bodies;
mod call;
mod deliberate;
mod ours;
mod scenarios;

use conformance::{Suite, header};

#[tokio::test(flavor = "multi_thread")]
async fn the_official_client_and_ours_differ_only_where_it_is_meant() {
    let suite = Suite {
        vendor: "Cloudflare",
        ours: "cloudflare-user",
        package: "cloudflare",
        script: "cloudflare.mjs",
        headers: &[
            ("authorization", header::whole),
            ("x-auth-email", header::whole),
            ("x-auth-key", header::whole),
            ("x-auth-user-service-key", header::whole),
            ("content-type", header::media_type),
            ("accept", header::whole),
        ],
        subjects: scenarios::all(),
        deliberate: deliberate::all(),
    };
    if let Some(report) = suite.run().await {
        report.check(80);
    }
}
