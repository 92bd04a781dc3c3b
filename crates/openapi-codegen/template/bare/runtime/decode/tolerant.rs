//! The tolerant reader: a serde data format over a parsed body.

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
    value::{BorrowedStrDeserializer, StrDeserializer},
};
use serde_json::{Value, map, value::Number};

use super::{
    SkipLog,
    error::{DecodeError, JsonPath},
    fallback::{self, OwnedString, absent, requires_fields},
};

/// A value of the body and its path.
#[derive(Clone, Copy)]
pub(super) struct TolerantDeserializer<'de, 'a> {
    value: &'de Value,
    path: &'a JsonPath<'a>,
    log: &'a SkipLog,
}

impl<'de, 'a> TolerantDeserializer<'de, 'a> {
    pub(super) fn new(value: &'de Value, path: &'a JsonPath<'a>, log: &'a SkipLog) -> Self {
        Self { value, path, log }
    }

    /// Reads the value as `V`, in another notation where the type takes that.
    fn read<V: Deserialize<'de>>(self) -> Result<V, DecodeError> {
        V::deserialize(self).or_else(|error| {
            if error.is_required() {
                return Err(error);
            }
            let text = self.value.as_str().and_then(fallback::timestamp);
            text.and_then(|text| V::deserialize(OwnedString(text)).ok()).ok_or(error)
        })
    }

    /// Reads the value of a field, as absent if it is malformed and the type allows that.
    fn field<V: Deserialize<'de>>(self) -> Result<V, DecodeError> {
        self.read().or_else(|error| {
            if error.is_required() {
                return Err(error);
            }
            let value = absent().ok_or_else(|| error.at(self.path).into_required())?;
            self.log.record(self.path);
            Ok(value)
        })
    }

    /// Reads an element of a list or a map. A malformed one is skipped unless its type requires
    /// fields.
    fn element<V: Deserialize<'de>>(self) -> Result<Option<V>, DecodeError> {
        match self.read() {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.is_required() => Err(error),
            Err(error) if requires_fields::<V>() => Err(error.at(self.path).into_required()),
            Err(_) => {
                self.log.record(self.path);
                Ok(None)
            }
        }
    }

    fn number<V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, DecodeError> {
        match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(number), ..) => visitor.visit_u64(number),
            (_, Some(number), _) => visitor.visit_i64(number),
            (.., Some(number)) => visitor.visit_f64(number),
            _ => Err(DecodeError::malformed("its number is out of range")),
        }
    }

    fn integer<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let float = self.value.as_number().filter(|number| number.is_f64());
        match float.and_then(Number::as_f64).and_then(fallback::integer) {
            Some(integer) => visitor.visit_i64(integer),
            None => self.deserialize_any(visitor),
        }
    }
}

macro_rules! integers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
            self.integer(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for TolerantDeserializer<'de, '_> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => Self::number(number, visitor),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => visitor.visit_seq(ListAccess::new(items, self.path, self.log)),
            Value::Object(entries) => visitor.visit_map(ObjectAccess::new(entries, self.path, self.log)),
        }
        .map_err(|error| error.at(self.path))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    /// Accepts an object only: serde would also fill a struct from a list, by position.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        match self.value {
            Value::Array(_) => Err(DecodeError::malformed("expected object, found list").at(self.path)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let Value::String(text) = self.value else {
            return Err(DecodeError::malformed("its value is none of the documented ones").at(self.path));
        };
        let text: StrDeserializer<'_, DecodeError> = text.as_str().into_deserializer();
        visitor.visit_enum(text).map_err(|error| error.at(self.path))
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    serde::forward_to_deserialize_any! {
        bool i128 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// Elements of a list. Tolerance takes place in `next_element`, which knows the type and can
/// therefore read a malformed element a second time; a seed can be used only once.
struct ListAccess<'de, 'a> {
    items: std::iter::Enumerate<std::slice::Iter<'de, Value>>,
    path: &'a JsonPath<'a>,
    log: &'a SkipLog,
}

impl<'de, 'a> ListAccess<'de, 'a> {
    fn new(items: &'de [Value], path: &'a JsonPath<'a>, log: &'a SkipLog) -> Self {
        Self { items: items.iter().enumerate(), path, log }
    }
}

impl<'de> SeqAccess<'de> for ListAccess<'de, '_> {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DecodeError> {
        let Some((index, value)) = self.items.next() else { return Ok(None) };
        let path = JsonPath::Index(self.path, index);
        seed.deserialize(TolerantDeserializer::new(value, &path, self.log)).map(Some)
    }

    fn next_element<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, DecodeError> {
        for (index, value) in self.items.by_ref() {
            let path = JsonPath::Index(self.path, index);
            if let Some(element) = TolerantDeserializer::new(value, &path, self.log).element()? {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }
}

/// Entries of an object. Derived structs call `next_value`, maps call `next_entry`.
struct ObjectAccess<'de, 'a> {
    entries: map::Iter<'de>,
    current: Option<(&'de String, &'de Value)>,
    path: &'a JsonPath<'a>,
    log: &'a SkipLog,
}

impl<'de, 'a> ObjectAccess<'de, 'a> {
    fn new(entries: &'de map::Map<String, Value>, path: &'a JsonPath<'a>, log: &'a SkipLog) -> Self {
        Self { entries: entries.iter(), current: None, path, log }
    }

    fn take_current(&mut self) -> Result<(&'de String, &'de Value), DecodeError> {
        self.current.take().ok_or_else(|| DecodeError::malformed("a value was requested before its key"))
    }
}

impl<'de> MapAccess<'de> for ObjectAccess<'de, '_> {
    type Error = DecodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, DecodeError> {
        self.current = self.entries.next();
        self.current.map(|(key, _)| seed.deserialize(BorrowedStrDeserializer::new(key))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, DecodeError> {
        let (key, value) = self.take_current()?;
        let path = JsonPath::Key(self.path, key);
        seed.deserialize(TolerantDeserializer::new(value, &path, self.log))
    }

    fn next_value<V: Deserialize<'de>>(&mut self) -> Result<V, DecodeError> {
        let (key, value) = self.take_current()?;
        let path = JsonPath::Key(self.path, key);
        TolerantDeserializer::new(value, &path, self.log).field()
    }

    fn next_entry<K: Deserialize<'de>, V: Deserialize<'de>>(
        &mut self,
    ) -> Result<Option<(K, V)>, DecodeError> {
        for (key, value) in self.entries.by_ref() {
            let path = JsonPath::Key(self.path, key);
            let name = K::deserialize(BorrowedStrDeserializer::<DecodeError>::new(key));
            let entry = TolerantDeserializer::new(value, &path, self.log).element()?;
            if let (Ok(name), Some(value)) = (name, entry) {
                return Ok(Some((name, value)));
            }
        }
        Ok(None)
    }
}
