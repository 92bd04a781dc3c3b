//! Usage of an account's limits.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::AccountAndUsageLimits;

/// A limit of an account whose usage is measured.
///
/// `Display` writes a label for people. JSON holds the variant's name in camel case. `FromStr` reads both.
///
/// ```
/// # use apify_user_api as apify_user;
/// use apify_user::{Limit, Unit};
///
/// let limit: Limit = "actorMemory".parse()?;
/// assert_eq!((limit, limit.unit()), (Limit::ActorMemory, Unit::GiB));
/// assert_eq!(limit.to_string(), "Actor memory");
/// assert_eq!(serde_json::to_value(limit)?, "actorMemory");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Limit {
    /// Cost of the cycle's usage.
    MonthlyUsage,
    /// Compute units of the cycle.
    MonthlyActorComputeUnits,
    /// Traffic out of the platform in the cycle.
    MonthlyExternalDataTransfer,
    /// Search engine results pages through the proxy in the cycle.
    MonthlyProxySerps,
    /// Traffic through residential proxies in the cycle.
    MonthlyResidentialProxy,
    /// Memory of all running Actors and builds together.
    ActorMemory,
    /// Number of Actors.
    ActorCount,
    /// Number of Actor tasks.
    ActorTaskCount,
    /// Number of Actor jobs at the same time. Runs are jobs; Apify does not document whether builds are.
    ConcurrentActorJobs,
    /// Number of members in the team of the account.
    TeamAccountSeats,
    /// Number of schedules.
    ScheduleCount,
}

/// Unit in which a limit is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// US dollars.
    Usd,
    /// Compute units: one is 1 GiB of memory held for one hour.
    ComputeUnits,
    /// Gibibytes: 2^30 bytes.
    GiB,
    /// Gigabytes. Apify does not document whether one is 10^9 or 2^30 bytes.
    GB,
    /// A plain number of things.
    Count,
}

impl Limit {
    /// Every limit, in the order of the enum.
    pub const ALL: [Self; 11] = [
        Self::MonthlyUsage,
        Self::MonthlyActorComputeUnits,
        Self::MonthlyExternalDataTransfer,
        Self::MonthlyProxySerps,
        Self::MonthlyResidentialProxy,
        Self::ActorMemory,
        Self::ActorCount,
        Self::ActorTaskCount,
        Self::ConcurrentActorJobs,
        Self::TeamAccountSeats,
        Self::ScheduleCount,
    ];

    /// Returns the unit of the limit and of its usage.
    pub fn unit(self) -> Unit {
        match self {
            Self::MonthlyUsage => Unit::Usd,
            Self::MonthlyActorComputeUnits => Unit::ComputeUnits,
            Self::MonthlyExternalDataTransfer | Self::MonthlyResidentialProxy => Unit::GB,
            Self::ActorMemory => Unit::GiB,
            Self::MonthlyProxySerps
            | Self::ActorCount
            | Self::ActorTaskCount
            | Self::ConcurrentActorJobs
            | Self::TeamAccountSeats
            | Self::ScheduleCount => Unit::Count,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::MonthlyUsage => "monthly usage",
            Self::MonthlyActorComputeUnits => "compute units",
            Self::MonthlyExternalDataTransfer => "external data transfer",
            Self::MonthlyProxySerps => "search result pages",
            Self::MonthlyResidentialProxy => "residential proxy",
            Self::ActorMemory => "Actor memory",
            Self::ActorCount => "Actors",
            Self::ActorTaskCount => "Actor tasks",
            Self::ConcurrentActorJobs => "Actor jobs",
            Self::TeamAccountSeats => "team seats",
            Self::ScheduleCount => "schedules",
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// A text that names no [`Limit`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no limit has this name")]
#[non_exhaustive]
pub struct InvalidLimit;

impl FromStr for Limit {
    type Err = InvalidLimit;

    fn from_str(text: &str) -> Result<Self, InvalidLimit> {
        let labelled = Self::ALL.into_iter().find(|limit| limit.label() == text);
        labelled.or_else(|| serde_json::from_value(text.into()).ok()).ok_or(InvalidLimit)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Usd => "USD",
            Self::ComputeUnits => "CU",
            Self::GiB => "GiB",
            Self::GB => "GB",
            Self::Count => "",
        })
    }
}

/// A limit with its ceiling and the amount that is used of it, both in [`Limit::unit`].
///
/// ```
/// # use apify_user_api as apify_user;
/// use apify_user::{AccountAndUsageLimits, Current, Limit, Limits};
///
/// let limits = AccountAndUsageLimits::new()
///     .limits(Limits::new().max_actor_memory_gbytes(64.0))
///     .current(Current::new().actor_memory_gbytes(6.0));
/// let memory = limits.usage_of(Limit::ActorMemory).ok_or("not in the response")?;
/// assert_eq!((memory.used, memory.maximum), (6.0, 64.0));
/// assert_eq!((memory.remaining(), memory.fraction()), (58.0, Some(0.09375)));
/// assert!(memory.is_above(0.05) && !memory.is_above(0.1));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LimitUsage {
    /// The limit that is measured.
    pub limit: Limit,
    /// Amount that is used.
    pub used: f64,
    /// Amount that may be used.
    pub maximum: f64,
}

impl LimitUsage {
    /// Returns the fraction of the limit that is used: 1 is all of it. For a limit of zero, `None` if
    /// nothing is used and infinity if something is.
    pub fn fraction(&self) -> Option<f64> {
        if self.maximum > 0.0 {
            Some(self.used / self.maximum)
        } else {
            (self.used > 0.0).then_some(f64::INFINITY)
        }
    }

    /// Returns the amount that is left, which is never negative.
    pub fn remaining(&self) -> f64 {
        (self.maximum - self.used).max(0.0)
    }

    /// Returns `true` if this fraction of the limit, or more, is used: `0.8` is four fifths.
    pub fn is_above(&self, fraction: f64) -> bool {
        self.fraction().is_some_and(|used| used >= fraction)
    }
}

impl AccountAndUsageLimits {
    /// Returns each limit with its usage, in the order of [`Limit`].
    ///
    /// A limit is left out if the response lacks its ceiling or its usage: an unlimited figure arrives as
    /// null, and nothing is known of either then. [`unknown_usage`](Self::unknown_usage) lists those.
    ///
    /// ```
    /// # use apify_user_api as apify_user;
    /// use apify_user::{AccountAndUsageLimits, Limit};
    ///
    /// let limits: AccountAndUsageLimits = serde_json::from_value(serde_json::json!({
    ///     "limits": { "maxMonthlyUsageUsd": 220, "maxActorCount": 250, "maxScheduleCount": null },
    ///     "current": { "monthlyUsageUsd": 66, "actorCount": 12, "scheduleCount": 4 },
    /// }))?;
    /// for usage in limits.usage() {
    ///     println!("{}: {:.2} {} left", usage.limit, usage.remaining(), usage.limit.unit());
    /// }
    /// assert_eq!(limits.usage().len(), 2);
    /// assert!(limits.unknown_usage().contains(&Limit::ScheduleCount));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[doc(alias = "quota")]
    #[doc(alias = "remaining")]
    #[doc(alias = "headroom")]
    pub fn usage(&self) -> Vec<LimitUsage> {
        Limit::ALL.into_iter().filter_map(|limit| self.usage_of(limit)).collect()
    }

    /// Returns the limits that [`usage`](Self::usage) leaves out.
    pub fn unknown_usage(&self) -> Vec<Limit> {
        Limit::ALL.into_iter().filter(|limit| self.usage_of(*limit).is_none()).collect()
    }

    /// Returns one limit with its usage; `None` if the response lacks either.
    pub fn usage_of(&self, limit: Limit) -> Option<LimitUsage> {
        let (limits, current) = (&self.limits, &self.current);
        let count = |count: Option<i64>| count.map(|count| count as f64);
        let (used, maximum) = match limit {
            Limit::MonthlyUsage => (Some(current.monthly_usage_usd), limits.max_monthly_usage_usd),
            Limit::MonthlyActorComputeUnits => {
                (current.monthly_actor_compute_units, limits.max_monthly_actor_compute_units)
            }
            Limit::MonthlyExternalDataTransfer => (
                current.monthly_external_data_transfer_gbytes,
                limits.max_monthly_external_data_transfer_gbytes,
            ),
            Limit::MonthlyProxySerps => {
                (count(current.monthly_proxy_serps), count(limits.max_monthly_proxy_serps))
            }
            Limit::MonthlyResidentialProxy => {
                (current.monthly_residential_proxy_gbytes, limits.max_monthly_residential_proxy_gbytes)
            }
            Limit::ActorMemory => (current.actor_memory_gbytes, limits.max_actor_memory_gbytes),
            Limit::ActorCount => (count(current.actor_count), count(limits.max_actor_count)),
            Limit::ActorTaskCount => (count(current.actor_task_count), count(limits.max_actor_task_count)),
            Limit::ConcurrentActorJobs => {
                (count(current.active_actor_job_count), count(limits.max_concurrent_actor_jobs))
            }
            Limit::TeamAccountSeats => {
                (count(current.team_account_seat_count), count(limits.max_team_account_seat_count))
            }
            Limit::ScheduleCount => (count(current.schedule_count), count(limits.max_schedule_count)),
        };
        used.zip(maximum).map(|(used, maximum)| LimitUsage { limit, used, maximum })
    }

    /// Returns the limits of which this fraction or more is used, the fullest first: `0.8` is four fifths.
    ///
    /// ```
    /// # use apify_user_api as apify_user;
    /// use apify_user::AccountAndUsageLimits;
    ///
    /// let limits: AccountAndUsageLimits = serde_json::from_value(serde_json::json!({
    ///     "limits": { "maxMonthlyUsageUsd": 220, "maxActorCount": 250 },
    ///     "current": { "monthlyUsageUsd": 66, "actorCount": 249 },
    /// }))?;
    /// let above = limits.above(0.8);
    /// let lines: Vec<_> = above.iter().map(|usage| format!("{} of {} {}", usage.used, usage.maximum, usage.limit)).collect();
    /// assert_eq!(lines, ["249 of 250 Actors"]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[doc(alias = "threshold")]
    pub fn above(&self, fraction: f64) -> Vec<LimitUsage> {
        let mut above = self.usage();
        above.retain(|usage| usage.is_above(fraction));
        let part = |usage: &LimitUsage| usage.fraction().unwrap_or_default();
        above.sort_by(|a, b| part(b).total_cmp(&part(a)));
        above
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{AccountAndUsageLimits, InvalidLimit, Limit, LimitUsage, Unit};

    fn limits() -> AccountAndUsageLimits {
        serde_json::from_value(json!({
            "limits": {
                "maxMonthlyUsageUsd": 200, "maxMonthlyActorComputeUnits": 1000,
                "maxMonthlyExternalDataTransferGbytes": 7, "maxMonthlyProxySerps": 0,
                "maxMonthlyResidentialProxyGbytes": 0, "maxActorMemoryGbytes": 16, "maxActorCount": 10,
                "maxActorTaskCount": 1000, "maxConcurrentActorJobs": 256, "maxTeamAccountSeatCount": 9,
                "dataRetentionDays": 90,
            },
            "current": {
                "monthlyUsageUsd": 50, "monthlyActorComputeUnits": 100,
                "monthlyExternalDataTransferGbytes": 8.5, "monthlyProxySerps": 3,
                "monthlyResidentialProxyGbytes": 0, "actorMemoryGbytes": 8, "actorCount": 10,
                "actorTaskCount": 1, "activeActorJobCount": 0, "teamAccountSeatCount": 5,
            },
        }))
        .unwrap()
    }

    #[test]
    fn each_limit_has_a_fraction_a_rest_and_a_unit() {
        let limits = limits();
        let of = |limit| limits.usage_of(limit).unwrap();
        let usd = of(Limit::MonthlyUsage);
        assert_eq!((usd.fraction(), usd.remaining(), usd.limit.unit()), (Some(0.25), 150.0, Unit::Usd));
        let transfer = of(Limit::MonthlyExternalDataTransfer);
        assert_eq!((transfer.remaining(), transfer.limit.unit()), (0.0, Unit::GB));
        let nothing_of_nothing = of(Limit::MonthlyResidentialProxy);
        assert_eq!((nothing_of_nothing.fraction(), nothing_of_nothing.is_above(0.0)), (None, false));
        assert_eq!(of(Limit::MonthlyProxySerps).fraction(), Some(f64::INFINITY));
        assert_eq!(limits.usage_of(Limit::ScheduleCount), None, "neither figure is in the response");
    }

    #[test]
    fn full_limits_come_first() {
        let full: Vec<Limit> = limits().above(0.5).into_iter().map(|usage| usage.limit).collect();
        let expected = [
            Limit::MonthlyProxySerps,
            Limit::MonthlyExternalDataTransfer,
            Limit::ActorCount,
            Limit::TeamAccountSeats,
            Limit::ActorMemory,
        ];
        assert_eq!(full, expected);
    }

    /// Each pair of figures, taken away one by one.
    #[test]
    fn an_unknown_figure_costs_its_own_limit_only() {
        let whole = serde_json::to_value(limits()).unwrap();
        let known: Vec<Limit> = limits().usage().into_iter().map(|usage| usage.limit).collect();
        assert_eq!((known.len(), limits().unknown_usage()), (10, vec![Limit::ScheduleCount]));
        for (part, field, limit) in [
            ("limits", "maxMonthlyUsageUsd", Limit::MonthlyUsage),
            ("current", "monthlyActorComputeUnits", Limit::MonthlyActorComputeUnits),
            ("limits", "maxActorCount", Limit::ActorCount),
            ("current", "activeActorJobCount", Limit::ConcurrentActorJobs),
        ] {
            let mut body = whole.clone();
            body[part][field] = serde_json::Value::Null;
            let limits: AccountAndUsageLimits = serde_json::from_value(body).unwrap();
            assert_eq!(limits.unknown_usage(), [limit, Limit::ScheduleCount], "{field}");
            assert_eq!(limits.usage().len(), 9, "{field}");
        }
    }

    #[test]
    fn a_limit_is_read_from_its_label_and_from_its_name_in_json() {
        for limit in Limit::ALL {
            let name = serde_json::to_value(limit).unwrap();
            assert_eq!(limit.to_string().parse(), Ok(limit));
            assert_eq!(name.as_str().unwrap().parse(), Ok(limit));
        }
        assert_eq!("".parse::<Limit>(), Err(InvalidLimit));
        assert_eq!(format!("{:>14}|", Limit::ActorCount), "        Actors|");
    }

    #[test]
    fn a_usage_is_stored_and_read_back() {
        let usage = limits().usage_of(Limit::MonthlyUsage).unwrap();
        let stored = serde_json::to_value(usage).unwrap();
        assert_eq!(stored, json!({ "limit": "monthlyUsage", "used": 50.0, "maximum": 200.0 }));
        assert_eq!(serde_json::from_value::<LimitUsage>(stored).unwrap(), usage);
    }
}
