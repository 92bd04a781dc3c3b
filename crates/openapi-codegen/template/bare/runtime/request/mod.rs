//! Requests: the description that generated calls fill.

mod builder;
mod multipart;
mod parts;
mod style;
mod value;

pub(crate) use builder::OutgoingRequest;
pub use builder::RequestBuilder;
pub use multipart::{File, Files, Multipart};
pub use style::{Style, path_styled};
pub use value::{InvalidValue, QueryValue, check_year};
