//! Makes the runtime of a crate without `api-runtime` from `api-runtime`'s own modules, so that both read and write the
//! same bytes.
//!
//! `template/api-runtime` is a link to the sources; `cargo package` puts the files in its place.

use std::{env, error::Error, fs, path::Path};

/// Modules of `api-runtime` that need neither its transport nor its errors.
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

/// Modules that take the place of the others.
const OWN: [&str; 2] = ["mod.rs", "request/mod.rs"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=template");
    let runtime = Path::new(&env::var("OUT_DIR")?).join("runtime");
    for name in SHARED {
        let path = Path::new("template/api-runtime").join(name);
        let source = fs::read_to_string(&path).map_err(|error| {
            format!("{}: {error} (git checks the link out if `core.symlinks` is true)", path.display())
        })?;
        write(&runtime.join(name), &moved(&source))?;
    }
    for name in OWN {
        write(&runtime.join(name), &fs::read_to_string(Path::new("template/bare/runtime").join(name))?)?;
    }
    Ok(())
}

/// Returns a module of `api-runtime` as it stands in the module `runtime` of another crate.
fn moved(source: &str) -> String {
    // The tests need what such a crate does not depend on.
    let code = source.split("\n#[cfg(test)]").next().unwrap_or_default();
    let code = code
        .replace("$crate::", "\u{0}")
        .replace("crate::", "crate::runtime::")
        .replace('\u{0}', "$crate::runtime::")
        .replace("(crate::runtime::Call)", "(super::super::Call)")
        .replace("    tracing::warn!(path, \"{MALFORMED}\");\n", "    let _ = path;\n")
        // A setting that such a client does not have.
        .replace("than `max_response_size` allows", "than is allowed")
        .replace("#[macro_export]\n", "#[allow(unused_macros)]\n")
        .replace("api_runtime::", "crate::runtime::")
        // In place of `#[macro_export]`.
        .replace(
            "\n/// Deserializes an open enum from a string",
            "\n#[allow(unused_imports)]\npub(crate) use open_enum;\n\n/// Deserializes an open enum from a string",
        );
    format!("{}\n", without_doc_tests(code.trim_end()))
}

/// Marks the examples as not to be compiled: the module `runtime` is private.
fn without_doc_tests(code: &str) -> String {
    let mut in_example = false;
    let lines = code.lines().map(|line| {
        let Some((margin, "")) = line.split_once("/// ```") else { return line.to_owned() };
        in_example = !in_example;
        if in_example { format!("{margin}/// ```ignore") } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn write(path: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, text)?)
}
