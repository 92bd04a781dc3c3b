//! What to change of a user.

use cloudflare_user_api::types;
use serde_json::Value;

use crate::Error;

/// What to change of a user. A field that is not named stays as it is; one that is cleared is
/// `null` on the wire. `UserEdit` in `openapi/cloudflare`.
///
/// ```
/// use cloudflare_user::UserEdit;
///
/// let edit = UserEdit::new().first_name("Jane").clear_telephone();
/// # assert_ne!(edit, UserEdit::new());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct UserEdit {
    first_name: Change,
    last_name: Change,
    telephone: Change,
    country: Change,
    zipcode: Change,
}

/// What becomes of a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Change {
    #[default]
    Keep,
    Clear,
    Set(String),
}

macro_rules! fields {
    ($($what:literal: $set:ident, $clear:ident;)+) => {
        impl UserEdit {$(
            #[doc = concat!("Sets the ", $what, ".")]
            pub fn $set(mut self, text: impl Into<String>) -> Self {
                self.$set = Change::Set(text.into());
                self
            }

            #[doc = concat!("Clears the ", $what, ".")]
            pub fn $clear(mut self) -> Self {
                self.$set = Change::Clear;
                self
            }
        )+}
    };
}

fields! {
    "given name": first_name, clear_first_name;
    "family name": last_name, clear_last_name;
    "telephone number": telephone, clear_telephone;
    "country of residence": country, clear_country;
    "postal code": zipcode, clear_zipcode;
}

impl UserEdit {
    /// An edit that changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The request's body, once it is known to make sense.
    pub(crate) fn checked(self) -> Result<types::UserEdit, Error> {
        if self == Self::new() {
            return Err(Error::input("the user edit is empty: name at least one field"));
        }
        let Self { first_name, last_name, telephone, country, zipcode } = self;
        Ok(types::UserEdit {
            first_name: first_name.into_wire(),
            last_name: last_name.into_wire(),
            telephone: telephone.into_wire(),
            country: country.into_wire(),
            zipcode: zipcode.into_wire(),
        })
    }
}

impl Change {
    /// An absent member keeps, a null one clears.
    fn into_wire(self) -> Option<Value> {
        match self {
            Self::Keep => None,
            Self::Clear => Some(Value::Null),
            Self::Set(text) => Some(Value::String(text)),
        }
    }
}
