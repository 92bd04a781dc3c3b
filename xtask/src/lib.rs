//! The repository's own commands, as a library so that they can be tested.

pub mod bench;
pub mod codegen;
pub mod drift;
pub mod vendor;
