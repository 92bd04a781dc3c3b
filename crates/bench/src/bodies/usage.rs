//! A month's usage: 31 days of 25 services.

use anyhow::Result;
use serde_json::{Map, Value, json};

const DAYS: u32 = 31;
const SERVICES: [&str; 25] = [
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

/// The days list quantities and amounts; the month also lists how its prices came about.
pub(crate) fn monthly_usage() -> Result<Vec<u8>> {
    let days = (1..=DAYS).map(|day| {
        json!({
            "date": format!("2026-10-{day:02}T00:00:00.000Z"),
            "serviceUsage": services(|index| of_day(day, index)),
            "totalUsageCreditsUsd": f64::from(day) * 1.375,
        })
    });
    let body = json!({ "data": {
        "usageCycle": { "startAt": "2026-10-01T00:00:00.000Z", "endAt": "2026-10-31T23:59:59.999Z" },
        "monthlyServiceUsage": services(of_month),
        "dailyServiceUsages": days.collect::<Value>(),
        "totalUsageCreditsUsdBeforeVolumeDiscount": 702.875,
        "totalUsageCreditsUsdAfterVolumeDiscount": 682.0,
    }});
    Ok(serde_json::to_vec(&body)?)
}

fn services(item: impl Fn(u32) -> Value) -> Value {
    let items = SERVICES.iter().zip(1..).map(|(name, index)| ((*name).to_owned(), item(index)));
    Value::Object(items.collect::<Map<_, _>>())
}

fn of_day(day: u32, index: u32) -> Value {
    let quantity = f64::from(day * 31 + index * 7) * 0.625;
    json!({ "quantity": quantity, "baseAmountUsd": quantity * 0.0125 })
}

fn of_month(index: u32) -> Value {
    let quantity = f64::from(index) * 1234.5;
    let amount = quantity * 0.25;
    json!({
        "quantity": quantity,
        "baseAmountUsd": amount,
        "baseUnitPriceUsd": 0.25,
        "amountAfterVolumeDiscountUsd": amount * 0.75,
        "priceTiers": [
            tier(0.0, 0.0, quantity / 2.0, 0.25),
            tier(quantity / 2.0, 50.0, quantity / 2.0, 0.125),
        ],
    })
}

fn tier(above: f64, discount: f64, quantity: f64, price: f64) -> Value {
    json!({
        "quantityAbove": above,
        "discountPercent": discount,
        "tierQuantity": quantity,
        "unitPriceUsd": price,
        "priceUsd": quantity * price,
    })
}
