//! Requests to Apify.

use apify_user::{ApifyClient, Error, LimitsUpdateOptions, UserClient};
use chrono::NaiveDate;
use conformance::{Prism, upstream};

use crate::calls::{Calls, Expected};

const ONLY_FOR_ME: Expected =
    Expected::Error(404, "this document has the path for `me` only; newer documents have it for every id");

#[tokio::test]
async fn prism_accepts_every_request_to_apify() {
    let Some(document) = upstream("apify.openapi.json") else { return };
    let Some(mut prism) = Prism::start(&document).await else { return };
    let client =
        ApifyClient::builder().token("the-token").base_url(prism.base_url()).max_retries(0).build().unwrap();
    let mut calls = Calls::default();
    for (user, of_me) in
        [("me", Expected::Success), ("HGzIk8z78YcAPEB", ONLY_FOR_ME), ("john/doe", ONLY_FOR_ME)]
    {
        all_methods(&client.user(user), of_me, &mut calls).await;
    }
    calls.assert_as_expected();
    assert_eq!(prism.log().await.violations, Vec::<String>::new());
}

async fn all_methods(user: &UserClient, of_me: Expected, calls: &mut Calls) {
    let mut check = |call: &str, expected, result: Result<bool, Error>| {
        let call = format!("{call} of {}", user.id());
        calls.check(&call, expected, result, |error| error.status().map(|status| status.as_u16()));
    };
    let found = user.get().await.map(|user| user.is_some());
    assert!(found.as_ref().is_ok_and(|found| *found));
    check("get", Expected::Success, found);
    check("monthly_usage", of_me, user.monthly_usage().await.map(|usage| usage.is_some()));
    let date = NaiveDate::from_ymd_opt(2020, 6, 14).unwrap();
    check(
        "monthly_usage at a date",
        of_me,
        user.monthly_usage().date(date).await.map(|usage| usage.is_some()),
    );
    check("limits", of_me, user.limits().await.map(|limits| limits.is_some()));
    for update in [
        LimitsUpdateOptions::new().max_monthly_usage_usd(300.0),
        LimitsUpdateOptions::new().data_retention_days(14),
        LimitsUpdateOptions::new().max_monthly_usage_usd(0.0).data_retention_days(0),
    ] {
        check("update_limits", of_me, user.update_limits(update).await.map(|()| true));
    }
}
