//! The differences as a table for people.

use std::fmt;

use comfy_table::{Attribute, Cell, Color, ContentArrangement, Table, presets::UTF8_HORIZONTAL_ONLY};

use crate::{
    report::{Difference, Drift},
    rules::Judgement,
};

/// A reason is cut after its first sentence, or at this many characters.
const MAX_REASON_LENGTH: usize = 160;

/// Number of fields or keywords that a row names.
const MAX_NAMES: usize = 5;

/// Width of the table where standard output is no terminal; as wide as its longest reason, it could not be read.
const FILE_WIDTH: u16 = 160;

/// One row: an unanswered difference, or all that make the same change for the same reason.
struct Row<'d> {
    first: &'d Difference,
    names: Vec<&'d str>,
    places: usize,
}

impl Drift {
    /// Returns the differences as a table, unanswered ones first.
    ///
    /// It is as wide as the terminal, and plain text if standard output is none.
    pub fn table(&self) -> impl fmt::Display + use<> {
        let mut table = Table::new();
        table.load_style(UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
        if !table.is_tty() {
            table.set_width(FILE_WIDTH);
        }
        table.set_header(["where", "ours → theirs", "callers", "answered by"]);
        for row in self.rows() {
            let callers = Cell::new(row.first.judgement);
            table.add_row([Cell::new(row.place()), Cell::new(row.change()), callers, row.answer()]);
        }
        table
    }

    /// Returns the numbers of differences, in one line.
    #[must_use]
    pub fn totals(&self) -> String {
        let all = self.differences.len();
        let unanswered = self.unanswered();
        let breaking = |is_answered: bool| {
            let breaks = |difference: &&Difference| {
                difference.judgement == Judgement::Breaks && difference.is_answered() == is_answered
            };
            self.differences.iter().filter(breaks).count()
        };
        format!(
            "{all} differences: {unanswered} unanswered ({} would break callers), {} answered by the overlay ({} would \
             break callers); {} corrections that upstream has made, too",
            breaking(false),
            all - unanswered,
            breaking(true),
            self.adopted,
        )
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let mut rows: Vec<Row<'_>> = Vec::new();
        for difference in &self.differences {
            let alike = rows.iter_mut().find(|row| difference.is_answered() && row.first.is_like(difference));
            match alike {
                Some(row) => {
                    row.places += 1;
                    if !row.names.contains(&difference.what.as_str()) {
                        row.names.push(&difference.what);
                    }
                }
                None => rows.push(Row { first: difference, names: vec![&difference.what], places: 1 }),
            }
        }
        rows
    }
}

impl Difference {
    fn is_like(&self, other: &Self) -> bool {
        self.answers == other.answers
            && self.aspect == other.aspect
            && self.judgement == other.judgement
            && (&self.ours.says, &self.theirs.says) == (&other.ours.says, &other.theirs.says)
    }
}

impl Row<'_> {
    fn place(&self) -> String {
        let Difference { operation, part, path, ours, theirs, .. } = self.first;
        let usage: Vec<&str> =
            [operation, part, path].into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        let more = match self.places - 1 {
            0 => String::new(),
            more => format!("\nand {more} more, which --json lists"),
        };
        format!("{}\nours   {}\ntheirs {}{more}", usage.join(" · "), ours.at, theirs.at)
    }

    fn change(&self) -> String {
        let named = self.names.iter().take(MAX_NAMES).copied().collect::<Vec<_>>().join(", ");
        let more = match self.names.len().saturating_sub(MAX_NAMES) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let corrected = self.first.corrected.as_ref().map(|says| format!("\n(with the overlay: {says})"));
        let (ours, theirs) = (&self.first.ours.says, &self.first.theirs.says);
        format!("{named}{more}: {ours} → {theirs}{}", corrected.unwrap_or_default())
    }

    fn answer(&self) -> Cell {
        let Some((first, others)) = self.first.answers.split_first() else {
            return Cell::new("UNANSWERED").fg(Color::Red).add_attribute(Attribute::Bold);
        };
        let mut text = format!("action {}: {}", first.action, first_sentence(&first.reason));
        if !others.is_empty() {
            let actions: Vec<String> = others.iter().map(|other| other.action.to_string()).collect();
            text += &format!(" (and action {})", actions.join(", "));
        }
        Cell::new(text)
    }
}

fn first_sentence(reason: &str) -> String {
    let sentence = reason.split_inclusive(". ").next().unwrap_or(reason).trim();
    if sentence.chars().count() <= MAX_REASON_LENGTH {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(MAX_REASON_LENGTH).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head))
}
