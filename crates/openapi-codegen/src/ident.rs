//! The Rust names that the generator makes of a description's names, to find clashes before it does.

use heck::{ToPascalCase, ToSnakeCase};
use unicode_ident::{is_xid_continue, is_xid_start};

/// The name of a type. Naming what is a name already changes nothing.
pub fn type_name(name: &str) -> String {
    valid(plain(name).to_pascal_case(), "X")
}

/// The name of a struct's field.
pub fn field_name(name: &str) -> String {
    valid(plain(name).to_snake_case(), "x")
}

/// The name of a method or of an argument.
pub fn method_name(name: &str) -> String {
    valid(plain(name).to_snake_case(), "_")
}

fn plain(name: &str) -> String {
    match name {
        "+1" => "plus1".to_owned(),
        "-1" => "minus1".to_owned(),
        _ => name.replace('\'', "").replace(|c: char| !is_xid_continue(c), "-"),
    }
}

/// Puts `prefix` before what no name can begin with, and an underscore after a keyword.
fn valid(name: String, prefix: &str) -> String {
    let name = match name.chars().next() {
        None if prefix == "_" => "x".to_owned(),
        None => prefix.to_owned(),
        Some(first) if is_xid_start(first) => name,
        Some(_) => format!("{prefix}{name}"),
    };
    if syn::parse_str::<syn::Ident>(&name).is_ok() { name } else { format!("{name}_") }
}
