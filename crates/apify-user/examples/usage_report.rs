//! Prints the cost of an account's usage: a table by service, an estimate for the whole cycle,
//! and with `--chart` a picture of the cost of each day.
//!
//! With `APIFY_TOKEN` in the environment it calls the real API. Without, it starts the built-in
//! simulator, and says so on standard error:
//!
//! ```text
//! $ cargo run -p apify-user --example usage_report -- --chart usage.svg
//! Usage 2026-05-12 to 2026-06-11 (UTC)
//!
//!  Service                                       Quantity     USD     Share
//! ──────────────────────────────────────────────────────────────────────────
//!  ACTOR_COMPUTE_UNITS                             96.250   28.88    42.4 %
//!  PROXY_RESIDENTIAL_TRANSFER_GBYTES                1.690   13.52    19.8 %
//!  PROXY_SERPS                                   4403.000   11.01    16.1 %
//!  DATA_TRANSFER_EXTERNAL_GBYTES                   31.600    6.19     9.1 %
//!  DATA_TRANSFER_INTERNAL_GBYTES                   65.700    3.29     4.8 %
//!  KEY_VALUE_STORE_TIMED_STORAGE_GBYTE_HOURS     1149.000    1.15     1.7 %
//!  KEY_VALUE_STORE_WRITES                       22000.000    1.10     1.6 %
//!  REQUEST_QUEUE_WRITES                         50000.000    1.00     1.5 %
//!  DATASET_TIMED_STORAGE_GBYTE_HOURS              902.000    0.90     1.3 %
//!  DATASET_WRITES                              113000.000    0.55     0.8 %
//!  REQUEST_QUEUE_READS                          79000.000    0.32     0.5 %
//!  KEY_VALUE_STORE_READS                        34000.000    0.17     0.2 %
//!  DATASET_READS                               267000.000    0.11     0.2 %
//!  Total                                                    68.17   100.0 %
//!
//! Volume discount        0.14 USD
//! Projection            86.26 USD at the cycle's end, at the pace of its first 79 %
//!
//! Chart: usage.svg
//! ```

mod connect;

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::{Context, Result, ensure};
use apify_user::{CostSum, MonthlyUsage, ServiceUsage};
use charts_rs::{BarChart, LegendCategory, Position, Series};
use chrono::{DateTime, NaiveDate, Utc};
use clap::Parser;
use comfy_table::{Attribute, Cell, CellAlignment, Color, LineStyle, Table, presets};

#[derive(Parser)]
#[command(about = "Prints the cost of an Apify account's usage")]
struct Arguments {
    /// Any day (UTC) of the cycle to print; today by default
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<NaiveDate>,
    /// Write a chart of the cost of each day, as SVG
    #[arg(long, value_name = "FILE.svg")]
    chart: Option<PathBuf>,
    /// Number of services with a series of their own in the chart; the others are one series
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..=COLORS.len() as i64))]
    top: u8,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let connection = connect::connect()?;
    let mut request = connection.client.me().monthly_usage();
    if let Some(date) = arguments.date {
        request = request.date(date);
    }
    let usage = request.await?.context("the token belongs to no user")?;

    println!("Usage {} (UTC)\n\n{}\n", cycle(&usage), table(&usage).trim_fmt());
    print_outlook(&usage, connection.now);
    if let Some(file) = arguments.chart {
        ensure!(file.extension().is_some_and(|extension| extension == "svg"), "the chart is SVG: name it so");
        std::fs::write(&file, chart(&usage, arguments.top.into()).svg()?)
            .with_context(|| format!("the chart cannot be written to {}", file.display()))?;
        println!("\nChart: {}", file.display());
    }
    Ok(())
}

fn cycle(usage: &MonthlyUsage) -> String {
    let day =
        |moment: Option<DateTime<Utc>>| moment.map_or("?".into(), |moment| moment.date_naive().to_string());
    let cycle = usage.usage_cycle.clone().unwrap_or_default();
    format!("{} to {}", day(cycle.start_at), day(cycle.end_at))
}

fn table(usage: &MonthlyUsage) -> Table {
    let total = usage.total_usage_credits_usd_after_volume_discount;
    let share = |usd: f64| if total > 0.0 { 100.0 * usd / total } else { 0.0 };
    let figure = |text: String| Cell::new(text).set_alignment(CellAlignment::Right);
    let bold = |cell: Cell| cell.add_attribute(Attribute::Bold);

    let mut table = Table::new();
    table.load_style(presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─')));
    let titles = ["Quantity", "USD", "Share"].map(|title| bold(figure(title.into())));
    table.set_header([bold(Cell::new("Service"))].into_iter().chain(titles));
    for (service, usd) in usage.costliest_services(usize::MAX) {
        let quantity = usage.monthly_service_usage.get(service).and_then(|usage| usage.quantity);
        let part = figure(format!("{:.1} %", share(usd)));
        let part = if share(usd) >= 25.0 { part.fg(Color::Yellow) } else { part };
        table.add_row([
            Cell::new(service),
            figure(quantity.map_or("-".to_owned(), |quantity| format!("{quantity:.3}"))),
            figure(format!("{usd:.2}")),
            part,
        ]);
    }
    let sum: CostSum = usage.cost_by_service().into_values().sum();
    if sum.is_partial() {
        table.add_row([format!("{} services of unknown cost", sum.unknown)]);
    }
    let sum =
        [figure(String::new()), figure(format!("{total:.2}")), figure(format!("{:.1} %", share(total)))];
    table.add_row([Cell::new("Total")].into_iter().chain(sum).map(bold));
    table
}

fn print_outlook(usage: &MonthlyUsage, now: DateTime<Utc>) {
    let list_price = usage.total_usage_credits_usd_before_volume_discount;
    println!(
        "Volume discount   {:>9.2} USD",
        list_price - usage.total_usage_credits_usd_after_volume_discount
    );
    match usage.projection(now) {
        Some(guess) if guess.elapsed < 1.0 => println!(
            "Projection        {:>9.2} USD at the cycle's end, at the pace of its first {:.0} %",
            guess.projected_usd,
            100.0 * guess.elapsed
        ),
        Some(_) => println!("The cycle is over; these are its costs."),
        None => println!("Too early for a projection."),
    }
}

/// Okabe and Ito's colours, distinct for colour-blind readers, then grey for the rest.
const COLORS: [&str; 7] = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442"];
const GREY: &str = "#999999";

/// A bar for each day, stacked by service, the costliest at the bottom.
fn chart(usage: &MonthlyUsage, top: usize) -> BarChart {
    let days = days(usage);
    let shown: Vec<&str> = usage.costliest_services(top).into_iter().map(|(service, _)| service).collect();
    let series_of = |name: &str, belongs: &dyn Fn(&str) -> bool| {
        let costs = days.iter().map(|(_, used)| cost(used, belongs)).collect();
        Series { stack: Some("day".to_owned()), ..Series::new(name.to_owned(), costs) }
    };
    let mut series: Vec<Series> =
        shown.iter().map(|service| series_of(service, &|name| name == *service)).collect();
    if shown.len() < usage.monthly_service_usage.len() {
        series.push(series_of("other", &|name| !shown.contains(&name)));
    }
    let mut chart =
        BarChart::new(series, days.iter().map(|(day, _)| day.format("%-d %b").to_string()).collect());
    (chart.width, chart.height, chart.margin) = (1120.0, 480.0, 10.0.into());
    chart.font_family = "Roboto, Arial, sans-serif".to_owned();
    chart.series.colors = COLORS[..shown.len()].iter().chain([&GREY]).map(|color| (*color).into()).collect();
    chart.title.text = format!("Apify usage by day, {}", cycle(usage));
    chart.empty_text = Some("nothing was used".to_owned());
    chart.legend.position = Some(Position::Right);
    // Text is measured in Roboto; another font may be wider.
    chart.legend.margin = Some(charts_rs::Box { left: 10.0, top: 40.0, right: 45.0, bottom: 0.0 });
    chart.legend.category = LegendCategory::Rect;
    chart.x_axis.title = "Day (UTC)".to_owned();
    if let Some(axis) = chart.y_axis_configs.first_mut() {
        let highest = usage.cost_by_day().into_values().fold(0.0, f64::max);
        axis.title = Some("Cost (USD)".to_owned());
        (axis.min, axis.max, axis.split_number) = (Some(0.0), Some(round_up(highest) as f32), 5);
    }
    chart
}

type Used<'a> = Option<&'a BTreeMap<String, ServiceUsage>>;

/// All days from the first one with usage to the last.
fn days(usage: &MonthlyUsage) -> Vec<(NaiveDate, Used<'_>)> {
    let used = usage.daily_service_usages.iter();
    let used: BTreeMap<NaiveDate, _> =
        used.filter_map(|day| Some((day.date?.date_naive(), &day.service_usage))).collect();
    let (first, last) = (used.keys().min(), used.keys().max());
    let dates = first.into_iter().flat_map(|first| first.iter_days()).take_while(|day| Some(day) <= last);
    dates.map(|day| (day, used.get(&day).copied())).collect()
}

/// The known costs; the table names the unknown ones.
fn cost(used: &Used<'_>, belongs: &dyn Fn(&str) -> bool) -> f32 {
    let services = used.iter().copied().flatten().filter(|(name, _)| belongs(name));
    let sum: CostSum = services.map(|(_, usage)| usage.cost_usd()).sum();
    sum.known_usd as f32
}

/// Rounds up to five steps of 1, 2 or 5, times a power of ten.
fn round_up(highest: f64) -> f64 {
    let step = 10_f64.powf((highest / 5.0).max(0.01).log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| 5.0 * factor * step);
    steps.into_iter().find(|top| *top >= highest).unwrap_or(highest)
}
