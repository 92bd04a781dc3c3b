//! The vendors' own documents: nothing in them is unanswered, and nothing that changes in them goes unseen.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::path::{Path, PathBuf};

use openapi_document::{self as document, Overlay};
use openapi_drift::{Drift, Judgement, compare};
use serde_json::{Value, json};

struct Vendor {
    base: Value,
    overlay: Overlay,
    upstream: Value,
}

impl Vendor {
    /// Returns `None`, and prints it, where the vendor's document is not at hand.
    fn load(name: &str, file: &str) -> Option<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let upstream: PathBuf = root.join("../shared/upstream").join(file);
        if !upstream.is_file() {
            println!("skipped: there is no ../shared/upstream/{file}");
            return None;
        }
        let path = |file: &str| root.join("openapi").join(name).join(file);
        Some(Self {
            base: document::load(&path("openapi.yaml")).unwrap(),
            overlay: Overlay::load(&path("overlay.yaml")).unwrap(),
            upstream: document::load(&upstream).unwrap(),
        })
    }

    fn drift(&self) -> Drift {
        compare(&self.base, Some(&self.overlay), &self.upstream).unwrap()
    }

    fn check_all_answered(&self) {
        let drift = self.drift();
        let open: Vec<_> = drift.differences.iter().filter(|difference| !difference.is_answered()).collect();
        assert!(open.is_empty(), "{open:#?}");
        assert!(!drift.differences.is_empty());
    }

    /// Changes one value upstream, and requires that location, and no other, to be reported as unanswered, with the worst
    /// judgement.
    fn check_seen(&mut self, at: &str, value: Value, says: (&str, &str), judgement: Judgement) {
        let before = self.upstream.clone();
        *self.upstream.pointer_mut(at).unwrap_or_else(|| panic!("no {at}")) = value;
        let drift = self.drift();
        let open: Vec<_> = drift.differences.iter().filter(|difference| !difference.is_answered()).collect();
        assert!(!open.is_empty(), "{at}: unseen");
        for difference in &open {
            assert_eq!(difference.theirs.at, at);
            assert_eq!((difference.ours.says.as_str(), difference.theirs.says.as_str()), says, "{at}");
        }
        assert_eq!(open.iter().map(|difference| difference.judgement).max(), Some(judgement), "{at}");
        self.upstream = before;
    }
}

#[test]
fn apify() {
    let Some(mut vendor) = Vendor::load("apify", "apify.openapi.json") else { return };
    vendor.check_all_answered();
    let limit = "/components/schemas/Limits/properties/dataRetentionDays/type";
    vendor.check_seen(limit, json!("number"), ("integer", "number"), Judgement::Breaks);
    // The overlay turns features into a map, and still upstream's schema of one of them is watched.
    let feature = "/components/schemas/EffectivePlatformFeature/properties/isTrial/type";
    vendor.check_seen(feature, json!("string"), ("boolean", "string"), Judgement::Breaks);
}

#[test]
fn cloudflare() {
    let Some(mut vendor) = Vendor::load("cloudflare", "cloudflare-user.openapi.json") else { return };
    vendor.check_all_answered();
    let country = "/components/schemas/iam_country/maxLength";
    vendor.check_seen(country, json!(20), ("30", "20"), Judgement::Breaks);
    // The overlay replaces four error types by one, so nothing of ours stands for this one.
    let failure = "/components/schemas/bill-subs-api_messages/items/properties/message/type";
    vendor.check_seen(failure, json!("integer"), ("string", "integer"), Judgement::Breaks);
}
