//! From the generated types to the public ones.

/// Makes a public type of a generated one. `From` would say in public which types are generated.
pub(crate) trait FromWire<W> {
    fn from_wire(wire: W) -> Self;
}
