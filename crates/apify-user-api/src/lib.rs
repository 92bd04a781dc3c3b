#![doc = include_str!("../README.md")]

mod costs;
mod credit;
mod features;
#[rustfmt::skip]
mod generated;
mod limits;
mod problem;
mod span;
mod threshold;

pub use costs::{CostSum, Projection};
pub use credit::{Credit, CreditOutlook};
pub use generated::*;
pub use limits::{InvalidLimit, Limit, LimitUsage, Unit};
pub use span::{DayUsage, InvalidSpan, UsageGap, UsageGapReason, UsageSpan, UsageSum};
pub use threshold::{InvalidThreshold, Threshold};

// The crate whose dates stand in the types, in the version that fits.
pub use chrono;
