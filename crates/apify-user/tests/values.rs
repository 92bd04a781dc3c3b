//! Values of every response type, built without a server.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

use apify_user::{
    AccountAndUsageLimits, Current, DailyServiceUsage, EffectivePlatformFeature, Limits, MonthlyUsage,
    PlatformFeature, PriceTier, ProxyGroup, Secret, ServiceUsage, UsageCycle, User, UserPlan, UserProfile,
    UserProxy,
};
use chrono::{DateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The JSON is read, is the value, and is written again as it was.
fn assert_same<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(json: &Value, value: &T) {
    assert_eq!(&serde_json::from_value::<T>(json.clone()).unwrap(), value);
    assert_eq!(&serde_json::to_value(value).unwrap(), json);
}

/// The largest type: every field of a user and of all that is in it.
#[test]
fn a_user_is_built_from_json_and_with_setters() {
    let json = json!({
        "id": "Lb4vWq9ZyT2mRx7Kd",
        "username": "ada",
        "profile": {
            "bio": "Notes on engines.", "name": "Ada Lovelace", "pictureUrl": "https://pictures.example.com/ada.png",
            "githubUsername": "ada-engine", "websiteUrl": "ada.example.org", "twitterUsername": "ada_engine",
            "readme": "# Engines",
        },
        "email": "ada@example.org",
        "proxy": {
            "password": "[redacted]",
            "groups": [{ "name": "RESIDENTIAL", "description": "At home", "availableCount": 850 }],
        },
        "plan": {
            "id": "STARTER", "description": "For one person's projects", "isEnabled": true,
            "monthlyBasePriceUsd": 39.0, "monthlyUsageCreditsUsd": 39.0, "usageDiscountPercent": 2.5,
            "enabledPlatformFeatures": ["ACTORS", "NEW_FEATURE"],
            "maxMonthlyUsageUsd": 2500.0, "maxActorMemoryGbytes": 64.0, "maxMonthlyActorComputeUnits": 6000.0,
            "maxMonthlyResidentialProxyGbytes": 40.0, "maxMonthlyProxySerps": 75000,
            "maxMonthlyExternalDataTransferGbytes": 800.0, "maxActorCount": 250, "maxActorTaskCount": 2000,
            "dataRetentionDays": 21, "availableProxyGroups": { "RESIDENTIAL": 850 },
            "teamAccountSeatCount": 3, "supportLevel": "CHAT", "availableAddOns": ["EXTRA_SEAT"],
            "tier": "BRONZE", "apiRateLimitBoosts": 1, "maxScheduleCount": 150, "maxConcurrentActorRuns": 48,
            "planPricing": { "billingIntervalMonths": 1 },
        },
        "effectivePlatformFeatures": {
            "PROXY": {
                "isEnabled": false, "disabledReason": "Not on this plan.", "disabledReasonType": "DISABLED",
                "isTrial": false, "trialExpirationAt": "2026-11-30T18:00:00Z",
            },
        },
        "createdAt": "2021-03-17T09:12:44.025Z",
        "isPaying": true,
        "organizationOwnerUserId": "Hn8cJt5VbQ1sXw6Pf",
    });
    let profile = UserProfile::new()
        .bio("Notes on engines.")
        .name("Ada Lovelace")
        .picture_url("https://pictures.example.com/ada.png")
        .github_username("ada-engine")
        .website_url("ada.example.org")
        .twitter_username("ada_engine")
        .readme("# Engines");
    let group = ProxyGroup::new().name("RESIDENTIAL").description("At home").available_count(850);
    let proxy = UserProxy::new().password(Secret::from("[redacted]".to_owned())).groups([group]);
    let plan = UserPlan::new()
        .id("STARTER")
        .description("For one person's projects")
        .is_enabled(true)
        .monthly_base_price_usd(39)
        .monthly_usage_credits_usd(39)
        .usage_discount_percent(2.5)
        .enabled_platform_features([PlatformFeature::Actors, "NEW_FEATURE".into()])
        .max_monthly_usage_usd(2500)
        .max_actor_memory_gbytes(64)
        .max_monthly_actor_compute_units(6000)
        .max_monthly_residential_proxy_gbytes(40)
        .max_monthly_proxy_serps(75_000)
        .max_monthly_external_data_transfer_gbytes(800)
        .max_actor_count(250)
        .max_actor_task_count(2000)
        .data_retention_days(21)
        .available_proxy_groups([("RESIDENTIAL", 850)])
        .team_account_seat_count(3)
        .support_level("CHAT")
        .available_add_ons(["EXTRA_SEAT"])
        .tier("BRONZE")
        .api_rate_limit_boosts(1)
        .max_schedule_count(150)
        .max_concurrent_actor_runs(48)
        .plan_pricing([("billingIntervalMonths", 1)]);
    let feature = EffectivePlatformFeature::new()
        .is_enabled(false)
        .disabled_reason("Not on this plan.")
        .disabled_reason_type("DISABLED")
        .is_trial(false)
        .trial_expiration_at(moment("2026-11-30T18:00:00Z"));
    let user = User::new()
        .id("Lb4vWq9ZyT2mRx7Kd")
        .username("ada")
        .profile(profile)
        .email("ada@example.org")
        .proxy(proxy)
        .plan(plan)
        .effective_platform_features([(PlatformFeature::Proxy, feature)])
        .created_at(moment("2021-03-17T09:12:44.025Z"))
        .is_paying(true)
        .organization_owner_user_id("Hn8cJt5VbQ1sXw6Pf");
    assert_same(&json, &user);
}

#[test]
fn usage_is_built_from_json_and_with_setters() {
    let service = json!({
        "quantity": 8.0, "baseAmountUsd": 1.6, "baseUnitPriceUsd": 0.2, "amountAfterVolumeDiscountUsd": 1.3,
        "priceTiers": [{
            "quantityAbove": 5.0, "discountPercent": 50.0, "tierQuantity": 3.0, "unitPriceUsd": 0.1, "priceUsd": 0.3,
        }],
    });
    let json = json!({
        "usageCycle": { "startAt": "2026-10-12T00:00:00Z", "endAt": "2026-11-11T23:59:59.999Z" },
        "monthlyServiceUsage": { "PROXY_SERPS": service },
        "dailyServiceUsages": [{
            "date": "2026-10-13T00:00:00Z", "serviceUsage": { "PROXY_SERPS": service }, "totalUsageCreditsUsd": 1.3,
        }],
        "totalUsageCreditsUsdBeforeVolumeDiscount": 1.6,
        "totalUsageCreditsUsdAfterVolumeDiscount": 1.3,
    });
    let tier = PriceTier::new()
        .quantity_above(5)
        .discount_percent(50)
        .tier_quantity(3)
        .unit_price_usd(0.1)
        .price_usd(0.3);
    let service = ServiceUsage::new()
        .quantity(8)
        .base_amount_usd(1.6)
        .base_unit_price_usd(0.2)
        .amount_after_volume_discount_usd(1.3)
        .price_tiers([tier]);
    let day = DailyServiceUsage::new()
        .date(moment("2026-10-13T00:00:00Z"))
        .service_usage([("PROXY_SERPS", service.clone())])
        .total_usage_credits_usd(1.3);
    let (start, end) = (moment("2026-10-12T00:00:00Z"), moment("2026-11-11T23:59:59.999Z"));
    let usage = MonthlyUsage::new()
        .usage_cycle(UsageCycle::new().start_at(start).end_at(end))
        .monthly_service_usage([("PROXY_SERPS", service)])
        .daily_service_usages([day])
        .total_usage_credits_usd_before_volume_discount(1.6)
        .total_usage_credits_usd_after_volume_discount(1.3);
    assert_same(&json, &usage);
}

#[test]
fn limits_are_built_from_json_and_with_setters() {
    let json = json!({
        "limits": { "maxMonthlyUsageUsd": 220.0, "maxActorCount": 250, "dataRetentionDays": 21 },
        "current": { "monthlyUsageUsd": 10.134, "actorCount": 12 },
    });
    let limits = AccountAndUsageLimits::new()
        .limits(Limits::new().max_monthly_usage_usd(220).max_actor_count(250).data_retention_days(21))
        .current(Current::new().monthly_usage_usd(10.134).actor_count(12));
    assert_same(&json, &limits);
}
