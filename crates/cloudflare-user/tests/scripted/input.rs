//! Invalid input is an error, and nothing is sent.

use chrono::{DateTime, Duration, TimeZone, Utc};
use cloudflare_user::{
    Error, ErrorKind, InviteStatus, NewPolicy, NewToken, Sent, SubscriptionComponent, SubscriptionUpdate,
    TokenUpdate, UserEdit,
};

use crate::server::{client, server};

fn policy() -> NewPolicy {
    NewPolicy::allow(["g"]).on("r")
}

fn assert_input_error<T: std::fmt::Debug>(result: Result<T, Error>, part: &str) {
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.sent(), error.attempts()), (ErrorKind::Input, Sent::No, 0));
    assert!(error.to_string().contains(part), "{part}: {error}");
}

#[tokio::test]
async fn ids_that_would_change_the_path() {
    let server = server().await;
    let user = client(&server).user();
    let tokens = user.tokens();
    for id in ["", ".", "..", "a\nb", "\u{0}"] {
        assert_input_error(user.invites().get(id).await, "invitation");
        assert_input_error(user.invites().edit(id, InviteStatus::Accepted).await, "invitation");
        assert_input_error(user.organizations().get(id).await, "organization");
        assert_input_error(user.organizations().delete(id).await, "organization");
        let update =
            SubscriptionUpdate::new().component_values([SubscriptionComponent::new().name("a").value(1.0)]);
        assert_input_error(user.subscriptions().update(id, update).await, "subscription");
        assert_input_error(user.subscriptions().delete(id).await, "subscription");
        assert_input_error(tokens.get(id).await, "token");
        assert_input_error(tokens.update(id, TokenUpdate::new().name("t").policy(policy())).await, "token");
        assert_input_error(tokens.delete(id).await, "token");
        assert_input_error(tokens.value().update(id).await, "token");
    }
    for id in ["verify", "permission_groups"] {
        assert_input_error(tokens.get(id).await, id);
        assert_input_error(tokens.delete(id).await, id);
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn pages_that_cannot_exist() {
    let server = server().await;
    let user = client(&server).user();
    let (logs, history) = (user.audit_logs(), user.billing().history());
    assert_input_error(logs.list().page(0).await, "page 0");
    assert_input_error(logs.list().per_page(0).await, "1 to 1000");
    assert_input_error(logs.list().per_page(1001).await, "1 to 1000");
    assert_input_error(logs.list().per_page(1001).export_csv().await, "1 to 1000");
    for size in [0, 4, 51] {
        assert_input_error(user.tokens().list().per_page(size).await, "5 to 50");
        assert_input_error(user.organizations().list().per_page(size).await, "5 to 50");
        assert_input_error(history.list().per_page(size).await, "5 to 50");
        assert_input_error(history.list().per_page(size).into_stream().try_next().await, "5 to 50");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn times_that_nothing_can_match() {
    let server = server().await;
    let user = client(&server).user();
    let now = Utc::now();
    let far: DateTime<Utc> = Utc.with_ymd_and_hms(12345, 1, 1, 0, 0, 0).unwrap();
    let logs = || user.audit_logs().list();
    assert_input_error(logs().since(now).before(now).await, "not later");
    assert_input_error(logs().since(now).before(now - Duration::hours(1)).await, "not later");
    assert_input_error(logs().since(far).await, "since");
    assert_input_error(logs().before(far).await, "before");
    assert_input_error(user.billing().history().list().occurred_at(far).await, "occurred_at");
    let backwards = NewToken::new().name("t").policy(policy()).not_before(now).expires_on(now);
    assert_input_error(user.tokens().create(backwards).await, "expire");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn bodies_without_content() {
    let server = server().await;
    let user = client(&server).user();
    assert_input_error(user.edit(UserEdit::new()).await, "empty");
    assert_input_error(user.subscriptions().update("s", SubscriptionUpdate::new()).await, "empty");
    let endless = SubscriptionComponent::new().name("a").value(f64::INFINITY);
    let endless = SubscriptionUpdate::new().component_values([endless]);
    assert_input_error(user.subscriptions().update("s", endless).await, "finite");
    for status in [InviteStatus::Pending, InviteStatus::Expired, InviteStatus::from("maybe")] {
        assert_input_error(user.invites().edit("i", status).await, "`Accepted` or `Rejected`");
    }
    for (token, part) in [
        (NewToken::new().name("t"), "policy"),
        (NewToken::new().name("").policy(policy()), "name"),
        (NewToken::new().name(" \t").policy(policy()), "name"),
        (NewToken::new().name("t").policy(NewPolicy::allow([""; 0]).on("r")), "permission group"),
        (NewToken::new().name("t").policy(NewPolicy::allow([""]).on("r")), "permission group"),
        (NewToken::new().name("t").policy(NewPolicy::deny(["g"])), "resource"),
        (NewToken::new().name("t").policy(policy()).policy(NewPolicy::deny(["g"]).on("")), "resource"),
    ] {
        assert_input_error(user.tokens().create(token).await, part);
    }
    assert_input_error(user.tokens().update("t", TokenUpdate::new().name("t")).await, "policy");
    assert!(server.requests().is_empty());
}
