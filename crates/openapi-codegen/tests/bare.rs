//! The runtime that `--bare` emits: its modules are those of `api-runtime`, word for word but for their paths.
//!
//! `UPDATE_BARE=1 cargo test -p openapi-codegen --test bare` copies them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::{fs, path::Path};

const SHARED: [&str; 20] = [
    "base_url.rs",
    "decode/entries.rs",
    "decode/error.rs",
    "decode/fallback.rs",
    "decode/limits.rs",
    "decode/mod.rs",
    "decode/presence.rs",
    "decode/skipped.rs",
    "decode/strict.rs",
    "decode/text.rs",
    "decode/tolerant.rs",
    "error/shortened.rs",
    "events.rs",
    "open_enum.rs",
    "path.rs",
    "request/builder.rs",
    "request/multipart.rs",
    "request/parts.rs",
    "request/style.rs",
    "request/value.rs",
];

/// Returns the module as it stands in an emitted crate.
fn emitted(source: &str) -> String {
    let code = source.split("\n#[cfg(test)]").next().unwrap();
    let code = code
        .replace("$crate::", "\u{0}")
        .replace("crate::", "crate::runtime::")
        .replace('\u{0}', "$crate::runtime::")
        .replace("crate::runtime::error::Shortened", "crate::runtime::shortened::Shortened")
        .replace("(crate::runtime::Call)", "(super::super::Call)")
        .replace("    tracing::warn!(path, \"{MALFORMED}\");\n", "    let _ = path;\n")
        // A setting that a bare client does not have.
        .replace("than `max_response_size` allows", "than is allowed")
        .replace("#[macro_export]\n", "#[allow(unused_macros)]\n")
        .replace("api_runtime::", "crate::runtime::");
    let code = match code.split_once("\n/// Deserializes an open enum from a string") {
        Some((before, after)) => format!(
            "{before}\n#[allow(unused_imports)]\npub(crate) use open_enum;\n\n/// Deserializes an open enum from a string{after}"
        ),
        None => code,
    };
    format!("{}\n", code.trim_end())
}

#[test]
fn shared_modules_are_those_of_the_runtime() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let runtime = package.join("../api-runtime/src");
    let template = package.join("template/bare/runtime");
    for name in SHARED {
        let expected = emitted(&fs::read_to_string(runtime.join(name)).unwrap());
        let path = template.join(match name {
            "decode/mod.rs" => "decode.rs",
            "error/shortened.rs" => "shortened.rs",
            name => name,
        });
        if std::env::var_os("UPDATE_BARE").is_some() {
            fs::write(&path, &expected).unwrap();
        }
        assert!(
            fs::read_to_string(&path).unwrap_or_default() == expected,
            "{name} differs; UPDATE_BARE=1 copies it"
        );
    }
}
