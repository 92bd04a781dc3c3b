//! Comparison of the facade with npm `apify-client`.
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
        vendor: "Apify",
        ours: "apify-user",
        package: "apify-client",
        script: "apify.mjs",
        headers: &[
            ("authorization", header::whole),
            ("content-type", header::media_type),
            ("x-apify-workflow-key", header::whole),
            ("x-trace", header::whole),
            ("user-agent", header::after_platform),
        ],
        subjects: scenarios::all(),
        known: known::all(),
    };
    if let Some(report) = suite.run().await {
        report.check(120);
    }
}
