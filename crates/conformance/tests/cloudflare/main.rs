//! Comparison of the facade with npm `cloudflare`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod bodies;
mod call;
mod facade;
mod known;
mod scenarios;

use conformance::{Suite, header};

#[tokio::test(flavor = "multi_thread")]
async fn the_facade_differs_from_the_official_client_only_on_purpose() {
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
        known: known::all(),
    };
    if let Some(report) = suite.run().await {
        report.check(80);
    }
}
