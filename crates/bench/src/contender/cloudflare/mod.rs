//! Clients of Cloudflare.

pub(super) mod bare;
pub(super) mod facade;
pub(super) mod generated;
mod wire;
