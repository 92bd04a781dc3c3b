//! The insides of lists and objects, for the tolerant reader.

use serde::de::{Deserialize, DeserializeSeed, MapAccess, SeqAccess, value::BorrowedStrDeserializer};
use serde_json::{Value, map};

use super::{fault::Fault, log::Log, node::Node, path::Path};

/// The elements of a list. `next_element` is where tolerance comes in: it knows the type, so
/// it can read an element that failed once more as absent; a seed can be used only once.
pub(super) struct Items<'de, 'a> {
    items: &'de [Value],
    next: usize,
    path: &'a Path<'a>,
    log: &'a Log,
}

impl<'de, 'a> Items<'de, 'a> {
    pub(super) fn new(items: &'de [Value], path: &'a Path<'a>, log: &'a Log) -> Self {
        Self { items, next: 0, path, log }
    }

    fn advance(&mut self) -> Option<(usize, &'de Value)> {
        let index = self.next;
        self.next += 1;
        self.items.get(index).map(|value| (index, value))
    }
}

impl<'de> SeqAccess<'de> for Items<'de, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some((index, value)) = self.advance() else { return Ok(None) };
        let path = Path::Index(self.path, index);
        seed.deserialize(Node::new(value, &path, self.log)).map(Some)
    }

    fn next_element<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, Fault> {
        while let Some((index, value)) = self.advance() {
            let path = Path::Index(self.path, index);
            if let Some(element) = Node::new(value, &path, self.log).element()? {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }
}

/// The members of an object. Structs ask with `next_value`, maps with `next_entry`.
pub(super) struct Members<'de, 'a> {
    members: map::Iter<'de>,
    current: Option<(&'de String, &'de Value)>,
    path: &'a Path<'a>,
    log: &'a Log,
}

impl<'de, 'a> Members<'de, 'a> {
    pub(super) fn new(members: &'de map::Map<String, Value>, path: &'a Path<'a>, log: &'a Log) -> Self {
        Self { members: members.iter(), current: None, path, log }
    }

    fn take(&mut self) -> Result<(&'de String, &'de Value), Fault> {
        self.current.take().ok_or_else(|| Fault::odd("a value was asked for before its key"))
    }
}

impl<'de> MapAccess<'de> for Members<'de, '_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        self.current = self.members.next();
        self.current.map(|(key, _)| seed.deserialize(BorrowedStrDeserializer::new(key))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let (key, value) = self.take()?;
        let path = Path::Key(self.path, key);
        seed.deserialize(Node::new(value, &path, self.log))
    }

    fn next_value<V: Deserialize<'de>>(&mut self) -> Result<V, Fault> {
        let (key, value) = self.take()?;
        let path = Path::Key(self.path, key);
        Node::new(value, &path, self.log).field()
    }

    fn next_entry<K: Deserialize<'de>, V: Deserialize<'de>>(&mut self) -> Result<Option<(K, V)>, Fault> {
        for (key, value) in self.members.by_ref() {
            let path = Path::Key(self.path, key);
            let name = K::deserialize(BorrowedStrDeserializer::<Fault>::new(key));
            let entry = Node::new(value, &path, self.log).element()?;
            if let (Ok(name), Some(value)) = (name, entry) {
                return Ok(Some((name, value)));
            }
        }
        Ok(None)
    }
}
