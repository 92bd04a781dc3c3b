//! Derived files: written if they changed, or compared with those on disk.

use std::{
    fs,
    path::{Path, PathBuf},
};

use similar::TextDiff;

use crate::error::{Error, Result};

/// A derived file.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// Path below the root.
    pub path: PathBuf,
    /// Content that it must have.
    pub content: String,
}

/// Maximum number of lines of a diff that are shown.
const MAX_SHOWN_LINES: usize = 60;

/// Writes the files that differ from what is on disk, or with `check` only shows how they differ.
///
/// Returns the paths of the files that differ.
///
/// # Errors
/// If a file cannot be read or written.
pub fn write_or_compare(artifacts: &[Artifact], root: &Path, check: bool) -> Result<Vec<PathBuf>> {
    let mut stale = Vec::new();
    for artifact in artifacts {
        let path = root.join(&artifact.path);
        let current = read(&path)?;
        if current.as_deref() == Some(artifact.content.as_str()) {
            continue;
        }
        if check {
            print!("{}", diff(&artifact.path, current.as_deref().unwrap_or_default(), &artifact.content));
        } else {
            write(&path, &artifact.content)?;
            println!("wrote {}", artifact.path.display());
        }
        stale.push(artifact.path.clone());
    }
    Ok(stale)
}

fn read(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::File { action: "read", path: path.to_owned(), source }),
    }
}

fn write(path: &Path, content: &str) -> Result<()> {
    let parent = path.parent().unwrap_or(path);
    let error = |action, path: &Path, source| Error::File { action, path: path.to_owned(), source };
    fs::create_dir_all(parent).map_err(|source| error("create", parent, source))?;
    fs::write(path, content).map_err(|source| error("write", path, source))
}

/// Returns a unified diff from the file on disk to the expected one, cut after a screenful.
fn diff(path: &Path, current: &str, expected: &str) -> String {
    let diff = TextDiff::from_lines(current, expected);
    let name = path.display();
    let text =
        diff.unified_diff().header(&format!("{name} (on disk)"), &format!("{name} (expected)")).to_string();
    let mut shown: String = text.lines().take(MAX_SHOWN_LINES).flat_map(|line| [line, "\n"]).collect();
    let more = text.lines().count().saturating_sub(MAX_SHOWN_LINES);
    if more > 0 {
        shown += &format!("… and {more} more lines of difference\n");
    }
    shown
}
