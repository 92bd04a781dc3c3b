//! Prints an Apify account, its usage and its limits.
//!
//! With `APIFY_TOKEN` in the environment it calls the real API. Without, it starts the built-in
//! simulator, and says so on standard error:
//!
//! ```text
//! $ cargo run -p apify-user --example account
//! ACCOUNT
//!   username                 ada
//!   id                       Lb4vWq9ZyT2mRx7Kd
//!   name                     Ada Lovelace
//!   e-mail                   ada@example.org
//!   since                    2021-03-17
//!   pays                     yes
//!
//! PLAN
//!   id                       STARTER
//!   for                      For one person's projects
//!   price a month            39.00 USD
//!   usage included           39.00 USD
//!
//! FEATURES
//!   ACTORS                   enabled
//!   STORAGE                  enabled
//!   SCHEDULER                enabled
//!   PROXY                    enabled
//!   PROXY_EXTERNAL_ACCESS    The proxy answers only inside the platform on this plan.
//!   PROXY_RESIDENTIAL        enabled
//!   PROXY_SERPS              enabled
//!   WEBHOOKS                 enabled
//!   ACTORS_PUBLIC_ALL        enabled
//!   ACTORS_PUBLIC_DEVELOPER  enabled
//!
//! USAGE (2026-05-12 to 2026-06-11, UTC)
//!   ACTOR_COMPUTE_UNITS                                  96.250    28.8750 USD
//!   PROXY_RESIDENTIAL_TRANSFER_GBYTES                     1.690    13.5200 USD
//!   PROXY_SERPS                                        4403.000    11.0075 USD
//!   DATA_TRANSFER_EXTERNAL_GBYTES                        31.600     6.1880 USD
//!   DATA_TRANSFER_INTERNAL_GBYTES                        65.700     3.2850 USD
//!   KEY_VALUE_STORE_TIMED_STORAGE_GBYTE_HOURS          1149.000     1.1490 USD
//!   KEY_VALUE_STORE_WRITES                            22000.000     1.1000 USD
//!   REQUEST_QUEUE_WRITES                              50000.000     1.0000 USD
//!   DATASET_TIMED_STORAGE_GBYTE_HOURS                   902.000     0.9020 USD
//!   DATASET_WRITES                                   113000.000     0.5520 USD
//!   REQUEST_QUEUE_READS                               79000.000     0.3160 USD
//!   KEY_VALUE_STORE_READS                             34000.000     0.1700 USD
//!   DATASET_READS                                    267000.000     0.1068 USD
//!   total                                                          68.1713 USD
//!
//! USAGE BY DAY
//!   2026-05-12       2.7014 USD
//!   2026-05-13       4.1090 USD
//!   2026-05-14       4.5693 USD
//!   2026-05-15       2.4753 USD
//!   2026-05-16       1.4611 USD
//!   2026-05-17       1.2614 USD
//!   2026-05-18       4.5295 USD
//!   2026-05-19       1.5082 USD
//!   2026-05-20       2.5855 USD
//!   2026-05-21       3.7518 USD
//!   2026-05-22       4.4620 USD
//!   2026-05-23       1.8552 USD
//!   2026-05-24       1.9543 USD
//!   2026-05-25       3.2660 USD
//!   2026-05-26       4.4595 USD
//!   2026-05-27       2.0182 USD
//!   2026-05-28       2.4100 USD
//!   2026-05-29       3.2718 USD
//!   2026-05-30       1.2693 USD
//!   2026-05-31       0.9571 USD
//!   2026-06-01       1.7446 USD
//!   2026-06-02       1.3231 USD
//!   2026-06-03       2.8181 USD
//!   2026-06-04       3.7471 USD
//!   2026-06-05       3.6625 USD
//!
//! LIMITS (2026-05-12 to 2026-06-11, UTC)
//!   monthly usage                 68.17 of     220.00 USD    31 %
//!   compute units                 96.25 of    6000.00 CU      2 %
//!   external data transfer        31.60 of     800.00 GB      4 %
//!   search result pages         4403.00 of   75000.00         6 %
//!   residential proxy              1.69 of      40.00 GB      4 %
//!   Actor memory                   6.00 of      64.00 GiB     9 %
//!   Actors                        12.00 of     250.00         5 %
//!   Actor tasks                   27.00 of    2000.00         1 %
//!   Actor jobs                     3.00 of      48.00         6 %
//!   team seats                     1.00 of       3.00        33 %
//!   schedules                      4.00 of     150.00         3 %
//!   data retention                   21 days
//! ```

mod connect;

use anyhow::{Context, Result};
use apify_user::{AccountAndUsageLimits, CostSum, MonthlyUsage, UsageCycle, User, UserPlan};
use chrono::{DateTime, Utc};

#[tokio::main]
async fn main() -> Result<()> {
    let connection = connect::connect()?;
    let me = connection.client.me();
    let (user, usage, limits) = tokio::try_join!(me.get(), me.monthly_usage(), me.limits())?;
    print_user(&user.context("the token belongs to no user")?);
    print_usage(&usage.context("the account has no usage to show")?);
    print_limits(&limits.context("the account has no limits to show")?);
    Ok(())
}

fn print_user(user: &User) {
    println!("ACCOUNT");
    line("username", &user.username);
    line("id", or_dash(user.id.as_deref()));
    line("name", or_dash(user.profile.as_ref().and_then(|profile| profile.name.as_deref())));
    line("e-mail", or_dash(user.email.as_deref()));
    line("since", &day(user.created_at));
    line("pays", user.is_paying.map_or("-", |pays| if pays { "yes" } else { "no" }));
    if let Some(plan) = &user.plan {
        print_plan(plan);
    }
    println!("\nFEATURES");
    for (name, feature) in &user.effective_platform_features {
        let state = match (feature.is_enabled, feature.disabled_reason.as_deref()) {
            (Some(true), _) => "enabled",
            (_, Some(reason)) => reason,
            _ => "not enabled",
        };
        line(name.as_str(), state);
    }
}

fn print_plan(plan: &UserPlan) {
    println!("\nPLAN");
    line("id", or_dash(plan.id.as_deref()));
    line("for", or_dash(plan.description.as_deref()));
    let usd = |amount: Option<f64>| amount.map_or("-".to_owned(), |usd| format!("{usd:.2} USD"));
    line("price a month", &usd(plan.monthly_base_price_usd));
    line("usage included", &usd(plan.monthly_usage_credits_usd));
}

fn print_usage(usage: &MonthlyUsage) {
    println!("\nUSAGE {}", cycle(usage.usage_cycle.as_ref()));
    for (service, usd) in usage.costliest_services(usize::MAX) {
        let quantity = usage.monthly_service_usage.get(service).and_then(|usage| usage.quantity);
        let quantity = quantity.map_or("-".to_owned(), |quantity| format!("{quantity:.3}"));
        println!("  {service:<44} {quantity:>14} {usd:>10.4} USD");
    }
    let sum: CostSum = usage.cost_by_service().into_values().sum();
    if sum.is_partial() {
        println!("  {} services of unknown cost", sum.unknown);
    }
    let total = usage.total_usage_credits_usd_after_volume_discount;
    println!("  {:<44} {:>14} {total:>10.4} USD", "total", "");
    println!("\nUSAGE BY DAY");
    for (day, usd) in usage.cost_by_day() {
        println!("  {day}   {usd:>10.4} USD");
    }
}

fn print_limits(account: &AccountAndUsageLimits) {
    println!("\nLIMITS {}", cycle(account.monthly_usage_cycle.as_ref()));
    for usage in account.usage() {
        let share = usage.fraction().map_or("-".to_owned(), |part| format!("{:.0} %", 100.0 * part));
        let (limit, unit) = (usage.limit, usage.limit.unit());
        println!("  {limit:<24} {:>10.2} of {:>10.2} {unit:<4} {share:>6}", usage.used, usage.maximum);
    }
    if let Some(days) = account.limits.data_retention_days {
        println!("  {:<24} {days:>10} days", "data retention");
    }
}

fn line(label: &str, value: &str) {
    println!("  {label:<24} {value}");
}

fn or_dash(text: Option<&str>) -> &str {
    text.unwrap_or("-")
}

fn day(moment: Option<DateTime<Utc>>) -> String {
    moment.map_or("-".to_owned(), |moment| moment.format("%Y-%m-%d").to_string())
}

fn cycle(cycle: Option<&UsageCycle>) -> String {
    let (start, end) = (cycle.and_then(|cycle| cycle.start_at), cycle.and_then(|cycle| cycle.end_at));
    format!("({} to {}, UTC)", day(start), day(end))
}
