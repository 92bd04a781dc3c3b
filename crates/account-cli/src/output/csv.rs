//! Comma-separated values.

use std::io::{Error, ErrorKind, Result, Write};

use super::Sheet;

/// Writes the rows with exact values, without sums and notes.
pub fn write(sheet: &Sheet, has_header: bool, out: &mut impl Write) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    if has_header {
        writer.write_record(sheet.columns.iter().map(|column| column.name)).map_err(into_io)?;
    }
    for row in &sheet.rows {
        writer.write_record(row.iter().map(|cell| cell.value.exact())).map_err(into_io)?;
    }
    writer.flush()
}

/// Keeps the kind of the error, by which a closed pipe is known.
fn into_io(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => Error::new(ErrorKind::InvalidData, format!("{kind:?}")),
    }
}
