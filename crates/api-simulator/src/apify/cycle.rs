//! Billing cycles.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde_json::{Value, json};

/// The day of the month on which a cycle begins. On purpose it is not the first.
const FIRST_DAY: u32 = 12;

/// A month that begins on [`FIRST_DAY`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cycle {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
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
            assert_eq!(
                (cycle.first.to_string(), cycle.last.to_string()),
                (first.to_owned(), last.to_owned())
            );
        }
    }
}
