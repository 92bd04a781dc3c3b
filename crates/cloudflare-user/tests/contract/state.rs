//! The effect of one call shows in the next, with the simulator as the account.

use cloudflare_user::{
    CloudflareClient, InviteStatus, NewPolicy, NewToken, TokenStatus, TokenUpdate, UserEdit,
};
use futures_util::TryStreamExt;

use crate::calls::{client, simulator};

#[tokio::test]
async fn a_token_lives_from_its_creation_to_its_deletion() {
    let simulator = simulator().await;
    let tokens = client(&simulator).user().tokens();
    let groups = tokens.permission_groups().list().await.unwrap();
    let policy = NewPolicy::allow([&groups.items[0].id]).on("com.cloudflare.api.account.zone.*");
    let created = tokens.create(NewToken::new().name("mine").policy(policy)).await.unwrap();
    let id = &created.id;
    let as_token = |secret: &str| {
        let builder = CloudflareClient::builder().api_token(secret).base_url(simulator.base_url());
        builder.max_retries(0).build().unwrap().user().tokens()
    };
    let first = as_token(created.value.unwrap().expose());
    assert_eq!(&first.verify().await.unwrap().id, id);

    let rolled = as_token(tokens.value().update(id).await.unwrap().expose());
    assert_eq!(&rolled.verify().await.unwrap().id, id);
    assert!(first.verify().await.unwrap_err().is_unauthorized());

    let listed: Vec<_> = tokens.list().into_stream().try_collect().await.unwrap();
    let token = listed.into_iter().find(|token| &token.id == id).unwrap();
    let disabled = TokenUpdate::from(token.clone()).status(TokenStatus::Disabled);
    let changed = tokens.update(id, disabled).await.unwrap();
    assert_eq!((&changed.status, &changed.name), (&Some(TokenStatus::Disabled), &token.name));
    assert_eq!(changed.policies[0].resources, token.policies[0].resources);
    assert!(rolled.verify().await.is_err());

    assert_eq!(&tokens.delete(id).await.unwrap(), id);
    assert!(tokens.get(id).await.unwrap_err().is_not_found());
    simulator.assert_no_violations();
}

#[tokio::test]
async fn an_audit_log_of_2500_entries_is_read_in_three_requests() {
    let simulator = simulator().await;
    let logs = client(&simulator).user().audit_logs().list().per_page(1000);
    let all: Vec<_> = logs.into_stream().try_collect().await.unwrap();
    let mut ids: Vec<_> = all.iter().map(|log| &log.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((all.len(), ids.len(), simulator.requests().len()), (2500, 2500, 3));
    assert!(all.is_sorted_by_key(|log| std::cmp::Reverse(log.when)));
}

#[tokio::test]
async fn an_export_has_a_line_for_each_entry() {
    let simulator = simulator().await;
    let logs = client(&simulator).user().audit_logs().list().action_type("add");
    let csv = logs.clone().export_csv().await.unwrap();
    let listed: Vec<_> = logs.per_page(1000).into_stream().try_collect().await.unwrap();
    assert!(!listed.is_empty());
    assert_eq!(csv.lines().count(), 1 + listed.len());
    assert!(csv.contains(&listed[0].id));
}

#[tokio::test]
async fn an_invitation_that_is_accepted_makes_a_membership() {
    let simulator = simulator().await;
    let user = client(&simulator).user();
    let invites = user.invites().list().await.unwrap().items;
    let pending = invites.iter().find(|invite| invite.status == Some(InviteStatus::Pending)).unwrap();
    let accepted = user.invites().edit(&pending.id, InviteStatus::Accepted).await.unwrap();
    assert_eq!(accepted.status, Some(InviteStatus::Accepted));
    assert_eq!(user.invites().get(&pending.id).await.unwrap().status, Some(InviteStatus::Accepted));
    let joined: Vec<_> = user.organizations().list().into_stream().try_collect().await.unwrap();
    assert!(joined.iter().any(|organization| Some(&organization.id) == pending.organization_id.as_ref()));
}

#[tokio::test]
async fn an_edit_shows_in_the_next_read() {
    let simulator = simulator().await;
    let user = client(&simulator).user();
    let before = user.get().await.unwrap();
    user.edit(UserEdit::new().first_name("Jane").clear_telephone()).await.unwrap();
    let after = user.get().await.unwrap();
    assert_eq!((after.first_name.as_deref(), after.telephone.as_deref()), (Some("Jane"), None));
    assert_eq!(after.last_name, before.last_name);
}
