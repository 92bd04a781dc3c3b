//! Usage over any span of days, from the billing cycles that it touches.

use std::{collections::BTreeMap, fmt, ops::RangeInclusive};

use api_runtime::{CallError, Error};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{ApifyProblem, CostSum, DailyServiceUsage, MonthlyUsage, ServiceUsage, UsageCycle};

/// Cost and quantity of each day (UTC) in a span of days, by service.
///
/// Each day of the span is either in [`days`](Self::days) or in [`gaps`](Self::gaps), once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageSpan {
    /// First day.
    pub from: NaiveDate,
    /// Last day, which is part of the span.
    pub to: NaiveDate,
    /// Days whose usage is known, in order.
    pub days: Vec<DayUsage>,
    /// Days whose usage is not known, in order. It is not 0.
    pub gaps: Vec<UsageGap>,
}

/// Usage of one day (UTC).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DayUsage {
    /// The day.
    pub date: NaiveDate,
    /// Cost of the day, in USD: the total that Apify sent. That of the current day still grows.
    pub total_usd: f64,
    /// Usage by name of the service, such as `ACTOR_COMPUTE_UNITS`.
    pub services: BTreeMap<String, UsageSum>,
}

/// Sum of the usage of one service, with the number of figures that are unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageSum {
    /// Sum of the costs.
    pub cost: CostSum,
    /// Sum of the quantities that are known, in the unit that the name of the service ends with.
    pub known_quantity: f64,
    /// Number of quantities that are unknown.
    pub unknown_quantities: usize,
}

/// Day of a span whose usage is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageGap {
    /// The day.
    pub date: NaiveDate,
    /// Reason why its usage is not known.
    pub reason: UsageGapReason,
}

/// Reason for a [`UsageGap`]. `Display` writes it for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum UsageGapReason {
    /// The day is in the future.
    NotYet,
    /// The cycle of the day has no readable entry for it. Apify does not document whether a day without
    /// usage has one.
    NotListed,
    /// No cycle that was read is known to contain the day.
    NotCovered,
}

impl fmt::Display for UsageGapReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::NotYet => "the day is in the future",
            Self::NotListed => "Apify lists no usage of the day",
            Self::NotCovered => "no billing cycle that was read contains the day",
        })
    }
}

/// Reason why a span of days is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidSpan {
    /// It ends before it begins.
    #[error("the span of days ends before it begins")]
    Reversed,
    /// It is longer than [`UsageSpan::MAX_DAYS`].
    #[error("the span of days is longer than {} days", UsageSpan::MAX_DAYS)]
    TooLong,
}

/// Lets `?` pass it on from a function whose other errors are those of calls.
impl From<InvalidSpan> for Error<ApifyProblem> {
    fn from(error: InvalidSpan) -> Self {
        CallError::input(error.to_string()).into()
    }
}

impl UsageSpan {
    /// Maximum length of a span in days: three years.
    pub const MAX_DAYS: i64 = 1096;

    /// Checks a span of days, both ends included.
    ///
    /// # Errors
    /// If it ends before it begins, or is longer than [`MAX_DAYS`](Self::MAX_DAYS).
    pub fn check(from: NaiveDate, to: NaiveDate) -> Result<(), InvalidSpan> {
        match (to - from).num_days() {
            ..0 => Err(InvalidSpan::Reversed),
            Self::MAX_DAYS.. => Err(InvalidSpan::TooLong),
            _ => Ok(()),
        }
    }

    /// Collects the days of a span, both ends included, from the usage of billing cycles.
    ///
    /// A day counts once, for the first of the cycles whose dates contain it. Several entries for one day in
    /// the same cycle are its parts. `today` is the current day (UTC), after which no usage is missed.
    ///
    /// # Errors
    /// If the span ends before it begins, or is longer than [`MAX_DAYS`](Self::MAX_DAYS).
    ///
    /// ```
    /// # use apify_user_api as apify_user;
    /// use apify_user::{MonthlyUsage, UsageGapReason, UsageSpan, chrono::NaiveDate};
    ///
    /// // A cycle, with the cost of one day.
    /// let cycle = |start: &str, end: &str, day: &str, usd: f64| {
    ///     serde_json::from_value::<MonthlyUsage>(serde_json::json!({
    ///         "usageCycle": { "startAt": start, "endAt": end },
    ///         "dailyServiceUsages": [{ "date": day, "totalUsageCreditsUsd": usd }],
    ///         "totalUsageCreditsUsdBeforeVolumeDiscount": usd,
    ///         "totalUsageCreditsUsdAfterVolumeDiscount": usd,
    ///     }))
    /// };
    /// let (may, june) = ("2026-05-12T00:00:00Z", "2026-06-12T00:00:00Z");
    /// let cycles = [
    ///     cycle(may, "2026-06-11T23:59:59.999Z", "2026-06-11T00:00:00Z", 1.5)?,
    ///     cycle(june, "2026-07-11T23:59:59.999Z", june, 2.0)?,
    /// ];
    /// let day = |day| NaiveDate::from_ymd_opt(2026, 6, day).ok_or("no such day");
    /// let span = UsageSpan::from_cycles(day(11)?, day(13)?, &cycles, day(30)?)?;
    /// assert_eq!(span.total().known_usd, 3.5);
    /// assert_eq!(span.gaps.len(), 1); // The 13th is not listed.
    /// assert_eq!(span.gaps[0].reason, UsageGapReason::NotListed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_cycles<'a>(
        from: NaiveDate,
        to: NaiveDate,
        cycles: impl IntoIterator<Item = &'a MonthlyUsage>,
        today: NaiveDate,
    ) -> Result<Self, InvalidSpan> {
        Self::check(from, to)?;
        let mut known = BTreeMap::new();
        let mut covered = Vec::new();
        for usage in cycles {
            let cycle = usage.usage_cycle.as_ref().and_then(UsageCycle::days);
            let belongs = |date: &NaiveDate| {
                (from..=to).contains(date) && cycle.as_ref().is_none_or(|days| days.contains(date))
            };
            for (date, day) in days_of(usage).into_iter().filter(|(date, _)| belongs(date)) {
                known.entry(date).or_insert(day);
            }
            covered.extend(cycle);
        }
        let reason = |date| match date {
            _ if date > today => UsageGapReason::NotYet,
            _ if covered.iter().any(|days| days.contains(&date)) => UsageGapReason::NotListed,
            _ => UsageGapReason::NotCovered,
        };
        let dates = from.iter_days().take_while(|date| *date <= to);
        let gaps = dates
            .filter(|date| !known.contains_key(date))
            .map(|date| UsageGap { date, reason: reason(date) });
        let gaps = gaps.collect();
        Ok(Self { from, to, days: known.into_values().collect(), gaps })
    }

    /// Returns `true` if the usage of every day is known.
    pub fn is_complete(&self) -> bool {
        self.gaps.is_empty()
    }

    /// Returns the cost of the span: the totals of its days. A day up to today whose usage is not known is
    /// counted as an unknown cost.
    pub fn total(&self) -> CostSum {
        let missed = self.gaps.iter().filter(|gap| gap.reason != UsageGapReason::NotYet);
        self.days.iter().map(|day| Some(day.total_usd)).chain(missed.map(|_| None)).sum()
    }

    /// Returns the cost of each day whose usage is known, in USD.
    #[doc(alias = "daily")]
    pub fn cost_by_day(&self) -> BTreeMap<NaiveDate, f64> {
        self.days.iter().map(|day| (day.date, day.total_usd)).collect()
    }

    /// Returns the usage of each service over all days whose usage is known.
    #[doc(alias = "breakdown")]
    pub fn by_service(&self) -> BTreeMap<&str, UsageSum> {
        let mut services = BTreeMap::<&str, UsageSum>::new();
        for (service, sum) in self.days.iter().flat_map(|day| &day.services) {
            services.entry(service).or_default().add(*sum);
        }
        services
    }
}

impl UsageSum {
    /// Returns the quantity; `None` if a part of it is unknown.
    pub fn quantity(&self) -> Option<f64> {
        (self.unknown_quantities == 0).then_some(self.known_quantity)
    }

    fn add(&mut self, other: Self) {
        self.cost += other.cost;
        self.known_quantity += other.known_quantity;
        self.unknown_quantities += other.unknown_quantities;
    }
}

impl From<&ServiceUsage> for UsageSum {
    fn from(usage: &ServiceUsage) -> Self {
        Self {
            cost: [usage.cost_usd()].into_iter().sum(),
            known_quantity: usage.quantity.unwrap_or_default(),
            unknown_quantities: usize::from(usage.quantity.is_none()),
        }
    }
}

impl UsageCycle {
    /// Returns the first and the last day (UTC) of the cycle; `None` if one is unknown or they are not in order.
    pub fn days(&self) -> Option<RangeInclusive<NaiveDate>> {
        // An end at midnight is the first moment after the cycle.
        let last_moment = |end: DateTime<Utc>| end.checked_sub_signed(TimeDelta::milliseconds(1));
        let (first, last) = (self.start_at?.date_naive(), last_moment(self.end_at?)?.date_naive());
        (first <= last).then_some(first..=last)
    }
}

/// Returns the days of a cycle that have a date, each once.
fn days_of(usage: &MonthlyUsage) -> BTreeMap<NaiveDate, DayUsage> {
    let mut days = BTreeMap::new();
    for DailyServiceUsage { date, service_usage, total_usage_credits_usd } in &usage.daily_service_usages {
        let Some(date) = date.map(|date| date.date_naive()) else { continue };
        let day =
            days.entry(date).or_insert_with(|| DayUsage { date, total_usd: 0.0, services: BTreeMap::new() });
        day.total_usd += total_usage_credits_usd;
        for (service, usage) in service_usage {
            day.services.entry(service.clone()).or_default().add(usage.into());
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveDate};
    use serde_json::{Value, json};

    use super::{InvalidSpan, UsageGapReason, UsageSpan};
    use crate::MonthlyUsage;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn day(day: &str, usd: f64) -> Value {
        let services = json!({
            "PROXY_SERPS": { "quantity": 10.0 * usd, "baseAmountUsd": usd / 2.0 },
            "DATASET_READS": { "quantity": 5, "amountAfterVolumeDiscountUsd": usd / 2.0 },
        });
        json!({ "date": format!("{day}T00:00:00.000Z"), "serviceUsage": services, "totalUsageCreditsUsd": usd })
    }

    fn cycle(bounds: Value, days: impl IntoIterator<Item = Value>) -> MonthlyUsage {
        serde_json::from_value(json!({
            "usageCycle": bounds,
            "dailyServiceUsages": days.into_iter().collect::<Vec<_>>(),
            "totalUsageCreditsUsdBeforeVolumeDiscount": 0,
            "totalUsageCreditsUsdAfterVolumeDiscount": 0,
        }))
        .unwrap()
    }

    fn bounds(start: &str, end: &str) -> Value {
        json!({ "startAt": start, "endAt": end })
    }

    fn days_of(span: &UsageSpan) -> Vec<(String, f64)> {
        span.days.iter().map(|day| (day.date.to_string(), day.total_usd)).collect()
    }

    fn gaps_of(span: &UsageSpan) -> Vec<(String, UsageGapReason)> {
        span.gaps.iter().map(|gap| (gap.date.to_string(), gap.reason)).collect()
    }

    #[test]
    fn days_come_from_all_cycles_once_each_and_in_order() {
        let cycles = [
            cycle(
                bounds("2026-06-12T00:00:00Z", "2026-07-11T23:59:59.999Z"),
                [day("2026-06-13", 4.0), day("2026-06-12", 3.0), day("2026-06-14", 99.0)],
            ),
            cycle(
                bounds("2026-05-12T00:00:00Z", "2026-06-11T23:59:59.999Z"),
                [
                    day("2026-06-09", 99.0),
                    day("2026-06-10", 1.0),
                    day("2026-06-11", 2.0),
                    day("2026-06-12", 99.0),
                ],
            ),
        ];
        let span =
            UsageSpan::from_cycles(date("2026-06-10"), date("2026-06-13"), &cycles, date("2026-07-01"))
                .unwrap();
        let expected = [("2026-06-10", 1.0), ("2026-06-11", 2.0), ("2026-06-12", 3.0), ("2026-06-13", 4.0)];
        assert_eq!(days_of(&span), expected.map(|(day, usd)| (day.to_owned(), usd)));
        assert_eq!((span.is_complete(), span.total().complete_usd()), (true, Some(10.0)));
        let by_day = span.cost_by_day().into_iter().map(|(day, usd)| (day.to_string(), usd));
        assert_eq!(by_day.collect::<Vec<_>>(), days_of(&span));
        let services = span.by_service();
        let serps = services["PROXY_SERPS"];
        assert_eq!((serps.quantity(), serps.cost.complete_usd()), (Some(100.0), Some(5.0)));
        let reads = services["DATASET_READS"];
        assert_eq!((reads.quantity(), reads.cost.complete_usd()), (Some(20.0), Some(5.0)));
    }

    /// The same cycle twice, and a day that two cycles share because they begin at noon.
    #[test]
    fn a_day_in_two_responses_counts_once() {
        let june = bounds("2026-05-12T12:00:00Z", "2026-06-12T11:59:59.999Z");
        let july = bounds("2026-06-12T12:00:00Z", "2026-07-12T11:59:59.999Z");
        let june = cycle(june, [day("2026-06-11", 1.0), day("2026-06-12", 2.0)]);
        let july = cycle(july, [day("2026-06-12", 7.0), day("2026-06-13", 3.0)]);
        let cycles = [&june, &june, &july];
        let span = UsageSpan::from_cycles(date("2026-06-11"), date("2026-06-13"), cycles, date("2026-07-01"))
            .unwrap();
        let expected = [("2026-06-11", 1.0), ("2026-06-12", 2.0), ("2026-06-13", 3.0)];
        assert_eq!(days_of(&span), expected.map(|(day, usd)| (day.to_owned(), usd)));
    }

    #[test]
    fn entries_for_one_day_in_a_cycle_are_its_parts() {
        let noon = json!({ "date": "2026-06-11T12:00:00Z", "totalUsageCreditsUsd": 2.5, "serviceUsage": {
            "PROXY_SERPS": { "quantity": 1 }, "DATASET_READS": { "baseAmountUsd": 1 },
        }});
        let cycle =
            cycle(bounds("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z"), [day("2026-06-11", 2.0), noon]);
        let only = date("2026-06-11");
        let span = UsageSpan::from_cycles(only, only, [&cycle], only).unwrap();
        assert_eq!(days_of(&span), [("2026-06-11".to_owned(), 4.5)]);
        let services = &span.days[0].services;
        let serps = services["PROXY_SERPS"];
        assert_eq!((serps.quantity(), serps.cost.known_usd, serps.cost.unknown), (Some(21.0), 1.0, 1));
        let reads = services["DATASET_READS"];
        assert_eq!((reads.known_quantity, reads.unknown_quantities, reads.quantity()), (5.0, 1, None));
        assert_eq!(reads.cost.complete_usd(), Some(2.0));
    }

    #[test]
    fn a_day_without_figures_is_a_gap_with_its_reason_and_never_0() {
        let undated = json!({ "totalUsageCreditsUsd": 5 });
        let june = cycle(
            bounds("2026-06-03T00:00:00Z", "2026-06-30T23:59:59.999Z"),
            [day("2026-06-03", 1.0), undated, day("2026-06-05", 2.0)],
        );
        let span =
            UsageSpan::from_cycles(date("2026-06-02"), date("2026-06-07"), [&june], date("2026-06-06"))
                .unwrap();
        let expected = [
            ("2026-06-02", UsageGapReason::NotCovered),
            ("2026-06-04", UsageGapReason::NotListed),
            ("2026-06-06", UsageGapReason::NotListed),
            ("2026-06-07", UsageGapReason::NotYet),
        ];
        assert_eq!(gaps_of(&span), expected.map(|(day, reason)| (day.to_owned(), reason)));
        assert!(!span.is_complete());
        let total = span.total();
        assert_eq!((total.known_usd, total.unknown, total.complete_usd()), (3.0, 3, None));
    }

    #[test]
    fn a_cycle_of_unknown_dates_gives_its_days_and_covers_no_other() {
        let half = json!({ "startAt": "2026-06-01T00:00:00Z" });
        let reversed = bounds("2026-06-30T00:00:00Z", "2026-06-01T00:00:00Z");
        for bounds in [Value::Null, half, reversed] {
            let cycle = cycle(bounds, [day("2026-06-02", 1.0)]);
            let (from, to) = (date("2026-06-01"), date("2026-06-02"));
            let span = UsageSpan::from_cycles(from, to, [&cycle], to).unwrap();
            assert_eq!(days_of(&span), [("2026-06-02".to_owned(), 1.0)]);
            assert_eq!(gaps_of(&span), [("2026-06-01".to_owned(), UsageGapReason::NotCovered)]);
        }
    }

    #[test]
    fn the_days_of_a_cycle_end_with_the_one_of_its_last_moment() {
        for (end, last) in [
            ("2026-06-30T23:59:59.999Z", "2026-06-30"),
            ("2026-07-01T00:00:00Z", "2026-06-30"),
            ("2026-07-01T00:00:00.001Z", "2026-07-01"),
        ] {
            let cycle = cycle(bounds("2026-06-01T00:00:00Z", end), []).usage_cycle.unwrap();
            assert_eq!(cycle.days(), Some(date("2026-06-01")..=date(last)), "{end}");
        }
        let empty = cycle(bounds("2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z"), []);
        assert_eq!(empty.usage_cycle.unwrap().days(), None);
    }

    #[test]
    fn a_span_in_the_wrong_order_or_too_long_is_rejected() {
        let from = date("2026-06-10");
        let to = |days: u64| from + Days::new(days);
        assert_eq!(UsageSpan::check(from, from), Ok(()));
        assert_eq!(UsageSpan::check(from, to(1095)), Ok(()), "1096 days, both ends included");
        assert_eq!(UsageSpan::check(from, to(1096)), Err(InvalidSpan::TooLong));
        assert_eq!(UsageSpan::check(to(1), from), Err(InvalidSpan::Reversed));
        assert_eq!(UsageSpan::check(NaiveDate::MIN, NaiveDate::MAX), Err(InvalidSpan::TooLong));
        assert_eq!(UsageSpan::check(NaiveDate::MAX, NaiveDate::MIN), Err(InvalidSpan::Reversed));
        let reversed = UsageSpan::from_cycles(to(1), from, [], from);
        assert_eq!(reversed, Err(InvalidSpan::Reversed));
        assert_eq!(InvalidSpan::TooLong.to_string(), "the span of days is longer than 1096 days");
    }

    #[test]
    fn it_is_stored_and_read_back() {
        let used = json!({
            "date": "2026-06-11T00:00:00Z", "totalUsageCreditsUsd": 2, "serviceUsage": { "A": { "quantity": 1 } },
        });
        let cycle = cycle(bounds("2026-06-01T00:00:00Z", "2026-06-30T23:59:59.999Z"), [used]);
        let (from, to) = (date("2026-06-11"), date("2026-06-12"));
        let span = UsageSpan::from_cycles(from, to, [&cycle], from).unwrap();
        let stored = json!({
            "from": "2026-06-11",
            "to": "2026-06-12",
            "days": [{ "date": "2026-06-11", "totalUsd": 2.0, "services": { "A": {
                "cost": { "knownUsd": 0.0, "unknown": 1 }, "knownQuantity": 1.0, "unknownQuantities": 0,
            }}}],
            "gaps": [{ "date": "2026-06-12", "reason": "notYet" }],
        });
        assert_eq!(serde_json::to_value(&span).unwrap(), stored);
        assert_eq!(serde_json::from_value::<UsageSpan>(stored).unwrap(), span);
        assert_eq!(format!("{:>25}|", span.gaps[0].reason), " the day is in the future|");
    }
}
