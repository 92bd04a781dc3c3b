//! Errors of code generation.

use std::{io, path::PathBuf};

use openapi_document::{BundleError, LoadError, OverlayError, Pointer, VersionError};

/// The error for a document from which no code can be generated, or a file that cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The document or its overlay cannot be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The files that the document refers to cannot be read.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// The overlay is malformed or does not fit the document.
    #[error(transparent)]
    Overlay(#[from] OverlayError),
    /// The document is none of OpenAPI 3.0 or 3.1.
    #[error(transparent)]
    Version(#[from] VersionError),
    /// A part without which there is no document is missing or malformed.
    #[error("{at}: {detail}")]
    Malformed {
        /// Location in the document.
        at: Pointer,
        /// Description of the fault.
        detail: String,
    },
    /// The document needs what cannot be generated; the text lists it, with what to do.
    #[error("code cannot be generated from the document:\n{0}")]
    Unsupported(String),
    /// Names or types that the document gives for Rust contradict each other.
    #[error("{0}")]
    Conflict(String),
    /// An operation needs what the runtime cannot send or read.
    #[error("{operation}: {detail}")]
    Operation {
        /// Method and path.
        operation: String,
        /// Description of what it needs.
        detail: String,
    },
    /// The generated code is no Rust, by a fault of this crate or of progenitor.
    #[error("the generated code is not valid Rust")]
    InvalidRust(#[from] syn::Error),
    /// progenitor rejects the document, or its output is not as expected.
    #[error("progenitor: {0}")]
    Progenitor(String),
    /// A file would be overwritten that this crate did not write.
    #[error("{} was not generated; delete it, or give --force to overwrite it", .0.display())]
    NotGenerated(PathBuf),
    /// A file cannot be read or written.
    #[error("cannot {action} {}", path.display())]
    File {
        /// The failed action.
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// Error of the operating system.
        source: io::Error,
    },
}

/// The result of a step of code generation.
pub type Result<T, E = Error> = std::result::Result<T, E>;
