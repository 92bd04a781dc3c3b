//! Bundling: a document in many files becomes one.

mod files;
mod kind;

use std::{
    collections::{HashMap, HashSet},
    fmt,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

use crate::{LoadError, Pointer, load};
use files::{Files, Target};
use kind::Kind;

/// Maximum number of targets that are put into each other; more lead back to themselves.
const MAX_INLINED: usize = 32;

/// A document with everything in it that it refers to in other files.
///
/// ```
/// use openapi_document::load_bundled;
///
/// let folder = std::env::temp_dir().join(format!("bundle-example-{}", std::process::id()));
/// std::fs::create_dir_all(&folder)?;
/// let root = folder.join("openapi.yaml");
/// std::fs::write(&root, "
/// openapi: 3.1.0
/// paths: { /pets: { $ref: paths.yaml#/pets } }
/// ")?;
/// std::fs::write(folder.join("paths.yaml"), "
/// pets: { get: { responses: { '200': { content: { application/json: { schema: { $ref: Pet.yaml } } } } } } }
/// ")?;
/// std::fs::write(folder.join("Pet.yaml"), "type: object")?;
///
/// let bundle = load_bundled(&root)?;
/// let response = &bundle.document["paths"]["/pets"]["get"]["responses"]["200"];
/// assert_eq!(response["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Pet");
/// assert_eq!(bundle.document["components"]["schemas"]["Pet"]["type"], "object");
/// assert_eq!((bundle.files.len(), bundle.unresolved.len()), (2, 0));
/// # std::fs::remove_dir_all(folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Bundle {
    /// The document. Its only references to other documents are those in `unresolved`.
    pub document: Value,
    /// The other files that were read, in that order.
    pub files: Vec<PathBuf>,
    /// References to other documents that could not be followed. They stay as they are.
    pub unresolved: Vec<UnresolvedReference>,
    /// Locations in `document` that come from other files, each with the file and the location there.
    pub origins: HashMap<Pointer, (PathBuf, Pointer)>,
}

/// A reference to another document that cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}#{}: reference {reference:?} {reason}", file.display(), at.as_str())]
#[non_exhaustive]
pub struct UnresolvedReference {
    /// File that holds the reference.
    pub file: PathBuf,
    /// Location in that file of the object that holds the `$ref`.
    pub at: Pointer,
    /// Text of the reference.
    pub reference: String,
    /// Reason why it cannot be followed.
    pub reason: String,
}

/// The error for a document in many files that cannot be bundled.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BundleError {
    /// The document itself cannot be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The document refers to more files than the limit.
    #[error("the document refers to more than {0} files")]
    TooManyFiles(usize),
    /// The files together are larger than the limit, in bytes.
    #[error("the files that the document refers to have more than {0} bytes together")]
    TooLarge(u64),
    /// References cannot be followed.
    #[error("{}", Lines(.0))]
    Unresolved(Vec<UnresolvedReference>),
}

/// Limits for the files that a document refers to.
///
/// ```
/// use openapi_document::{BundleError, BundleLimits, bundle, parse};
///
/// // From standard input: references are relative to the working directory.
/// let text = "openapi: 3.1.0\npaths: { /pets: { $ref: no-such-file.yaml } }";
/// let document = parse(text, "-".as_ref())?;
/// let limits = BundleLimits::new().max_files(100).max_bytes(1 << 20);
/// let bundle = bundle(document, "-".as_ref(), limits)?;
///
/// assert_eq!(bundle.unresolved[0].at.to_string(), "/paths/~1pets");
/// assert!(matches!(bundle.complete(), Err(BundleError::Unresolved(references)) if references.len() == 1));
/// # Ok::<(), BundleError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BundleLimits {
    max_files: usize,
    max_bytes: u64,
}

impl Default for BundleLimits {
    fn default() -> Self {
        Self { max_files: 5_000, max_bytes: 64 << 20 }
    }
}

impl BundleLimits {
    /// Returns the default limits: 5,000 files and 64 MiB.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the maximum number of files beside the document itself.
    #[must_use]
    pub fn max_files(mut self, max_files: usize) -> Self {
        self.max_files = max_files;
        self
    }

    /// Sets the maximum size of those files together, in bytes.
    #[must_use]
    pub fn max_bytes(mut self, max_bytes: u64) -> Self {
        self.max_bytes = max_bytes;
        self
    }
}

impl Bundle {
    /// Returns the document if all of its references to other documents were followed.
    ///
    /// # Errors
    /// If some could not be; the message has a line for each.
    pub fn complete(self) -> Result<Value, BundleError> {
        if self.unresolved.is_empty() {
            return Ok(self.document);
        }
        Err(BundleError::Unresolved(self.unresolved))
    }

    /// Returns the file that a location comes from and the location there; `None` for the document's own.
    #[must_use]
    pub fn origin(&self, at: &Pointer) -> Option<(&Path, Pointer)> {
        let mut around = at.clone();
        loop {
            if let Some((file, pointer)) = self.origins.get(&around) {
                let rest = &at.as_str()[around.as_str().len()..];
                return Some((file, Pointer::from_text(format!("{}{rest}", pointer.as_str()))));
            }
            around = around.split_last()?.0;
        }
    }
}

/// Reads a document and the files that it refers to, within the default limits.
///
/// # Errors
/// If the document itself cannot be read, or the files exceed the limits. What is wrong with another file is in
/// [`Bundle::unresolved`], with the references to it.
pub fn load_bundled(path: &Path) -> Result<Bundle, BundleError> {
    bundle(load(path)?, path, BundleLimits::default())
}

/// Puts everything into a document that it refers to in other files.
///
/// `path` is the document's own; its references are relative to it. Schemas, parameters, responses, bodies, headers and
/// security schemes become components, under their names there, or that of their file, with the file's name before it
/// where that is taken. Path items and operations are put in place. References to files are relative paths, with a JSON
/// Pointer or an `$anchor` as fragment; URLs are not fetched.
///
/// # Errors
/// If the files exceed the limits.
pub fn bundle(document: Value, path: &Path, limits: BundleLimits) -> Result<Bundle, BundleError> {
    let mut bundler = Bundler {
        files: Files::new(path, limits),
        components: HashMap::new(),
        names: HashSet::new(),
        queue: Vec::new(),
        unresolved: Vec::new(),
        origins: HashMap::new(),
    };
    let mut document = document;
    bundler.adopt_components(&document)?;
    let root = Place { file: bundler.files.root().to_owned(), at: Pointer::root() };
    bundler.rewrite(&mut document, Kind::Document, &root, &Pointer::root(), 0)?;
    while let Some((section, name, kind, place)) = bundler.queue.pop() {
        let mut value = bundler.files.value(&place.file, &place.at)?;
        let at = Pointer::of(["components", section, &name]);
        bundler.rewrite(&mut value, kind, &place, &at, 0)?;
        bundler.origins.insert(at, (place.file, place.at));
        insert(&mut document, section, name, value);
    }
    let Bundler { files, unresolved, origins, .. } = bundler;
    Ok(Bundle { document, files: files.paths, unresolved, origins })
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Place {
    file: PathBuf,
    at: Pointer,
}

#[derive(Debug)]
struct Bundler {
    files: Files,
    /// Component that each place has become.
    components: HashMap<(&'static str, Place), Pointer>,
    names: HashSet<Pointer>,
    queue: Vec<(&'static str, String, Kind, Place)>,
    unresolved: Vec<UnresolvedReference>,
    origins: HashMap<Pointer, (PathBuf, Pointer)>,
}

impl Bundler {
    /// Notes the names of the document's own components. One that is no more than a reference to a file takes its target
    /// in, under its own name.
    fn adopt_components(&mut self, document: &Value) -> Result<(), BundleError> {
        let components = document.get("components").and_then(Value::as_object);
        for (key, entries) in components.into_iter().flatten() {
            let Kind::Each(kind) = Kind::Components.below(key) else { continue };
            for (name, value) in entries.as_object().into_iter().flatten() {
                let at = Pointer::of(["components", key, name]);
                self.names.insert(at.clone());
                let (Some(section), Some(reference)) = (kind.section(), lone_reference(value)) else {
                    continue;
                };
                let root = self.files.root().to_owned();
                if let Ok(Target::File(file, pointer)) = self.files.target(&root, reference)? {
                    let place = Place { file, at: pointer };
                    if self.components.insert((section, place.clone()), at).is_none() {
                        self.queue.push((section, name.clone(), *kind, place));
                    }
                }
            }
        }
        Ok(())
    }

    /// Rewrites the references in `value`, which comes from `place` and will be at `at`.
    fn rewrite(
        &mut self,
        value: &mut Value,
        kind: Kind,
        place: &Place,
        at: &Pointer,
        inlined: usize,
    ) -> Result<(), BundleError> {
        match value {
            _ if kind == Kind::Other => Ok(()),
            Value::String(text) if kind == Kind::Mapping => self.rewrite_mapping(text, place),
            Value::Object(object) => {
                if let Some(reference) = object.get("$ref").and_then(Value::as_str).map(str::to_owned)
                    && let Some(target) = self.rewrite_reference(object, kind, place, &reference)?
                {
                    return self.inline(value, kind, target, (place, &reference), at, inlined);
                }
                let Value::Object(object) = value else { return Ok(()) };
                object.iter_mut().try_for_each(|(key, value)| {
                    let place = Place { file: place.file.clone(), at: place.at.child(key) };
                    self.rewrite(value, kind.below(key), &place, &at.child(key), inlined)
                })
            }
            Value::Array(array) => {
                let kind = if let Kind::Each(kind) = kind { *kind } else { kind };
                array.iter_mut().enumerate().try_for_each(|(index, value)| {
                    let place = Place { file: place.file.clone(), at: place.at.index(index) };
                    self.rewrite(value, kind, &place, &at.index(index), inlined)
                })
            }
            _ => Ok(()),
        }
    }

    /// Points a reference at the component that its target has become, or returns the target that is to be put in place.
    fn rewrite_reference(
        &mut self,
        object: &mut Map<String, Value>,
        kind: Kind,
        place: &Place,
        reference: &str,
    ) -> Result<Option<Place>, BundleError> {
        if place.file == self.files.root() && reference.starts_with('#') {
            return Ok(None);
        }
        let text = match self.files.target(&place.file, reference)? {
            Ok(Target::Root(fragment)) => format!("#{fragment}"),
            Ok(Target::File(file, at)) => match kind.section() {
                Some(section) => self.component(section, kind, Place { file, at }).to_reference(),
                None => return Ok(Some(Place { file, at })),
            },
            Err(reason) => self.leave(place, reference, reason),
        };
        object.insert("$ref".to_owned(), Value::String(text));
        Ok(None)
    }

    fn rewrite_mapping(&mut self, text: &mut String, place: &Place) -> Result<(), BundleError> {
        let is_reference = text.contains(['#', '/']) || text.contains('.');
        if !is_reference || (place.file == self.files.root() && text.starts_with('#')) {
            return Ok(());
        }
        *text = match self.files.target(&place.file, text)? {
            Ok(Target::Root(fragment)) => format!("#{fragment}"),
            Ok(Target::File(file, at)) => {
                self.component("schemas", Kind::Schema, Place { file, at }).to_reference()
            }
            // A name may have a dot.
            Err(_) if !text.contains(['#', '/']) => return Ok(()),
            Err(reason) => self.leave(place, text, reason),
        };
        Ok(())
    }

    /// Notes a reference that cannot be followed, and returns the text that stays in its place.
    fn leave(&mut self, place: &Place, reference: &str, reason: String) -> String {
        let Place { file, at } = place.clone();
        // A fragment of another file must not be looked for in the document that it comes into.
        let text = if reference.starts_with('#') {
            format!("{}{reference}", file.display())
        } else {
            reference.to_owned()
        };
        self.unresolved.push(UnresolvedReference { file, at, reference: reference.to_owned(), reason });
        text
    }

    /// Puts a target in the place of the reference to it; what stands beside the reference stays.
    fn inline(
        &mut self,
        value: &mut Value,
        kind: Kind,
        target: Place,
        (place, reference): (&Place, &str),
        at: &Pointer,
        inlined: usize,
    ) -> Result<(), BundleError> {
        if inlined >= MAX_INLINED {
            self.leave(place, reference, "leads back to itself".to_owned());
            return Ok(());
        }
        let mut content = self.files.value(&target.file, &target.at)?;
        self.rewrite(&mut content, kind, &target, at, inlined + 1)?;
        self.origins.entry(at.clone()).or_insert((target.file, target.at));
        match (value, content) {
            (Value::Object(object), Value::Object(content)) => {
                object.remove("$ref");
                for (key, value) in content {
                    object.entry(key).or_insert(value);
                }
            }
            (value, content) => *value = content,
        }
        Ok(())
    }

    /// Returns the component for a place, and has it written unless that is done already.
    fn component(&mut self, section: &'static str, kind: Kind, place: Place) -> Pointer {
        if let Some(known) = self.components.get(&(section, place.clone())) {
            return known.clone();
        }
        let (name, at) = self.free_name(section, &place);
        self.names.insert(at.clone());
        self.components.insert((section, place.clone()), at.clone());
        self.queue.push((section, name, kind, place));
        at
    }

    fn free_name(&self, section: &str, place: &Place) -> (String, Pointer) {
        let stem = place.file.file_stem().unwrap_or_default().to_string_lossy();
        let own = place.at.split_last().map(|(_, name)| name);
        let longer = match &own {
            Some(own) => format!("{stem}_{own}"),
            None => stem.to_string(),
        };
        let numbered = (2..).map(|number| format!("{longer}_{number}"));
        let names = own.into_iter().chain([longer.clone()]).chain(numbered).map(|name| component_name(&name));
        let mut free = names.filter_map(|name| {
            let at = Pointer::of(["components", section, &name]);
            (!self.names.contains(&at)).then_some((name, at))
        });
        free.next().unwrap_or_default()
    }
}

/// Replaces what OpenAPI does not allow in the name of a component.
fn component_name(name: &str) -> String {
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    name.chars().map(|letter| if is_allowed(letter) { letter } else { '_' }).collect()
}

fn lone_reference(value: &Value) -> Option<&str> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    object.get("$ref")?.as_str().filter(|reference| !reference.starts_with('#'))
}

fn insert(document: &mut Value, section: &str, name: String, value: Value) {
    let mut holder = document;
    for key in ["components", section] {
        let Value::Object(object) = holder else { return };
        holder = object.entry(key).or_insert_with(|| Value::Object(Map::new()));
    }
    if let Value::Object(components) = holder {
        components.insert(name, value);
    }
}

/// Writes references a line each.
struct Lines<'r>(&'r [UnresolvedReference]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .enumerate()
            .try_for_each(|(index, line)| write!(f, "{}{line}", if index == 0 { "" } else { "\n" }))
    }
}
