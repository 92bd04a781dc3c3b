//! Lists, page by page or as a stream of items.

mod stream;
mod walk;

use std::ops::RangeInclusive;

use api_runtime::{CallError, Response};
use cloudflare_user_api::{
    AuditLog, BillingHistoryItem, Invite, Organization, PageInfo, PermissionGroup, Subscription, Tenant,
    Token,
};
use serde::{Deserialize, Serialize};

use crate::Error;

pub use stream::ItemStream;

/// Page of a list.
///
/// ```
/// # api_simulator::cloudflare_example!(|simulated| {
/// use cloudflare_user::CloudflareClient;
///
/// let client = CloudflareClient::new("my-api-token")?;
/// # let client = simulated;
/// let page = client.user().tokens().list().page(1).per_page(5).await?;
/// println!("{} of {:?} tokens", page.items.len(), page.info.total_count);
/// for token in page {
///     println!("{} {:?}", token.id, token.name);
/// }
/// # });
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Page<T> {
    /// Items of this page, in the server's order.
    pub items: Vec<T>,
    /// Position of the page in the list; empty where the list has one page.
    pub info: PageInfo,
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

/// A list request, as the stream over its items sees it.
pub(crate) trait List: Clone + Send + 'static {
    type Item: Identified + Send + 'static;

    /// Reads the page that the request names, or the first.
    fn fetch(self) -> impl Future<Output = Result<Response<Page<Self::Item>>, Error>> + Send;

    /// Returns the page parameters, or `None` if the list comes in one response.
    fn paging(&mut self) -> Option<Paging<'_>> {
        None
    }
}

/// Page parameters of a list request.
pub(crate) struct Paging<'a> {
    pub(crate) page: &'a mut Option<i64>,
    pub(crate) per_page: Option<i64>,
}

/// Rejects page parameters that the API does not allow.
pub(crate) fn check_page(
    page: Option<i64>,
    per_page: Option<i64>,
    sizes: RangeInclusive<i64>,
) -> Result<(), CallError> {
    if let Some(page) = page.filter(|page| *page < 1) {
        return Err(CallError::input(format!("there is no page {page}: pages are counted from 1")));
    }
    match per_page {
        Some(size) if !sizes.contains(&size) => Err(CallError::input(format!(
            "per_page is {size}: a page of this list has {} to {} items",
            sizes.start(),
            sizes.end()
        ))),
        _ => Ok(()),
    }
}

/// An item with an id.
pub(crate) trait Identified {
    fn id(&self) -> &str;
}

macro_rules! identified {
    ($($item:ident),+) => {$(
        impl Identified for $item {
            fn id(&self) -> &str {
                &self.id
            }
        }
    )+};
}

identified!(AuditLog, BillingHistoryItem, Invite, Organization, PermissionGroup, Subscription, Tenant, Token);

/// Implements a list request, which has a method `send`, and its stream. A request with `pages` has a
/// field `params` with `page` and `per_page`.
macro_rules! list_request {
    ($request:ident, $item:ty) => {
        $crate::page::list_request!($request, $item, {});
    };
    ($request:ident, $item:ty, pages) => {
        $crate::page::list_request!($request, $item, {
            fn paging(&mut self) -> Option<$crate::page::Paging<'_>> {
                let params = &mut self.params;
                Some($crate::page::Paging { page: &mut params.page, per_page: params.per_page })
            }
        });
    };
    ($request:ident, $item:ty, { $($paging:tt)* }) => {
        ::api_runtime::request_options!($request, $crate::Page<$item>, $crate::Error);

        impl $request {
            /// Returns a stream of all items, which reads each page when its first item is due.
            ///
            /// The stream ends at the last page that the server announces, or at a page that is empty
            /// or not full; it requests no page that it does not need. Time limits of the request
            /// apply to each page.
            ///
            /// # Errors
            /// The stream ends with an error if a page cannot be read or repeats an earlier page.
            #[doc(alias("all", "iter", "auto_paging"))]
            pub fn into_stream(self) -> $crate::ItemStream<$item> {
                $crate::ItemStream::over(self)
            }
        }

        impl $crate::page::List for $request {
            type Item = $item;

            async fn fetch(self) -> Result<::api_runtime::Response<$crate::Page<$item>>, $crate::Error> {
                self.send().await
            }

            $($paging)*
        }
    };
}

pub(crate) use list_request;
