//! From one page of a list to the next.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use api_runtime::{ErrorKind, Response};

use super::{Identified, List, Page, PageInfo, Paging};
use crate::Error;

/// Where in a list the walk over its pages stands.
pub(super) struct Walk<L> {
    /// The request for the page that is due.
    list: L,
    known: Known,
}

impl<L: List> Walk<L> {
    pub(super) fn new(list: L) -> Self {
        Self { list, known: Known::default() }
    }

    /// Reads the page that is due; with it, the walk over the rest if there is any.
    pub(super) async fn step(mut self) -> Result<(Page<L::Item>, Option<Self>), Error> {
        let answer: Response<Page<L::Item>> = self.list.clone().fetch().await?;
        let Some(paging) = self.list.paging() else { return Ok((answer.into_value(), None)) };
        let Page { items, info } = &answer.value;
        if self.known.repeats(paging, items, info) {
            let detail = "whose page repeats one before it: the server does not obey `page`";
            return Err(Error::unusable(answer, ErrorKind::Paging, detail));
        }
        let next = paging.page.unwrap_or(1).checked_add(1).filter(|_| !is_last(paging, items.len(), info));
        let page = answer.into_value();
        if next.is_none() {
            return Ok((page, None));
        }
        paging.page = next;
        self.known.previous = page.items.iter().map(|item| item.id().to_owned()).collect();
        Ok((page, Some(self)))
    }
}

/// What the pages so far have held.
#[derive(Default)]
struct Known {
    /// The ids on the last of them.
    previous: HashSet<String>,
    /// A hash of the ids of each: a server may go round in more than one step.
    pages: HashSet<u64>,
}

impl Known {
    /// Whether a page shows that the server ignores which page is asked for: it is one of those
    /// before, or as long as the last and without anything new. Of a log that grows meanwhile a
    /// few items are new; then the server gives itself away by the page number that it sends back.
    /// The page is remembered.
    fn repeats<T: Identified>(&mut self, asked: &Paging, items: &[T], info: &PageInfo) -> bool {
        let is_known = |item: &T| self.previous.contains(item.id());
        let nothing_new = items.len() >= self.previous.len() && items.iter().all(is_known);
        let elsewhere = info.page.is_some_and(|page| page != i64::from(asked.page.unwrap_or(1)));
        let overlaps = elsewhere && items.iter().any(is_known);
        let seen = !self.pages.insert(hash(items));
        !items.is_empty() && (nothing_new || overlaps || seen)
    }
}

fn hash<T: Identified>(items: &[T]) -> u64 {
    let mut hasher = DefaultHasher::new();
    items.iter().for_each(|item| item.id().hash(&mut hasher));
    hasher.finish()
}

/// Whether no item can follow this page. What the server does not tell is taken from what was
/// asked for; where that is open too, only an empty page is the end.
fn is_last(asked: &Paging, items: usize, info: &PageInfo) -> bool {
    let told = |figure: Option<i64>| figure.filter(|figure| *figure > 0);
    let page = i64::from(asked.page.unwrap_or(1));
    let items = i64::try_from(items).unwrap_or(i64::MAX);
    if items == 0 {
        return true;
    }
    // Before the page's length: a server that withholds items after paging leaves gaps.
    if let Some(pages) = told(info.total_pages) {
        return page >= pages;
    }
    let size = told(info.per_page).or(asked.per_page.map(i64::from)).unwrap_or(items);
    items < size || told(info.total_count).is_some_and(|total| page.saturating_mul(size) >= total)
}

#[cfg(test)]
mod tests {
    use super::{PageInfo, Paging, is_last};

    #[test]
    fn the_end_is_found_without_another_request() {
        let asked = |page, per_page| Paging { page, per_page };
        let info = |per_page, total_count, total_pages| PageInfo {
            per_page,
            total_count,
            total_pages,
            ..PageInfo::default()
        };
        let silent = PageInfo::default();
        for (asked, items, info, expected) in [
            // Nothing is told: only what was asked for, or an empty page, says anything.
            (asked(None, None), 20, silent, false),
            (asked(None, None), 0, silent, true),
            (asked(None, Some(20)), 20, silent, false),
            (asked(None, Some(20)), 19, silent, true),
            // The number of pages counts, whatever their length.
            (asked(None, None), 1, info(Some(20), None, Some(2)), false),
            (asked(Some(2), None), 20, info(Some(20), None, Some(2)), true),
            (asked(Some(1), None), 0, info(Some(20), Some(40), Some(2)), true),
            // A figure of nothing says nothing.
            (asked(None, Some(5)), 5, info(Some(0), Some(0), Some(0)), false),
            // The size that the server keeps to, not the one that was asked for.
            (asked(None, Some(1000)), 50, info(Some(50), None, None), false),
            (asked(None, Some(50)), 50, info(Some(100), None, None), true),
            // The number of items, which may count those that a filter leaves out.
            (asked(Some(2), None), 20, info(Some(20), Some(40), None), true),
            (asked(Some(2), None), 20, info(Some(20), Some(41), None), false),
            (asked(Some(1), None), 7, info(None, Some(7), None), true),
            (asked(Some(u32::MAX), None), 1, info(Some(i64::MAX), Some(i64::MAX), None), true),
        ] {
            assert_eq!(is_last(&asked, items, &info), expected, "{asked:?} {items} {info:?}");
        }
    }
}
