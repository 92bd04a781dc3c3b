//! The tolerant reader: a serde data format over a parsed body.

use serde::de::{Deserialize, Deserializer, IntoDeserializer, Visitor, value::StrDeserializer};
use serde_json::{Value, value::Number};

use super::{
    absent::{absent, requires_fields},
    access::{Items, Members},
    coerce::{self, Text},
    fault::Fault,
    log::Log,
    path::Path,
};

/// A value and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Node<'de, 'a> {
    value: &'de Value,
    path: &'a Path<'a>,
    log: &'a Log,
}

impl<'de, 'a> Node<'de, 'a> {
    pub(super) fn new(value: &'de Value, path: &'a Path<'a>, log: &'a Log) -> Self {
        Self { value, path, log }
    }

    /// The value as `V`; in another notation where the type takes that.
    fn read<V: Deserialize<'de>>(self) -> Result<V, Fault> {
        V::deserialize(self).or_else(|fault| {
            if fault.is_required() {
                return Err(fault);
            }
            let text = self.value.as_str().and_then(coerce::timestamp);
            text.and_then(|text| V::deserialize(Text(text)).ok()).ok_or(fault)
        })
    }

    /// The value of a field: absent if it is odd and the type allows that.
    pub(super) fn field<V: Deserialize<'de>>(self) -> Result<V, Fault> {
        self.read().or_else(|fault| {
            if fault.is_required() {
                return Err(fault);
            }
            let value = absent().ok_or_else(|| fault.at(self.path).into_required())?;
            self.log.note(self.path);
            Ok(value)
        })
    }

    /// An element of a list or a map: passed over if it is odd, unless it has an identity.
    pub(super) fn element<V: Deserialize<'de>>(self) -> Result<Option<V>, Fault> {
        match self.read() {
            Ok(value) => Ok(Some(value)),
            Err(fault) if fault.is_required() => Err(fault),
            Err(fault) if requires_fields::<V>() => Err(fault.at(self.path).into_required()),
            Err(_) => {
                self.log.note(self.path);
                Ok(None)
            }
        }
    }

    fn number<V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, Fault> {
        match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(number), ..) => visitor.visit_u64(number),
            (_, Some(number), _) => visitor.visit_i64(number),
            (.., Some(number)) => visitor.visit_f64(number),
            _ => Err(Fault::odd("its number is out of range")),
        }
    }

    fn integer<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let float = self.value.as_number().filter(|number| number.is_f64());
        match float.and_then(Number::as_f64).and_then(coerce::integer) {
            Some(integer) => visitor.visit_i64(integer),
            None => self.deserialize_any(visitor),
        }
    }
}

impl<'de> Deserializer<'de> for Node<'de, '_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => Self::number(number, visitor),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => visitor.visit_seq(Items::new(items, self.path, self.log)),
            Value::Object(members) => visitor.visit_map(Members::new(members, self.path, self.log)),
        }
        .map_err(|fault| fault.at(self.path))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    /// An object only: serde would also fill a struct from a list, by position.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.value {
            Value::Array(_) => Err(Fault::odd("expected object, found list").at(self.path)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let Value::String(text) = self.value else {
            return Err(Fault::odd("its value is none of the documented ones").at(self.path));
        };
        let text: StrDeserializer<'_, Fault> = text.as_str().into_deserializer();
        visitor.visit_enum(text).map_err(|fault| fault.at(self.path))
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i128 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}
