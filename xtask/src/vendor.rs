//! The vendors of this repository and where their files are.

use std::{fs, path::Path, path::PathBuf};

use anyhow::{Context, Result, bail, ensure};

/// A vendor, known by the name of its directory below `openapi/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vendor {
    name: String,
}

impl Vendor {
    /// The vendor of that name.
    ///
    /// # Errors
    /// When it has no description below `root`; the message lists the vendors that do.
    pub fn named(name: &str, root: &Path) -> Result<Self> {
        let vendors = Self::all(root)?;
        match vendors.iter().find(|vendor| vendor.name == name) {
            Some(vendor) => Ok(vendor.clone()),
            None => {
                let names: Vec<&str> = vendors.iter().map(|vendor| vendor.name.as_str()).collect();
                bail!("no openapi/{name}/openapi.yaml; vendors with a description: {}", names.join(", "))
            }
        }
    }

    /// Every vendor with a description, by name.
    ///
    /// # Errors
    /// When there is none, or `openapi/` cannot be read.
    pub fn all(root: &Path) -> Result<Vec<Self>> {
        let directory = root.join("openapi");
        let entries =
            fs::read_dir(&directory).with_context(|| format!("cannot read {}", directory.display()))?;
        let mut vendors = Vec::new();
        for entry in entries {
            let vendor = Self { name: entry?.file_name().to_string_lossy().into_owned() };
            if root.join(vendor.description()).is_file() {
                vendors.push(vendor);
            }
        }
        ensure!(!vendors.is_empty(), "no openapi/<vendor>/openapi.yaml below {}", root.display());
        vendors.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(vendors)
    }

    /// The vendor's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Requires the low-level crate to be there: a directory without a manifest would break the whole workspace.
    ///
    /// # Errors
    /// When there is no manifest.
    pub fn require_crate(&self, root: &Path) -> Result<()> {
        let manifest = format!("crates/{}-user-api/Cargo.toml", self.name);
        ensure!(
            root.join(&manifest).is_file(),
            "there is no {manifest}; create the crate that the code goes into first"
        );
        Ok(())
    }

    /// Our OpenAPI 3.1 description.
    pub fn description(&self) -> PathBuf {
        PathBuf::from(format!("openapi/{}/openapi.yaml", self.name))
    }

    /// The corrections to it.
    pub fn overlay(&self) -> PathBuf {
        PathBuf::from(format!("openapi/{}/overlay.yaml", self.name))
    }

    /// The derived document that the generator reads.
    pub fn lowered(&self) -> PathBuf {
        PathBuf::from(format!("openapi/{}/lowered.json", self.name))
    }

    /// The generated module of the low-level crate.
    pub fn generated(&self) -> PathBuf {
        PathBuf::from(format!("crates/{}-user-api/src/generated.rs", self.name))
    }

    /// The generated module of the facade.
    pub fn setters(&self) -> PathBuf {
        PathBuf::from(format!("crates/{}-user/src/setters.rs", self.name))
    }

    /// The corrected description, for the simulator.
    pub fn effective(&self) -> PathBuf {
        PathBuf::from(format!("crates/api-simulator/openapi/{}.json", self.name))
    }
}
