#![doc = include_str!("../README.md")]

#[cfg(feature = "apify")]
mod apify;
mod apis;
mod builder;
#[cfg(feature = "cloudflare")]
mod cloudflare;
mod contract;
mod described;
mod engine;
mod error;
mod plain;
mod record;
mod script;
mod service;
mod simulator;
mod stateless;
#[cfg(any(feature = "apify", feature = "cloudflare"))]
mod vendors;
mod wire;

pub use builder::Builder;
pub use contract::{Description, Operation};
pub use error::Error;
pub use record::RecordedRequest;
pub use script::{Answer, Encoding, Fault, Point};
pub use simulator::Simulator;
