//! Nothing of a token is lost between reading and updating it: what was not understood is kept as it
//! came, and an update that would send it in two versions is not sent.

use std::{collections::BTreeSet, fmt};

use serde::{
    Serialize,
    de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use crate::{PermissionGroupMeta, PolicyPermissionGroup, Token, TokenPolicy, TokenUpdate};

impl Token {
    /// Keeps in [`unknown_fields`](Self::unknown_fields) what the tolerant reader skipped; `json` is the
    /// object that the token was read from.
    ///
    /// The facade does this for every token that it returns. A token that serde alone reads has skipped
    /// nothing.
    ///
    /// ```
    /// # use cloudflare_user_api as cloudflare_user;
    /// use cloudflare_user::{Token, TokenUpdate};
    /// use serde_json::json;
    ///
    /// let mut token = Token::new().id("t").name("backup");
    /// token.keep_skipped(&json!({ "id": "t", "name": "backup", "expires_on": 1893456000 }));
    /// assert_eq!(serde_json::to_value(TokenUpdate::from(token))?["expires_on"], 1893456000);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn keep_skipped(&mut self, json: &Value) {
        self.unknown_fields.extend(skipped(self, json));
        for (policy, json) in self.policies.iter_mut().zip(items(json, "policies")) {
            policy.keep_skipped(json);
        }
    }
}

impl TokenPolicy {
    fn keep_skipped(&mut self, json: &Value) {
        self.unknown_fields.extend(skipped(self, json));
        for (group, json) in self.permission_groups.iter_mut().zip(items(json, "permission_groups")) {
            group.keep_skipped(json);
        }
    }
}

impl PolicyPermissionGroup {
    fn keep_skipped(&mut self, json: &Value) {
        self.unknown_fields.extend(skipped(self, json));
        if let Some(meta) = &mut self.meta {
            meta.keep_skipped(&json["meta"]);
        }
    }
}

impl PermissionGroupMeta {
    fn keep_skipped(&mut self, json: &Value) {
        self.unknown_fields.extend(skipped(self, json));
    }
}

/// Returns the fields of `json` that the typed value would not write: those that were skipped, and lists
/// of which an element was. A field that is null has nothing to lose.
fn skipped(typed: &impl Serialize, json: &Value) -> Map<String, Value> {
    let written = serde_json::to_value(typed).unwrap_or_default();
    let is_kept = |name: &String, value: &Value| match (written.get(name), value) {
        (None, value) => value.is_null(),
        (Some(Value::Array(written)), Value::Array(items)) => written.len() == items.len(),
        (Some(_), _) => true,
    };
    let fields = json.as_object().into_iter().flatten();
    fields
        .filter(|(name, value)| !is_kept(name, value))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn items<'a>(json: &'a Value, name: &str) -> &'a [Value] {
    json[name].as_array().map_or(&[], Vec::as_slice)
}

impl TokenUpdate {
    /// Returns the path of the first field that the update would send twice: as it came, because it was
    /// not understood, and as it was set since.
    ///
    /// The facade rejects such an update. Which of the two Cloudflare takes is not documented, and the
    /// wrong one could widen the token.
    pub fn ambiguous_field(&self) -> Option<String> {
        let json = serde_json::to_string(self).ok()?;
        let mut found = None;
        let seed = FindRepeated { path: String::new(), found: &mut found };
        seed.deserialize(&mut serde_json::Deserializer::from_str(&json)).ok()?;
        found
    }
}

/// Reads any JSON and finds the first key that an object has twice.
struct FindRepeated<'a> {
    path: String,
    found: &'a mut Option<String>,
}

impl FindRepeated<'_> {
    fn at(&mut self, path: String) -> FindRepeated<'_> {
        FindRepeated { path, found: self.found }
    }

    fn element(&mut self, index: usize) -> FindRepeated<'_> {
        self.at(format!("{}[{index}]", self.path))
    }
}

impl<'de> DeserializeSeed<'de> for FindRepeated<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for FindRepeated<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut keys = BTreeSet::new();
        while let Some(key) = map.next_key::<String>()? {
            let path = if self.path.is_empty() { key.clone() } else { format!("{}.{key}", self.path) };
            if !keys.insert(key) {
                self.found.get_or_insert_with(|| path.clone());
            }
            map.next_value_seed(self.at(path))?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        let mut index = 0;
        while list.next_element_seed(self.element(index))?.is_some() {
            index += 1;
        }
        Ok(())
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }
}
