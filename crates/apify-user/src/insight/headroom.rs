//! How near an account is to its limits.

use std::fmt;

use crate::AccountAndUsageLimits;

/// A limit that has a use to hold against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Limit {
    /// Usage of the cycle.
    MonthlyUsage,
    /// Compute units of the cycle.
    MonthlyActorComputeUnits,
    /// Traffic out of the platform in the cycle.
    MonthlyExternalDataTransfer,
    /// Search engine result pages of the cycle.
    MonthlyProxySerps,
    /// Traffic through residential proxies in the cycle.
    MonthlyResidentialProxy,
    /// Memory of the Actors that are running.
    ActorMemory,
    /// Actors.
    ActorCount,
    /// Actor tasks.
    ActorTaskCount,
    /// Actor runs at a time.
    ConcurrentActorJobs,
    /// Members of the account's team.
    TeamAccountSeats,
    /// Schedules.
    ScheduleCount,
}

/// What a limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// US dollars.
    Usd,
    /// Compute units: an hour of a GiB of memory.
    ComputeUnits,
    /// 2^30 bytes.
    GiB,
    /// Things that are counted.
    Count,
}

impl Limit {
    /// What the limit is counted in.
    pub fn unit(self) -> Unit {
        match self {
            Self::MonthlyUsage => Unit::Usd,
            Self::MonthlyActorComputeUnits => Unit::ComputeUnits,
            Self::MonthlyExternalDataTransfer | Self::MonthlyResidentialProxy | Self::ActorMemory => {
                Unit::GiB
            }
            _ => Unit::Count,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::MonthlyUsage => "monthly usage",
            Self::MonthlyActorComputeUnits => "compute units",
            Self::MonthlyExternalDataTransfer => "external data transfer",
            Self::MonthlyProxySerps => "search result pages",
            Self::MonthlyResidentialProxy => "residential proxy",
            Self::ActorMemory => "Actor memory",
            Self::ActorCount => "Actors",
            Self::ActorTaskCount => "Actor tasks",
            Self::ConcurrentActorJobs => "running Actors",
            Self::TeamAccountSeats => "team seats",
            Self::ScheduleCount => "schedules",
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Usd => "USD",
            Self::ComputeUnits => "CU",
            Self::GiB => "GiB",
            Self::Count => "",
        })
    }
}

/// One limit and how much of it is used, both in [`Limit::unit`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = api_simulator::Simulator::apify().start().await?;
/// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
/// use apify_user::{Limit, Unit};
///
/// let limits = client.me().limits().await?.ok_or("no such user")?;
/// let memory = limits.uses().into_iter().find(|usage| usage.limit == Limit::ActorMemory).ok_or("no limit")?;
/// assert_eq!((memory.used, memory.most, memory.limit.unit()), (6.0, 64.0, Unit::GiB));
/// assert_eq!((memory.remaining(), memory.fraction()), (58.0, Some(0.09375)));
/// assert!(memory.is_at(0.05) && !memory.is_at(0.1));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct LimitUse {
    /// Which limit.
    pub limit: Limit,
    /// How much is used.
    pub used: f64,
    /// How much may be used.
    pub most: f64,
}

impl LimitUse {
    /// The part of the limit that is used: 1 is all of it. `None` for a limit of zero of which
    /// nothing is used; infinite for one of which something is.
    pub fn fraction(&self) -> Option<f64> {
        if self.most > 0.0 { Some(self.used / self.most) } else { (self.used > 0.0).then_some(f64::INFINITY) }
    }

    /// How much is left; never negative.
    pub fn remaining(&self) -> f64 {
        (self.most - self.used).max(0.0)
    }

    /// Whether at least this part of the limit is used: `0.8` is four fifths.
    pub fn is_at(&self, fraction: f64) -> bool {
        self.fraction().is_some_and(|used| used >= fraction)
    }
}

impl AccountAndUsageLimits {
    /// Every limit with its use, in the order of [`Limit`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::apify().start().await?;
    /// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// let limits = client.me().limits().await?.ok_or("no such user")?;
    /// for usage in limits.uses() {
    ///     println!("{}: {:.2} {} left", usage.limit, usage.remaining(), usage.limit.unit());
    /// }
    /// # Ok(()) }
    /// ```
    pub fn uses(&self) -> Vec<LimitUse> {
        let (most, used) = (&self.limits, &self.current);
        let count = |used: i64, most: i64| (used as f64, most as f64);
        let schedules = used.schedule_count.zip(most.max_schedule_count);
        let figures = [
            (Limit::MonthlyUsage, (used.monthly_usage_usd, most.max_monthly_usage_usd)),
            (
                Limit::MonthlyActorComputeUnits,
                (used.monthly_actor_compute_units, most.max_monthly_actor_compute_units),
            ),
            (
                Limit::MonthlyExternalDataTransfer,
                (used.monthly_external_data_transfer_gbytes, most.max_monthly_external_data_transfer_gbytes),
            ),
            (Limit::MonthlyProxySerps, count(used.monthly_proxy_serps, most.max_monthly_proxy_serps)),
            (
                Limit::MonthlyResidentialProxy,
                (used.monthly_residential_proxy_gbytes, most.max_monthly_residential_proxy_gbytes),
            ),
            (Limit::ActorMemory, (used.actor_memory_gbytes, most.max_actor_memory_gbytes)),
            (Limit::ActorCount, count(used.actor_count, most.max_actor_count)),
            (Limit::ActorTaskCount, count(used.actor_task_count, most.max_actor_task_count)),
            (Limit::ConcurrentActorJobs, count(used.active_actor_job_count, most.max_concurrent_actor_jobs)),
            (Limit::TeamAccountSeats, count(used.team_account_seat_count, most.max_team_account_seat_count)),
        ];
        let schedules = schedules.map(|(used, most)| (Limit::ScheduleCount, count(used, most)));
        let figures = figures.into_iter().chain(schedules);
        figures.map(|(limit, (used, most))| LimitUse { limit, used, most }).collect()
    }

    /// The limits of which at least this part is used, the fullest first: `0.8` is four fifths.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::apify().start().await?;
    /// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// # simulator.next(api_simulator::Answer::usual().merge(serde_json::json!({ "data": { "current": { "actorCount": 249 } } })));
    /// let limits = client.me().limits().await?.ok_or("no such user")?;
    /// let fullest = limits.at(0.8).first().map(|usage| format!("{} of {} {}", usage.used, usage.most, usage.limit));
    /// assert_eq!(fullest.as_deref(), Some("249 of 250 Actors"));
    /// # Ok(()) }
    /// ```
    pub fn at(&self, fraction: f64) -> Vec<LimitUse> {
        let mut full: Vec<_> = self.uses().into_iter().filter(|usage| usage.is_at(fraction)).collect();
        let part = |usage: &LimitUse| usage.fraction().unwrap_or_default();
        full.sort_by(|a, b| part(b).total_cmp(&part(a)));
        full
    }
}
