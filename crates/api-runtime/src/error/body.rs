//! Documented error bodies.

use serde::de::DeserializeOwned;

use super::CallError;
use crate::decode;

impl CallError {
    /// Deserializes the body of an error response as a type that the OpenAPI document gives it; `None` if there is no
    /// body, or none of this type.
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        decode::tolerant(self.body()?).ok().map(|(value, _)| value)
    }
}
