//! The vendors of this repository and the paths of their files.

use std::{fs, path::Path, path::PathBuf};

use anyhow::{Context, Result, bail, ensure};

/// A vendor, by the name of its folder below `openapi/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vendor {
    name: String,
}

impl Vendor {
    /// Finds the vendor of that name.
    ///
    /// # Errors
    /// If it has no document below `root`; the message lists the vendors that do.
    pub fn named(name: &str, root: &Path) -> Result<Self> {
        let vendors = Self::all(root)?;
        match vendors.iter().find(|vendor| vendor.name == name) {
            Some(vendor) => Ok(vendor.clone()),
            None => {
                let names: Vec<&str> = vendors.iter().map(|vendor| vendor.name.as_str()).collect();
                bail!("there is no openapi/{name}/openapi.yaml; the vendors are {}", names.join(", "))
            }
        }
    }

    /// Finds all vendors, sorted by name.
    ///
    /// # Errors
    /// If there is none, or `openapi/` cannot be read.
    pub fn all(root: &Path) -> Result<Vec<Self>> {
        let directory = root.join("openapi");
        let entries =
            fs::read_dir(&directory).with_context(|| format!("cannot read {}", directory.display()))?;
        let mut vendors = Vec::new();
        for entry in entries {
            let vendor = Self { name: entry?.file_name().to_string_lossy().into_owned() };
            if root.join(vendor.document()).is_file() {
                vendors.push(vendor);
            }
        }
        ensure!(!vendors.is_empty(), "no openapi/<vendor>/openapi.yaml below {}", root.display());
        vendors.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(vendors)
    }

    /// Returns the vendor's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Requires the low-level crate to exist: a folder without a manifest would break the whole workspace.
    ///
    /// # Errors
    /// If there is no manifest.
    pub fn require_crate(&self, root: &Path) -> Result<()> {
        let manifest = format!("crates/{}-user-api/Cargo.toml", self.name);
        ensure!(root.join(&manifest).is_file(), "there is no {manifest}; create the crate first");
        Ok(())
    }

    /// Returns the path of our OpenAPI document.
    pub fn document(&self) -> PathBuf {
        PathBuf::from(format!("openapi/{}/openapi.yaml", self.name))
    }

    /// Returns the path of the overlay that corrects it.
    pub fn overlay(&self) -> PathBuf {
        PathBuf::from(format!("openapi/{}/overlay.yaml", self.name))
    }

    /// Returns the path of the lowered document, which shows what is generated.
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
