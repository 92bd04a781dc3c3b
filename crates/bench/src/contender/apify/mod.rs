//! Clients of Apify.

pub(super) mod bare;
pub(super) mod facade;
pub(super) mod generated;
pub(super) mod official;
mod wire;
