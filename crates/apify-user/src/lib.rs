#![doc = include_str!("../README.md")]

mod builder;
mod client;
mod error;
mod insight;
mod model;
mod user;
mod wire;

#[cfg(feature = "blocking")]
pub use api_runtime::blocking::Iter;
pub use api_runtime::{ErrorKind, InterceptorError, RateLimit, Response, RetryPolicy, Secret, Sent, Stats};
pub use builder::ApifyClientBuilder;
pub use client::ApifyClient;
pub use error::{ApifyProblem, Error};
pub use insight::{Limit, LimitCrossing, LimitUse, LimitsWatch, Projection, Unit};
pub use model::{
    AccountAndUsageLimits, Current, DailyServiceUsage, EffectivePlatformFeature, Limits, LimitsUpdateOptions,
    MonthlyUsage, MonthlyUsageCycle, PlatformFeature, PriceTier, ProxyGroup, ServiceUsage, UsageCycle, User,
    UserPlan, UserProfile, UserProxy,
};
pub use user::{GetLimits, GetMonthlyUsage, GetUser, UpdateLimits, UserClient};

// The crates whose types stand in signatures, in the versions that fit.
pub use api_runtime::{http, reqwest};
#[cfg(feature = "schemars")]
pub use schemars;
pub use {chrono, serde_json};
