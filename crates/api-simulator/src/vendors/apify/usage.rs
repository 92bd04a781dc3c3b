//! Billing cycles and the usage in them.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde_json::{Map, Value, json};

use super::prices::{PricedService, SERVICES, TierQuantity, dollars, quantity, units};

/// Day of the month on which a cycle begins: not the first, as it may be anywhere.
const FIRST_DAY: u32 = 12;

/// A month that begins on [`FIRST_DAY`].
#[derive(Clone, Copy)]
pub(super) struct Cycle {
    first: NaiveDate,
    last: NaiveDate,
}

impl Cycle {
    pub(super) fn containing(date: NaiveDate) -> Self {
        let in_month = date.with_day(FIRST_DAY).unwrap_or(date);
        let first = if in_month > date { in_month - Months::new(1) } else { in_month };
        Self { first, last: first + Months::new(1) - Days::new(1) }
    }

    pub(super) fn to_json(self) -> Value {
        json!({
            "startAt": format!("{}T00:00:00.000Z", self.first),
            "endAt": format!("{}T23:59:59.999Z", self.last),
        })
    }
}

/// Usage in a cycle, generated from a seed.
pub(super) struct Usage {
    cycle: Cycle,
    days: Vec<Day>,
}

struct Day {
    date: NaiveDate,
    /// Usage of each service, in the order of [`SERVICES`].
    services: Vec<Vec<TierQuantity>>,
}

impl Usage {
    /// Generates the days of `cycle` from `opened` to `today`. A day is the same in each cycle.
    pub(super) fn new(seed: u64, cycle: Cycle, opened: NaiveDate, today: NaiveDate) -> Self {
        let mut totals = vec![0; SERVICES.len()];
        let first = cycle.first.max(opened);
        let dates = first.iter_days().take_while(|date| *date <= cycle.last.min(today));
        let days = dates.map(|date| {
            let services = SERVICES.iter().zip(&mut totals).enumerate().map(|(index, (service, total))| {
                let from = *total;
                *total += quantity_on(seed, date, index, service);
                service.tiers(from, *total)
            });
            Day { date, services: services.collect() }
        });
        Self { cycle, days: days.collect() }
    }

    /// Returns the cost of the whole cycle.
    pub(super) fn cost(&self) -> Value {
        dollars(self.days.iter().map(Day::amount).sum())
    }

    /// Returns the quantity of a service.
    pub(super) fn quantity(&self, service: &str) -> Value {
        let index = SERVICES.iter().position(|known| known.name == service);
        units(index.map(|index| self.total(index)).unwrap_or_default())
    }

    pub(super) fn to_json(&self) -> Value {
        let services = SERVICES.iter().enumerate();
        let month: Vec<_> = services.map(|(index, service)| service.tiers(0, self.total(index))).collect();
        let base = SERVICES.iter().zip(&month).map(|(service, tiers)| service.base_amount(tiers)).sum();
        json!({
            "usageCycle": self.cycle.to_json(),
            "monthlyServiceUsage": services_to_json(&month),
            "dailyServiceUsages": self.days.iter().map(Day::to_json).collect::<Value>(),
            "totalUsageCreditsUsdBeforeVolumeDiscount": dollars(base),
            "totalUsageCreditsUsdAfterVolumeDiscount": self.cost(),
        })
    }

    /// Returns the quantity of a service, in thousandths of a unit.
    fn total(&self, index: usize) -> i64 {
        self.days.iter().filter_map(|day| day.services.get(index)).map(|tiers| quantity(tiers)).sum()
    }
}

impl Day {
    fn amount(&self) -> i64 {
        SERVICES.iter().zip(&self.services).map(|(service, tiers)| service.amount(tiers)).sum()
    }

    fn to_json(&self) -> Value {
        json!({
            "date": format!("{}T00:00:00.000Z", self.date),
            "serviceUsage": services_to_json(&self.services),
            "totalUsageCreditsUsd": dollars(self.amount()),
        })
    }
}

/// Writes the services that were used at all.
fn services_to_json(usage: &[Vec<TierQuantity>]) -> Value {
    let used = SERVICES.iter().zip(usage).filter(|(_, tiers)| !tiers.is_empty());
    Value::Object(
        used.map(|(service, tiers)| (service.name.to_owned(), service.to_json(tiers))).collect::<Map<_, _>>(),
    )
}

/// Returns thousandths of a unit: less at weekends, nothing on some days.
fn quantity_on(seed: u64, date: NaiveDate, index: usize, service: &PricedService) -> i64 {
    let day = u64::from(date.num_days_from_ce().unsigned_abs());
    // Similar seeds give similar first numbers; the multiplication spreads them.
    let spread = (seed ^ (day << 8) ^ index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut random = fastrand::Rng::with_seed(spread);
    if random.u8(..) < 24 {
        return 0;
    }
    let is_weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let percent = random.i64(40..160) / if is_weekend { 2 } else { 1 };
    (service.steps_per_day * percent / 100).max(1) * service.step
}

#[cfg(test)]
mod tests {
    use super::Cycle;

    #[test]
    fn a_cycle_begins_on_the_twelfth() {
        for (date, first, last) in [
            ("2026-11-12", "2026-11-12", "2026-12-11"),
            ("2026-11-11", "2026-10-12", "2026-11-11"),
            ("2024-03-01", "2024-02-12", "2024-03-11"),
            ("2026-01-01", "2025-12-12", "2026-01-11"),
        ] {
            let cycle = Cycle::containing(date.parse().unwrap());
            assert_eq!([cycle.first.to_string(), cycle.last.to_string()], [first, last]);
        }
    }
}
