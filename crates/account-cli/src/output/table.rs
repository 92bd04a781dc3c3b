//! Tables that fit the terminal without breaking words.

use std::io::{self, Result, Write};

use comfy_table::{
    Attribute, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, Table, Width, presets,
};

use super::{Cell, Layout, Sheet, Tone};

/// Number of spaces between two columns.
const SPACING: usize = 3;

/// Returns the width that a table may have: `COLUMNS`, or the terminal's. `None` for a file or a pipe.
pub fn width() -> Option<usize> {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.or_else(|| terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0.into()))
}

/// Writes the sheet as a table. Where that would have to break words, it leaves out details, the last one first, and
/// where that is not enough, it writes a list of records.
pub fn write(sheet: &Sheet, width: Option<usize>, out: &mut impl Write) -> Result<()> {
    let sheet = &without_empty_columns(sheet);
    if sheet.layout == Layout::Record {
        write_records(sheet, out)?;
    } else if sheet.rows.is_empty() {
        writeln!(out, "none")?;
    } else if let Some((table, left_out)) = fitting(sheet, width) {
        write_table(&table, width, out)?;
        if !left_out.is_empty() {
            let note = format!("\nLeft out for want of room: {}.", left_out.join(", "));
            write_wrapped(&note, width, out)?;
        }
    } else {
        write_records(sheet, out)?;
    }
    if !sheet.notes.is_empty() {
        writeln!(out)?;
    }
    sheet.notes.iter().try_for_each(|note| write_wrapped(note, width, out))
}

/// Returns as much of the sheet as fits, and the titles of what does not; `None` if more than details does not.
fn fitting(sheet: &Sheet, width: Option<usize>) -> Option<(Sheet, Vec<&'static str>)> {
    let mut table = sheet.select(|_, _| true);
    let mut left_out = Vec::new();
    while width.is_some_and(|width| minimum_width(&table) > width) {
        let last = table.columns.iter().rposition(|column| column.is_detail)?;
        left_out.insert(0, table.columns[last].title);
        table = table.select(|index, _| index != last);
    }
    Some((table, left_out))
}

/// Writes each row on one line, for output that comes bit by bit.
pub fn write_lines(sheet: &Sheet, out: &mut impl Write) -> Result<()> {
    for row in &sheet.rows {
        let cells: Vec<String> = row.iter().map(|cell| cell.value.display()).collect();
        writeln!(out, "{}", cells.join("  "))?;
    }
    Ok(())
}

fn all_rows(sheet: &Sheet) -> impl Iterator<Item = &Vec<Cell>> {
    sheet.rows.iter().chain(&sheet.totals)
}

/// Returns the length of the longest word of each column.
fn longest_words(sheet: &Sheet) -> Vec<usize> {
    let longest = |text: &str| text.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
    let column = |(index, column): (usize, &super::Column)| {
        let cells = all_rows(sheet).filter_map(|row| row.get(index)).map(|cell| {
            let text = cell.value.display();
            // A number with its unit stays together.
            if cell.value.is_number() { text.chars().count() } else { longest(&text) }
        });
        cells.chain([longest(column.title)]).max().unwrap_or(0)
    };
    sheet.columns.iter().enumerate().map(column).collect()
}

fn minimum_width(sheet: &Sheet) -> usize {
    longest_words(sheet).into_iter().map(|word| word + SPACING).sum::<usize>().saturating_sub(SPACING)
}

/// Returns the sheet without the columns in which every cell is empty.
fn without_empty_columns(sheet: &Sheet) -> Sheet {
    sheet.select(|index, _| {
        let mut cells = all_rows(sheet).filter_map(|row| row.get(index));
        sheet.rows.is_empty() || cells.any(|cell| !cell.value.display().is_empty())
    })
}

fn write_table(sheet: &Sheet, width: Option<usize>, out: &mut impl Write) -> Result<()> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─')));
    // anstream removes the styles where nobody can see them.
    table.enforce_styling();
    match width.and_then(|width| u16::try_from(width).ok()) {
        Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    table.set_header(sheet.columns.iter().enumerate().map(|(index, column)| {
        let title = comfy_table::Cell::new(column.title).add_attribute(Attribute::Bold);
        let is_number =
            sheet.rows.iter().any(|row| row.get(index).is_some_and(|cell| cell.value.is_number()));
        if is_number { title.set_alignment(CellAlignment::Right) } else { title }
    }));
    for row in all_rows(sheet) {
        table.add_row(row.iter().map(styled));
    }
    if width.is_some() {
        let last = sheet.columns.len() - 1;
        table.set_constraints(longest_words(sheet).into_iter().enumerate().map(|(index, word)| {
            let padding = usize::from(index > 0) + usize::from(index < last);
            ColumnConstraint::LowerBoundary(Width::Fixed(u16::try_from(word + padding).unwrap_or(u16::MAX)))
        }));
    }
    if let Some(first) = table.column_mut(0) {
        first.set_padding((0, 1));
    }
    if let Some(last) = table.column_mut(sheet.columns.len() - 1) {
        last.set_padding((u16::from(sheet.columns.len() > 1), 0));
    }
    writeln!(out, "{}", table.trim_fmt())
}

fn styled(cell: &Cell) -> comfy_table::Cell {
    let styled = comfy_table::Cell::new(cell.value.display());
    let styled = if cell.value.is_number() { styled.set_alignment(CellAlignment::Right) } else { styled };
    match cell.tone {
        Tone::Plain => styled,
        Tone::Warning => styled.fg(Color::Yellow),
        Tone::Strong => styled.add_attribute(Attribute::Bold),
    }
}

/// Writes a line for each cell, and an empty line between two rows.
fn write_records(sheet: &Sheet, out: &mut impl Write) -> Result<()> {
    let title = sheet.columns.iter().map(|column| column.title.chars().count()).max().unwrap_or(0);
    for (index, row) in all_rows(sheet).enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        for (column, cell) in sheet.columns.iter().zip(row) {
            let text = cell.value.display();
            if !text.is_empty() {
                writeln!(out, "{:<title$}  {text}", column.title)?;
            }
        }
    }
    Ok(())
}

/// Writes a line, broken between words where it is longer than the terminal is wide.
fn write_wrapped(text: &str, width: Option<usize>, out: &mut impl Write) -> Result<()> {
    let mut column = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 && width.is_some_and(|width| column + 1 + length > width) {
            writeln!(out)?;
            column = 0;
        } else if column > 0 {
            write!(out, " ")?;
            column += 1;
        }
        write!(out, "{word}")?;
        column += length;
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::{super::column, Cell, Sheet, write};

    fn sheet() -> Sheet {
        let sheet = Sheet::new([column("service", "Service"), column("remark", "Remark")]);
        let service = "KEY_VALUE_STORE_TIMED_STORAGE_GBYTE_HOURS";
        sheet
            .row([Cell::new(service), Cell::new("the first of all of the services")])
            .note("one two three four")
    }

    fn text(width: Option<usize>) -> String {
        let mut out = Vec::new();
        write(&sheet(), width, &mut out).unwrap();
        String::from_utf8(anstream::adapter::strip_bytes(&out).into_vec()).unwrap()
    }

    #[test]
    fn no_word_is_broken_at_any_width() {
        let words: Vec<String> = text(None).split_whitespace().map(str::to_owned).collect();
        for width in [20, 44, 52, 54, 60, 80, 200] {
            let text = text(Some(width));
            for word in words.iter().filter(|word| !word.starts_with('─')) {
                assert!(text.split_whitespace().any(|other| other == word), "{word} at {width}:\n{text}");
            }
            if width >= 60 {
                assert!(text.lines().all(|line| line.chars().count() <= width), "{width}:\n{text}");
            }
        }
    }

    #[test]
    fn a_pipe_gets_a_row_on_one_line() {
        assert!(text(None).contains("GBYTE_HOURS   the first of all of the services\n"), "{}", text(None));
    }
}
