//! Our facade against npm `apify-client`.
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
        deliberate: deliberate::all(),
    };
    if let Some(report) = suite.run().await {
        report.check(120);
    }
}
