//! Documents in several files, as one: the files that a document refers to become a part of it.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::{LoadError, Pointer, load};

/// Key of a bundled document below which the other files stand, by their paths relative to the document's directory.
pub const FILES: &str = "x-files";

/// Adds the local files that a document refers to, and those that they refer to; references into them become references
/// within the document.
///
/// `path` is the document's own. References to URLs, to files that do not exist, and to files of other kinds stay as
/// they are.
///
/// # Errors
/// If a file cannot be read or is not one well-formed document.
pub fn bundle(mut document: Value, path: &Path) -> Result<Value, LoadError> {
    let root = canonical(path);
    let directory = root.parent().unwrap_or(&root).to_owned();
    let mut bundle = Bundle { root, directory, keys: HashMap::new(), open: Vec::new() };
    let own = bundle.root.clone();
    bundle.rewrite(&mut document, &own);
    let mut files = Map::new();
    while let Some(path) = bundle.open.pop() {
        let mut value = load(&path)?;
        bundle.rewrite(&mut value, &path);
        files.insert(bundle.keys[&path].clone(), value);
    }
    if let (false, Value::Object(document)) = (files.is_empty(), &mut document) {
        document.insert(FILES.to_owned(), Value::Object(files));
    }
    Ok(document)
}

struct Bundle {
    root: PathBuf,
    directory: PathBuf,
    /// Keys of the files that are referred to.
    keys: HashMap<PathBuf, String>,
    /// Those of them that are not read yet.
    open: Vec<PathBuf>,
}

impl Bundle {
    fn rewrite(&mut self, value: &mut Value, file: &Path) {
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    match value {
                        Value::String(reference) if key == "$ref" => {
                            if let Some(rewritten) = self.rewritten(reference, file) {
                                *reference = rewritten;
                            }
                        }
                        value => self.rewrite(value, file),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.rewrite(item, file)),
            _ => {}
        }
    }

    /// Returns a reference within the document for one that stands in `file`; `None` if it can stay as it is.
    fn rewritten(&mut self, reference: &str, file: &Path) -> Option<String> {
        let (target, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let path = match target {
            "" if file == self.root => return None,
            "" => file.to_owned(),
            target if target.contains("://") => return None,
            target => {
                let target = percent_decode_str(target).decode_utf8().ok()?;
                let path = file.parent()?.join(target.as_ref());
                let extension = path.extension().and_then(|extension| extension.to_str());
                if !path.is_file() || !matches!(extension, None | Some("json" | "yaml" | "yml")) {
                    return None;
                }
                canonical(&path)
            }
        };
        if path == self.root {
            return Some(format!("#{fragment}"));
        }
        // An anchor is looked for in the whole document.
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return Some(format!("#{fragment}"));
        }
        let key = self.key(path);
        Some(format!("{}{fragment}", Pointer::of([FILES, &key]).to_reference()))
    }

    fn key(&mut self, path: PathBuf) -> String {
        if let Some(key) = self.keys.get(&path) {
            return key.clone();
        }
        let key =
            path.strip_prefix(&self.directory).unwrap_or(&path).display().to_string().replace('\\', "/");
        self.keys.insert(path.clone(), key.clone());
        self.open.push(path);
        key
    }
}

fn canonical(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
