//! Reading a document as parts: paths, operations, parameters, bodies, responses.

use std::{collections::BTreeSet, slice};

use openapi_document::{MediaType, Node, PathTemplate, ReferenceError, ReferenceErrorKind};
use serde_json::Value;

use crate::{
    constraint::Constraint,
    part::{Child, Part},
    rules::Aspect,
    schema::View,
};

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Headers that are no parameters; the specification says to ignore them.
const IGNORED_HEADERS: &[&str] = &["accept", "content-type", "authorization"];

/// Settings of how a parameter is serialized.
const SERIALIZATION: &[&str] = &["style", "explode", "allowReserved", "allowEmptyValue"];

/// The credential of an operation that needs none.
const NO_CREDENTIAL: &str = "nothing";

/// Returns the shapes of a document's paths: names of parameters do not show on the wire.
pub fn shapes(document: &Value) -> Vec<String> {
    let paths = Node::root(document).get("paths").map(Node::follow);
    paths.iter().flat_map(Node::entries).map(|(path, _)| shape(path)).collect()
}

/// Reads the paths of a document whose shape is in scope.
///
/// # Errors
/// If a part of an operation is in another document.
pub fn read<'v>(document: &'v Value, is_in_scope: impl Fn(&str) -> bool) -> Result<Part<'v>, ReferenceError> {
    let root = Node::root(document);
    let mut part = Part::of(&root);
    let servers = root.get("servers").map(|servers| {
        let urls = servers
            .elements()
            .filter_map(|server| Some(server.text("url")?.trim_end_matches('/').to_owned()));
        urls.collect()
    });
    part.add_fact("servers", Aspect::Servers, &["servers"], Constraint::Choices(servers));
    for (path, item) in entries(&root, "paths")? {
        let shape = shape(path);
        if !path.starts_with('/') || !is_in_scope(&shape) {
            continue;
        }
        let mut operations = Part::of(&item);
        for method in METHODS {
            let Some(node) = item.get(method).map(follow).transpose()? else { continue };
            let operation = operation(path, &item, &node)?;
            operations.add("", *method, child(operation, false, method.to_uppercase()));
        }
        part.add("paths", shape, child(operations, false, path.to_owned()));
    }
    Ok(part)
}

fn operation<'v>(path: &str, item: &Node<'v>, node: &Node<'v>) -> Result<Part<'v>, ReferenceError> {
    let mut part = Part::of(node);
    part.add("security", "", child(security(node), false, String::new()));
    // An operation's own parameters replace those of the path item.
    for list in [item, node].iter().filter_map(|holder| holder.get("parameters")) {
        for parameter in list.elements() {
            let parameter = follow(parameter)?;
            let Some(name) = parameter_name(path, &parameter) else { continue };
            let is_required = is_required(&parameter) || parameter.text("in") == Some("path");
            let step = format!("{name} parameter");
            part.add("parameters", name, child(described_value(&parameter)?, is_required, step));
        }
    }
    if let Some(body) = node.get("requestBody").map(follow).transpose()? {
        let mut described = Part::of(&body);
        add_content(&mut described, &body)?;
        part.add("requestBody", "", child(described, is_required(&body), "request body".to_owned()));
    }
    for (status, response) in entries(node, "responses")? {
        let status = if status.len() == 3 { status.to_uppercase() } else { status.to_owned() };
        if status.starts_with("x-") {
            continue;
        }
        let mut described = Part::of(&response);
        add_content(&mut described, &response)?;
        for (name, header) in entries(&response, "headers")? {
            let name = name.to_lowercase();
            // The specification says to ignore it here; the media types stand for it.
            if name != "content-type" {
                let step = format!("header {name}");
                described.add("headers", name, child(described_value(&header)?, is_required(&header), step));
            }
        }
        let step = format!("response {status}");
        part.add("responses", status, child(described, false, step));
    }
    Ok(part)
}

/// Reads a parameter or header, which a schema or a media type describes.
fn described_value<'v>(node: &Node<'v>) -> Result<Part<'v>, ReferenceError> {
    let mut part = Part::of(node);
    let is_parameter = node.text("in").is_some();
    for key in SERIALIZATION.iter().filter(|_| is_parameter) {
        let setting = Constraint::Setting(Some(serialization(node, key)));
        part.add_fact(key, Aspect::Serialization, slice::from_ref(key), setting);
    }
    add_content(&mut part, node)?;
    part.schema = match node.get("schema") {
        Some(schema) => Some(View::of(schema)),
        None if node.get("content").is_some() => None,
        None => Some(View::anything(node.pointer().clone())),
    };
    Ok(part)
}

fn add_content<'v>(part: &mut Part<'v>, holder: &Node<'v>) -> Result<(), ReferenceError> {
    for (name, media_type) in entries(holder, "content")? {
        let name =
            MediaType::parse(name).map_or_else(|_| name.to_owned(), |known| known.to_string()).to_lowercase();
        let anything = || View::anything(media_type.pointer().clone());
        let mut value = Part::of(&media_type);
        value.schema = Some(media_type.get("schema").map_or_else(anything, View::of));
        part.add("content", name.clone(), child(value, false, name));
    }
    Ok(())
}

/// Reads the choices of credentials, whatever the schemes are called: the operation's own, or those of all.
fn security<'v>(operation: &Node<'v>) -> Part<'v> {
    let root = Node::root(operation.document());
    let schemes = root.at("/components/securitySchemes");
    let is_own = operation.get("security").is_some() || root.get("security").is_none();
    let holder = if is_own { operation.clone() } else { root };
    let requirements = holder.get("security");
    let credential = |(name, scopes): (&str, Node<'_>)| {
        let scheme = schemes.as_ref().and_then(|schemes| Some(schemes.get(name)?.follow()));
        scheme.map_or_else(|| name.to_owned(), |scheme| credential(&scheme)) + &scope_list(scopes.value())
    };
    let choices = requirements.iter().flat_map(Node::elements).map(|choice| {
        let needed: BTreeSet<String> = choice.entries().map(credential).collect();
        if needed.is_empty() { NO_CREDENTIAL.to_owned() } else { Vec::from_iter(needed).join(" + ") }
    });
    let mut choices: BTreeSet<String> = choices.collect();
    if choices.is_empty() {
        choices.insert(NO_CREDENTIAL.to_owned());
    }
    let mut part = Part::of(&holder);
    part.add_fact("security", Aspect::Security, &["security"], Constraint::Choices(Some(choices)));
    part
}

fn credential(scheme: &Node<'_>) -> String {
    let text = |key: &str| scheme.text(key).unwrap_or_default();
    match text("type") {
        "apiKey" => format!("{} {}", text("in"), text("name")),
        "http" => text("scheme").to_lowercase(),
        other => other.to_owned(),
    }
}

fn scope_list(scopes: &Value) -> String {
    let scopes: BTreeSet<&str> = scopes.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if scopes.is_empty() { String::new() } else { format!(" ({})", Vec::from_iter(scopes).join(" ")) }
}

/// Returns the location and name of a parameter; `None` for a header that is ignored.
fn parameter_name(path: &str, parameter: &Node<'_>) -> Option<String> {
    let name = parameter.text("name").or(parameter.reference()).unwrap_or_default();
    match parameter.text("in").unwrap_or_default() {
        // On the wire, the position in the template counts.
        "path" => {
            let template = PathTemplate::parse(path).ok();
            let mut names = template.iter().flat_map(PathTemplate::parameters).zip(1..);
            let position =
                names.find(|(known, _)| *known == name).map(|(_, position)| format!("path {{{position}}}"));
            position.or_else(|| Some(format!("path {name}")))
        }
        "header" if IGNORED_HEADERS.contains(&name.to_lowercase().as_str()) => None,
        "header" => Some(format!("header {}", name.to_lowercase())),
        other => Some(format!("{other} {name}")),
    }
}

/// Returns a setting of how the parameter is serialized, defaults filled in.
fn serialization(parameter: &Node<'_>, key: &str) -> String {
    let style = parameter.text("style").unwrap_or_else(|| match parameter.text("in") {
        Some("query" | "cookie") => "form",
        _ => "simple",
    });
    match key {
        "style" => style.to_owned(),
        "explode" => parameter.flag(key).unwrap_or(style == "form").to_string(),
        _ => parameter.flag(key).unwrap_or(false).to_string(),
    }
}

fn child(part: Part<'_>, is_required: bool, step: String) -> Child<'_> {
    Child { part: Some(part), is_required, step }
}

fn is_required(node: &Node<'_>) -> bool {
    node.flag("required") == Some(true)
}

fn shape(path: &str) -> String {
    PathTemplate::parse(path).map_or_else(|_| path.to_owned(), |template| template.shape())
}

/// Returns the values below `key` by name, references followed.
fn entries<'v>(holder: &Node<'v>, key: &str) -> Result<Vec<(&'v str, Node<'v>)>, ReferenceError> {
    let Some(values) = holder.get(key).map(follow).transpose()? else { return Ok(Vec::new()) };
    values.entries().map(|(name, node)| Ok((name, follow(node)?))).collect()
}

/// Follows references. One that points at nothing is a difference; one into another document is not, and an error.
fn follow(node: Node<'_>) -> Result<Node<'_>, ReferenceError> {
    let end = node.follow();
    match end.target() {
        Err(error) if error.kind == ReferenceErrorKind::Remote => Err(error),
        _ => Ok(end),
    }
}
