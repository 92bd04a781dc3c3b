#![doc = include_str!("../README.md")]

mod builder;
mod engine;
mod error;
mod example;
mod record;
mod script;
mod service;
mod simulator;
mod spec;
mod vendors;
mod wire;

pub use builder::SimulatorBuilder;
pub use error::Error;
#[doc(hidden)]
pub use example::{ExampleResult, run_blocking_example, run_example};
pub use record::RecordedRequest;
pub use script::{Encoding, Fault, MockResponse, Point};
pub use simulator::Simulator;
pub use spec::{Operation, Spec};
