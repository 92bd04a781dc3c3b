//! Crates that stand alone, by progenitor.

mod generate;
mod isolate;
mod package;
mod rewrite;

pub use generate::generate;
pub use isolate::explain;
pub use package::standalone_crate;
