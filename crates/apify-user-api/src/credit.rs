//! Prepaid usage that is left in a billing cycle.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{MonthlyUsage, UserPlan, costs::elapsed};

/// Prepaid usage of a billing cycle: what the plan includes, what is left of it, and until when. See
/// [`MonthlyUsage::credit`].
///
/// A figure that does not follow from the responses is `None`, and [`outlook`](Self::outlook) says why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Credit {
    /// Prepaid usage that the plan includes in each cycle, in USD. `None` if the plan is not known.
    pub included_usd: Option<f64>,
    /// Cost of the cycle so far, in USD.
    pub used_usd: f64,
    /// Prepaid usage that is left, in USD; never negative. `None` if the plan is not known.
    pub left_usd: Option<f64>,
    /// Cost beyond the prepaid usage so far, in USD. `None` if the plan is not known.
    pub overage_usd: Option<f64>,
    /// Time at which nothing is left at the pace of the cycle so far. `None` unless
    /// [`outlook`](Self::outlook) is [`RunsOut`](CreditOutlook::RunsOut).
    pub runs_out_at: Option<DateTime<Utc>>,
    /// Last moment of the cycle, after which the credit is full again. `None` if the response lacks it.
    pub cycle_ends_at: Option<DateTime<Utc>>,
    /// Statement about the rest of the cycle, or the reason why there is none.
    pub outlook: CreditOutlook,
}

/// Statement about a [`Credit`] for the rest of its cycle, or the reason why none can be made.
///
/// `Display` writes it for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum CreditOutlook {
    /// Nothing is left now.
    UsedUp,
    /// At this pace nothing is left before the cycle ends: [`Credit::runs_out_at`] is the time.
    RunsOut,
    /// At this pace something is left when the cycle ends.
    Lasts,
    /// Unknown: the response has no plan with a credit, as in a call from an Actor run.
    UnknownPlan,
    /// Unknown: the response lacks the dates of the cycle.
    UnknownCycle,
    /// Unknown: before the second day of the cycle its pace would be chance.
    TooEarly,
}

impl fmt::Display for CreditOutlook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::UsedUp => "nothing is left",
            Self::RunsOut => "runs out before the cycle ends",
            Self::Lasts => "lasts until the cycle ends",
            Self::UnknownPlan => "unknown: Apify did not send the credit of the plan",
            Self::UnknownCycle => "unknown: Apify did not send the dates of the cycle",
            Self::TooEarly => "unknown: the cycle has just begun",
        })
    }
}

impl MonthlyUsage {
    /// Returns the prepaid usage that is left in the cycle at the time `now`, and when it will have run out at
    /// the pace of the cycle so far. `plan` is that of the account, from [`User::plan`](crate::User::plan).
    ///
    /// ```
    /// # use apify_user_api as apify_user;
    /// use apify_user::{CreditOutlook, MonthlyUsage, UsageCycle, UserPlan, chrono::{DateTime, Utc}};
    ///
    /// let at = |text: &str| text.parse::<DateTime<Utc>>();
    /// let (start, end) = (at("2026-10-12T00:00:00Z")?, at("2026-11-11T00:00:00Z")?);
    /// let usage = MonthlyUsage::new()
    ///     .usage_cycle(UsageCycle::new().start_at(start).end_at(end))
    ///     .total_usage_credits_usd_after_volume_discount(30.0);
    /// let plan = UserPlan::new().monthly_usage_credits_usd(39.0);
    ///
    /// // 3 USD a day, and 9 USD are left.
    /// let credit = usage.credit(Some(&plan), at("2026-10-22T00:00:00Z")?);
    /// assert_eq!((credit.left_usd, credit.outlook), (Some(9.0), CreditOutlook::RunsOut));
    /// assert_eq!(credit.runs_out_at, Some(at("2026-10-25T00:00:00Z")?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "balance")]
    #[doc(alias = "prepaid")]
    #[doc(alias = "remaining")]
    pub fn credit(&self, plan: Option<&UserPlan>, now: DateTime<Utc>) -> Credit {
        let included_usd = plan.and_then(|plan| plan.monthly_usage_credits_usd);
        let used_usd = self.total_usage_credits_usd_after_volume_discount;
        let left_usd = included_usd.map(|included| (included - used_usd).max(0.0));
        let (outlook, runs_out_at) = self.outlook(left_usd, now);
        Credit {
            included_usd,
            used_usd,
            left_usd,
            overage_usd: included_usd.map(|included| (used_usd - included).max(0.0)),
            runs_out_at,
            cycle_ends_at: self.usage_cycle.as_ref().and_then(|cycle| cycle.end_at),
            outlook,
        }
    }

    /// Returns the outlook, with the time at which nothing is left.
    fn outlook(&self, left_usd: Option<f64>, now: DateTime<Utc>) -> (CreditOutlook, Option<DateTime<Utc>>) {
        let Some(left_usd) = left_usd else { return (CreditOutlook::UnknownPlan, None) };
        if left_usd == 0.0 {
            return (CreditOutlook::UsedUp, None);
        }
        let Some((start, end)) = self.cycle_bounds() else { return (CreditOutlook::UnknownCycle, None) };
        let Some(elapsed) = elapsed(start, end, now) else { return (CreditOutlook::TooEarly, None) };
        let usd_per_second = self.total_usage_credits_usd_after_volume_discount / elapsed.as_seconds_f64();
        let seconds_left = left_usd / usd_per_second;
        // A refund can make the cost negative.
        if usd_per_second > 0.0 && seconds_left < (end - now).as_seconds_f64() {
            (CreditOutlook::RunsOut, Some(now + TimeDelta::seconds(seconds_left as i64)))
        } else {
            (CreditOutlook::Lasts, None)
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use serde_json::json;

    use super::{Credit, CreditOutlook};
    use crate::{MonthlyUsage, UsageCycle, UserPlan};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// A cycle of ten days, as it stands after five.
    fn credit(included_usd: f64, used_usd: f64) -> Credit {
        credit_at(included_usd, used_usd, "2026-11-06T00:00:00Z")
    }

    fn credit_at(included_usd: f64, used_usd: f64, now: &str) -> Credit {
        let plan = UserPlan::new().monthly_usage_credits_usd(included_usd);
        usage(used_usd).credit(Some(&plan), at(now))
    }

    fn usage(used_usd: f64) -> MonthlyUsage {
        let cycle = UsageCycle::new().start_at(at("2026-11-01T00:00:00Z")).end_at(at("2026-11-11T00:00:00Z"));
        MonthlyUsage::new()
            .usage_cycle(cycle)
            .total_usage_credits_usd_after_volume_discount(used_usd)
            .total_usage_credits_usd_before_volume_discount(1000.0)
    }

    #[test]
    fn what_is_left_is_the_credit_less_the_cost() {
        let figures = |credit: Credit| (credit.left_usd, credit.overage_usd, credit.outlook);
        assert_eq!(figures(credit(39.0, 10.0)), (Some(29.0), Some(0.0), CreditOutlook::Lasts));
        assert_eq!(figures(credit(39.0, 39.0)), (Some(0.0), Some(0.0), CreditOutlook::UsedUp));
        assert_eq!(figures(credit(39.0, 40.5)), (Some(0.0), Some(1.5), CreditOutlook::UsedUp));
        assert_eq!(figures(credit(0.0, 0.0)), (Some(0.0), Some(0.0), CreditOutlook::UsedUp));
        for (used_usd, left_usd) in [(0.0, 39.0), (-0.0, 39.0), (-1.5, 40.5)] {
            assert_eq!(figures(credit(39.0, used_usd)), (Some(left_usd), Some(0.0), CreditOutlook::Lasts));
        }
    }

    #[test]
    fn it_runs_out_at_the_pace_of_the_cycle_so_far() {
        let runs_out = credit(39.0, 30.0);
        assert_eq!(runs_out.outlook, CreditOutlook::RunsOut);
        assert_eq!(runs_out.runs_out_at, Some(at("2026-11-07T12:00:00Z")));
        assert_eq!(runs_out.cycle_ends_at, Some(at("2026-11-11T00:00:00Z")));
        // 39 USD in ten days: the credit and the cycle end together.
        let (just, more) = (credit(39.0, 19.5), credit(39.0, 19.6));
        assert_eq!((just.outlook, just.runs_out_at), (CreditOutlook::Lasts, None));
        assert_eq!(
            (more.outlook, more.runs_out_at),
            (CreditOutlook::RunsOut, Some(at("2026-11-10T22:46:31Z")))
        );
    }

    #[test]
    fn the_first_day_tells_no_pace_and_a_cycle_that_is_over_has_lasted() {
        for (now, used_usd, outlook) in [
            ("2026-10-01T00:00:00Z", 38.0, CreditOutlook::TooEarly),
            ("2026-11-01T23:59:59Z", 38.0, CreditOutlook::TooEarly),
            ("2026-11-02T00:00:00Z", 38.0, CreditOutlook::RunsOut),
            ("2026-11-11T00:00:00Z", 38.0, CreditOutlook::Lasts),
            ("2027-01-01T00:00:00Z", 38.0, CreditOutlook::Lasts),
            ("2027-01-01T00:00:00Z", 39.5, CreditOutlook::UsedUp),
            ("2026-11-01T00:00:00Z", 39.5, CreditOutlook::UsedUp),
        ] {
            let credit = credit_at(39.0, used_usd, now);
            assert_eq!(credit.outlook, outlook, "{now}");
            assert_eq!(credit.runs_out_at.is_some(), outlook == CreditOutlook::RunsOut, "{now}");
        }
    }

    #[test]
    fn what_is_unknown_is_none_and_says_why() {
        let now = at("2026-11-06T00:00:00Z");
        for plan in [None, Some(&UserPlan::new().id("STARTER"))] {
            let credit = usage(10.0).credit(plan, now);
            assert_eq!((credit.included_usd, credit.left_usd, credit.overage_usd), (None, None, None));
            assert_eq!((credit.used_usd, credit.outlook), (10.0, CreditOutlook::UnknownPlan));
        }
        let plan = UserPlan::new().monthly_usage_credits_usd(39.0);
        let reversed =
            UsageCycle::new().start_at(at("2026-11-11T00:00:00Z")).end_at(at("2026-11-01T00:00:00Z"));
        let empty = UsageCycle::new().start_at(now).end_at(now);
        for cycle in [UsageCycle::new(), UsageCycle::new().start_at(now), reversed, empty] {
            let credit = usage(10.0).usage_cycle(cycle).credit(Some(&plan), now);
            assert_eq!((credit.left_usd, credit.runs_out_at), (Some(29.0), None));
            assert_eq!(credit.outlook, CreditOutlook::UnknownCycle);
        }
    }

    #[test]
    fn it_is_stored_and_read_back() {
        let credit = credit(39.0, 30.0);
        let stored = json!({
            "includedUsd": 39.0, "usedUsd": 30.0, "leftUsd": 9.0, "overageUsd": 0.0,
            "runsOutAt": "2026-11-07T12:00:00Z", "cycleEndsAt": "2026-11-11T00:00:00Z", "outlook": "runsOut",
        });
        assert_eq!(serde_json::to_value(&credit).unwrap(), stored);
        assert_eq!(serde_json::from_value::<Credit>(stored).unwrap(), credit);
        assert_eq!(format!("{:>16}|", CreditOutlook::UsedUp), " nothing is left|");
    }
}
