//! Comparison of the steady figures with those that were accepted last.

use std::{collections::BTreeMap, fmt, fs, path::Path};

use anyhow::{Context, Result};

/// Change that is no regression and no improvement. The figures of two builds of the same sources differ by less.
const TOLERANCE: f64 = 0.02;

/// Figures by name: ratios of the facade to bare reqwest, which another machine or compiler changes little.
pub(crate) type SteadyTable = BTreeMap<String, f64>;

/// Reads a checked-in table.
pub(crate) fn read(path: &Path) -> Result<SteadyTable> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no table of figures", path.display()))
}

/// Writes a table, with figures rounded to four decimals.
pub(crate) fn write(path: &Path, table: &SteadyTable) -> Result<()> {
    let rounded = |(name, figure): (&String, &f64)| (name.clone(), (figure * 1e4).round() / 1e4);
    let text = serde_json::to_string_pretty(&table.iter().map(rounded).collect::<SteadyTable>())?;
    fs::write(path, text + "\n").with_context(|| format!("cannot write {}", path.display()))
}

/// Difference from the checked-in table.
#[derive(Debug, PartialEq)]
pub(crate) enum Change<'a> {
    Regression {
        figure: &'a str,
        accepted: f64,
        measured: f64,
    },
    Improvement {
        figure: &'a str,
        accepted: f64,
        measured: f64,
    },
    /// In the table, but not measured.
    NotMeasured {
        figure: &'a str,
    },
    /// Measured, but not in the table.
    NotAccepted {
        figure: &'a str,
        measured: f64,
    },
}

impl Change<'_> {
    /// Returns `true` unless it is for the better.
    pub(crate) fn is_failure(&self) -> bool {
        !matches!(self, Self::Improvement { .. })
    }
}

impl fmt::Display for Change<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |accepted: f64, measured: f64| (measured / accepted - 1.0) * 100.0;
        match *self {
            Self::Regression { figure, accepted, measured } => {
                write!(
                    f,
                    "regression: {figure}: {accepted:.4} → {measured:.4} (+{:.1} %)",
                    percent(accepted, measured)
                )
            }
            Self::Improvement { figure, accepted, measured } => write!(
                f,
                "improved: {figure}: {accepted:.4} → {measured:.4} ({:.1} %); write it down with --update",
                percent(accepted, measured)
            ),
            Self::NotMeasured { figure } => {
                write!(f, "not measured: {figure}; --update removes it from the table")
            }
            Self::NotAccepted { figure, measured } => {
                write!(f, "not in the table: {figure}: {measured:.4}; --update adds it")
            }
        }
    }
}

/// Lists the differences of more than two percent.
pub(crate) fn compare<'a>(accepted: &'a SteadyTable, measured: &'a SteadyTable) -> Vec<Change<'a>> {
    let known = accepted.iter().filter_map(|(figure, &accepted)| match measured.get(figure) {
        None => Some(Change::NotMeasured { figure }),
        Some(&measured) if measured > accepted * (1.0 + TOLERANCE) => {
            Some(Change::Regression { figure, accepted, measured })
        }
        Some(&measured) if measured < accepted * (1.0 - TOLERANCE) => {
            Some(Change::Improvement { figure, accepted, measured })
        }
        Some(_) => None,
    });
    let new = measured.iter().filter(|(figure, _)| !accepted.contains_key(*figure));
    known.chain(new.map(|(figure, &measured)| Change::NotAccepted { figure, measured })).collect()
}

#[cfg(test)]
mod tests {
    use super::{Change, SteadyTable, compare, read, write};

    fn table(figures: &[(&str, f64)]) -> SteadyTable {
        figures.iter().map(|(name, figure)| ((*name).to_owned(), *figure)).collect()
    }

    #[test]
    fn two_percent_more_is_a_regression() {
        let accepted = table(&[("get", 2.0), ("limits", 1.0)]);
        assert_eq!(compare(&accepted, &table(&[("get", 2.038), ("limits", 1.019)])), []);
        let measured = table(&[("get", 2.042), ("limits", 1.0)]);
        let changes = compare(&accepted, &measured);
        assert_eq!(changes, [Change::Regression { figure: "get", accepted: 2.0, measured: 2.042 }]);
        assert!(changes[0].is_failure());
        assert_eq!(changes[0].to_string(), "regression: get: 2.0000 → 2.0420 (+2.1 %)");
    }

    #[test]
    fn two_percent_less_is_an_improvement_to_write_down() {
        let accepted = table(&[("get", 2.0)]);
        assert_eq!(compare(&accepted, &table(&[("get", 1.962)])), []);
        let measured = table(&[("get", 1.958)]);
        let changes = compare(&accepted, &measured);
        assert!(!changes[0].is_failure());
        assert_eq!(
            changes[0].to_string(),
            "improved: get: 2.0000 → 1.9580 (-2.1 %); write it down with --update"
        );
    }

    #[test]
    fn a_figure_that_is_missing_on_either_side_fails() {
        let (accepted, measured) = (table(&[("get", 1.0)]), table(&[("limits", 1.5)]));
        let changes = compare(&accepted, &measured);
        let expected =
            [Change::NotMeasured { figure: "get" }, Change::NotAccepted { figure: "limits", measured: 1.5 }];
        assert_eq!(changes, expected);
        assert!(changes.iter().all(Change::is_failure));
    }

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("steady.json");
        write(&path, &table(&[("requests: get", 1.0), ("allocations: get", 0.970_873_8)])).unwrap();
        assert_eq!(read(&path).unwrap(), table(&[("requests: get", 1.0), ("allocations: get", 0.9709)]));
        let error = read(&folder.path().join("other.json")).unwrap_err();
        assert!(error.to_string().contains("other.json"), "{error}");
    }
}
