//! Settings, valid and invalid.

use apify_user::ApifyClient;

use crate::{
    TOKEN, URL_PASSWORD, assert_no_secret, builder, client,
    support::{ended, plain},
};

#[tokio::test]
async fn clients_and_what_they_make_print_no_secret() {
    let simulator = plain().await;
    let client = client(&simulator);
    let me = client.me();
    let update = apify_user::LimitsUpdateOptions::new().data_retention_days(7);
    let printed = [
        format!("{:#?}", builder(&simulator)),
        format!("{client:?} {client:#?}"),
        format!("{me:?} {me:#?} {} {}", me.url(), me.id()),
        format!("{:#?} {:#?}", me.get(), me.limits()),
        format!("{:#?} {:#?}", me.monthly_usage(), me.update_limits(update)),
        format!("{:#?} {:#?}", me.http_client(), client.stats()),
    ];
    printed.iter().for_each(|text| assert_no_secret("the client", text));
}

#[test]
fn addresses_with_a_password_are_rejected_and_not_shown() {
    for address in [
        format!("https://ada:{URL_PASSWORD}@api.example.com"),
        format!("https://{URL_PASSWORD}@api.example.com/v2"),
        format!("https://api.example.com/?token={URL_PASSWORD}"),
        format!("https://api.example.com/#{URL_PASSWORD}"),
        format!("{URL_PASSWORD}://api.example.com"),
        format!("https://[{URL_PASSWORD}]/"),
    ] {
        for builder in [
            ApifyClient::builder().base_url(address.clone()),
            ApifyClient::builder().public_base_url(address.clone()),
        ] {
            assert_no_secret("the builder", &format!("{builder:?} {builder:#?}"));
            let error = builder.build().unwrap_err();
            ended::printed(&error).iter().for_each(|text| assert_no_secret("the error", text));
        }
    }
}

#[test]
fn tokens_that_cannot_be_sent_are_rejected_and_not_shown() {
    for token in [format!("{TOKEN}\n"), format!("{TOKEN}\r\nx: y"), format!(" {TOKEN}"), format!("{TOKEN}é")]
    {
        let builder = ApifyClient::builder().token(token.clone()).workflow_key(token);
        assert_no_secret("the builder", &format!("{builder:?}"));
        let error = builder.build().unwrap_err();
        ended::printed(&error).iter().for_each(|text| assert_no_secret("the error", text));
    }
}
