//! Prints an Apify account, its usage and its limits.
//!
//! With `APIFY_TOKEN` in the environment it calls the real API. Without, it starts the built-in
//! simulator, and says so on standard error:
//!
//! ```text
//! $ cargo run -p apify-user --example account
//! ACCOUNT
//!   username   ada
//!   e-mail     ada@example.org
//!   plan       STARTER
//!   disabled   PROXY_EXTERNAL_ACCESS: The proxy answers only inside the platform on this plan.
//!
//! USAGE
//!   ACTOR_COMPUTE_UNITS                     28.88 USD
//!   PROXY_RESIDENTIAL_TRANSFER_GBYTES       13.52 USD
//!   PROXY_SERPS                             11.01 USD
//!   DATA_TRANSFER_EXTERNAL_GBYTES            6.19 USD
//!   DATA_TRANSFER_INTERNAL_GBYTES            3.29 USD
//!   total                                   68.17 USD
//!   prepaid and left                         0.00 USD: nothing is left
//!
//! LIMITS
//!   monthly usage               68.17 of   220.00 USD    31 %
//!   compute units               96.25 of  6000.00 CU      2 %
//!   external data transfer      31.60 of   800.00 GB      4 %
//!   search result pages       4403.00 of 75000.00         6 %
//!   residential proxy            1.69 of    40.00 GB      4 %
//!   Actor memory                 6.00 of    64.00 GiB     9 %
//!   Actors                      12.00 of   250.00         5 %
//!   Actor tasks                 27.00 of  2000.00         1 %
//!   Actor jobs                   3.00 of    48.00         6 %
//!   team seats                   1.00 of     3.00        33 %
//!   schedules                    4.00 of   150.00         3 %
//! ```

mod connect;

use anyhow::{Context, Result};
use apify_user::{AccountAndUsageLimits, Credit, MonthlyUsage, User};

#[tokio::main]
async fn main() -> Result<()> {
    clap::Command::new("account").about("Prints an Apify account, its usage and its limits").get_matches();
    let connection = connect::connect()?;
    let me = connection.client.me();
    let (user, usage, limits) = tokio::try_join!(me.get(), me.monthly_usage(), me.limits())?;
    let user = user.context("the token belongs to no user")?;
    let usage = usage.context("the account has no usage to show")?;
    print_user(&user);
    print_usage(&usage, &usage.credit(user.plan.as_ref(), connection.now));
    print_limits(&limits.context("the account has no limits to show")?);
    Ok(())
}

/// Leaves out data that Apify did not send, such as the plan in a call from an Actor run.
fn print_user(user: &User) {
    println!("ACCOUNT\n  username   {}", user.username);
    if let Some(email) = &user.email {
        println!("  e-mail     {email}");
    }
    if let Some(plan) = &user.plan {
        println!("  plan       {}", plan.id.as_deref().unwrap_or("unknown"));
    }
    let disabled = user.effective_platform_features.iter();
    for (name, feature) in disabled.filter(|(_, feature)| feature.is_enabled == Some(false)) {
        println!("  disabled   {name}: {}", feature.disabled_reason.as_deref().unwrap_or("no reason given"));
    }
}

fn print_usage(usage: &MonthlyUsage, credit: &Credit) {
    println!("\nUSAGE");
    for (service, usd) in usage.costliest_services(5) {
        println!("  {service:<36} {usd:>8.2} USD");
    }
    println!("  {:<36} {:>8.2} USD", "total", usage.total_usage_credits_usd_after_volume_discount);
    match (credit.left_usd, credit.runs_out_at) {
        (Some(left), Some(time)) => {
            println!("  {:<36} {left:>8.2} USD, until {}", "prepaid and left", time.date_naive())
        }
        (Some(left), None) => println!("  {:<36} {left:>8.2} USD: {}", "prepaid and left", credit.outlook),
        (None, _) => println!("  {:<36} {}", "prepaid and left", credit.outlook),
    }
}

fn print_limits(account: &AccountAndUsageLimits) {
    println!("\nLIMITS");
    for usage in account.usage() {
        let percent = usage.fraction().map_or("-".to_owned(), |part| format!("{:.0} %", 100.0 * part));
        let (limit, unit) = (usage.limit, usage.limit.unit());
        println!("  {limit:<24} {:>8.2} of {:>8.2} {unit:<4} {percent:>6}", usage.used, usage.maximum);
    }
    for limit in account.unknown_usage() {
        println!("  {limit:<24} unlimited or unknown");
    }
}
