//! Running progenitor.

use std::{
    any::Any,
    panic,
    sync::Once,
    thread::{self, Builder},
};

use anyhow::{Context, Result, anyhow};
use openapiv3::OpenAPI;
use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};
use serde_json::Value;

use super::rewrite;

/// Generates the client of a lowered document and formats it; `header` becomes its first line.
///
/// # Errors
/// When progenitor refuses the document or panics on it, or its output is not what the rewriting expects.
pub fn generate(document: &Value, header: &str) -> Result<String> {
    on_generator_thread(|| {
        let tokens = tokens(document)?;
        let mut file: syn::File = syn::parse2(tokens).context("progenitor's output is not valid Rust")?;
        rewrite::rewrite(&mut file)?;
        Ok(format!("// {header}\n\n{}", prettyplease::unparse(&file)))
    })
}

/// Whether progenitor takes the document; the error is its complaint.
pub(super) fn attempt(document: &Value) -> Result<()> {
    on_generator_thread(|| tokens(document).map(drop))
}

fn tokens(document: &Value) -> Result<TokenStream> {
    let spec: OpenAPI =
        serde_path_to_error::deserialize(document).context("the lowered document is not OpenAPI 3.0")?;
    let mut generator = Generator::new(&settings());
    generator.generate_tokens(&spec).map_err(|error| anyhow!("progenitor: {error}"))
}

fn settings() -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_tag(TagStyle::Merged)
        .with_map_type("::std::collections::BTreeMap");
    settings
}

const GENERATOR_THREAD: &str = "generator";

/// Runs the generator where its panics are caught and quiet, and where deeply nested schemas find enough stack.
fn on_generator_thread<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    silence_generator_panics();
    thread::scope(|scope| {
        let builder = Builder::new().name(GENERATOR_THREAD.to_owned()).stack_size(64 << 20);
        let worker = builder.spawn_scoped(scope, work).context("cannot start the generator's thread")?;
        worker.join().unwrap_or_else(|panic| Err(anyhow!("progenitor panicked: {}", message(&*panic))))
    })
}

/// A panic of the generator becomes an error with its message, so it is not printed as well.
fn silence_generator_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let other = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(GENERATOR_THREAD) {
                other(info);
            }
        }));
    });
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}
