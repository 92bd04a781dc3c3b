#![doc = include_str!("../README.md")]

mod audit_log_value;
mod envelope;
#[allow(deprecated, reason = "the setter of a deprecated field uses it")]
mod generated;
mod insight;
mod problem;
mod r2_credentials;
mod token_condition;
mod token_fidelity;
mod token_request;
mod token_resources;

pub use audit_log_value::AuditLogValue;
pub use generated::*;
pub use insight::tokens_by_scope;
pub use r2_credentials::R2Credentials;
pub use token_condition::{TokenAddresses, TokenCondition};
pub use token_resources::{TokenResource, TokenResources};
