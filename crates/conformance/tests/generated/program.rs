//! A program that calls every method of generated crates, as their reports list them.

use std::{fmt::Write, path::Path};

use serde::Deserialize;
use serde_json::Value;

use crate::sample::Samples;

/// The part of `report.json` that says how to call what was generated.
#[derive(Deserialize)]
pub struct Listing {
    pub methods: Vec<Method>,
    credentials: Vec<Credential>,
}

/// A generated method.
#[derive(Deserialize)]
pub struct Method {
    /// Location of its operation in the document.
    pub at: String,
    call: String,
    arguments: Vec<Argument>,
    returns: String,
}

#[derive(Deserialize)]
struct Argument {
    #[serde(rename = "type")]
    ty: String,
    #[serde(rename = "in")]
    location: Option<String>,
    at: Option<String>,
    media_type: Option<String>,
    fields: Option<Vec<Field>>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    #[serde(rename = "type")]
    ty: String,
    wire: String,
    at: Option<String>,
}

#[derive(Deserialize)]
struct Credential {
    method: String,
    arguments: Vec<String>,
}

/// Name of the program.
pub const NAME: &str = "generated-driver";

const MAIN: &str = r#"//! Makes calls and prints one line of JSON for each: the location of its operation, and the error, if any.

use std::{error::Error, future::Future};

use serde::de::DeserializeOwned;

type Failure = Box<dyn Error>;

/// Reads an argument.
fn value<T: DeserializeOwned>(json: &str) -> Result<T, Failure> {
    serde_json::from_str(json).map_err(|error| format!("{error} in {json}").into())
}

/// Prints the result of a call.
async fn check(at: &str, result: impl Future<Output = Result<(), Failure>>) {
    let error = result.await.err().map(|error| error.to_string());
    println!("{}", serde_json::json!({ "at": at, "error": error }));
}

/// Requires that the whole response was read.
fn complete<T>(response: api_runtime::Response<T>) -> Result<(), Failure> {
    let skipped = response.skipped_fields();
    if skipped.is_empty() { Ok(()) } else { Err(format!("not read: {:?}", skipped.paths()).into()) }
}

/// Reads a stream to its end.
async fn drain(mut events: api_runtime::EventStream) -> Result<(), Failure> {
    while events.next().await?.is_some() {}
    Ok(())
}
"#;

/// Returns the name of the module with the calls of a crate.
pub fn module_name(name: &str) -> String {
    format!("{}_calls", name.replace('-', "_"))
}

/// Writes the manifest, for crates beside the program's folder.
pub fn manifest(names: &[&str], runtime: &Path) -> String {
    let crates =
        names.iter().map(|name| format!("{name} = {{ path = \"../{name}\", default-features = false }}\n"));
    format!(
        "[package]\nname = \"{NAME}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\
         api-runtime = {{ path = {:?}, default-features = false }}\n\
         chrono = {{ version = \"0.4\", default-features = false }}\nserde = \"1\"\nserde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n\n\
         # As in this workspace, so that what it has built can be used.\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n\n[workspace]\n",
        crates.collect::<String>(),
        runtime.display().to_string()
    )
}

/// Writes the function `main`, which takes the name of a crate and the address of its server.
pub fn main(names: &[&str]) -> String {
    let mut text = MAIN.to_owned();
    let modules = names.iter().map(|name| module_name(name));
    text.extend(modules.clone().map(|module| format!("\nmod {module};")));
    text += "\n\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {\n    \
             let [_, name, url] = <[String; 3]>::try_from(Vec::from_iter(std::env::args())).unwrap();\n    \
             match name.as_str() {\n";
    text.extend(
        names
            .iter()
            .zip(modules)
            .map(|(name, module)| format!("        {name:?} => {module}::run(&url).await,\n")),
    );
    text + "        _ => panic!(\"no such crate\"),\n    }\n}\n"
}

/// Writes the module that calls every method of a crate.
pub fn calls(name: &str, listing: &Listing, samples: &Samples<'_>) -> String {
    let name = name.replace('-', "_");
    let credentials: String = listing.credentials.iter().map(Credential::call).collect();
    let mut text = format!(
        "#![allow(deprecated, unused_imports)]\n\nuse std::collections::BTreeMap;\n\n\
         use chrono::{{DateTime, NaiveDate, Utc}};\nuse {name}::*;\nuse serde_json::Value;\n\n\
         use crate::{{Failure, check, complete, drain, value}};\n\n\
         /// Creates a client that asks Prism for a response with this status.\n\
         fn client(url: &str, status: &str) -> Client {{\n    \
         let prefer = format!(\"code={{status}}\").parse().unwrap();\n    \
         let builder = Client::builder(url){credentials}.max_retries(0);\n    \
         builder.default_header(\"prefer\".parse().unwrap(), prefer).build().unwrap()\n}}\n\n\
         pub async fn run(url: &str) {{\n"
    );
    for number in 0..listing.methods.len() {
        let _ = writeln!(text, "    method_{number}(url).await;");
    }
    text += "}\n";
    for (number, method) in listing.methods.iter().enumerate() {
        let statuses = samples.success_statuses(&method.at);
        let _ = write!(
            text,
            "\nasync fn method_{number}(url: &str) {{\n    for status in {statuses:?} {{\n        \
             let client = &client(url, status);\n"
        );
        method.calls(samples).iter().for_each(|call| text += call);
        text += "    }\n}\n";
    }
    text
}

impl Credential {
    fn call(&self) -> String {
        let arguments: Vec<String> = self.arguments.iter().map(|name| format!("{name:?}")).collect();
        format!(".{}({})", self.method, arguments.join(", "))
    }
}

impl Method {
    /// Returns calls with all arguments, one for each body, and one with those alone that are required.
    fn calls(&self, samples: &Samples<'_>) -> Vec<String> {
        let body = self.arguments.iter().find(|argument| argument.location.as_deref() == Some("body"));
        let bodies = body.map_or_else(
            || vec![Value::Null],
            |body| samples.bodies(body.at.as_deref().unwrap(), body.media_type.as_deref().unwrap()),
        );
        let mut calls: Vec<String> =
            bodies.iter().map(|body| self.call(&Sample { samples, body, with_optional: true })).collect();
        let required = self.call(&Sample { samples, body: &bodies[bodies.len() - 1], with_optional: false });
        if !calls.contains(&required) {
            calls.push(required);
        }
        calls
    }

    fn call(&self, sample: &Sample<'_>) -> String {
        let arguments: Vec<String> = self.arguments.iter().map(|argument| argument.write(sample)).collect();
        let read = if self.returns == "EventStream" { "drain" } else { "complete" };
        let end = if self.returns == "EventStream" { ".await" } else { "" };
        format!(
            "        check({:?}, async {{ {read}(client.{}({}).await?){end} }}).await;\n",
            self.at,
            self.call,
            arguments.join(", ")
        )
    }
}

/// The values of one call.
struct Sample<'s> {
    samples: &'s Samples<'s>,
    body: &'s Value,
    with_optional: bool,
}

impl Argument {
    /// Writes the argument of a method, which may be optional and a reference.
    fn write(&self, sample: &Sample<'_>) -> String {
        let is_wanted =
            || sample.with_optional || self.at.as_deref().is_some_and(|at| sample.samples.is_required(at));
        let (ty, is_optional) = match self.ty.strip_prefix("Option<").and_then(|ty| ty.strip_suffix('>')) {
            Some(inner) => (inner, true),
            None => (self.ty.as_str(), false),
        };
        if is_optional && !is_wanted() {
            return "None".to_owned();
        }
        let value = match ty.strip_prefix('&') {
            Some(inner) => format!("&{}", self.value(inner, sample)),
            None => self.value(ty, sample),
        };
        if is_optional { format!("Some({value})") } else { value }
    }

    /// Writes the value behind a reference.
    fn value(&self, ty: &str, sample: &Sample<'_>) -> String {
        let is_body = self.location.as_deref() == Some("body");
        let value = |at: &Option<String>| match (is_body, at) {
            (true, _) | (_, None) => sample.body.clone(),
            (false, Some(at)) => sample.samples.parameter(at),
        };
        if let Some(fields) = &self.fields {
            let value_of = |field: &Field| match &field.at {
                Some(at) => {
                    (sample.with_optional || sample.samples.is_required(at)).then(|| value(&field.at))
                }
                None => sample.body.get(&field.wire).cloned(),
            };
            let setters = fields.iter().filter_map(|field| Some(field.setter(&value_of(field)?)));
            return format!("{ty}::new(){}", setters.collect::<String>());
        }
        match (self.location.as_deref(), ty) {
            (Some("content type"), _) => read(ty, &"application/octet-stream".into()),
            (_, "impl Into<Bytes>" | "Bytes") => format!("Bytes::from({:?})", text(sample.body)),
            (_, "Multipart") => "Multipart::new()".to_owned(),
            _ => read(ty, &value(&self.at)),
        }
    }
}

impl Field {
    fn setter(&self, value: &Value) -> String {
        let file = || format!("File::new({:?}).name(\"sample.txt\")", text(value));
        let value = match self.ty.as_str() {
            "File" => file(),
            "Vec<File>" => format!("[{}]", file()),
            ty => read(ty, value),
        };
        format!(".{}({value})", self.name)
    }
}

/// Writes an expression that reads a value of a type, or of the one that is borrowed as it.
fn read(ty: &str, value: &Value) -> String {
    let owned = match ty.strip_prefix('[').and_then(|ty| ty.strip_suffix(']')) {
        Some(item) => format!("Vec<{item}>"),
        None if ty == "str" => "String".to_owned(),
        None => ty.to_owned(),
    };
    format!("value::<{owned}>({:?})?", value.to_string())
}

/// Returns the text of a value that is sent as it is.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
