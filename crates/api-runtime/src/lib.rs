#![doc = include_str!("../README.md")]

mod base_url;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod decode;
mod error;
mod events;
#[doc(hidden)]
pub mod open_enum;
mod path;
mod problem;
mod rate_limit;
mod redaction;
mod request;
mod response;
mod retry;
mod secret;
mod settings;
mod stats;
mod structured_list;
mod transport;
mod user_agent;

pub use base_url::{BaseUrl, InvalidBaseUrl};
pub use decode::SkippedFields;
pub use error::{CallError, CallInfo, Error, ErrorKind, Sent};
pub use events::Event;
pub use path::{InvalidId, check_id, encode_path};
pub use problem::{CredentialProblem, Problem};
pub use rate_limit::RateLimit;
pub use request::{
    BoxFuture, CallOptions, CustomRequest, File, Files, InvalidValue, Multipart, QueryValue, Request,
    RequestBuilder, Style, check_year, path_styled,
};
pub use response::Response;
pub use retry::{RetryBudget, RetryPolicy};
pub use secret::{InvalidSecret, Secret};
pub use settings::{HttpClientSetup, Interceptor, InterceptorError, Settings};
pub use stats::Stats;
pub use transport::{Call, Credential, EventStream, Reply, Transport};
pub use user_agent::Product;

// Named by the macros of this crate and by generated code.
#[doc(hidden)]
pub use {bytes, chrono, http, reqwest, serde, serde_json};
