#![doc = include_str!("../README.md")]

mod audit_log_value;
mod envelope;
#[allow(deprecated, reason = "the setter of a deprecated field uses it")]
mod generated;
mod insight;
mod problem;
mod token_request;
mod token_resources;

pub use audit_log_value::AuditLogValue;
pub use generated::*;
pub use insight::tokens_by_scope;
pub use token_resources::{TokenResource, TokenResources};
