//! Well-formed bodies, small and as documented.

use serde_json::{Value, json};

/// Looked for in everything that is printed.
pub const PROXY_PASSWORD: &str = "sentinel-proxy-password-9be2";

pub fn user() -> Value {
    json!({ "data": {
        "id": "Ur7kQ2",
        "username": "ada",
        "email": "ada@example.com",
        "createdAt": "2024-02-29T12:00:00.000Z",
        "isPaying": true,
        "proxy": { "password": PROXY_PASSWORD, "groups": [
            { "name": "RESIDENTIAL", "description": "At home", "availableCount": 3 }
        ] },
        "profile": { "name": "Ada", "bio": "Counts." },
        "plan": { "id": "BRONZE", "monthlyBasePriceUsd": 49, "enabledPlatformFeatures": ["ACTORS"] },
        "effectivePlatformFeatures": { "ACTORS": { "isEnabled": true } },
    } })
}

pub fn monthly_usage() -> Value {
    let compute = json!({ "ACTOR_COMPUTE_UNITS": {
        "quantity": 2.5, "baseAmountUsd": 1.0, "baseUnitPriceUsd": 0.4, "priceTiers": []
    } });
    json!({ "data": {
        "usageCycle": { "startAt": "2026-10-02T00:00:00.000Z", "endAt": "2026-11-01T23:59:59.999Z" },
        "monthlyServiceUsage": compute,
        "dailyServiceUsages": [{
            "date": "2026-10-02T00:00:00.000Z", "serviceUsage": compute, "totalUsageCreditsUsd": 1.0
        }],
        "totalUsageCreditsUsdBeforeVolumeDiscount": 1.0,
        "totalUsageCreditsUsdAfterVolumeDiscount": 0.9,
    } })
}

pub fn limits() -> Value {
    json!({ "data": {
        "monthlyUsageCycle": { "startAt": "2026-10-02T00:00:00.000Z", "endAt": "2026-11-01T23:59:59.999Z" },
        "limits": {
            "maxMonthlyUsageUsd": 300, "maxMonthlyActorComputeUnits": 1000,
            "maxMonthlyExternalDataTransferGbytes": 7, "maxMonthlyProxySerps": 50,
            "maxMonthlyResidentialProxyGbytes": 0.5, "maxActorMemoryGbytes": 16,
            "maxActorCount": 100, "maxActorTaskCount": 1000, "maxConcurrentActorJobs": 25,
            "maxTeamAccountSeatCount": 9, "dataRetentionDays": 31
        },
        "current": {
            "monthlyUsageUsd": 43, "monthlyActorComputeUnits": 500.7,
            "monthlyExternalDataTransferGbytes": 3, "monthlyProxySerps": 34,
            "monthlyResidentialProxyGbytes": 0.4, "actorMemoryGbytes": 8,
            "actorCount": 31, "actorTaskCount": 130, "activeActorJobCount": 0,
            "teamAccountSeatCount": 5
        },
    } })
}

/// An error body of the documented form.
pub fn error(kind: &str) -> Value {
    json!({ "error": { "type": kind, "message": "It was not to be." } })
}
