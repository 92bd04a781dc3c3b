//! From one page of a list to the next.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use api_runtime::{CallError, ErrorKind, Response};
use cloudflare_user_api::PageInfo;

use super::{Identified, List, Page};
use crate::Error;

/// Position in a list while its pages are read one after the other.
pub(super) struct Walk<L> {
    /// The request for the next page.
    list: L,
    seen: SeenPages,
}

impl<L: List> Walk<L> {
    pub(super) fn new(list: L) -> Self {
        Self { list, seen: SeenPages::default() }
    }

    /// Reads the next page. Returns it with the walk over the remaining pages, if there are any.
    pub(super) async fn step(mut self) -> Result<(Page<L::Item>, Option<Self>), Error> {
        let response: Response<Page<L::Item>> = self.list.clone().fetch().await?;
        let Some(paging) = self.list.paging() else { return Ok((response.into_value(), None)) };
        let page = paging.page.unwrap_or(1);
        let Page { items, info } = &response.value;
        if self.seen.is_repeated(page, items, info) {
            let detail = "but the page repeats an earlier one: the server ignores `page`";
            return Err(CallError::invalid_response(response, ErrorKind::Paging, detail).into());
        }
        let is_last = is_last(page, paging.per_page, items.len(), info);
        let Some(next) = page.checked_add(1).filter(|_| !is_last) else {
            return Ok((response.into_value(), None));
        };
        *paging.page = Some(next);
        self.seen.previous = items.iter().map(|item| item.id().to_owned()).collect();
        Ok((response.into_value(), Some(self)))
    }
}

/// Ids of the pages that were read.
#[derive(Default)]
struct SeenPages {
    /// The ids on the previous page.
    previous: HashSet<String>,
    /// A hash of the ids of each page: a server may repeat a cycle of several pages.
    hashes: HashSet<u64>,
}

impl SeenPages {
    /// Returns `true` if a page shows that the server ignores the page number: it equals an earlier
    /// page, or is as long as the previous one without a new item. In a log that grows meanwhile, a
    /// few items are new; then the page number that the server returns gives it away. Remembers the
    /// page.
    fn is_repeated<T: Identified>(&mut self, requested: i64, items: &[T], info: &PageInfo) -> bool {
        let is_known = |item: &T| self.previous.contains(item.id());
        let nothing_new = items.len() >= self.previous.len() && items.iter().all(is_known);
        let other_page = info.page.is_some_and(|page| page != requested);
        let overlaps = other_page && items.iter().any(is_known);
        let seen = !self.hashes.insert(hash(items));
        !items.is_empty() && (nothing_new || overlaps || seen)
    }
}

fn hash<T: Identified>(items: &[T]) -> u64 {
    let mut hasher = DefaultHasher::new();
    items.iter().for_each(|item| item.id().hash(&mut hasher));
    hasher.finish()
}

/// Returns `true` if no item can follow this page. Figures that the server leaves out are taken from
/// the request; where those are missing too, only an empty page is the last.
fn is_last(page: i64, per_page: Option<i64>, items: usize, info: &PageInfo) -> bool {
    let positive = |figure: Option<i64>| figure.filter(|figure| *figure > 0);
    let items = i64::try_from(items).unwrap_or(i64::MAX);
    if items == 0 {
        return true;
    }
    // Before the page's length: a server that hides items after paging leaves gaps.
    if let Some(pages) = positive(info.total_pages) {
        return page >= pages;
    }
    let size = positive(info.per_page).or(per_page).unwrap_or(items);
    items < size || positive(info.total_count).is_some_and(|total| page.saturating_mul(size) >= total)
}

#[cfg(test)]
mod tests {
    use super::{PageInfo, is_last};

    #[test]
    fn the_last_page_is_found_without_another_request() {
        let info = |per_page, total_count, total_pages| {
            let mut info = PageInfo::new();
            (info.per_page, info.total_count, info.total_pages) = (per_page, total_count, total_pages);
            info
        };
        let silent = || PageInfo::new();
        for (page, per_page, items, info, expected) in [
            // Without figures, only the request or an empty page tells.
            (1, None, 20, silent(), false),
            (1, None, 0, silent(), true),
            (1, Some(20), 20, silent(), false),
            (1, Some(20), 19, silent(), true),
            // The number of pages decides, whatever their length.
            (1, None, 1, info(Some(20), None, Some(2)), false),
            (2, None, 20, info(Some(20), None, Some(2)), true),
            (1, None, 0, info(Some(20), Some(40), Some(2)), true),
            // A figure of zero is no figure.
            (1, Some(5), 5, info(Some(0), Some(0), Some(0)), false),
            // The server's page size, not the requested one.
            (1, Some(1000), 50, info(Some(50), None, None), false),
            (1, Some(50), 50, info(Some(100), None, None), true),
            // The number of items, which may count those that a filter leaves out.
            (2, None, 20, info(Some(20), Some(40), None), true),
            (2, None, 20, info(Some(20), Some(41), None), false),
            (1, None, 7, info(None, Some(7), None), true),
            (i64::MAX, None, 1, info(Some(i64::MAX), Some(i64::MAX), None), true),
        ] {
            let actual = is_last(page, per_page, items, &info);
            assert_eq!(actual, expected, "{page} {per_page:?} {items} {info:?}");
        }
    }
}
