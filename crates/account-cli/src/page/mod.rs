//! The report: one HTML page about both accounts, which needs no network.

mod chart;
mod data;
mod html;

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;

use crate::{
    exit::Verdict,
    output::{Cell, Report, Sheet, column, print},
    session::Options,
};
use data::{Dashboard, Part};

/// Arguments of `report`.
#[derive(Args, Debug)]
pub struct Arguments {
    /// File of the page, which is replaced in one step
    #[arg(long, value_name = "FILE")]
    html: PathBuf,
}

/// State of each part of the page.
#[derive(Debug, Serialize)]
struct PageReport {
    html: PathBuf,
    apify: String,
    cloudflare: String,
    #[serde(skip)]
    verdict: Verdict,
}

/// Reads both accounts and writes the page, also if one of them cannot be read.
pub async fn run(arguments: &Arguments, options: &Options) -> Result<Verdict> {
    options.announce();
    let dashboard = Dashboard::read(options).await?;
    write(&arguments.html, &html::page(&dashboard))
        .with_context(|| format!("the page cannot be written to {}", arguments.html.display()))?;
    let has_failed =
        matches!(dashboard.apify, Part::Failed(_)) || matches!(dashboard.cloudflare, Part::Failed(_));
    let report = PageReport {
        html: arguments.html.clone(),
        apify: dashboard.apify.state(),
        cloudflare: dashboard.cloudflare.state(),
        verdict: if has_failed { Verdict::Incomplete } else { Verdict::Fine },
    };
    print(&report, options.output())
}

/// Replaces the file in one step, so that nobody sees half of a page.
fn write(path: &Path, page: &str) -> std::io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = shared_file(tempfile::Builder::new()).tempfile_in(directory)?;
    file.write_all(page.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

/// A page is as readable as any other new file, for a web server say.
#[cfg(unix)]
fn shared_file(mut builder: tempfile::Builder<'static, 'static>) -> tempfile::Builder<'static, 'static> {
    builder.permissions(<std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    builder
}

#[cfg(not(unix))]
fn shared_file(builder: tempfile::Builder<'static, 'static>) -> tempfile::Builder<'static, 'static> {
    builder
}

impl Report for PageReport {
    fn sheet(&self) -> Sheet {
        let columns = [column("html", "Page"), column("apify", "Apify"), column("cloudflare", "Cloudflare")];
        Sheet::new(columns).layout(crate::output::Layout::Record).row([
            Cell::new(self.html.display().to_string()),
            Cell::new(&self.apify),
            Cell::new(&self.cloudflare),
        ])
    }

    fn verdict(&self) -> Verdict {
        self.verdict
    }
}
