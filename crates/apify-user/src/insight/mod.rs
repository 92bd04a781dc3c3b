//! What the figures mean: how near a limit is, what costs most, where a cycle will end.

mod costs;
mod headroom;
mod projection;
mod watch;

pub use headroom::{Limit, LimitUse, Unit};
pub use projection::Projection;
pub use watch::{LimitCrossing, LimitsWatch};
