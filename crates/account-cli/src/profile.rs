//! Profiles: credentials for several accounts, in a file that only its owner may read.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};
use apify_user::Secret;
use etcetera::BaseStrategy;
use serde::Deserialize;

use crate::exit::misuse;

/// Credentials and address of one API.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Access {
    /// Token itself; the other two ways keep it out of the file.
    token: Option<Secret>,
    /// Environment variable that holds the token.
    token_env: Option<String>,
    /// Program with its arguments that prints the token.
    token_command: Option<Vec<String>>,
    /// Address of the API, if it is not the vendor's.
    pub base_url: Option<String>,
}

/// Named set of credentials.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Access to Apify.
    pub apify: Option<Access>,
    /// Access to Cloudflare.
    pub cloudflare: Option<Access>,
}

/// Returns the path of the file of profiles: `ACCOUNT_PROFILES`, or `account/profiles.toml` among the user's settings.
pub fn path() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("ACCOUNT_PROFILES").filter(|path| !path.is_empty()) {
        return Ok(path.into());
    }
    let directories = etcetera::choose_base_strategy().context("there is no home directory for profiles")?;
    Ok(directories.config_dir().join("account").join("profiles.toml"))
}

/// Reads one profile. An error shows no line of the file.
pub fn load(name: &str) -> Result<Profile> {
    let path = path()?;
    check_mode(&path)?;
    let text = fs::read_to_string(&path)
        .map_err(|error| misuse(format!("the profiles {} cannot be read: {error}", path.display())))?;
    let mut profiles = parse(&text).map_err(|line| {
        let known = "`[NAME.apify]` and `[NAME.cloudflare]` with `token-env`, `token-command`, `token` and `base-url`";
        misuse(format!("{}, line {line}: not valid; a profile has {known}", path.display()))
    })?;
    profiles.remove(name).ok_or_else(|| {
        let names: Vec<&str> = profiles.keys().map(String::as_str).collect();
        misuse(format!("{} has no profile {name:?}; it has {names:?}", path.display()))
    })
}

/// Parses the file; the error is the number of the line and nothing of its content.
fn parse(text: &str) -> Result<BTreeMap<String, Profile>, usize> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        1 + text.get(..start).map_or(0, |before| before.matches('\n').count())
    })
}

/// Rejects a file that others may read.
#[cfg(unix)]
fn check_mode(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;

    let metadata = fs::metadata(path)
        .map_err(|error| misuse(format!("the profiles {} cannot be read: {error}", path.display())))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let path = path.display();
    Err(misuse(format!("others may read or change {path} (mode {mode:o}): run `chmod 600 {path}`")))
}

#[cfg(not(unix))]
fn check_mode(_: &Path) -> Result<()> {
    Ok(())
}

impl Access {
    /// Returns the token, from the one place that is named.
    pub fn token(&self) -> Result<Secret> {
        match (&self.token, &self.token_env, &self.token_command) {
            (Some(token), None, None) => Ok(token.clone()),
            (None, Some(variable), None) => match std::env::var(variable) {
                Ok(token) if !token.is_empty() => Ok(token.into()),
                _ => Err(misuse(format!("the environment variable {variable} of the profile is not set"))),
            },
            (None, None, Some(command)) => run(command),
            _ => Err(misuse("a profile names one of `token-env`, `token-command` and `token`")),
        }
    }
}

/// Runs a program, without a shell, and returns the first line that it prints.
fn run(command: &[String]) -> Result<Secret> {
    let [program, arguments @ ..] = command else {
        return Err(misuse("`token-command` of the profile is empty"));
    };
    let output = Command::new(program)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| misuse(format!("`token-command` {program:?} does not run: {error}")))?;
    let text = String::from_utf8(output.stdout).ok();
    let token = text.as_deref().and_then(|text| text.lines().next()).map(str::trim).unwrap_or_default();
    if !output.status.success() || token.is_empty() {
        return Err(misuse(format!("`token-command` {program:?} printed no token ({})", output.status)));
    }
    Ok(token.into())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_profile_names_where_its_tokens_are() {
        let text = "[work.apify]\ntoken-command = ['echo', 'abc']\n\n[work.cloudflare]\ntoken = 'xyz'\n";
        let profiles = parse(text).unwrap();
        let apify = profiles["work"].apify.as_ref().unwrap();
        assert_eq!(apify.token().unwrap().expose(), "abc");
        assert!(!format!("{profiles:?}").contains("xyz"));
    }

    #[test]
    fn the_profiles_of_the_readme_are_valid() {
        let readme = include_str!("../README.md");
        let example = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        assert_eq!(parse(example).unwrap().keys().collect::<Vec<_>>(), ["test", "work"]);
    }

    #[test]
    fn an_error_says_the_line_only() {
        assert_eq!(parse("[work.apify]\ntoken = 12345\n").unwrap_err(), 2);
        assert_eq!(parse("[work.apify]\ntokn = 'secret'\n").unwrap_err(), 2);
        assert_eq!(parse("[work.apify]\n\ntoken = 'secret").unwrap_err(), 3);
    }
}
