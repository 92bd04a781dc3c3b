//! What a type is when its field is absent.

use serde::de::{Deserialize, Deserializer, Error as _, Visitor, value};

use super::fault::Fault;

/// The value of a field that may be absent, which generated types write as an `Option`. A plain
/// list or map is one that is required: taken for an empty one, it would hide figures.
pub(super) fn absent<'de, V: Deserialize<'de>>() -> Option<V> {
    V::deserialize(Absent).ok()
}

/// Whether a type requires any field at all. An element of such a type carries an identity or
/// a figure and must not be passed over; any other may be.
pub(super) fn requires_fields<'de, V: Deserialize<'de>>() -> bool {
    V::deserialize(EmptyObject).is_err_and(|fault| fault.is_required())
}

struct Absent;

impl<'de> Deserializer<'de> for Absent {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fault> {
        Err(Fault::custom("absent"))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_none()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct EmptyObject;

impl<'de> Deserializer<'de> for EmptyObject {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_map(value::MapDeserializer::<_, Fault>::new(std::iter::empty::<((), ())>()))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
