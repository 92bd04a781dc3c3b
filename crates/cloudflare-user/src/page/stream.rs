//! All items of a list, page after page.

use std::{
    collections::HashSet,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use api_runtime::{ErrorKind, Response};
use futures_util::{
    StreamExt, TryStreamExt,
    stream::{self, BoxStream, Stream},
};

use super::{Identified, List, Page, PageInfo, Paging};
use crate::Error;

/// The items of a list, as a [`Stream`] that ends.
///
/// It is `Unpin` and `Send`. [`try_next`](ItemStream::try_next) is all that a loop needs; for
/// more, bring in `futures_util::TryStreamExt`. Nothing is sent until the first item is asked for.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
/// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
/// use futures_util::TryStreamExt;
///
/// let logs = client.user().audit_logs().list().action_type("login").per_page(1000).into_stream();
/// let newest: Vec<_> = logs.try_filter(|log| std::future::ready(log.actor.is_some())).try_collect().await?;
/// assert!(!newest.is_empty());
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent until an item is asked for"]
pub struct ItemStream<T> {
    pages: BoxStream<'static, Result<Page<T>, Error>>,
    /// What is left of the page that was read last.
    items: std::vec::IntoIter<T>,
    info: PageInfo,
}

impl<T: Send + 'static> ItemStream<T> {
    pub(crate) fn over<L: List<Item = T>>(list: L) -> Self {
        Self::new(stream::try_unfold(Some(Walk::new(list)), |walk| async {
            match walk {
                Some(walk) => walk.step().await.map(Some),
                None => Ok(None),
            }
        }))
    }

    pub(crate) fn new(pages: impl Stream<Item = Result<Page<T>, Error>> + Send + 'static) -> Self {
        Self { pages: pages.boxed(), items: Vec::new().into_iter(), info: PageInfo::default() }
    }

    /// The next item; `None` after the last.
    ///
    /// # Errors
    /// When the page that the item would be on cannot be read, or repeats the page before it.
    /// The stream has then ended.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// let mut tokens = client.user().tokens().list().into_stream();
    /// while let Some(token) = tokens.try_next().await? {
    ///     println!("{} {:?}", token.id, token.name);
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        TryStreamExt::try_next(self).await
    }
}

impl<T> ItemStream<T> {
    /// What the server said of the list on the page that was read last; nothing before the first
    /// item. It is all that tells how long the list is.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// let mut logs = client.user().audit_logs().list().per_page(1000).into_stream();
    /// let mut read = 0;
    /// while let Some(_log) = logs.try_next().await? {
    ///     read += 1;
    ///     if let Some(total) = logs.info().total_count && read % 500 == 0 {
    ///         println!("{read} of {total}");
    ///     }
    /// }
    /// assert_eq!(logs.info().total_count, Some(2500));
    /// # Ok(()) }
    /// ```
    pub fn info(&self) -> &PageInfo {
        &self.info
    }
}

/// Items are handed out by value: none is ever pinned.
impl<T> Unpin for ItemStream<T> {}

impl<T> Stream for ItemStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(this.pages.poll_next_unpin(context)) {
                Some(Ok(Page { items, info })) => (this.items, this.info) = (items.into_iter(), info),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// The same without async: each step waits for the next item on this thread.
#[cfg(feature = "blocking")]
impl<T: Send + 'static> IntoIterator for ItemStream<T> {
    type Item = Result<T, Error>;
    type IntoIter = api_runtime::blocking::Iter<Self>;

    fn into_iter(self) -> Self::IntoIter {
        api_runtime::blocking::Iter::new(self)
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").finish_non_exhaustive()
    }
}

/// Where in a list the walk over its pages stands.
struct Walk<L> {
    /// The request for the page that is due.
    list: L,
    /// The ids on the page before it.
    previous: HashSet<String>,
}

impl<L: List> Walk<L> {
    fn new(list: L) -> Self {
        Self { list, previous: HashSet::new() }
    }

    /// Reads the page that is due; with it, the walk over the rest if there is any.
    async fn step(mut self) -> Result<(Page<L::Item>, Option<Self>), Error> {
        let answer: Response<Page<L::Item>> = self.list.clone().fetch().await?;
        let Some(paging) = self.list.paging() else { return Ok((answer.into_value(), None)) };
        let Page { items, info } = &answer.value;
        if repeats(&self.previous, paging, items, info) {
            let detail = "whose page repeats the one before it: the server does not obey `page`";
            return Err(Error::unusable(answer, ErrorKind::Paging, detail));
        }
        let next = paging.page.unwrap_or(1).checked_add(1).filter(|_| !is_last(paging, items.len(), info));
        let ids = items.iter().map(|item| item.id().to_owned()).collect();
        let page = answer.into_value();
        if next.is_none() {
            return Ok((page, None));
        }
        paging.page = next;
        Ok((page, Some(Self { previous: ids, ..self })))
    }
}

/// Whether a page shows that the server ignores which page is asked for: it is as long as the
/// one before, and nothing on it is new. Of a log that grows meanwhile a few items are; then
/// the server gives itself away by the page number that it sends back.
fn repeats<T: Identified>(previous: &HashSet<String>, asked: &Paging, items: &[T], info: &PageInfo) -> bool {
    let asked = i64::from(asked.page.unwrap_or(1));
    let mut known = items.iter().map(|item| previous.contains(item.id()));
    if info.page.is_some_and(|page| page != asked) {
        return known.any(|known| known);
    }
    !items.is_empty() && items.len() >= previous.len() && known.all(|known| known)
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
