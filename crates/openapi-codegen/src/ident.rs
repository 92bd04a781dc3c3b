//! Rust names made of a document's names.

use heck::{ToPascalCase, ToSnakeCase};
use unicode_ident::{is_xid_continue, is_xid_start};

/// Returns the name of a type. A name that is one already is returned as it is.
pub fn type_name(name: &str) -> String {
    valid(plain(name).to_pascal_case(), "X")
}

/// Returns the name of a struct's field.
pub fn field_name(name: &str) -> String {
    valid(plain(name).to_snake_case(), "x")
}

/// Returns the name of a method or of an argument.
pub fn method_name(name: &str) -> String {
    valid(plain(name).to_snake_case(), "_")
}

/// Returns the wanted name, or the first one with a number behind it that is not taken.
pub fn numbered(wanted: String, is_taken: impl Fn(&str) -> bool) -> String {
    let mut name = wanted.clone();
    let mut count = 1;
    while is_taken(&name) {
        count += 1;
        name = format!("{wanted}{count}");
    }
    name
}

fn plain(name: &str) -> String {
    match name {
        "+1" => "plus1".to_owned(),
        "-1" => "minus1".to_owned(),
        _ => name.replace('\'', "").replace(|c: char| !is_xid_continue(c), "-"),
    }
}

/// Puts `prefix` before a text with which no name can begin, and an underscore after a keyword.
fn valid(name: String, prefix: &str) -> String {
    let name = match name.chars().next() {
        None if prefix == "_" => "x".to_owned(),
        None => prefix.to_owned(),
        Some(first) if is_xid_start(first) => name,
        Some(_) => format!("{prefix}{name}"),
    };
    // Reserved since the edition 2024, which `syn` does not read as one.
    let is_name = name != "gen" && syn::parse_str::<syn::Ident>(&name).is_ok();
    if is_name { name } else { format!("{name}_") }
}
