//! The items of a list as a stream.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_util::{
    StreamExt, TryStreamExt,
    stream::{self, BoxStream, Stream},
};

use super::{List, Page, walk::Walk};
use crate::{Error, PageInfo};

/// Stream of all items of a list, across its pages.
///
/// It is `Unpin` and `Send`. A loop needs only [`try_next`](ItemStream::try_next); import
/// `futures_util::TryStreamExt` for combinators. The first request is sent when the first item is
/// awaited.
///
/// ```
/// # api_simulator::cloudflare_example!(|simulated| {
/// use futures_util::TryStreamExt;
/// use cloudflare_user::CloudflareClient;
///
/// let client = CloudflareClient::new("my-api-token")?;
/// # let client = simulated;
/// let logs = client.user().audit_logs().list().action_type("login").into_stream();
/// let with_actor = logs.try_filter(|log| std::future::ready(log.actor.is_some()));
/// assert!(!with_actor.try_collect::<Vec<_>>().await?.is_empty());
/// # });
/// ```
#[must_use = "no request is sent until an item is awaited"]
pub struct ItemStream<T> {
    pages: BoxStream<'static, Result<Page<T>, Error>>,
    /// The remaining items of the last page that was read.
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

    /// Returns the next item, or `None` after the last.
    ///
    /// # Errors
    /// Returns an error if the next page cannot be read or repeats an earlier page. The stream has
    /// then ended.
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// let mut tokens = client.user().tokens().list().into_stream();
    /// while let Some(token) = tokens.try_next().await? {
    ///     println!("{} {:?}", token.id, token.name);
    /// }
    /// # });
    /// ```
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        TryStreamExt::try_next(self).await
    }
}

impl<T> ItemStream<T> {
    /// Returns the position of the last page that was read, with the length of the list; empty
    /// before the first item.
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// let mut logs = client.user().audit_logs().list().per_page(1000).into_stream();
    /// let mut read = 0;
    /// while let Some(_log) = logs.try_next().await? {
    ///     read += 1;
    ///     if let Some(total) = logs.info().total_count && read % 500 == 0 {
    ///         println!("{read} of {total}");
    ///     }
    /// }
    /// assert_eq!(logs.info().total_count, Some(2500));
    /// # });
    /// ```
    pub fn info(&self) -> &PageInfo {
        &self.info
    }
}

/// Items are returned by value: none is ever pinned.
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

/// Iterates without async: each step blocks this thread until the next item arrives.
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
