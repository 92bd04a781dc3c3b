//! Why a simulator could not start.

use std::io;

/// Why a simulator could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The loopback socket could not be opened, or the runtime for it not be built.
    #[error("the simulator could not listen on 127.0.0.1: {0}")]
    Listen(#[from] io::Error),
    /// The description is not an OpenAPI 3.1 document that can be obeyed.
    #[error("the description cannot be used: {reason} (at {pointer})")]
    Spec {
        /// The JSON Pointer of the place.
        pointer: String,
        /// What is wrong there.
        reason: String,
    },
}
