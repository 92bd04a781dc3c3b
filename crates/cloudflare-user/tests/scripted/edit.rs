//! Changing the user.

use cloudflare_user::UserEdit;
use serde_json::{Value, json};

use crate::server::{client, last_body, ok, server};

#[tokio::test]
async fn set_is_a_string_cleared_is_null_unset_is_left_out() {
    let server = server().await;
    server.otherwise(ok(json!({"id": "u"})));
    let new = UserEdit::new;
    let table: [(UserEdit, Value); 6] = [
        (new().first_name("Jane"), json!({"first_name": "Jane"})),
        (new().clear_telephone(), json!({"telephone": null})),
        (new().first_name("Jane").clear_telephone(), json!({"first_name": "Jane", "telephone": null})),
        (new().zipcode(""), json!({"zipcode": ""})),
        (new().clear_country().country("ES"), json!({"country": "ES"})),
        (
            new().first_name("J").last_name("D").telephone("1").country("ES").zipcode("28").clear_last_name(),
            json!({"first_name": "J", "last_name": null, "telephone": "1", "country": "ES", "zipcode": "28"}),
        ),
    ];
    for (edit, body) in table {
        client(&server).user().edit(edit).await.unwrap();
        assert_eq!(last_body(&server), body);
        assert_eq!(server.requests().pop().unwrap().line(), "PATCH /user");
    }
}

#[tokio::test]
async fn the_changed_user_is_returned() {
    let server = server().await;
    server.next(ok(json!({"id": "u", "first_name": "Jane", "telephone": null})));
    let user = client(&server).user().edit(UserEdit::new().first_name("Jane")).await.unwrap();
    assert_eq!((user.id.as_str(), user.first_name.as_deref(), user.telephone), ("u", Some("Jane"), None));
}
