#![doc = include_str!("../README.md")]

#[cfg(feature = "files")]
mod bundle;
mod identity;
#[cfg(feature = "files")]
mod load;
mod media_type;
mod node;
#[cfg(feature = "overlay")]
mod overlay;
mod path_template;
mod pointer;
mod version;

#[cfg(feature = "files")]
pub use bundle::{Bundle, BundleError, BundleLimits, UnresolvedReference, bundle, load_bundled};
pub use identity::resolve_ids;
#[cfg(feature = "files")]
pub use load::{LoadError, load, parse};
pub use media_type::{InvalidMediaType, MediaType};
pub use node::{Node, ReferenceError, ReferenceErrorKind};
#[cfg(feature = "overlay")]
pub use overlay::{Overlay, OverlayAction, OverlayError};
pub use path_template::{InvalidPathTemplate, PathTemplate, Specificity, TemplatePart};
pub use pointer::Pointer;
pub use version::{Version, VersionError};
