//! Where in a body the reader stands.

use std::fmt;

/// The longest key that is printed; a key may be a hostile server's.
const LONGEST_KEY: usize = 64;

/// A place in a JSON body, as a list that lives on the stack: nothing is allocated unless it
/// is printed.
#[derive(Clone, Copy)]
pub(super) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root => f.write_str("$"),
            Path::Key(Path::Root, key) => write_key(f, key),
            Path::Key(parent, key) => {
                write!(f, "{parent}.")?;
                write_key(f, key)
            }
            Path::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

fn write_key(f: &mut fmt::Formatter<'_>, key: &str) -> fmt::Result {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if key.len() <= LONGEST_KEY && !key.is_empty() && key.chars().all(plain) {
        return f.write_str(key);
    }
    let short: String = key.chars().take(LONGEST_KEY).collect();
    write!(f, "{short:?}")
}
