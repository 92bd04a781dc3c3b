//! Listing tokens.

use api_runtime::{CallOptions, Response, request_options};

use crate::{
    CloudflareClient, Error, Page, SortDirection, Token, envelope,
    page::{Paging, paged_list},
};

/// Lists tokens when awaited; see [`TokensClient::list`](super::TokensClient::list).
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
/// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
/// use cloudflare_user::SortDirection;
///
/// let tokens = client.user().tokens();
/// let oldest = tokens.list().direction(SortDirection::Ascending).per_page(5).await?;
/// assert_eq!((oldest.items.len(), oldest.info.total_count), (5, Some(7)));
/// let with_those_that_are_over = tokens.list().include_expired(true).await?;
/// assert_eq!(with_those_that_are_over.items.len(), 8);
/// # Ok(()) }
/// ```
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
