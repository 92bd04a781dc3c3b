//! From a lowered description to formatted Rust, on disk.

mod artifact;
mod bind;
mod format;
mod generate;
mod isolate;
mod rewrite;
mod standalone;

pub use artifact::{Artifact, write_or_compare};
pub use generate::{Target, generate};
pub use isolate::explain;
pub use standalone::standalone_crate;
