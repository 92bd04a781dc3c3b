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
mod example;
mod plain;
mod record;
mod script;
mod service;
mod simulator;
mod stateless;
#[cfg(any(feature = "apify", feature = "cloudflare"))]
mod vendors;
mod wire;

pub use builder::SimulatorBuilder;
pub use contract::{Operation, Spec};
pub use error::Error;
#[doc(hidden)]
pub use example::{ExampleResult, run_blocking_example, run_example};
pub use record::RecordedRequest;
pub use script::{Encoding, Fault, MockResponse, Point};
pub use simulator::Simulator;
