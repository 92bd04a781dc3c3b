//! From one page of a list to the next.

use std::collections::HashSet;

use api_runtime::{CallError, ErrorKind, Response, decode::Presence};
use cloudflare_user_api::PageInfo;

use super::{Identified, List, Page};
use crate::Error;

/// Number of empty pages in a row after which a list ends with an error, although the server announces
/// more of them: otherwise a wrong figure costs requests without end.
const MAX_EMPTY_PAGES: u32 = 10;

/// Position in a list while its pages are read one after the other.
pub(super) struct Walk<L> {
    /// The request for the next page.
    list: L,
    /// Ids of all items so far.
    ids: HashSet<String>,
    figures: Figures,
    empty_pages: u32,
}

impl<L: List> Walk<L> {
    pub(super) fn new(list: L) -> Self {
        Self { list, ids: HashSet::new(), figures: Figures::default(), empty_pages: 0 }
    }

    /// Reads the next page. Returns it with the walk over the remaining pages, if there are any.
    pub(super) async fn step(mut self) -> Result<(Page<L::Item>, Option<Self>), Error> {
        let mut response: Response<Page<L::Item>> = self.list.clone().fetch().await?;
        let Some(next_page) = self.list.page() else { return Ok((response.into_value(), None)) };
        let page = next_page.unwrap_or(1);
        *next_page = page.checked_add(1);
        let received = response.value.items.len();
        let total_before = self.figures.total_count;
        self.figures.update(received, &response.value.info);
        let is_last = self.figures.is_last(page, received) || page == i64::MAX;

        if received > 0 {
            self.empty_pages = 0;
            let is_growing = total_before.is_some_and(|before| self.figures.total_count > Some(before));
            let known = self.drop_known(&mut response.value.items);
            let is_other_page = response.value.info.page.is_some_and(|number| number != page);
            let nothing_new = known == received && !is_growing;
            if known > 0 && (is_other_page || nothing_new) {
                return Err(repeated_page(response));
            }
        } else if !is_last {
            self.empty_pages += 1;
            if response.presence("result") == Presence::Null {
                let detail =
                    "but the page has no list, although further ones are announced: result: it is null";
                return Err(CallError::invalid_response(response, ErrorKind::Decode, detail).into());
            }
            if self.empty_pages == MAX_EMPTY_PAGES {
                let detail =
                    "but this and the pages before it are empty, although further ones are announced";
                return Err(CallError::invalid_response(response, ErrorKind::Paging, detail).into());
            }
        }
        let walk = (!is_last).then_some(self);
        Ok((response.into_value(), walk))
    }

    /// Drops the items whose ids have been seen, and returns their number. Items without an id are kept.
    fn drop_known(&mut self, items: &mut Vec<L::Item>) -> usize {
        let before = items.len();
        items.retain(|item| item.id().is_empty() || self.ids.insert(item.id().to_owned()));
        before - items.len()
    }
}

/// Returns the error for a page without any item that was not on an earlier one.
pub(crate) fn repeated_page<T>(response: Response<T>) -> Error {
    let detail = "but the page repeats an earlier one: the server ignores `page`";
    CallError::invalid_response(response, ErrorKind::Paging, detail).into()
}

/// The server's own figures of a list. A figure that a page leaves out stays as it was.
#[derive(Default)]
pub(crate) struct Figures {
    total_pages: Option<i64>,
    total_count: Option<i64>,
    /// Size of a page in the list, as far as the pages show it: the largest so far. Neither the requested
    /// size nor the one that the server states is certain, as a server may send fewer items than either.
    page_size: i64,
}

impl Figures {
    pub(crate) fn update(&mut self, items: usize, info: &PageInfo) {
        let positive = |figure: Option<i64>| figure.filter(|figure| *figure > 0);
        self.total_pages = positive(info.total_pages).or(self.total_pages);
        self.total_count = positive(info.total_count).or(self.total_count);
        self.page_size = self.page_size.max(length(items));
    }

    /// Returns `true` if no item can follow this page. Where two figures contradict each other, the next
    /// page decides; where there are none, the length of the page.
    pub(crate) fn is_last(&self, page: i64, items: usize) -> bool {
        let is_last_page = self.total_pages.map(|pages| page >= pages);
        let has_all_items = self.total_count.map(|total| page.saturating_mul(self.page_size) >= total);
        match (is_last_page, has_all_items) {
            (Some(is_last_page), _) if items == 0 => is_last_page,
            // A server that hides items after paging leaves gaps, and counts them.
            (Some(false), _) => false,
            (_, Some(has_all_items)) => has_all_items,
            (Some(true), None) => true,
            (None, None) => items == 0 || length(items) < self.page_size,
        }
    }
}

fn length(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Figures, PageInfo};

    /// Reads pages of these lengths, and returns the number of requests.
    fn requests(first: i64, pages: &[usize], info: &PageInfo) -> usize {
        let mut figures = Figures::default();
        for (index, &items) in pages.iter().enumerate() {
            let page = first + i64::try_from(index).unwrap();
            figures.update(items, info);
            if figures.is_last(page, items) {
                return index + 1;
            }
        }
        panic!("the list does not end with {pages:?}")
    }

    #[test]
    fn the_last_page_is_found_without_another_request() {
        let info = |total_count, total_pages| {
            let mut info = PageInfo::new();
            (info.total_count, info.total_pages) = (total_count, total_pages);
            info
        };
        let silent = PageInfo::new();
        for (first, pages, info, expected) in [
            // Without figures, a page shorter than the others or an empty page tells.
            (1, &[20, 20, 0][..], &silent, 3),
            (1, &[20, 19], &silent, 2),
            (1, &[0], &silent, 1),
            // The first page may be shorter than requested because the server caps it.
            (1, &[7, 7, 1], &silent, 3),
            (1, &[7, 0], &silent, 2),
            // The number of pages decides, whatever their length.
            (1, &[1, 20], &info(None, Some(2)), 2),
            (1, &[20, 0, 20], &info(None, Some(3)), 3),
            // A figure of zero is no figure.
            (1, &[5, 5, 0], &info(Some(0), Some(0)), 3),
            // The number of items.
            (1, &[20, 20], &info(Some(40), None), 2),
            (1, &[20, 20, 1], &info(Some(41), None), 3),
            (2, &[20], &info(Some(40), None), 1),
            // A page count that the number of items contradicts: the server caps the pages without a word.
            (1, &[7, 7, 7, 7, 7, 7, 7, 1], &info(Some(50), Some(3)), 8),
            // An item count that also counts those that a filter hides.
            (1, &[20, 18, 0], &info(Some(60), Some(2)), 3),
            (1, &[20, 18, 0], &info(Some(61), Some(2)), 3),
            (1, &[20, 18, 0], &info(Some(60), None), 3),
            // Empty pages before the last one.
            (1, &[20, 0, 0, 20], &info(Some(80), None), 4),
            (i64::MAX, &[1], &info(Some(i64::MAX), Some(i64::MAX)), 1),
        ] {
            assert_eq!(requests(first, pages, info), expected, "{first} {pages:?} {info:?}");
        }
    }
}
