//! Costs of an account's usage.

use std::{collections::BTreeMap, fmt, iter::Sum, ops::AddAssign};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{MonthlyUsage, ServiceUsage};

/// Sum of costs in USD, with the number of those that are unknown.
///
/// A cost that Apify did not send is not 0. The sum of all others goes on without it, and
/// [`is_partial`](Self::is_partial) says so.
///
/// ```
/// # use apify_user_api as apify_user;
/// use apify_user::CostSum;
///
/// let sum: CostSum = [Some(1.5), None, Some(2.0)].into_iter().sum();
/// assert_eq!((sum.known_usd, sum.unknown), (3.5, 1));
/// assert_eq!(sum.to_string(), "3.50 USD and 1 unknown cost");
/// assert_eq!(sum.complete_usd(), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CostSum {
    /// Sum of the costs that are known, in USD.
    pub known_usd: f64,
    /// Number of costs that are unknown.
    pub unknown: usize,
}

impl CostSum {
    /// Returns `true` if a cost is unknown, so that the real sum is larger.
    pub fn is_partial(&self) -> bool {
        self.unknown > 0
    }

    /// Returns the sum in USD; `None` if it is partial.
    pub fn complete_usd(&self) -> Option<f64> {
        (!self.is_partial()).then_some(self.known_usd)
    }
}

/// Adds another sum.
impl AddAssign for CostSum {
    fn add_assign(&mut self, other: Self) {
        self.known_usd += other.known_usd;
        self.unknown += other.unknown;
    }
}

impl Sum<Option<f64>> for CostSum {
    fn sum<I: Iterator<Item = Option<f64>>>(costs: I) -> Self {
        costs.fold(Self::default(), |sum, cost| match cost {
            Some(usd) => Self { known_usd: sum.known_usd + usd, ..sum },
            None => Self { unknown: sum.unknown + 1, ..sum },
        })
    }
}

impl fmt::Display for CostSum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} USD", self.known_usd)?;
        match self.unknown {
            0 => Ok(()),
            1 => f.write_str(" and 1 unknown cost"),
            unknown => write!(f, " and {unknown} unknown costs"),
        }
    }
}

impl ServiceUsage {
    /// Returns the cost in USD: after the volume discount where Apify sent it, at base prices otherwise.
    /// `None` if Apify sent neither.
    ///
    /// ```
    /// # use apify_user_api as apify_user;
    /// use apify_user::ServiceUsage;
    ///
    /// let usage = ServiceUsage::new().base_amount_usd(1.6);
    /// assert_eq!(usage.cost_usd(), Some(1.6));
    /// assert_eq!(usage.amount_after_volume_discount_usd(1.3).cost_usd(), Some(1.3));
    /// assert_eq!(ServiceUsage::new().cost_usd(), None);
    /// ```
    #[doc(alias = "price")]
    pub fn cost_usd(&self) -> Option<f64> {
        self.amount_after_volume_discount_usd.or(self.base_amount_usd)
    }
}

impl MonthlyUsage {
    /// Returns the cost of each service in the cycle, in USD; `None` for a service whose cost Apify did
    /// not send. [`CostSum`] adds them up.
    ///
    /// ```
    /// # use apify_user_api as apify_user;
    /// use apify_user::{CostSum, MonthlyUsage};
    ///
    /// let usage: MonthlyUsage = serde_json::from_value(serde_json::json!({
    ///     "monthlyServiceUsage": {
    ///         "ACTOR_COMPUTE_UNITS": { "baseAmountUsd": 7.125 },
    ///         "PROXY_SERPS": { "baseAmountUsd": 1.5 },
    ///         "PROXY_RESIDENTIAL_TRANSFER_GBYTES": { "quantity": 1.69 },
    ///     },
    ///     "dailyServiceUsages": [],
    ///     "totalUsageCreditsUsdBeforeVolumeDiscount": 10.434,
    ///     "totalUsageCreditsUsdAfterVolumeDiscount": 10.134,
    /// }))?;
    /// let costs = usage.cost_by_service();
    /// let proxies = costs.iter().filter(|(service, _)| service.starts_with("PROXY_"));
    /// let sum: CostSum = proxies.map(|(_, usd)| *usd).sum();
    /// assert_eq!(sum.to_string(), "1.50 USD and 1 unknown cost");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[doc(alias = "spend")]
    #[doc(alias = "breakdown")]
    pub fn cost_by_service(&self) -> BTreeMap<&str, Option<f64>> {
        self.monthly_service_usage.iter().map(|(name, usage)| (name.as_str(), usage.cost_usd())).collect()
    }

    /// Returns the services that cost most, the costliest first, in USD; at most `count` of them. A service
    /// of unknown cost is left out; [`cost_by_service`](Self::cost_by_service) has it.
    ///
    /// ```
    /// # use apify_user_api as apify_user;
    /// use apify_user::{MonthlyUsage, ServiceUsage};
    ///
    /// let of_cost = |usd: f64| ServiceUsage::new().base_amount_usd(usd);
    /// let usage = MonthlyUsage::new().monthly_service_usage([
    ///     ("DATASET_READS".to_owned(), of_cost(0.02)),
    ///     ("ACTOR_COMPUTE_UNITS".to_owned(), of_cost(7.1)),
    ///     ("PROXY_SERPS".to_owned(), of_cost(1.5)),
    /// ]);
    /// assert_eq!(usage.costliest_services(2), [("ACTOR_COMPUTE_UNITS", 7.1), ("PROXY_SERPS", 1.5)]);
    /// ```
    #[doc(alias = "top")]
    #[doc(alias = "expensive")]
    pub fn costliest_services(&self, count: usize) -> Vec<(&str, f64)> {
        let costs = self.cost_by_service().into_iter();
        let mut services: Vec<_> = costs.filter_map(|(service, usd)| Some((service, usd?))).collect();
        services.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        services.truncate(count);
        services
    }

    /// Returns the cost of each day (UTC), in USD. A day without a readable date is left out.
    ///
    /// ```
    /// # use apify_user_api as apify_user;
    /// use apify_user::MonthlyUsage;
    ///
    /// let usage: MonthlyUsage = serde_json::from_value(serde_json::json!({
    ///     "monthlyServiceUsage": {},
    ///     "dailyServiceUsages": [
    ///         { "date": "2026-10-12T00:00:00Z", "serviceUsage": {}, "totalUsageCreditsUsd": 1.815 },
    ///         { "date": "2026-10-13T00:00:00Z", "serviceUsage": {}, "totalUsageCreditsUsd": 5.28 },
    ///     ],
    ///     "totalUsageCreditsUsdBeforeVolumeDiscount": 7.395,
    ///     "totalUsageCreditsUsdAfterVolumeDiscount": 7.095,
    /// }))?;
    /// for (day, usd) in usage.cost_by_day() {
    ///     println!("{day}  {usd:>8.2} USD");
    /// }
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[doc(alias = "daily")]
    pub fn cost_by_day(&self) -> BTreeMap<NaiveDate, f64> {
        let mut days = BTreeMap::new();
        for day in &self.daily_service_usages {
            if let Some(date) = day.date {
                *days.entry(date.date_naive()).or_default() += day.total_usage_credits_usd;
            }
        }
        days
    }

    /// Returns the cost of the whole cycle at the pace that it has had until `now`. For a cycle that is
    /// over, this is its cost. `None` before the cycle's second day, when the pace would be chance, and if
    /// the response lacks the cycle's dates.
    ///
    /// ```
    /// # use apify_user_api as apify_user;
    /// use apify_user::{MonthlyUsage, UsageCycle, chrono::{DateTime, Utc}};
    ///
    /// let at = |text: &str| text.parse::<DateTime<Utc>>();
    /// let (start, end) = (at("2026-10-12T00:00:00Z")?, at("2026-11-11T00:00:00Z")?);
    /// let usage = MonthlyUsage::new()
    ///     .usage_cycle(UsageCycle::new().start_at(start).end_at(end))
    ///     .total_usage_credits_usd_after_volume_discount(10.0);
    ///
    /// let projection = usage.projection(at("2026-10-22T00:00:00Z")?).ok_or("too early")?;
    /// assert_eq!(projection.projected_usd.round(), 30.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "forecast")]
    #[doc(alias = "estimate")]
    pub fn projection(&self, now: DateTime<Utc>) -> Option<Projection> {
        let (start, end) = self.cycle_bounds()?;
        let elapsed = elapsed(start, end, now)?.as_seconds_f64() / (end - start).as_seconds_f64();
        let so_far_usd = self.total_usage_credits_usd_after_volume_discount;
        Some(Projection { so_far_usd, projected_usd: so_far_usd / elapsed, elapsed })
    }

    /// Returns the first and the last moment of the cycle, if both are known and in order.
    pub(crate) fn cycle_bounds(&self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let cycle = self.usage_cycle.as_ref()?;
        cycle.start_at.zip(cycle.end_at).filter(|(start, end)| start < end)
    }
}

/// Returns the time of a cycle that has passed; `None` before its second day, when a pace would be chance.
pub(crate) fn elapsed(start: DateTime<Utc>, end: DateTime<Utc>, now: DateTime<Utc>) -> Option<TimeDelta> {
    let elapsed = now.min(end) - start;
    (elapsed >= TimeDelta::days(1).min(end - start)).then_some(elapsed)
}

/// Estimate of a cycle's cost: its cost so far, stretched over the whole cycle. It takes no account of
/// weekends, schedules or plans. See [`MonthlyUsage::projection`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Projection {
    /// Cost of the cycle so far, in USD.
    pub so_far_usd: f64,
    /// Cost of the whole cycle at this pace, in USD.
    pub projected_usd: f64,
    /// Fraction of the cycle that has passed: 1 is all of it.
    pub elapsed: f64,
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, Utc};
    use serde_json::json;

    use super::{CostSum, MonthlyUsage};
    use crate::UsageCycle;

    fn usage() -> MonthlyUsage {
        serde_json::from_value(json!({
            "usageCycle": { "startAt": "2026-11-01T00:00:00Z", "endAt": "2026-11-11T00:00:00Z" },
            "monthlyServiceUsage": {
                "A": { "quantity": 1, "baseAmountUsd": 1 },
                "B": { "quantity": 1, "baseAmountUsd": 7 },
                "C": { "quantity": 1, "baseAmountUsd": 100, "amountAfterVolumeDiscountUsd": 2 },
                "D": { "quantity": 1 },
            },
            "dailyServiceUsages": [
                { "date": "2026-11-01T00:00:00Z", "serviceUsage": {}, "totalUsageCreditsUsd": 4 },
                { "date": "2026-11-02T00:00:00Z", "serviceUsage": {}, "totalUsageCreditsUsd": 5 },
                { "date": "2026-11-02T12:00:00Z", "serviceUsage": {}, "totalUsageCreditsUsd": 1 },
                { "serviceUsage": {}, "totalUsageCreditsUsd": 1 },
            ],
            "totalUsageCreditsUsdBeforeVolumeDiscount": 108,
            "totalUsageCreditsUsdAfterVolumeDiscount": 10,
        }))
        .unwrap()
    }

    #[test]
    fn costs_are_known_by_service_and_by_day() {
        let usage = usage();
        let by_service = [("A", Some(1.0)), ("B", Some(7.0)), ("C", Some(2.0)), ("D", None)];
        assert_eq!(usage.cost_by_service().into_iter().collect::<Vec<_>>(), by_service);
        assert_eq!(usage.costliest_services(2), [("B", 7.0), ("C", 2.0)]);
        assert_eq!(usage.costliest_services(9), [("B", 7.0), ("C", 2.0), ("A", 1.0)]);
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        assert_eq!(usage.cost_by_day().into_iter().collect::<Vec<_>>(), [(day(1), 4.0), (day(2), 6.0)]);
    }

    #[test]
    fn a_sum_says_when_it_is_partial() {
        let sum: CostSum = usage().cost_by_service().into_values().sum();
        assert_eq!((sum.known_usd, sum.unknown, sum.is_partial()), (10.0, 1, true));
        assert_eq!(sum.complete_usd(), None);
        let sum: CostSum = [Some(1.0), Some(0.5)].into_iter().sum();
        assert_eq!((sum.complete_usd(), sum.is_partial()), (Some(1.5), false));
        assert_eq!(sum.to_string(), "1.50 USD");
        let sum: CostSum = [None, None].into_iter().sum();
        assert_eq!(sum.to_string(), "0.00 USD and 2 unknown costs");
    }

    #[test]
    fn a_projection_stretches_the_cost_so_far_over_the_cycle() {
        let usage = usage();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(usage.projection(at("2026-11-01T23:00:00Z")), None, "too early");
        assert_eq!(usage.projection(at("2026-10-01T00:00:00Z")), None, "before it began");
        let fourth = usage.projection(at("2026-11-05T00:00:00Z")).unwrap();
        assert_eq!((fourth.so_far_usd, fourth.projected_usd, fourth.elapsed), (10.0, 25.0, 0.4));
        let over = usage.projection(at("2026-12-24T00:00:00Z")).unwrap();
        assert_eq!((over.projected_usd, over.elapsed), (10.0, 1.0));
        let moment = at("2026-11-05T00:00:00Z");
        let empty = usage.clone().usage_cycle(UsageCycle::new().start_at(moment).end_at(moment));
        assert_eq!(empty.projection(moment), None, "a cycle without length has no pace");
        let stored = serde_json::to_value(fourth).unwrap();
        assert_eq!(stored, json!({ "soFarUsd": 10.0, "projectedUsd": 25.0, "elapsed": 0.4 }));
    }
}
