//! What list requests share.

use std::ops::RangeInclusive;

use api_runtime::{BoxFuture, Response};

use super::Page;
use crate::Error;

/// A request for a list, as the stream over its items sees it.
pub(crate) trait List: Clone + Send + 'static {
    type Item: Identified + Send + 'static;

    /// Reads the page that the request names, else the first.
    fn fetch(self) -> BoxFuture<Result<Response<Page<Self::Item>>, Error>>;

    /// Which part of the list the request names. `None` where the list comes in one piece.
    fn paging(&mut self) -> Option<&mut Paging>;
}

/// An item that can be told from others.
pub(crate) trait Identified {
    fn id(&self) -> &str;
}

/// Which part of a list a request names.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Paging {
    pub(crate) page: Option<u32>,
    pub(crate) per_page: Option<u32>,
}

impl Paging {
    /// Refuses what the description does not allow, before it is sent.
    pub(crate) fn check(&self, sizes: RangeInclusive<u32>) -> Result<(), Error> {
        if self.page == Some(0) {
            return Err(Error::input("there is no page 0: pages are counted from 1"));
        }
        match self.per_page {
            Some(size) if !sizes.contains(&size) => {
                let (least, most) = sizes.into_inner();
                let reason = format!("per_page is {size}: a page of this list has {least} to {most} items");
                Err(Error::input(reason))
            }
            _ => Ok(()),
        }
    }
}

/// Gives a list request, which has a field `paging: Paging`, the choice of a page and a stream.
macro_rules! paged_list {
    ($request:ident, $item:ty, $least:literal..=$most:literal, default $default:literal) => {
        impl $request {
            /// How many items a page may hold.
            const SIZES: ::std::ops::RangeInclusive<u32> = $least..=$most;

            /// Which page to read, from 1. The first otherwise; a stream begins there.
            pub fn page(mut self, page: u32) -> Self {
                self.paging.page = Some(page);
                self
            }

            #[doc = concat!("How many items a page may hold, ", stringify!($least), " to ", stringify!($most), ".")]
            #[doc = concat!("Cloudflare's own choice otherwise, which is ", stringify!($default), ".")]
            pub fn per_page(mut self, items: u32) -> Self {
                self.paging.per_page = Some(items);
                self
            }
        }

        $crate::page::list_stream!($request, $item, |list| Some(&mut list.paging));
    };
}

/// Gives a list request whose list comes in one piece the stream that all lists have.
macro_rules! single_page_list {
    ($request:ident, $item:ty) => {
        $crate::page::list_stream!($request, $item, |_| None);
    };
}

macro_rules! list_stream {
    ($request:ident, $item:ty, $paging:expr) => {
        impl $request {
            /// All items, page after page, each read when its first item is due. The stream ends
            /// at the last page that the server tells of, or at a page that is empty or not
            /// full; it asks for no page that it does not need. Time limits set on the request
            /// hold for each page.
            ///
            /// It fails, and ends, when a page cannot be read, or repeats a page before it.
            pub fn into_stream(self) -> $crate::ItemStream<$item> {
                $crate::ItemStream::over(self)
            }
        }

        impl $crate::page::List for $request {
            type Item = $item;

            fn fetch(
                self,
            ) -> ::api_runtime::BoxFuture<Result<::api_runtime::Response<$crate::Page<$item>>, $crate::Error>>
            {
                self.with_response()
            }

            fn paging(&mut self) -> Option<&mut $crate::page::Paging> {
                let paging: fn(&mut Self) -> Option<&mut $crate::page::Paging> = $paging;
                paging(self)
            }
        }
    };
}

pub(crate) use {list_stream, paged_list, single_page_list};
