//! Cells, columns and rows.

use chrono::{DateTime, NaiveDate, Utc};

/// Item that is a row of a table.
pub trait Row {
    /// Returns the columns.
    fn columns() -> Vec<Column>;

    /// Returns a cell for each column.
    fn cells(&self) -> Vec<Cell>;
}

/// Column of a sheet.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Name in CSV.
    pub name: &'static str,
    /// Title in a table.
    pub title: &'static str,
    /// `true` if a table is of use without the column, where there is no room for it.
    pub is_detail: bool,
}

/// Returns a column.
pub const fn column(name: &'static str, title: &'static str) -> Column {
    Column { name, title, is_detail: false }
}

/// Returns a column that a narrow table leaves out.
pub const fn detail(name: &'static str, title: &'static str) -> Column {
    Column { name, title, is_detail: true }
}

/// Value of a cell, exact in CSV and rounded in a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing is known.
    Unknown,
    /// Text.
    Text(String),
    /// Amount of money.
    Money(f64),
    /// Quantity.
    Number(f64),
    /// Part of a whole: 0.8 is 80 %.
    Share(f64),
    /// Day (UTC).
    Day(NaiveDate),
    /// Time (UTC).
    Time(DateTime<Utc>),
}

impl Value {
    /// Returns the text for people.
    pub fn display(&self) -> String {
        match self {
            Self::Unknown => "-".to_owned(),
            Self::Text(text) => printable(text),
            Self::Money(amount) => format!("{amount:.2}"),
            Self::Number(number) => rounded(*number),
            Self::Share(share) => format!("{:.1} %", 100.0 * share),
            Self::Day(day) => day.to_string(),
            Self::Time(time) => time.format("%F %R").to_string(),
        }
    }

    /// Returns the text for programs.
    pub fn exact(&self) -> String {
        match self {
            Self::Unknown => String::new(),
            Self::Text(text) => text.clone(),
            Self::Money(number) | Self::Number(number) | Self::Share(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Time(time) => time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
        }
    }

    /// Returns `true` if the value is a number.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Money(_) | Self::Number(_) | Self::Share(_))
    }
}

/// Rounds to three decimals, and removes those that are zero.
fn rounded(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Escapes control characters: names come from others and could move a terminal's cursor.
fn printable(text: &str) -> String {
    let is_safe =
        |c: char| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if is_safe(c) { safe.push(c) } else { safe.extend(c.escape_unicode()) }
    }
    safe
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<bool> for Value {
    fn from(is_so: bool) -> Self {
        Self::from(if is_so { "yes" } else { "no" })
    }
}

impl From<DateTime<Utc>> for Value {
    fn from(time: DateTime<Utc>) -> Self {
        Self::Time(time)
    }
}

impl From<NaiveDate> for Value {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number as f64)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Into::into)
    }
}

/// Emphasis of a cell on a terminal with colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// No emphasis.
    #[default]
    Plain,
    /// Needs attention.
    Warning,
    /// Sum, or another result.
    Strong,
}

/// Value with its emphasis.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Value.
    pub value: Value,
    /// Emphasis.
    pub tone: Tone,
}

impl Cell {
    /// Returns a cell without emphasis.
    pub fn new(value: impl Into<Value>) -> Self {
        Self { value: value.into(), tone: Tone::Plain }
    }

    /// Emphasizes the cell if it needs attention.
    pub fn warn_if(mut self, needs_attention: bool) -> Self {
        if needs_attention {
            self.tone = Tone::Warning;
        }
        self
    }
}

/// Arrangement of a sheet on a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// A line for each row.
    #[default]
    Table,
    /// A line for each cell, with the title of its column.
    Record,
}

/// Columns and rows of a report.
#[derive(Debug)]
pub struct Sheet {
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
    /// Sums, which only a table shows, below the rows.
    pub totals: Vec<Vec<Cell>>,
    /// Lines below the table.
    pub notes: Vec<String>,
    /// Arrangement on a terminal.
    pub layout: Layout,
}

impl Sheet {
    /// Returns a sheet without rows.
    pub fn new(columns: impl Into<Vec<Column>>) -> Self {
        let columns = columns.into();
        Self { columns, rows: Vec::new(), totals: Vec::new(), notes: Vec::new(), layout: Layout::default() }
    }

    /// Sets the arrangement.
    pub fn layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }

    /// Adds a row.
    pub fn row(mut self, cells: impl Into<Vec<Cell>>) -> Self {
        self.rows.push(cells.into());
        self
    }

    /// Adds a row of sums.
    pub fn total(mut self, values: impl IntoIterator<Item = Value>) -> Self {
        self.totals.push(values.into_iter().map(|value| Cell { value, tone: Tone::Strong }).collect());
        self
    }

    /// Returns the sheet with some of its columns.
    pub fn select(&self, is_wanted: impl Fn(usize, &Column) -> bool) -> Self {
        let wanted: Vec<bool> =
            self.columns.iter().enumerate().map(|(index, column)| is_wanted(index, column)).collect();
        Self {
            columns: pick(&self.columns, &wanted),
            rows: self.rows.iter().map(|row| pick(row, &wanted)).collect(),
            totals: self.totals.iter().map(|row| pick(row, &wanted)).collect(),
            notes: self.notes.clone(),
            layout: self.layout,
        }
    }

    /// Adds a line below the table.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

fn pick<T: Clone>(items: &[T], wanted: &[bool]) -> Vec<T> {
    items.iter().zip(wanted).filter(|(_, wanted)| **wanted).map(|(item, _)| item.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn control_characters_are_escaped_for_people_only() {
        let value = Value::from("a\u{1b}[2J\u{202e}b");
        assert_eq!(value.display(), "a\\u{1b}[2J\\u{202e}b");
        assert_eq!(value.exact(), "a\u{1b}[2J\u{202e}b");
    }

    #[test]
    fn figures_are_rounded_for_people_only() {
        let shown = [Value::Money(68.174), Value::Number(96.25), Value::Number(4403.0), Value::Share(0.31)];
        assert_eq!(shown.each_ref().map(Value::display), ["68.17", "96.25", "4403", "31.0 %"]);
        assert_eq!(shown.each_ref().map(Value::exact), ["68.174", "96.25", "4403", "0.31"]);
    }
}
