//! Enums that survive a new value.

/// Declares an enum of the values that a vendor documents, which also holds any other: a new
/// value arrives unharmed, in `Unknown`.
///
/// ```
/// api_runtime::open_enum! {
///     /// The state of a subscription.
///     pub enum State {
///         /// It is paid for.
///         Paid = "Paid",
///         /// It costs nothing yet.
///         Trial = "Trial",
///     }
/// }
/// assert_eq!(State::from("Paid"), State::Paid);
/// assert_eq!(State::from("Paused").as_str(), "Paused");
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        $visibility enum $name {
            $($(#[$variant_meta])* $variant,)+
            /// A value that the description does not list, as the server sent it.
            Unknown(String),
        }

        impl $name {
            /// The values that the description lists, as they stand on the wire.
            pub const DOCUMENTED: &'static [&'static str] = &[$($text),+];

            /// The value as it stands on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Unknown(text) => text,
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                match text.as_str() {
                    $($text => Self::$variant,)+
                    _ => Self::Unknown(text),
                }
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                ::std::string::String::from(text).into()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
