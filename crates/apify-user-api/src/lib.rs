#![doc = include_str!("../README.md")]

mod costs;
mod features;
#[rustfmt::skip]
mod generated;
mod limits;
mod problem;

pub use costs::{CostSum, Projection};
pub use generated::*;
pub use limits::{InvalidLimit, Limit, LimitUsage, Unit};

// The crate whose dates stand in the types, in the version that fits.
pub use chrono;
