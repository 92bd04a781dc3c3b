//! The repository's own commands, as a library so that they can be tested.

pub mod api;
pub mod bench;
pub mod codegen;
pub mod drift;
pub mod emit;
pub mod ident;
pub mod lower;
pub mod measure;
pub mod preflight;
pub mod prune;
pub mod report;
pub mod spec;
pub mod vendor;
