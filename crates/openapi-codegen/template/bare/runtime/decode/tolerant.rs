//! The tolerant reader: a serde data format over the text of a body.
//!
//! Nothing is built but the type itself, and each list, object and text in it is counted before it
//! grows: a small body cannot fill the memory.

use std::{borrow::Cow, iter::Enumerate, mem::size_of};

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
    value::{CowStrDeserializer, StrDeserializer},
};
use serde_json::Number;

use super::{
    error::{DecodeError, JsonPath},
    fallback::{self, OwnedString, absent, requires_fields},
    limits::Limits,
    skipped::SkipLog,
    text::{Entries, Items, JsonKind, JsonText},
};

/// Deepest nesting that is read; as in `serde_json`, so that the stack does not overflow.
const MAX_DEPTH: usize = 127;

/// What is common to all values of one body.
pub(super) struct Context {
    pub(super) log: SkipLog,
    pub(super) limits: Limits,
}

/// A value of the body and its path.
#[derive(Clone, Copy)]
pub(super) struct TolerantDeserializer<'de, 'a> {
    value: JsonText<'de>,
    path: &'a JsonPath<'a>,
    context: &'a Context,
}

impl<'de, 'a> TolerantDeserializer<'de, 'a> {
    pub(super) fn new(value: JsonText<'de>, path: &'a JsonPath<'a>, context: &'a Context) -> Self {
        Self { value, path, context }
    }

    /// Reads the value as `V`, in another notation where the type takes that.
    fn read<V: Deserialize<'de>>(self) -> Result<V, DecodeError> {
        V::deserialize(self).or_else(|error| {
            if !error.can_be_skipped() {
                return Err(error);
            }
            let text = self.value.string().and_then(|text| fallback::timestamp(&text));
            text.and_then(|text| V::deserialize(OwnedString(text)).ok()).ok_or(error)
        })
    }

    /// Reads the value of a field, as absent if it is malformed and the type allows that.
    fn field<V: Deserialize<'de>>(self) -> Result<V, DecodeError> {
        self.read().or_else(|error| {
            if !error.can_be_skipped() {
                return Err(error);
            }
            let value = absent().ok_or_else(|| error.at(self.path).into_required())?;
            self.context.log.record(self.path);
            Ok(value)
        })
    }

    /// Reads an element of a list or a map. A malformed one is skipped unless its type requires
    /// fields.
    fn element<V: Deserialize<'de>>(self) -> Result<Option<V>, DecodeError> {
        match self.read() {
            Ok(value) => Ok(Some(value)),
            Err(error) if !error.can_be_skipped() => Err(error),
            Err(error) if requires_fields::<V>() => Err(error.at(self.path).into_required()),
            Err(_) => {
                self.context.log.record(self.path);
                Ok(None)
            }
        }
    }

    fn string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.context.limits.allocate(self.value.len() + ALLOCATION)?;
        match self.value.string() {
            Some(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Some(Cow::Owned(text)) => visitor.visit_string(text),
            None => Err(DecodeError::malformed("its text is not valid Unicode")),
        }
    }

    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let number = self.value.number();
        let number = number.as_ref();
        match (
            number.and_then(Number::as_u64),
            number.and_then(Number::as_i64),
            number.and_then(Number::as_f64),
        ) {
            (Some(number), ..) => visitor.visit_u64(number),
            (_, Some(number), _) => visitor.visit_i64(number),
            (.., Some(number)) => visitor.visit_f64(number),
            _ => Err(DecodeError::malformed("its number is out of range")),
        }
    }

    fn integer<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let float = match self.value.kind() {
            JsonKind::Number => self.value.number().filter(Number::is_f64),
            _ => None,
        };
        match float.as_ref().and_then(Number::as_f64).and_then(fallback::integer) {
            Some(integer) => visitor.visit_i64(integer),
            None => self.deserialize_any(visitor),
        }
    }

    fn list<V: Visitor<'de>>(self, items: Items<'de>, visitor: V) -> Result<V::Value, DecodeError> {
        self.check_depth()?;
        visitor.visit_seq(ListAccess { items: items.enumerate(), length: 0, parent: self })
    }

    fn object<V: Visitor<'de>>(
        self,
        entries: Entries<'de>,
        target: Target,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.check_depth()?;
        let entries = UniqueEntries::new(entries);
        visitor.visit_map(ObjectAccess { entries, current: None, length: 0, target, parent: self })
    }

    fn check_depth(self) -> Result<(), DecodeError> {
        if self.path.depth() < MAX_DEPTH {
            return Ok(());
        }
        Err(DecodeError::malformed("it is nested too deeply"))
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
        match self.value.kind() {
            JsonKind::Null => visitor.visit_unit(),
            JsonKind::Bool(value) => visitor.visit_bool(value),
            JsonKind::Number => self.number(visitor),
            JsonKind::String => self.string(visitor),
            JsonKind::List(items) => self.list(items, visitor),
            JsonKind::Object(entries) => self.object(entries, Target::Map, visitor),
        }
        .map_err(|error| error.at(self.path))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.value.kind() {
            JsonKind::Null => visitor.visit_none(),
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
        match self.value.kind() {
            JsonKind::List(_) => Err(DecodeError::malformed("expected object, found list")),
            JsonKind::Object(entries) => self.object(entries, Target::Struct, visitor),
            _ => self.deserialize_any(visitor),
        }
        .map_err(|error| error.at(self.path))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let Some(text) = self.value.string() else {
            return Err(DecodeError::malformed("its value is none of the documented ones").at(self.path));
        };
        let text: StrDeserializer<'_, DecodeError> = (*text).into_deserializer();
        visitor.visit_enum(text).map_err(|error| error.at(self.path))
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    serde::forward_to_deserialize_any! {
        bool i128 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier
    }
}

/// Memory of an allocation beside its content, in bytes.
const ALLOCATION: usize = 32;

/// Elements of a list. Tolerance takes place in `next_element`, which knows the type and can
/// therefore read a malformed element a second time; a seed can be used only once.
struct ListAccess<'de, 'a> {
    items: Enumerate<Items<'de>>,
    /// Number of elements that were read, without the skipped ones.
    length: usize,
    parent: TolerantDeserializer<'de, 'a>,
}

impl<'de> ListAccess<'de, '_> {
    fn next_item(&mut self) -> Result<Option<(usize, JsonText<'de>)>, DecodeError> {
        let Some((index, value)) = self.items.next() else { return Ok(None) };
        self.parent.context.limits.scan(value.len())?;
        Ok(Some((index, value)))
    }

    /// Counts the memory of a vector as it grows: to four elements, then to twice as many each time.
    fn grow<T>(&mut self) -> Result<(), DecodeError> {
        let added = match self.length {
            0 => 4,
            length if length >= 4 && length.is_power_of_two() => length,
            _ => 0,
        };
        self.length += 1;
        self.parent.context.limits.allocate(added * size_of::<T>())
    }
}

impl<'de> SeqAccess<'de> for ListAccess<'de, '_> {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DecodeError> {
        let Some((index, value)) = self.next_item()? else { return Ok(None) };
        self.grow::<T::Value>()?;
        let path = JsonPath::Index(self.parent.path, index);
        seed.deserialize(TolerantDeserializer::new(value, &path, self.parent.context)).map(Some)
    }

    fn next_element<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, DecodeError> {
        while let Some((index, value)) = self.next_item()? {
            let path = JsonPath::Index(self.parent.path, index);
            if let Some(element) = TolerantDeserializer::new(value, &path, self.parent.context).element()? {
                self.grow::<T>().map_err(|error| error.at(&path))?;
                return Ok(Some(element));
            }
        }
        Ok(None)
    }
}

/// Type that an object is read as.
#[derive(Clone, Copy, PartialEq)]
enum Target {
    /// A struct, which has the room for its fields already.
    Struct,
    /// A map, or a struct that keeps unknown fields: each entry takes memory.
    Map,
}

/// Entries of an object. Derived structs call `next_value`, maps call `next_entry`.
struct ObjectAccess<'de, 'a> {
    entries: UniqueEntries<'de>,
    current: Option<(Cow<'de, str>, JsonText<'de>)>,
    /// Number of entries that were read, without the skipped ones.
    length: usize,
    target: Target,
    parent: TolerantDeserializer<'de, 'a>,
}

impl<'de> ObjectAccess<'de, '_> {
    fn take_next(&mut self) -> Result<Option<(Cow<'de, str>, JsonText<'de>)>, DecodeError> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.parent.context.limits.scan(key.len() + value.len())?;
        Ok(Some((key, value)))
    }

    fn take_current(&mut self) -> Result<(Cow<'de, str>, JsonText<'de>), DecodeError> {
        self.current.take().ok_or_else(|| DecodeError::malformed("a value was requested before its key"))
    }

    /// Counts the memory of a B-tree as it grows: a node for eleven entries, then nodes that are
    /// half full.
    fn grow<V>(&mut self) -> Result<(), DecodeError> {
        if self.target == Target::Struct {
            return Ok(());
        }
        let added = if self.length == 0 { 11 } else { 2 };
        self.length += 1;
        self.parent.context.limits.allocate(added * (size_of::<String>() + size_of::<V>()) + ALLOCATION)
    }
}

impl<'de> MapAccess<'de> for ObjectAccess<'de, '_> {
    type Error = DecodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, DecodeError> {
        self.current = self.take_next()?;
        self.current.as_ref().map(|(key, _)| seed.deserialize(key_deserializer(key.clone()))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, DecodeError> {
        let (key, value) = self.take_current()?;
        self.grow::<V::Value>()?;
        let path = JsonPath::Key(self.parent.path, &key);
        seed.deserialize(TolerantDeserializer::new(value, &path, self.parent.context))
    }

    fn next_value<V: Deserialize<'de>>(&mut self) -> Result<V, DecodeError> {
        let (key, value) = self.take_current()?;
        let path = JsonPath::Key(self.parent.path, &key);
        self.grow::<V>().map_err(|error| error.at(&path))?;
        TolerantDeserializer::new(value, &path, self.parent.context).field()
    }

    fn next_entry<K: Deserialize<'de>, V: Deserialize<'de>>(
        &mut self,
    ) -> Result<Option<(K, V)>, DecodeError> {
        while let Some((key, value)) = self.take_next()? {
            let path = JsonPath::Key(self.parent.path, &key);
            let name = K::deserialize(key_deserializer(Cow::Borrowed(&*key)));
            let entry = TolerantDeserializer::new(value, &path, self.parent.context).element()?;
            if let (Ok(name), Some(value)) = (name, entry) {
                self.grow::<V>().map_err(|error| error.at(&path))?;
                return Ok(Some((name, value)));
            }
        }
        Ok(None)
    }
}

fn key_deserializer(key: Cow<'_, str>) -> CowStrDeserializer<'_, DecodeError> {
    key.into_deserializer()
}

/// Entries of an object; of several with the same key, the last. A struct would reject the others.
///
/// Beyond the first 64 entries, each is passed on.
struct UniqueEntries<'de> {
    first: std::vec::IntoIter<(Cow<'de, str>, JsonText<'de>)>,
    rest: Entries<'de>,
}

impl<'de> UniqueEntries<'de> {
    fn new(mut entries: Entries<'de>) -> Self {
        const MAX_ENTRIES: usize = 64;
        let mut first: Vec<(Cow<'de, str>, JsonText<'de>)> = Vec::new();
        for (key, value) in entries.by_ref().take(MAX_ENTRIES) {
            match first.iter_mut().find(|(earlier, _)| *earlier == key) {
                Some((_, earlier)) => *earlier = value,
                None => first.push((key, value)),
            }
        }
        Self { first: first.into_iter(), rest: entries }
    }
}

impl<'de> Iterator for UniqueEntries<'de> {
    type Item = (Cow<'de, str>, JsonText<'de>);

    fn next(&mut self) -> Option<Self::Item> {
        self.first.next().or_else(|| self.rest.next())
    }
}
