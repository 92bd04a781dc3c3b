//! Lists, page by page or as a stream.

mod list;
mod stream;
mod walk;

use cloudflare_user_api::types;
use serde::Serialize;

use crate::wire::FromWire;

pub(crate) use list::{Identified, List, Paging, list_stream, paged_list, single_page_list};
pub use stream::ItemStream;

/// A page of a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Page<T> {
    /// The items on this page, in the server's order.
    pub items: Vec<T>,
    /// What the server says of the page and the list; nothing, where the list has one page.
    pub info: PageInfo,
}

/// Where a page stands in its list, as far as the server says. `ResultInfo` in
/// `openapi/cloudflare`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PageInfo {
    /// This page's number, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<i64>,
    /// How many items fit on a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_page: Option<i64>,
    /// How many items are on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// How many items are on all pages; filters may not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_count: Option<i64>,
    /// How many pages there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_pages: Option<i64>,
}

impl FromWire<types::ResultInfo> for PageInfo {
    fn from_wire(wire: types::ResultInfo) -> Self {
        let types::ResultInfo { page, per_page, count, total_count, total_pages } = wire;
        Self { page, per_page, count, total_count, total_pages }
    }
}
