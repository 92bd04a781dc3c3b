//! Files that are derived: written when they change, or compared with what is there.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use similar::TextDiff;

/// A derived file.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// Where it belongs, below the root.
    pub path: PathBuf,
    /// What it must hold.
    pub content: String,
}

/// How many lines of a diff are shown; beyond that nobody reads on.
const SHOWN: usize = 60;

/// Writes the files that differ from what is on disk, or with `check` only shows how they differ.
///
/// Returns the paths of the files that differ.
///
/// # Errors
/// When a file cannot be read or written.
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
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

fn write(path: &Path, content: &str) -> Result<()> {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}

/// A unified diff from what is on disk to what belongs there, cut after a screenful.
fn diff(path: &Path, current: &str, expected: &str) -> String {
    let diff = TextDiff::from_lines(current, expected);
    let name = path.display();
    let text =
        diff.unified_diff().header(&format!("{name} (on disk)"), &format!("{name} (expected)")).to_string();
    let mut shown: String = text.lines().take(SHOWN).flat_map(|line| [line, "\n"]).collect();
    let more = text.lines().count().saturating_sub(SHOWN);
    if more > 0 {
        shown += &format!("… and {more} more lines of difference\n");
    }
    shown
}
