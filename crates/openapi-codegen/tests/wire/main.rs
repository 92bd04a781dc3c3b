//! The crate of `openapi.yaml` over `api-runtime`, against a server that records each request.
//!
//! `UPDATE_WIRE=1 cargo test -p openapi-codegen --test wire` writes the generated modules.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]
#![allow(dead_code, missing_docs, unexpected_cfgs, unreachable_pub, reason = "modules of another crate")]

#[rustfmt::skip]
mod client;
#[rustfmt::skip]
#[allow(clippy::all, reason = "generated")]
mod generated;
mod recorder;
mod scenarios;

pub use api_runtime as runtime_types;
pub use client::servers;
pub use generated::*;

use std::{fs, path::Path};

use openapi_codegen::{Flavor, Job, emit::Runtime};

#[test]
fn the_modules_are_those_that_are_generated() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let job = |runtime, out: &Path| Job {
        document: tests.join("wire/openapi.yaml"),
        overlay: None,
        out: out.to_owned(),
        name: None,
        flavor: Flavor::Own(runtime),
        force: false,
    };
    for (runtime, directory) in [(Runtime::Version("0".to_owned()), "wire"), (Runtime::Bare, "wire_bare")] {
        let out = tempfile::tempdir().unwrap();
        let outcome = job(runtime, out.path()).run().unwrap();
        assert!(outcome.is_complete(), "{}", outcome.summary());
        for file in ["client.rs", "generated.rs"] {
            let expected = fs::read_to_string(out.path().join("src").join(file)).unwrap();
            let path = tests.join(directory).join(file);
            if std::env::var_os("UPDATE_WIRE").is_some() {
                fs::write(&path, &expected).unwrap();
            }
            assert!(
                fs::read_to_string(&path).unwrap() == expected,
                "{directory}/{file}: UPDATE_WIRE=1 writes it"
            );
        }
    }
}
