//! The one table: a row for each figure, a column for each contender.

use comfy_table::{Table, presets::ASCII_MARKDOWN};

use crate::{figures::Figures, work::Contender};

/// The table in Markdown, which reads well in a terminal too.
pub(super) fn of(figures: &Figures) -> String {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN);
    let names = Contender::ALL.iter().map(ToString::to_string);
    table.set_header([String::new()].into_iter().chain(names));
    for measure in figures.measures() {
        let cells = Contender::ALL.iter().map(|contender| {
            let spread = figures.spread(measure, *contender);
            spread.map_or_else(|| "–".to_owned(), |spread| measure.show(spread))
        });
        table.add_row([measure.to_string()].into_iter().chain(cells));
    }
    table.to_string()
}
