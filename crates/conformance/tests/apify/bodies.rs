//! Response bodies of the scripted server.

use api_simulator::MockResponse;
use serde_json::{Value, json};

pub fn ok(body: &Value) -> MockResponse {
    MockResponse::json(200, body)
}

/// `{"error": {"type", "message"}}`.
pub fn error(status: u16, error_type: &str) -> MockResponse {
    let body = json!({ "error": { "type": error_type, "message": format!("That is {error_type}.") } });
    MockResponse::json(status, &body)
}

/// Web page from a proxy.
pub fn web_page(status: u16) -> MockResponse {
    MockResponse::text(status, "text/html", format!("<html><title>{status}</title><p>Sorry.</html>"))
}

pub fn public_user() -> Value {
    json!({ "data": {
        "username": "jane",
        "profile": { "bio": "Collects maps.", "name": "Jane Roe", "websiteUrl": "jane.example" },
    } })
}

pub fn private_user() -> Value {
    json!({ "data": {
        "id": "Qm3kRt81LxYbZpWd7",
        "username": "jane",
        "profile": {
            "bio": "Collects maps.",
            "name": "Jane Roe",
            "pictureUrl": "https://img.example/jane.png",
            "githubUsername": "jroe",
            "websiteUrl": "https://jane.example",
            "twitterUsername": "@jroe",
            "readme": "# Maps",
        },
        "email": "jane@example.com",
        "proxy": {
            "password": "proxy-password",
            "groups": [
                { "name": "SHADER", "description": "Shared", "availableCount": 120 },
                { "name": "RESIDENTIAL", "description": "Homes", "availableCount": 4 },
            ],
        },
        "plan": {
            "id": "STARTER",
            "description": "For a start.",
            "isEnabled": true,
            "monthlyBasePriceUsd": 39,
            "monthlyUsageCreditsUsd": 39.5,
            "usageDiscountPercent": 0,
            "enabledPlatformFeatures": ["ACTORS", "STORAGE", "PROXY"],
            "maxMonthlyUsageUsd": 1000,
            "maxActorMemoryGbytes": 32,
            "maxMonthlyActorComputeUnits": 2000,
            "maxMonthlyResidentialProxyGbytes": 20,
            "maxMonthlyProxySerps": 50_000,
            "maxMonthlyExternalDataTransferGbytes": 200,
            "maxActorCount": 100,
            "maxActorTaskCount": 1000,
            "dataRetentionDays": 14,
            "availableProxyGroups": { "SHADER": 120, "RESIDENTIAL": 4 },
            "teamAccountSeatCount": 1,
            "supportLevel": "CHAT",
            "availableAddOns": ["EXTRA_MEMORY"],
        },
        "effectivePlatformFeatures": {
            "ACTORS": {
                "isEnabled": true, "disabledReason": null, "disabledReasonType": null,
                "isTrial": false, "trialExpirationAt": null,
            },
            "WEBHOOKS": {
                "isEnabled": false, "disabledReason": "Not in the plan.",
                "disabledReasonType": "DISABLED", "isTrial": true,
                "trialExpirationAt": "2026-12-01T00:00:00.000Z",
            },
        },
        "createdAt": "2021-03-04T05:06:07.890Z",
        "isPaying": true,
    } })
}

pub fn usage() -> Value {
    let tiers = json!([{
        "quantityAbove": 0, "discountPercent": 10, "tierQuantity": 3.25,
        "unitPriceUsd": 0.36, "priceUsd": 1.17,
    }]);
    json!({ "data": {
        "usageCycle": { "startAt": "2026-10-17T00:00:00.000Z", "endAt": "2026-11-16T23:59:59.999Z" },
        "monthlyServiceUsage": {
            "ACTOR_COMPUTE_UNITS": {
                "quantity": 3.25, "baseAmountUsd": 1.3, "baseUnitPriceUsd": 0.4,
                "amountAfterVolumeDiscountUsd": 1.17, "priceTiers": tiers,
            },
            "PROXY_SERPS": {
                "quantity": 12, "baseAmountUsd": 0.036, "baseUnitPriceUsd": 0.003,
                "amountAfterVolumeDiscountUsd": 0.036, "priceTiers": tiers,
            },
        },
        "dailyServiceUsages": [{
            "date": "2026-10-17T00:00:00.000Z",
            "serviceUsage": { "ACTOR_COMPUTE_UNITS": {
                "quantity": 1.5, "baseAmountUsd": 0.6, "baseUnitPriceUsd": 0.4,
                "amountAfterVolumeDiscountUsd": 0.54, "priceTiers": tiers,
            } },
            "totalUsageCreditsUsd": 0.54,
        }],
        "totalUsageCreditsUsdBeforeVolumeDiscount": 1.336,
        "totalUsageCreditsUsdAfterVolumeDiscount": 1.206,
    } })
}

pub fn limits() -> Value {
    json!({ "data": {
        "monthlyUsageCycle": { "startAt": "2026-10-17T00:00:00.000Z", "endAt": "2026-11-16T23:59:59.999Z" },
        "limits": {
            "maxMonthlyUsageUsd": 300, "maxMonthlyActorComputeUnits": 1000,
            "maxMonthlyExternalDataTransferGbytes": 7, "maxMonthlyProxySerps": 100,
            "maxMonthlyResidentialProxyGbytes": 50, "maxActorMemoryGbytes": 16,
            "maxActorCount": 100, "maxActorTaskCount": 1000, "maxConcurrentActorJobs": 256,
            "maxTeamAccountSeatCount": 9, "dataRetentionDays": 90,
        },
        "current": {
            "monthlyUsageUsd": 43.5, "monthlyActorComputeUnits": 500.784475,
            "monthlyExternalDataTransferGbytes": 3.00861903931946, "monthlyProxySerps": 34,
            "monthlyResidentialProxyGbytes": 0.4, "actorMemoryGbytes": 8, "actorCount": 31,
            "actorTaskCount": 130, "activeActorJobCount": 0, "teamAccountSeatCount": 5,
        },
    } })
}
