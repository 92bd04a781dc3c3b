//! What an account used in a billing cycle.

use chrono::{Datelike, NaiveDate, Weekday};
use serde_json::{Map, Value, json};

use super::cycle::Cycle;
use super::prices::{Part, SERVICES, Service, dollars, quantity, units};

/// Usage of a cycle, made up from a seed.
#[derive(Debug)]
pub(super) struct Usage {
    cycle: Cycle,
    days: Vec<Day>,
}

#[derive(Debug)]
struct Day {
    date: NaiveDate,
    /// What was used of each service, in the order of [`SERVICES`].
    services: Vec<Vec<Part>>,
}

impl Usage {
    /// The days of `cycle` from `opened` to `today`. A day is the same in whatever cycle it is asked for.
    pub(super) fn new(seed: u64, cycle: Cycle, opened: NaiveDate, today: NaiveDate) -> Self {
        let mut totals = vec![0; SERVICES.len()];
        let first = cycle.first.max(opened);
        let dates = first.iter_days().take_while(|date| *date <= cycle.last.min(today));
        let days = dates.map(|date| {
            let used = SERVICES.iter().zip(&mut totals).enumerate().map(|(index, (service, total))| {
                let from = *total;
                *total += used_on(seed, date, index, service);
                service.parts(from, *total)
            });
            Day { date, services: used.collect() }
        });
        Self { cycle, days: days.collect() }
    }

    /// The cost of the whole cycle.
    pub(super) fn cost(&self) -> Value {
        dollars(self.days.iter().map(Day::amount).sum())
    }

    /// How much of a service was used.
    pub(super) fn quantity(&self, service: &str) -> Value {
        let index = SERVICES.iter().position(|known| known.name == service);
        let parts = self.days.iter().filter_map(|day| day.services.get(index?));
        units(parts.map(|parts| quantity(parts)).sum())
    }

    pub(super) fn to_json(&self) -> Value {
        let months: Vec<Vec<Part>> = (0..SERVICES.len()).map(|index| self.month(index)).collect();
        let base = SERVICES.iter().zip(&months).map(|(service, parts)| service.base_amount(parts)).sum();
        json!({
            "usageCycle": self.cycle.to_json(),
            "monthlyServiceUsage": items(&months),
            "dailyServiceUsages": self.days.iter().map(Day::to_json).collect::<Value>(),
            "totalUsageCreditsUsdBeforeVolumeDiscount": dollars(base),
            "totalUsageCreditsUsdAfterVolumeDiscount": self.cost(),
        })
    }

    fn month(&self, index: usize) -> Vec<Part> {
        let days = self.days.iter().filter_map(|day| day.services.get(index));
        SERVICES
            .get(index)
            .map(|service| service.parts(0, days.map(|parts| quantity(parts)).sum()))
            .unwrap_or_default()
    }
}

impl Day {
    fn amount(&self) -> i64 {
        SERVICES.iter().zip(&self.services).map(|(service, parts)| service.amount(parts)).sum()
    }

    fn to_json(&self) -> Value {
        json!({
            "date": format!("{}T00:00:00.000Z", self.date),
            "serviceUsage": items(&self.services),
            "totalUsageCreditsUsd": dollars(self.amount()),
        })
    }
}

/// The services of which anything was used.
fn items(used: &[Vec<Part>]) -> Value {
    let used = SERVICES.iter().zip(used).filter(|(_, parts)| !parts.is_empty());
    Value::Object(
        used.map(|(service, parts)| (service.name.to_owned(), service.item(parts))).collect::<Map<_, _>>(),
    )
}

/// Thousandths of a unit: less at weekends, nothing on some days.
fn used_on(seed: u64, date: NaiveDate, index: usize, service: &Service) -> i64 {
    let day = u64::from(date.num_days_from_ce().unsigned_abs());
    // Neighbouring seeds give similar first numbers; the multiplication spreads them.
    let spread = (seed ^ (day << 8) ^ index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut random = fastrand::Rng::with_seed(spread);
    if random.u8(..) < 24 {
        return 0;
    }
    let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let percent = random.i64(40..160) / if weekend { 2 } else { 1 };
    (service.steps_per_day * percent / 100).max(1) * service.step
}
