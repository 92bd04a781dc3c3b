//! The commands of this repository, as a library so that tests can call them.

pub mod bench;
pub mod codegen;
pub mod drift;
pub mod licenses;
pub mod msrv;
pub mod vendor;
