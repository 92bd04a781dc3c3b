//! An OpenAPI 3.1 description: what it documents, and what departs from it.

mod coerce;
mod description;
mod document;
mod inspect;
mod media;
mod operation;
mod parameter;
mod sample;
mod schema;
mod security;
mod template;

pub use description::Description;
pub(crate) use inspect::{Inspection, Refusal};
pub(crate) use media::DocumentedBody;
pub use operation::Operation;
