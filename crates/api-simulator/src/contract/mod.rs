//! An OpenAPI 3.1 description: what it documents, and what departs from it.

mod coerce;
mod document;
mod inspect;
mod media;
mod operation;
mod parameter;
mod sample;
mod schema;
mod security;
mod spec;
mod template;

pub(crate) use inspect::{Inspection, Refusal};
pub(crate) use media::DocumentedBody;
pub use operation::Operation;
pub use spec::Spec;
