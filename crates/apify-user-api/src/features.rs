//! Names of platform features, in the two shapes that Apify has for them.

use std::fmt;

use api_runtime::decode;
use serde::{
    Deserialize, Deserializer,
    de::{self, SeqAccess, Visitor, value::SeqAccessDeserializer},
};

use crate::PlatformFeature;

/// Reads the names of a plan's features. Apify sends a list of names; its documentation also shows a list
/// of lists of one name each.
pub(crate) fn names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PlatformFeature>, D::Error> {
    let entries: Vec<Entry> = decode::list(deserializer)?;
    Ok(entries.into_iter().flat_map(|Entry(names)| names).collect())
}

/// One entry of the list, with the names in it.
struct Entry(Vec<PlatformFeature>);

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EntryVisitor)
    }
}

struct EntryVisitor;

impl<'de> Visitor<'de> for EntryVisitor {
    type Value = Entry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a feature, or a list of names")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Entry, E> {
        Ok(Entry(vec![name.into()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, names: A) -> Result<Entry, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(names)).map(Entry)
    }
}

#[cfg(test)]
mod tests {
    use api_runtime::decode;
    use serde_json::{Value, json};

    use crate::{PlatformFeature, UserPlan};

    /// The names, and the paths of what was skipped.
    fn read(names: Value) -> (Vec<PlatformFeature>, Vec<String>) {
        let body = json!({ "enabledPlatformFeatures": names }).to_string();
        let (plan, skipped) = decode::tolerant::<UserPlan>(body.as_bytes()).unwrap();
        (plan.enabled_platform_features, skipped.paths().to_vec())
    }

    #[test]
    fn names_are_read_from_either_shape() {
        let both = vec![PlatformFeature::Actors, PlatformFeature::Unknown("NEW".to_owned())];
        assert_eq!(read(json!(["ACTORS", "NEW"])), (both.clone(), vec![]));
        assert_eq!(read(json!([["ACTORS"], ["NEW"]])), (both.clone(), vec![]));
        let malformed = json!(["ACTORS", 7, null, [7], {}, "NEW"]);
        let skipped = ["[1]", "[2]", "[3][0]", "[4]"].map(|place| format!("enabledPlatformFeatures{place}"));
        assert_eq!(read(malformed), (both, skipped.to_vec()));
        assert_eq!(read(json!("ACTORS")), (vec![], vec!["enabledPlatformFeatures".to_owned()]));
        assert_eq!(read(Value::Null), (vec![], vec![]));
    }

    #[test]
    fn a_plan_without_names_has_none() {
        let plan: UserPlan = serde_json::from_value(json!({})).unwrap();
        assert_eq!(plan.enabled_platform_features, []);
    }
}
