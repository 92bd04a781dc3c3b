//! Time of code generation: for the users part, and for Apify's whole document if it is present.

use std::{fs, path::Path, process::Command, time::Instant};

use anyhow::{Context, Result, bail};

use crate::{
    figures::{Figures, Measure},
    workload::Contender,
};

const ROUNDS: usize = 3;
/// Apify's whole document, relative to the workspace.
const WHOLE: &str = "../shared/upstream/apify.openapi.json";

pub(super) fn measure(root: &Path, xtask: &Path, figures: &mut Figures) -> Result<()> {
    eprintln!("code generation");
    let part = root.join("openapi/apify/openapi.yaml");
    let overlay = root.join("openapi/apify/overlay.yaml");
    let whole = root.join(WHOLE);
    for _ in 0..ROUNDS {
        let (seconds, bytes) = generate(xtask, &part, Some(&overlay))?;
        figures.add(Measure::CodegenPart, Contender::Generated, seconds);
        figures.add(Measure::CodegenPartSize, Contender::Generated, bytes);
    }
    if !whole.is_file() {
        figures.skip(format!("code generation of the whole document: {WHOLE} is missing"));
        return Ok(());
    }
    let (seconds, bytes) = generate(xtask, &whole, None)?;
    figures.add(Measure::CodegenWhole, Contender::Generated, seconds);
    figures.add(Measure::CodegenWholeSize, Contender::Generated, bytes);
    let part = |measure| figures.median(measure, Contender::Generated);
    if let Some((part_seconds, part_bytes)) = part(Measure::CodegenPart).zip(part(Measure::CodegenPartSize)) {
        let growth = (seconds / part_seconds) / (bytes / part_bytes);
        figures.add(Measure::CodegenGrowth, Contender::Generated, growth);
    }
    Ok(())
}

/// Returns the seconds that it takes and the size of the generated code.
fn generate(xtask: &Path, document: &Path, overlay: Option<&Path>) -> Result<(f64, f64)> {
    let out = tempfile::tempdir()?;
    let mut command = Command::new(xtask);
    command.args(["codegen", "--spec"]).arg(document).arg("--out").arg(out.path());
    if let Some(overlay) = overlay {
        command.arg("--overlay").arg(overlay);
    }
    let start = Instant::now();
    let output = command.output().with_context(|| format!("cannot run {command:?}"))?;
    let seconds = start.elapsed().as_secs_f64();
    if !output.status.success() {
        bail!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let mut bytes = 0;
    for file in fs::read_dir(out.path().join("src"))? {
        bytes += file?.metadata()?.len();
    }
    Ok((seconds, bytes as f64))
}
