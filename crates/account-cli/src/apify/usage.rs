//! Cost of a billing cycle or of any days, and the credit that is left.

use std::collections::BTreeMap;

use anyhow::Result;
use apify_user::{ApifyClient, CostSum, Credit, MonthlyUsage, Threshold, UsageSpan, UserClient};
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::found;
use crate::{
    args::Month,
    exit::Verdict,
    output::{Cell, Layout, Report, Sheet, Value, column, detail},
    session::Connection,
};

/// Arguments of `usage`.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Calendar month; the current billing cycle by default
    #[arg(long, value_name = "YYYY-MM", conflicts_with_all = ["from", "to"])]
    month: Option<Month>,
    /// First day (UTC)
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<NaiveDate>,
    /// Last day (UTC); today by default
    #[arg(long, value_name = "YYYY-MM-DD", requires = "from")]
    to: Option<NaiveDate>,
    /// Rows of the table
    #[arg(long, value_enum, default_value_t = By::Service)]
    by: By,
}

/// Rows of the table of usage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// A row for each service, the costliest first
    Service,
    /// A row for each day
    Day,
}

/// Cost of a service.
#[derive(Debug, Serialize)]
pub struct ServiceCost {
    /// Apify's name of the service.
    pub service: String,
    /// Quantity in the unit of the service, if all of it is known.
    pub quantity: Option<f64>,
    /// Cost, if all of it is known.
    pub cost_usd: Option<f64>,
}

/// Cost of a day.
#[derive(Debug, Serialize)]
pub struct DayCost {
    /// Day (UTC).
    pub date: NaiveDate,
    /// Cost of all services.
    pub cost_usd: f64,
}

/// Cost of a billing cycle or of any days.
#[derive(Debug, Serialize)]
pub struct UsageReport {
    /// First day (UTC).
    pub from: Option<NaiveDate>,
    /// Last day (UTC).
    pub to: Option<NaiveDate>,
    /// Cost as far as it is known.
    pub total_usd: f64,
    /// `true` if a part of the cost or of the days is unknown.
    pub is_partial: bool,
    /// Cost of the whole cycle at the pace so far; of the current cycle only.
    pub projected_usd: Option<f64>,
    /// Services, the costliest first.
    pub services: Vec<ServiceCost>,
    /// Days with usage, the earliest first.
    pub days: Vec<DayCost>,
    /// Days whose usage is not known.
    pub unknown_days: Vec<NaiveDate>,
    #[serde(skip)]
    by: By,
}

/// Reads the cost of the days of the arguments.
pub async fn read(connection: &Connection<ApifyClient>, arguments: &Arguments) -> Result<UsageReport> {
    let (me, now) = (connection.client.me(), connection.now);
    match (arguments.month.map(Month::days), arguments.from) {
        (Some((from, to)), _) => read_span(&me, from, to, now, arguments.by).await,
        (None, Some(from)) => {
            let to = arguments.to.unwrap_or(now.date_naive());
            read_span(&me, from, to, now, arguments.by).await
        }
        (None, None) => Ok(UsageReport::of_cycle(&found(me.monthly_usage().await?)?, now, arguments.by)),
    }
}

async fn read_span(
    me: &UserClient,
    from: NaiveDate,
    to: NaiveDate,
    now: DateTime<Utc>,
    by: By,
) -> Result<UsageReport> {
    let span = found(me.usage_between(from, to).today(now.date_naive()).await?)?;
    Ok(UsageReport::of_span(&span, by))
}

impl UsageReport {
    /// Creates a report of a billing cycle.
    pub fn of_cycle(usage: &MonthlyUsage, now: DateTime<Utc>, by: By) -> Self {
        let days = usage.usage_cycle.as_ref().and_then(|cycle| cycle.days());
        let sum: CostSum = usage.cost_by_service().into_values().sum();
        let services = usage.monthly_service_usage.iter().map(|(name, usage)| ServiceCost {
            service: name.clone(),
            quantity: usage.quantity,
            cost_usd: usage.cost_usd(),
        });
        let projection = usage.projection(now).filter(|projection| projection.elapsed < 1.0);
        Self {
            from: days.as_ref().map(|days| *days.start()),
            to: days.as_ref().map(|days| *days.end()),
            total_usd: usage.total_usage_credits_usd_after_volume_discount,
            is_partial: sum.is_partial(),
            projected_usd: projection.map(|projection| projection.projected_usd),
            services: costliest_first(services),
            days: day_costs(usage.cost_by_day()),
            unknown_days: Vec::new(),
            by,
        }
    }

    fn of_span(span: &UsageSpan, by: By) -> Self {
        let total = span.total();
        let services = span.by_service().into_iter().map(|(name, sum)| ServiceCost {
            service: name.to_owned(),
            quantity: sum.quantity(),
            cost_usd: sum.cost.complete_usd(),
        });
        Self {
            from: Some(span.from),
            to: Some(span.to),
            total_usd: total.known_usd,
            is_partial: !span.is_complete() || total.is_partial(),
            projected_usd: None,
            services: costliest_first(services),
            days: day_costs(span.cost_by_day()),
            unknown_days: span.gaps.iter().map(|gap| gap.date).collect(),
            by,
        }
    }
}

fn costliest_first(services: impl Iterator<Item = ServiceCost>) -> Vec<ServiceCost> {
    let mut services: Vec<ServiceCost> = services.collect();
    let cost = |service: &ServiceCost| service.cost_usd.unwrap_or(f64::INFINITY);
    services.sort_by(|one, other| cost(other).total_cmp(&cost(one)));
    services
}

fn day_costs(costs: BTreeMap<NaiveDate, f64>) -> Vec<DayCost> {
    costs.into_iter().map(|(date, cost_usd)| DayCost { date, cost_usd }).collect()
}

impl Report for UsageReport {
    fn sheet(&self) -> Sheet {
        let sheet = match self.by {
            By::Service => self.by_service(),
            By::Day => self.by_day(),
        };
        let days = [self.from, self.to].map(|day| day.map_or("?".to_owned(), |day| day.to_string()));
        let sheet = sheet.note(format!("{} to {} (UTC)", days[0], days[1]));
        let sheet = match self.projected_usd {
            Some(usd) => sheet.note(format!("{usd:.2} USD in the whole cycle at the pace so far")),
            None => sheet,
        };
        let sheet = match self.unknown_days.len() {
            0 => sheet,
            days => sheet.note(format!("Without figures: {days} days")),
        };
        if self.is_partial { sheet.note("The total is not complete: some costs are unknown.") } else { sheet }
    }
}

impl UsageReport {
    fn by_service(&self) -> Sheet {
        let columns = [
            column("service", "Service"),
            detail("quantity", "Quantity"),
            column("cost_usd", "USD"),
            detail("share", "Share"),
        ];
        let share = |usd: f64| Value::Share(if self.total_usd > 0.0 { usd / self.total_usd } else { 0.0 });
        let mut sheet = Sheet::new(columns);
        for service in &self.services {
            sheet = sheet.row([
                Cell::new(&service.service),
                Cell::new(service.quantity),
                Cell::new(service.cost_usd.map(Value::Money)),
                Cell::new(service.cost_usd.map(share)),
            ]);
        }
        let total = Value::Money(self.total_usd);
        sheet.total(["Total".into(), "".into(), total, share(self.total_usd)])
    }

    fn by_day(&self) -> Sheet {
        let mut sheet = Sheet::new([column("date", "Day (UTC)"), column("cost_usd", "USD")]);
        for day in &self.days {
            sheet = sheet.row([Cell::new(day.date), Cell::new(Value::Money(day.cost_usd))]);
        }
        sheet.total(["Total".into(), Value::Money(self.total_usd)])
    }
}

/// Arguments of `credit`.
#[derive(Args, Debug)]
pub struct CreditArguments {
    /// Exit with 1 if this share of the prepaid usage is used, such as 0.8 or 80%
    #[arg(long, value_name = "SHARE")]
    above: Option<Threshold>,
}

/// Prepaid usage that is left.
#[derive(Debug, Serialize)]
pub struct CreditReport {
    #[serde(flatten)]
    credit: Credit,
    /// Threshold of the share that is used.
    above: Option<f64>,
}

/// Reads the prepaid usage that is left.
pub async fn read_credit(
    connection: &Connection<ApifyClient>,
    arguments: &CreditArguments,
) -> Result<CreditReport> {
    let credit = found(connection.client.me().credit().now(connection.now).await?)?;
    Ok(CreditReport { credit, above: arguments.above.map(Threshold::fraction) })
}

impl CreditReport {
    fn used_share(&self) -> Option<f64> {
        let included = self.credit.included_usd.filter(|included| *included > 0.0)?;
        Some(self.credit.used_usd / included)
    }

    fn is_above(&self) -> Option<bool> {
        Some(self.used_share()? >= self.above?)
    }
}

impl Report for CreditReport {
    fn sheet(&self) -> Sheet {
        let columns = [
            column("included_usd", "Included (USD)"),
            column("used_usd", "Used (USD)"),
            column("left_usd", "Left (USD)"),
            column("used_share", "Used"),
            column("runs_out_at", "Runs out (UTC)"),
            column("cycle_ends_at", "Cycle ends (UTC)"),
            column("outlook", "Outlook"),
        ];
        let Credit { included_usd, used_usd, left_usd, runs_out_at, cycle_ends_at, outlook, .. } =
            &self.credit;
        let is_above = self.is_above() == Some(true);
        Sheet::new(columns).layout(Layout::Record).row([
            Cell::new(included_usd.map(Value::Money)),
            Cell::new(Value::Money(*used_usd)),
            Cell::new(left_usd.map(Value::Money)),
            Cell::new(self.used_share().map(Value::Share)).warn_if(is_above),
            Cell::new(*runs_out_at),
            Cell::new(*cycle_ends_at),
            Cell::new(outlook.to_string()),
        ])
    }

    fn verdict(&self) -> Verdict {
        match (self.above, self.is_above()) {
            (Some(_), None) => Verdict::Incomplete,
            (_, is_above) => Verdict::attention_if(is_above == Some(true)),
        }
    }
}
