//! The files of a document, each read once and within limits.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::{BundleError, BundleLimits};
use crate::{Pointer, load, node};

/// The files that were read so far, by their canonical paths; for one that cannot be read, the reason.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
    limits: BundleLimits,
    bytes: u64,
    copied: u64,
    read: HashMap<PathBuf, Result<Rc<Value>, String>>,
    /// Canonical paths in the order in which the files were read.
    pub paths: Vec<PathBuf>,
}

/// The place that a reference points at.
#[derive(Clone, Debug)]
pub enum Target {
    /// A place in the document that the others are bundled into, by its fragment.
    Root(String),
    /// A place in another file.
    File(PathBuf, Pointer),
}

impl Files {
    /// Starts from the file at `root`, which need not exist.
    pub fn new(root: &Path, limits: BundleLimits) -> Self {
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        Self { root, limits, bytes: 0, copied: 0, read: HashMap::new(), paths: Vec::new() }
    }

    /// Returns the path of the first file.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Finds the target of a reference that stands in `file`; the inner error is the reason why there is none.
    ///
    /// # Errors
    /// If the files are more or larger than the limits.
    pub fn target(&mut self, file: &Path, reference: &str) -> Result<Result<Target, String>, BundleError> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if is_absolute(path) {
            return Ok(Err("is not relative to the file that it stands in, and is not fetched".to_owned()));
        }
        let path = match path {
            "" => file.to_owned(),
            path => {
                let path = percent_decode_str(path).decode_utf8_lossy();
                let path = file.parent().unwrap_or(Path::new("")).join(path.as_ref());
                fs::canonicalize(&path).unwrap_or(path)
            }
        };
        if path == self.root {
            return Ok(Ok(Target::Root(fragment.to_owned())));
        }
        Ok(self.read(&path)?.and_then(|document| {
            let pointer = node::locate(&document, &format!("#{fragment}"));
            let pointer = pointer.ok_or_else(|| format!("points at nothing in {}", path.display()))?;
            Ok(Target::File(path, pointer))
        }))
    }

    /// Returns a copy of the value at a place that [`Files::target`] has found.
    ///
    /// # Errors
    /// If the copies, which may be many of the same value, are larger than the limit together.
    pub fn value(&mut self, path: &Path, pointer: &Pointer) -> Result<Value, BundleError> {
        let document = self.read.get(path).and_then(|read| read.as_ref().ok());
        let value = document.and_then(|document| pointer.find(document)).cloned().unwrap_or_default();
        self.copied += value.to_string().len() as u64;
        if self.copied > self.limits.max_bytes {
            return Err(BundleError::TooLarge(self.limits.max_bytes));
        }
        Ok(value)
    }

    fn read(&mut self, path: &Path) -> Result<Result<Rc<Value>, String>, BundleError> {
        if let Some(known) = self.read.get(path) {
            return Ok(known.clone());
        }
        if self.paths.len() >= self.limits.max_files {
            return Err(BundleError::TooManyFiles(self.limits.max_files));
        }
        // Anything but a file, such as a device, might never end.
        let size = fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|file| file.len());
        self.bytes += size.unwrap_or_default();
        if self.bytes > self.limits.max_bytes {
            return Err(BundleError::TooLarge(self.limits.max_bytes));
        }
        let read = match size {
            Some(_) => load(path).map(Rc::new).map_err(|error| error.to_string()),
            None => Err(format!("points at {}, which is no file", path.display())),
        };
        if read.is_ok() {
            self.paths.push(path.to_owned());
        }
        self.read.insert(path.to_owned(), read.clone());
        Ok(read)
    }
}

/// Returns `true` for a URL and for a path that starts at the root of a file system.
fn is_absolute(path: &str) -> bool {
    let scheme = path.split(['/', '?']).next().unwrap_or_default();
    path.starts_with('/') || scheme.contains(':')
}
