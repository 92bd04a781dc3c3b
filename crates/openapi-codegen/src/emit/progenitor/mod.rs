//! Crates of their own, by progenitor.

mod adapt;
mod generate;
mod isolate;
mod preflight;
mod rewrite;

pub use adapt::adapt;
pub use generate::generate;
pub use isolate::explain;
pub use preflight::check;

use std::path::PathBuf;

use crate::emit::{Artifact, GENERATED_MARK};

/// Returns the files of a crate that holds `generated` and depends on nothing of this repository.
pub fn standalone_crate(generated: String) -> Vec<Artifact> {
    let files = [
        ("Cargo.toml", format!("# {GENERATED_MARK}\n\n{}", manifest(&generated))),
        ("src/lib.rs", format!("// {GENERATED_MARK}\n\n{LIB}")),
        ("src/generated.rs", generated),
    ];
    files.into_iter().map(|(path, content)| Artifact { path: PathBuf::from(path), content }).collect()
}

const LIB: &str = r#"//! A client generated from an OpenAPI document.

#[allow(
    clippy::all,
    clippy::pedantic,
    missing_docs,
    rustdoc::all,
    reason = "generated"
)]
#[rustfmt::skip]
mod generated;

pub use generated::*;
"#;

/// Returns a manifest with the dependencies that the code uses.
fn manifest(generated: &str) -> String {
    let mut manifest = String::from(
        "[package]\nname = \"generated-client\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nbytes = \"1\"\n",
    );
    if generated.contains("::chrono::") {
        manifest +=
            "chrono = { version = \"0.4\", default-features = false, features = [\"serde\", \"std\"] }\n";
    }
    manifest += "progenitor-client = \"0.15\"\n\
                 reqwest = { version = \"0.13\", default-features = false, features = [\"json\", \"query\", \"stream\"] }\n\
                 serde = { version = \"1\", features = [\"derive\"] }\n\
                 serde_json = \"1\"\n\n[lib]\ndoctest = false\n\n[workspace]\n";
    manifest
}
