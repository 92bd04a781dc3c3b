//! Prints the cost of an Apify account's usage in any span of days, by service and by day; that of
//! the current month if no days are given.
//!
//! With `APIFY_TOKEN` in the environment it calls the real API. Without, it starts the built-in
//! simulator, and says so on standard error:
//!
//! ```text
//! $ cargo run -p apify-user --example usage_report -- --from 2026-05-10 --to 2026-05-14
//! Usage 2026-05-10 to 2026-05-14 (UTC)
//!
//! ACTOR_COMPUTE_UNITS                             27.500    7.99 USD
//! PROXY_SERPS                                   1045.000    2.54 USD
//! PROXY_RESIDENTIAL_TRANSFER_GBYTES                0.300    2.40 USD
//! DATA_TRANSFER_EXTERNAL_GBYTES                    7.600    1.47 USD
//! DATA_TRANSFER_INTERNAL_GBYTES                   16.700    0.84 USD
//! REQUEST_QUEUE_WRITES                         14000.000    0.28 USD
//! KEY_VALUE_STORE_WRITES                        5000.000    0.25 USD
//! DATASET_TIMED_STORAGE_GBYTE_HOURS              224.000    0.22 USD
//! KEY_VALUE_STORE_TIMED_STORAGE_GBYTE_HOURS      172.000    0.17 USD
//! DATASET_WRITES                               18000.000    0.08 USD
//! REQUEST_QUEUE_READS                          20000.000    0.08 USD
//! KEY_VALUE_STORE_READS                        11000.000    0.06 USD
//! DATASET_READS                                43000.000    0.02 USD
//! Total                                                    16.40 USD
//!
//! 2026-05-10    1.45 USD
//! 2026-05-11    3.57 USD
//! 2026-05-12    2.70 USD
//! 2026-05-13    4.11 USD
//! 2026-05-14    4.57 USD
//! ```

mod connect;

use anyhow::{Context, Result};
use apify_user::UsageSpan;
use chrono::{Datelike, NaiveDate};
use clap::Parser;

#[derive(Parser)]
#[command(about = "Prints the cost of an Apify account's usage in a span of days")]
struct Arguments {
    /// First day (UTC); that of the month by default
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<NaiveDate>,
    /// Last day (UTC); today by default
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<NaiveDate>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let connection = connect::connect()?;
    let today = connection.now.date_naive();
    let to = arguments.to.unwrap_or(today);
    let from = arguments.from.or(to.with_day(1)).context("there is no first day")?;
    let usage = connection.client.me().usage_between(from, to).today(today).await?;
    print(&usage.context("the token belongs to no user")?);
    Ok(())
}

fn print(usage: &UsageSpan) {
    println!("Usage {} to {} (UTC)\n", usage.from, usage.to);
    let mut services: Vec<_> = usage.by_service().into_iter().collect();
    services.sort_by(|(_, a), (_, b)| b.cost.known_usd.total_cmp(&a.cost.known_usd));
    for (service, sum) in services {
        let quantity = sum.quantity().map_or("unknown".to_owned(), |quantity| format!("{quantity:.3}"));
        println!("{service:<42}{quantity:>12}  {:>10}", sum.cost.to_string());
    }
    println!("{:<54}  {:>10}\n", "Total", usage.total().to_string());
    for (day, usd) in usage.cost_by_day() {
        println!("{day}  {usd:>6.2} USD");
    }
    for gap in &usage.gaps {
        println!("{}  unknown: {}", gap.date, gap.reason);
    }
}
