//! The table that a person acts on.

use comfy_table::{Attribute, Cell, Color, ContentArrangement, Table, presets::UTF8_HORIZONTAL_ONLY};

use super::{
    difference::{Difference, Drift},
    judgement::Judgement,
};

/// A reason is cut after its first sentence, or here.
const LONGEST_REASON: usize = 160;

/// How many fields or keywords a row names.
const MOST_NAMES: usize = 5;

/// Differences in one row: one unanswered one, or all that turn the same into the same for the same reason.
struct Row<'d> {
    first: &'d Difference,
    names: Vec<&'d str>,
    places: usize,
}

/// The differences as a table, unanswered ones first; plain text if standard output is no terminal.
pub fn table(drift: &Drift) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    if !table.is_tty() {
        // A file has no width, and a table as wide as its longest reason cannot be read.
        table.set_width(160);
    }
    table.set_header(["where", "ours → theirs", "callers", "answered by"]);
    for row in rows(drift) {
        let callers = Cell::new(row.first.judgement);
        table.add_row([Cell::new(row.place()), Cell::new(row.change()), callers, row.answer()]);
    }
    table
}

/// The counts, in one line.
pub fn totals(drift: &Drift, vendor: &str) -> String {
    let all = drift.differences.len();
    let unanswered = drift.unanswered();
    let breaking = |answered: bool| {
        let breaking =
            drift.differences.iter().filter(|difference| difference.judgement == Judgement::Breaks);
        breaking.filter(|difference| difference.is_answered() == answered).count()
    };
    format!(
        "{vendor}: {all} differences: {unanswered} unanswered ({} would break callers), {} answered by the overlay \
         ({} would break callers); {} corrections that upstream has made, too",
        breaking(false),
        all - unanswered,
        breaking(true),
        drift.taken_in,
    )
}

fn rows(drift: &Drift) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for difference in &drift.differences {
        let known = rows.iter_mut().find(|row| difference.is_answered() && row.first.is_alike(difference));
        match known {
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

impl Difference {
    fn is_alike(&self, other: &Self) -> bool {
        self.answers == other.answers
            && self.aspect == other.aspect
            && self.judgement == other.judgement
            && (&self.ours.says, &self.theirs.says) == (&other.ours.says, &other.theirs.says)
    }
}

impl Row<'_> {
    fn place(&self) -> String {
        let parts = [&self.first.operation, &self.first.part, &self.first.path];
        let usage: Vec<&str> =
            parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let (ours, theirs) = (&self.first.ours.at, &self.first.theirs.at);
        let more = match self.places - 1 {
            0 => String::new(),
            more => format!("\nand {more} more, which --json lists"),
        };
        format!("{}\nours   {ours}\ntheirs {theirs}{more}", usage.join(" · "))
    }

    fn change(&self) -> String {
        let named = self.names.iter().take(MOST_NAMES).copied().collect::<Vec<_>>().join(", ");
        let more = match self.names.len().saturating_sub(MOST_NAMES) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let overlay = self.first.corrected.as_ref().map(|says| format!("\n(with the overlay: {says})"));
        let (ours, theirs) = (&self.first.ours.says, &self.first.theirs.says);
        format!("{named}{more}: {ours} → {theirs}{}", overlay.unwrap_or_default())
    }

    fn answer(&self) -> Cell {
        let Some((first, others)) = self.first.answers.split_first() else {
            return Cell::new("UNANSWERED").fg(Color::Red).add_attribute(Attribute::Bold);
        };
        let mut text = format!("action {}: {}", first.action, short(&first.reason));
        if !others.is_empty() {
            let actions: Vec<String> = others.iter().map(|other| other.action.to_string()).collect();
            text += &format!(" (and action {})", actions.join(", "));
        }
        Cell::new(text)
    }
}

fn short(reason: &str) -> String {
    let sentence = reason.split_inclusive(". ").next().unwrap_or(reason).trim();
    if sentence.chars().count() <= LONGEST_REASON {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(LONGEST_REASON).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head))
}
