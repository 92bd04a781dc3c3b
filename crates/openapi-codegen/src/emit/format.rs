//! Formatting without an installed rustfmt.

/// Formats generated code under a header line.
pub(super) fn format(file: &syn::File, header: &str) -> String {
    format!("// {header}\n\n{}", prettyplease::unparse(file))
}
