//! All items of a list, page after page.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_util::{
    StreamExt, TryStreamExt,
    stream::{self, BoxStream, Stream},
};

use super::{List, Page, PageInfo, walk::Walk};
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
    /// When the page that the item would be on cannot be read, or repeats a page before it.
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
