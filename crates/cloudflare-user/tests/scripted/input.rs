//! What makes no sense is refused, and nothing is sent.

use chrono::{DateTime, Duration, TimeZone, Utc};
use cloudflare_user::{
    Error, ErrorKind, InviteStatus, NewPolicy, NewToken, Sent, SubscriptionComponent, SubscriptionUpdate,
    TokenUpdate, UserEdit,
};

use crate::server::{client, server};

fn policy() -> NewPolicy {
    NewPolicy::allow(["g"]).on("r")
}

fn assert_refused<T: std::fmt::Debug>(result: Result<T, Error>, part: &str) {
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
        assert_refused(user.invites().get(id).await, "invitation");
        assert_refused(user.invites().edit(id, InviteStatus::Accepted).await, "invitation");
        assert_refused(user.organizations().get(id).await, "organization");
        assert_refused(user.organizations().delete(id).await, "organization");
        let update = SubscriptionUpdate::new().component_value(SubscriptionComponent::new("a", 1.0));
        assert_refused(user.subscriptions().update(id, update).await, "subscription");
        assert_refused(user.subscriptions().delete(id).await, "subscription");
        assert_refused(tokens.get(id).await, "token");
        assert_refused(tokens.update(id, TokenUpdate::new("t").policy(policy())).await, "token");
        assert_refused(tokens.delete(id).await, "token");
        assert_refused(tokens.value().update(id).await, "token");
    }
    for id in ["verify", "permission_groups"] {
        assert_refused(tokens.get(id).await, id);
        assert_refused(tokens.delete(id).await, id);
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn pages_that_there_cannot_be() {
    let server = server().await;
    let user = client(&server).user();
    let (logs, history) = (user.audit_logs(), user.billing().history());
    assert_refused(logs.list().page(0).await, "page 0");
    assert_refused(logs.list().per_page(0).await, "1 to 1000");
    assert_refused(logs.list().per_page(1001).await, "1 to 1000");
    assert_refused(logs.list().per_page(1001).export_csv().await, "1 to 1000");
    for size in [0, 4, 51] {
        assert_refused(user.tokens().list().per_page(size).await, "5 to 50");
        assert_refused(user.organizations().list().per_page(size).await, "5 to 50");
        assert_refused(history.list().per_page(size).await, "5 to 50");
        assert_refused(history.list().per_page(size).into_stream().try_next().await, "5 to 50");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn times_that_leave_nothing() {
    let server = server().await;
    let user = client(&server).user();
    let now = Utc::now();
    let far: DateTime<Utc> = Utc.with_ymd_and_hms(12345, 1, 1, 0, 0, 0).unwrap();
    let logs = || user.audit_logs().list();
    assert_refused(logs().since(now).before(now).await, "not later");
    assert_refused(logs().since(now).before(now - Duration::hours(1)).await, "not later");
    assert_refused(logs().since(far).await, "since");
    assert_refused(logs().before(far).await, "before");
    assert_refused(user.billing().history().list().occurred_at(far).await, "occurred_at");
    let backwards = NewToken::new("t").policy(policy()).not_before(now).expires_on(now);
    assert_refused(user.tokens().create(backwards).await, "expire");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn bodies_that_say_nothing() {
    let server = server().await;
    let user = client(&server).user();
    assert_refused(user.edit(UserEdit::new()).await, "empty");
    assert_refused(user.subscriptions().update("s", SubscriptionUpdate::new()).await, "empty");
    let endless = SubscriptionComponent::new("a", f64::INFINITY);
    let endless = SubscriptionUpdate::new().component_value(endless);
    assert_refused(user.subscriptions().update("s", endless).await, "finite");
    for status in [InviteStatus::Pending, InviteStatus::Expired, InviteStatus::from("maybe")] {
        assert_refused(user.invites().edit("i", status).await, "`Accepted` or `Rejected`");
    }
    for (token, part) in [
        (NewToken::new("t"), "policy"),
        (NewToken::new("").policy(policy()), "name"),
        (NewToken::new(" \t").policy(policy()), "name"),
        (NewToken::new("t").policy(NewPolicy::allow([""; 0]).on("r")), "permission group"),
        (NewToken::new("t").policy(NewPolicy::allow([""]).on("r")), "permission group"),
        (NewToken::new("t").policy(NewPolicy::deny(["g"])), "resource"),
        (NewToken::new("t").policy(policy()).policy(NewPolicy::deny(["g"]).on("")), "resource"),
    ] {
        assert_refused(user.tokens().create(token).await, part);
    }
    assert_refused(user.tokens().update("t", TokenUpdate::new("t")).await, "policy");
    assert!(server.requests().is_empty());
}
