//! What the server answers with. Nothing is random: every run measures the same bytes.

mod usage;

use anyhow::{Context, Result};
use serde_json::{Value, json};

pub(crate) use usage::monthly_usage;

const APIFY: &str = include_str!("../../../api-simulator/openapi/apify.json");
const CLOUDFLARE: &str = include_str!("../../../api-simulator/openapi/cloudflare.json");

/// The documented private user.
pub(crate) fn user() -> Result<Vec<u8>> {
    Ok(serde_json::to_vec(&example(APIFY, "OwnAccount")?)?)
}

/// The documented limits.
pub(crate) fn limits() -> Result<Vec<u8>> {
    Ok(serde_json::to_vec(&example(APIFY, "Limits")?)?)
}

const ENTRIES: usize = 1000;

/// The longest page of audit logs: the documented entries by turns, each with an id of its own.
pub(crate) fn audit_logs() -> Result<Vec<u8>> {
    let mut page = example(CLOUDFLARE, "AuditLogs")?;
    let documented = page["result"].as_array().cloned().unwrap_or_default();
    let entries = documented.into_iter().cycle().take(ENTRIES).enumerate().map(|(index, mut entry)| {
        entry["id"] = json!(format!("3c0e9a52-7d41-4b6f-9f18-{index:012x}"));
        entry
    });
    page["result"] = entries.collect();
    page["result_info"] = json!({
        "page": 1, "per_page": ENTRIES, "count": ENTRIES, "total_count": ENTRIES, "total_pages": 1,
    });
    Ok(serde_json::to_vec(&page)?)
}

fn example(description: &str, name: &str) -> Result<Value> {
    let description: Value = serde_json::from_str(description)?;
    let example = description.pointer(&format!("/components/examples/{name}/value"));
    example.cloned().with_context(|| format!("the description has no example {name}"))
}

#[cfg(test)]
mod tests {
    use super::{audit_logs, limits, monthly_usage, user};

    #[test]
    fn bodies_are_of_the_size_that_the_benchmark_is_about() {
        assert_eq!(user().unwrap().len() / 100, 27);
        assert!(limits().unwrap().len() > 500);
        assert_eq!(monthly_usage().unwrap().len() / 1000, 66);
        assert!(audit_logs().unwrap().len() > 300_000);
    }
}
