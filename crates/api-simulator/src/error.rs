//! Errors of starting a simulator.

use std::io;

/// The error for a simulator that cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The loopback socket cannot be opened, or its runtime cannot be built.
    #[error("the simulator cannot listen on 127.0.0.1: {0}")]
    Listen(#[from] io::Error),
    /// The OpenAPI document cannot be used.
    #[error("the OpenAPI document cannot be used: {reason} (at {pointer})")]
    Spec {
        /// JSON Pointer to the location, such as `#/paths/~1users`.
        pointer: String,
        /// Reason why it cannot be used.
        reason: String,
    },
}
