//! Schemas with an `$id`, and dynamic references: both become plain references within the document.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::Pointer;

/// Rewrites references to schemas by their `$id`, references that are relative to one, and dynamic references with one
/// possible target. References that have none stay as they are.
pub fn resolve_ids(document: &mut Value) {
    let mut index = Index::default();
    index.add(document, &Pointer::root(), "");
    if index.resources.is_empty() && !index.has_dynamic {
        return;
    }
    let original = document.clone();
    Rewriting { index: &index, document: &original }.rewrite(document, &Resource::default());
}

/// The schemas of a document that have names of their own.
#[derive(Default)]
struct Index {
    /// Locations by absolute `$id`.
    resources: HashMap<String, Pointer>,
    /// Locations by the `$id` around them and their `$anchor` or `$dynamicAnchor`.
    anchors: HashMap<(String, String), Pointer>,
    /// Locations by `$dynamicAnchor`.
    dynamic: HashMap<String, Vec<Pointer>>,
    has_dynamic: bool,
}

/// The part of a document that references are relative to.
#[derive(Clone, Default)]
struct Resource {
    id: String,
    at: Pointer,
}

impl Index {
    fn add(&mut self, value: &Value, at: &Pointer, base: &str) {
        match value {
            Value::Object(object) => {
                let id = id_of(object).map(|id| join(base, id));
                if let Some(id) = &id {
                    self.resources.entry(id.clone()).or_insert_with(|| at.clone());
                }
                let base = id.as_deref().unwrap_or(base);
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    let Some(Value::String(anchor)) = object.get(keyword) else { continue };
                    self.anchors.entry((base.to_owned(), anchor.clone())).or_insert_with(|| at.clone());
                    if keyword == "$dynamicAnchor" {
                        self.dynamic.entry(anchor.clone()).or_default().push(at.clone());
                    }
                }
                self.has_dynamic |=
                    object.contains_key("$dynamicRef") || object.contains_key("$recursiveRef");
                object.iter().for_each(|(key, value)| self.add(value, &at.child(key), base));
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, item)| self.add(item, &at.index(index), base));
            }
            _ => {}
        }
    }
}

struct Rewriting<'a> {
    index: &'a Index,
    document: &'a Value,
}

impl Rewriting<'_> {
    fn rewrite(&self, value: &mut Value, resource: &Resource) {
        match value {
            Value::Object(object) => {
                let own = id_of(object).map(|id| join(&resource.id, id));
                let own =
                    own.and_then(|id| Some(Resource { at: self.index.resources.get(&id)?.clone(), id }));
                let resource = own.as_ref().unwrap_or(resource);
                self.rewrite_object(object, resource);
                object.values_mut().for_each(|value| self.rewrite(value, resource));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.rewrite(item, resource)),
            _ => {}
        }
    }

    fn rewrite_object(&self, object: &mut Map<String, Value>, resource: &Resource) {
        if let Some(Value::String(reference)) = object.get_mut("$ref")
            && let Some(target) = self.target(reference, resource)
        {
            *reference = target.to_reference();
        }
        for keyword in ["$dynamicRef", "$recursiveRef"] {
            let Some(Value::String(reference)) = object.get(keyword) else { continue };
            if let Some(target) = self.dynamic_target(reference, resource)
                && !object.contains_key("$ref")
            {
                object.remove(keyword);
                object.insert("$ref".to_owned(), Value::String(target.to_reference()));
            }
        }
    }

    /// Returns the target of a reference that is relative to a resource with an `$id`.
    fn target(&self, reference: &str, resource: &Resource) -> Option<Pointer> {
        let (target, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let id = match target {
            "" if resource.id.is_empty() => return None,
            "" => resource.id.clone(),
            target => join(&resource.id, target),
        };
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return self.index.anchors.get(&(id, fragment.to_owned())).cloned();
        }
        let base = self.index.resources.get(&id)?;
        let inside = Pointer::from_reference(&format!("#{fragment}"))?;
        let target = Pointer::from_text(format!("{}{}", base.as_str(), inside.as_str()));
        target.find(self.document).map(|_| target)
    }

    fn dynamic_target(&self, reference: &str, resource: &Resource) -> Option<Pointer> {
        let fragment = reference.split_once('#').map_or("", |(_, fragment)| fragment);
        if fragment.is_empty() {
            return Some(resource.at.clone());
        }
        match self.index.dynamic.get(fragment).map(Vec::as_slice) {
            Some([only]) => Some(only.clone()),
            _ => None,
        }
    }
}

fn id_of(object: &Map<String, Value>) -> Option<&str> {
    object.get("$id")?.as_str().map(|id| id.trim_end_matches('#'))
}

/// Resolves a URI reference against a base (RFC 3986, section 5.2).
fn join(base: &str, reference: &str) -> String {
    if reference.contains("://") || reference.starts_with("urn:") || base.is_empty() {
        return reference.to_owned();
    }
    let origin_end =
        base.find("://").map_or(0, |at| base[at + 3..].find('/').map_or(base.len(), |end| at + 3 + end));
    let (origin, path) = base.split_at(origin_end);
    let path = match path.rfind('/') {
        _ if reference.starts_with('/') => reference.to_owned(),
        Some(end) => format!("{}/{reference}", &path[..end]),
        None if origin.is_empty() => reference.to_owned(),
        None => format!("/{reference}"),
    };
    format!("{origin}{}", without_dots(&path))
}

/// Removes `.` and `..` from a path.
fn without_dots(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." => drop(segments.pop_if(|last| !last.is_empty())),
            segment => segments.push(segment),
        }
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::join;

    /// The examples of RFC 3986, section 5.4, as far as they have a path.
    #[test]
    fn references_are_resolved_as_the_rfc_does() {
        for (reference, expected) in [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("/g", "http://a/g"),
            ("../g", "http://a/b/g"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("http://other/x", "http://other/x"),
        ] {
            assert_eq!(join("http://a/b/c/d", reference), expected, "{reference}");
        }
        for (base, reference, expected) in [
            ("page", "other", "other"),
            ("schemas/a.json", "b.json", "schemas/b.json"),
            ("schemas/a.json", "../b.json", "b.json"),
            ("http://a", "b", "http://a/b"),
            ("", "./b", "./b"),
        ] {
            assert_eq!(join(base, reference), expected, "{base} {reference}");
        }
    }
}
