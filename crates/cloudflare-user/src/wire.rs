//! From the generated types to the public ones.

use api_runtime::Secret;
use serde_json::{Map, Value};

/// Makes a public type of a generated one. `From` would say in public which types are generated.
pub(crate) trait FromWire<W> {
    fn from_wire(wire: W) -> Self;
}

impl FromWire<Self> for Map<String, Value> {
    fn from_wire(wire: Self) -> Self {
        wire
    }
}

impl FromWire<Self> for Secret {
    fn from_wire(wire: Self) -> Self {
        wire
    }
}
