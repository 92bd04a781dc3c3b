#![doc = include_str!("../README.md")]

mod builder;
mod client;
mod credit;
#[rustfmt::skip]
mod setters;
mod usage_between;
mod user;
mod watch;

#[cfg(feature = "blocking")]
pub use api_runtime::blocking::Iter;
pub use api_runtime::{
    CallInfo, ErrorKind, InterceptorError, QueryValue, RateLimit, Response, RetryBudget, RetryPolicy, Secret,
    Sent, SkippedFields, Stats, encode_path,
};
pub use apify_user_api::{
    AccountAndUsageLimits, ApifyProblem, CostSum, Credit, CreditOutlook, Current, DailyServiceUsage,
    DayUsage, EffectivePlatformFeature, InvalidLimit, InvalidSpan, InvalidThreshold, Limit, LimitUsage,
    Limits, LimitsUpdateOptions, MonthlyUsage, PlatformFeature, PriceTier, Projection, ProxyGroup,
    ServiceUsage, Threshold, Unit, UsageCycle, UsageGap, UsageGapReason, UsageSpan, UsageSum, User, UserPlan,
    UserProfile, UserProxy,
};
pub use builder::ApifyClientBuilder;
pub use client::ApifyClient;
pub use credit::GetCredit;
pub use usage_between::GetUsageBetween;
pub use user::{GetMonthlyUsage, UserClient};
pub use watch::{LimitCrossing, LimitsEvent, LimitsWatch};

/// Error of a call, or of building a client.
///
/// Its methods say what happened ([`kind`](api_runtime::Error::kind), [`status`](api_runtime::Error::status),
/// [`attempts`](api_runtime::Error::attempts), …); [`problem`](api_runtime::Error::problem) is the error body
/// that Apify sent.
///
/// ```
/// # api_simulator::apify_example!(|_client, simulator| {
/// # let base_url = simulator.base_url();
/// use apify_user::ApifyClient;
///
/// let client = ApifyClient::new("a-revoked-token")?;
/// # let client = ApifyClient::builder().token("revoked").base_url(base_url).build()?;
/// let error = client.me().limits().await.err().ok_or("the token was accepted")?;
/// assert!(error.is_unauthorized());
/// let problem = error.problem().ok_or("no error body of Apify's")?;
/// assert_eq!(problem.error_type.as_deref(), Some("user-or-token-not-found"));
/// # });
/// ```
pub type Error = api_runtime::Error<ApifyProblem>;

/// Request that sends nothing until it is awaited, for its value alone or, by `with_response`, with status,
/// headers and body.
pub type Request<T> = api_runtime::Request<T, ApifyProblem>;

/// Request to any operation of Apify's API; see [`ApifyClient::request`].
pub type CustomRequest<T = serde_json::Value> = api_runtime::CustomRequest<T, ApifyProblem>;

// The crates whose types stand in signatures, in the versions that fit.
pub use api_runtime::{http, reqwest};
#[cfg(feature = "schemars")]
pub use schemars;
pub use {chrono, serde_json};
