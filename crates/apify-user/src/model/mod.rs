//! What the API answers with, and what it takes.
//!
//! Each type is made from the generated one by taking all of it apart, so that a field which
//! the description gains does not compile until someone has decided on it.

mod feature;
mod limits;
mod limits_update;
mod plan;
mod profile;
mod proxy;
mod usage;
mod usage_cycle;
mod user;

pub use feature::{EffectivePlatformFeature, PlatformFeature};
pub use limits::{AccountAndUsageLimits, Current, Limits};
pub use limits_update::LimitsUpdateOptions;
pub use plan::UserPlan;
pub use profile::UserProfile;
pub use proxy::{ProxyGroup, UserProxy};
pub use usage::{DailyServiceUsage, MonthlyUsage, PriceTier, ServiceUsage};
pub use usage_cycle::{MonthlyUsageCycle, UsageCycle};
pub use user::User;
