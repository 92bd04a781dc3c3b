//! Response bodies of the server, without anything random: every run measures the same bytes.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

const APIFY: &str = include_str!("../../api-simulator/openapi/apify.json");
const CLOUDFLARE: &str = include_str!("../../api-simulator/openapi/cloudflare.json");

/// Days of the month.
pub(crate) const DAYS: u32 = 31;
/// Entries of the page of audit logs, which is as long as a page can be.
pub(crate) const AUDIT_LOGS: usize = 1000;

pub(crate) const SERVICES: [&str; 25] = [
    "ACTOR_COMPUTE_UNITS",
    "DATASET_READS",
    "DATASET_WRITES",
    "DATASET_GBYTE_HOURS",
    "KEY_VALUE_STORE_READS",
    "KEY_VALUE_STORE_WRITES",
    "KEY_VALUE_STORE_LISTS",
    "KEY_VALUE_GBYTE_HOURS",
    "REQUEST_QUEUE_READS",
    "REQUEST_QUEUE_WRITES",
    "QUEUE_GBYTE_HOURS",
    "TRANSFER_INTERNAL",
    "TRANSFER_EXTERNAL",
    "PROXY_RESIDENTIAL",
    "PROXY_DATACENTER",
    "PROXY_SERPS",
    "PAID_ACTOR_RESULTS",
    "PAID_ACTOR_EVENTS",
    "PAID_ACTOR_RENTALS",
    "WEBHOOK_CALLS",
    "SCHEDULED_RUNS",
    "STANDBY_HOURS",
    "BROWSER_MINUTES",
    "LOG_GBYTES",
    "SEAT_DAYS",
];

/// Bodies of all workloads.
#[derive(Debug)]
pub(crate) struct Bodies {
    /// The documented account.
    pub(crate) user: Vec<u8>,
    /// The documented limits.
    pub(crate) limits: Vec<u8>,
    /// A month of all services.
    pub(crate) monthly_usage: Vec<u8>,
    /// The documented user of Cloudflare.
    pub(crate) cloudflare_user: Vec<u8>,
    /// The documented audit logs, repeated with an id of their own.
    pub(crate) audit_logs: Vec<u8>,
}

impl Bodies {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self {
            user: serde_json::to_vec(&example(APIFY, "OwnAccount")?)?,
            limits: serde_json::to_vec(&example(APIFY, "Limits")?)?,
            monthly_usage: serde_json::to_vec(&monthly_usage())?,
            cloudflare_user: serde_json::to_vec(&example(CLOUDFLARE, "User")?)?,
            audit_logs: serde_json::to_vec(&audit_logs()?)?,
        })
    }
}

fn example(document: &str, name: &str) -> Result<Value> {
    let document: Value = serde_json::from_str(document)?;
    let example = document.pointer(&format!("/components/examples/{name}/value"));
    example.cloned().with_context(|| format!("the OpenAPI document has no example {name}"))
}

fn audit_logs() -> Result<Value> {
    let mut page = example(CLOUDFLARE, "AuditLogs")?;
    let documented = page["result"].as_array().cloned().unwrap_or_default();
    let entries = documented.into_iter().cycle().take(AUDIT_LOGS).enumerate().map(|(index, mut entry)| {
        entry["id"] = json!(format!("3c0e9a52-7d41-4b6f-9f18-{index:012x}"));
        entry
    });
    page["result"] = entries.collect();
    page["result_info"] = json!({
        "page": 1, "per_page": AUDIT_LOGS, "count": AUDIT_LOGS, "total_count": AUDIT_LOGS, "total_pages": 1,
    });
    Ok(page)
}

/// Returns a month whose days list quantities and amounts, and whose totals also list prices.
fn monthly_usage() -> Value {
    let days = (1..=DAYS).map(|day| {
        json!({
            "date": format!("2026-10-{day:02}T00:00:00.000Z"),
            "serviceUsage": services(|index| daily_usage(day, index)),
            "totalUsageCreditsUsd": f64::from(day) * 1.375,
        })
    });
    json!({ "data": {
        "usageCycle": { "startAt": "2026-10-01T00:00:00.000Z", "endAt": "2026-10-31T23:59:59.999Z" },
        "monthlyServiceUsage": services(service_total),
        "dailyServiceUsages": days.collect::<Value>(),
        "totalUsageCreditsUsdBeforeVolumeDiscount": 702.875,
        "totalUsageCreditsUsdAfterVolumeDiscount": 682.0,
    }})
}

fn services(usage: impl Fn(u32) -> Value) -> Value {
    let usages = SERVICES.iter().zip(1..).map(|(name, index)| ((*name).to_owned(), usage(index)));
    Value::Object(usages.collect::<Map<_, _>>())
}

/// Returns a figure with as many digits as the API's have.
fn daily_usage(day: u32, index: u32) -> Value {
    let quantity = f64::from(day * 31 + index * 7) * 0.6272;
    json!({ "quantity": quantity, "baseAmountUsd": quantity * 0.0125 })
}

fn service_total(index: u32) -> Value {
    let quantity = f64::from(index) * 1234.5;
    let amount = quantity * 0.25;
    json!({
        "quantity": quantity,
        "baseAmountUsd": amount,
        "baseUnitPriceUsd": 0.25,
        "amountAfterVolumeDiscountUsd": amount * 0.75,
        "priceTiers": [
            price_tier(0.0, 0.0, quantity / 2.0, 0.25),
            price_tier(quantity / 2.0, 50.0, quantity / 2.0, 0.125),
        ],
    })
}

fn price_tier(above: f64, discount: f64, quantity: f64, price: f64) -> Value {
    json!({
        "quantityAbove": above,
        "discountPercent": discount,
        "tierQuantity": quantity,
        "unitPriceUsd": price,
        "priceUsd": quantity * price,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{AUDIT_LOGS, Bodies, DAYS, SERVICES};

    #[test]
    fn bodies_hold_as_much_as_the_report_says() {
        let bodies = Bodies::new().unwrap();
        let usage: Value = serde_json::from_slice(&bodies.monthly_usage).unwrap();
        let days = usage["data"]["dailyServiceUsages"].as_array().unwrap();
        assert_eq!(days.len(), DAYS as usize);
        let of_month = [&usage["data"]["monthlyServiceUsage"]];
        for services in days.iter().map(|day| &day["serviceUsage"]).chain(of_month) {
            assert_eq!(services.as_object().unwrap().len(), SERVICES.len());
        }
        let logs: Value = serde_json::from_slice(&bodies.audit_logs).unwrap();
        assert_eq!(logs["result"].as_array().unwrap().len(), AUDIT_LOGS);
        assert!(bodies.user.len() > 2_000 && bodies.limits.len() > 500);
    }
}
