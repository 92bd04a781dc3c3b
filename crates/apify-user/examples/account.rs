//! Prints who an Apify account is, what it has used and what its limits are.
//!
//! ```text
//! cargo run -p apify-user --example account
//! ```
//!
//! With `APIFY_TOKEN` in the environment it asks the real API. Without, it starts the built-in
//! simulator and says so.

use anyhow::{Context, Result};
use api_simulator::Simulator;
use apify_user::{
    AccountAndUsageLimits, ApifyClient, MonthlyUsage, ServiceUsage, UsageCycle, User, UserPlan,
};
use chrono::{DateTime, Utc};

#[tokio::main]
async fn main() -> Result<()> {
    let (client, _simulator) = connect().await?;
    let me = client.me();
    let (user, usage, limits) = tokio::try_join!(me.get(), me.monthly_usage(), me.limits())?;
    print_user(&user.context("the token belongs to no user")?);
    print_usage(&usage.context("the account has no usage to show")?);
    print_limits(&limits.context("the account has no limits to show")?);
    Ok(())
}

/// A client of the real API where there is a token, of the simulator otherwise.
async fn connect() -> Result<(ApifyClient, Option<Simulator>)> {
    if std::env::var_os("APIFY_TOKEN").is_some_and(|token| !token.is_empty()) {
        return Ok((ApifyClient::from_env()?, None));
    }
    println!("APIFY_TOKEN is not set: this is the built-in simulator, and its data is made up.\n");
    let simulator = Simulator::apify().start().await?;
    let client = ApifyClient::builder()
        .token(simulator.token())
        .base_url(simulator.base_url())
        .build()?;
    Ok((client, Some(simulator)))
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
    println!("\nUSAGE {}", cycle(&usage.usage_cycle));
    let mut services: Vec<(&String, &ServiceUsage)> = usage.monthly_service_usage.iter().collect();
    services.sort_by(|(_, a), (_, b)| cost(b).total_cmp(&cost(a)));
    for (service, usage) in services {
        println!("  {service:<44} {:>14.3} {:>10.4} USD", usage.quantity, cost(usage));
    }
    let total = usage.total_usage_credits_usd_after_volume_discount;
    println!("  {:<44} {:>14} {total:>10.4} USD", "total", "");
    println!("\nUSAGE BY DAY");
    for day_usage in &usage.daily_service_usages {
        println!("  {:<12} {:>10.4} USD", day(day_usage.date), day_usage.total_usage_credits_usd);
    }
}

fn print_limits(account: &AccountAndUsageLimits) {
    println!("\nLIMITS {}", cycle(&account.monthly_usage_cycle));
    let (most, used) = (&account.limits, &account.current);
    let figures = [
        ("usage", used.monthly_usage_usd, most.max_monthly_usage_usd, "USD"),
        (
            "compute units",
            used.monthly_actor_compute_units,
            most.max_monthly_actor_compute_units,
            "CU",
        ),
        (
            "external data transfer",
            used.monthly_external_data_transfer_gbytes,
            most.max_monthly_external_data_transfer_gbytes,
            "GiB",
        ),
        (
            "residential proxy",
            used.monthly_residential_proxy_gbytes,
            most.max_monthly_residential_proxy_gbytes,
            "GiB",
        ),
        ("memory", used.actor_memory_gbytes, most.max_actor_memory_gbytes, "GiB"),
        ("search result pages", used.monthly_proxy_serps as f64, most.max_monthly_proxy_serps as f64, ""),
        ("Actors", used.actor_count as f64, most.max_actor_count as f64, ""),
        ("Actor tasks", used.actor_task_count as f64, most.max_actor_task_count as f64, ""),
        ("running Actors", used.active_actor_job_count as f64, most.max_concurrent_actor_jobs as f64, ""),
        ("seats", used.team_account_seat_count as f64, most.max_team_account_seat_count as f64, ""),
    ];
    for (what, used, most, unit) in figures {
        let share = if most > 0.0 { format!("{:>4.0} %", 100.0 * used / most) } else { "-".into() };
        println!("  {what:<24} {used:>10.2} of {most:>10.2} {unit:<4} {share:>6}");
    }
    if let (Some(used), Some(most)) = (used.schedule_count, most.max_schedule_count) {
        println!("  {:<24} {used:>10} of {most:>10}", "schedules");
    }
    println!("  {:<24} {:>10} days", "data retention", most.data_retention_days);
}

fn line(what: &str, value: &str) {
    println!("  {what:<24} {value}");
}

fn or_dash(text: Option<&str>) -> &str {
    text.unwrap_or("-")
}

fn day(moment: Option<DateTime<Utc>>) -> String {
    moment.map_or("-".to_owned(), |moment| moment.format("%Y-%m-%d").to_string())
}

fn cycle(cycle: &UsageCycle) -> String {
    format!("({} to {}, UTC)", day(cycle.start_at), day(cycle.end_at))
}

fn cost(usage: &ServiceUsage) -> f64 {
    usage.amount_after_volume_discount_usd.unwrap_or(usage.base_amount_usd)
}
