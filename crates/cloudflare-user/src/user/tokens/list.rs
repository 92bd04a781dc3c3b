//! Listing tokens.

use api_runtime::{CallOptions, Response, request_options};

use crate::{
    CloudflareClient, Error, Page, SortDirection, Token, envelope,
    page::{Paging, paged_list},
};

/// Lists tokens when awaited; see [`TokensClient::list`](super::TokensClient::list).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ListTokens {
    client: CloudflareClient,
    direction: Option<SortDirection>,
    include_expired: Option<bool>,
    paging: Paging,
    options: CallOptions,
}

request_options!(ListTokens, Page<Token>, Error);
paged_list!(ListTokens, Token, 5..=50, default 20);

impl ListTokens {
    pub(super) fn new(client: CloudflareClient) -> Self {
        Self {
            client,
            direction: None,
            include_expired: None,
            paging: Paging::default(),
            options: CallOptions::default(),
        }
    }

    /// Which end of the list comes first.
    pub fn direction(mut self, direction: SortDirection) -> Self {
        self.direction = Some(direction);
        self
    }

    /// Whether to list tokens whose time is over, too. Not otherwise.
    pub fn include_expired(mut self, include: bool) -> Self {
        self.include_expired = Some(include);
        self
    }

    async fn send(self) -> Result<Response<Page<Token>>, Error> {
        self.paging.check(Self::SIZES)?;
        let (call, api) = self.client.begin(self.options);
        let answer = api
            .user_tokens_list(
                self.direction.as_ref().map(SortDirection::as_str),
                self.include_expired,
                self.paging.page.map(i64::from),
                self.paging.per_page.map(i64::from),
            )
            .await;
        envelope::page(&call, answer)
    }
}
