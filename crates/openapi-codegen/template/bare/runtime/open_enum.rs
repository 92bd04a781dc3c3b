//! Enums that keep values unknown to the OpenAPI document.

use std::{fmt, marker::PhantomData};

use serde::{Deserializer, de::Visitor};

/// Declares an enum of the values that a vendor documents, which also holds any other: an
/// undocumented value is kept in `Unknown`.
///
/// The enum implements `Default` (an empty `Unknown`), `Display`, `From` and `Into` for strings,
/// `FromStr`, `Serialize`, `Deserialize`, [`QueryValue`](crate::runtime::QueryValue) and, if the invoking
/// crate has a feature `schemars` that is on, `schemars::JsonSchema`.
///
/// ```
/// crate::runtime::open_enum! {
///     /// State of a subscription.
///     pub enum State {
///         /// The subscription is paid for.
///         Paid = "Paid",
///         /// The subscription is free for now.
///         Trial = "Trial",
///     }
/// }
/// assert_eq!(State::from("Paid"), State::Paid);
/// assert_eq!(State::from("Paused").as_str(), "Paused");
/// ```
#[allow(unused_macros)]
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
            /// A value that the OpenAPI document does not list, as the server sent it.
            Unknown(::std::string::String),
        }

        impl $name {
            /// Values that the OpenAPI document lists, as they are sent.
            pub const DOCUMENTED: &'static [&'static str] = &[$($text),+];

            /// Returns the value as it is sent.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Unknown(text) => text,
                }
            }
        }

        impl ::std::default::Default for $name {
            fn default() -> Self {
                Self::Unknown(::std::string::String::new())
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)+
                    _ => Self::Unknown(::std::string::String::from(text)),
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

        impl ::std::convert::From<$name> for ::std::string::String {
            fn from(value: $name) -> Self {
                match value {
                    $name::Unknown(text) => text,
                    known => Self::from(known.as_str()),
                }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::runtime::serde::Serialize for $name {
            fn serialize<S: $crate::runtime::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::runtime::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::runtime::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::open_enum::deserialize(deserializer)
            }
        }

        impl $crate::runtime::QueryValue for $name {
            fn write_texts(
                &self,
                write: &mut dyn ::std::ops::FnMut(&str),
            ) -> ::std::result::Result<(), $crate::runtime::InvalidValue> {
                write(self.as_str());
                ::std::result::Result::Ok(())
            }
        }

        // The feature is the invoking crate's, which need not have one.
        #[allow(unexpected_cfgs, non_local_definitions)]
        const _: () = {
            #[cfg(feature = "schemars")]
            impl ::schemars::JsonSchema for $name {
                fn schema_name() -> ::std::borrow::Cow<'static, str> {
                    ::std::borrow::Cow::Borrowed(::std::stringify!($name))
                }

                fn schema_id() -> ::std::borrow::Cow<'static, str> {
                    ::std::borrow::Cow::Borrowed(::std::concat!(::std::module_path!(), "::", ::std::stringify!($name)))
                }

                /// Describes any string, with the documented values as examples.
                fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                    ::schemars::json_schema!({ "type": "string", "examples": Self::DOCUMENTED })
                }
            }
        };
    };
}

#[allow(unused_imports)]
pub(crate) use open_enum;

/// Deserializes an open enum from a string, without allocating for a documented value.
///
/// # Errors
/// If the value is not a string.
pub fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: From<String> + for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    struct TextVisitor<T>(PhantomData<T>);

    impl<T: From<String> + for<'a> From<&'a str>> Visitor<'_> for TextVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E>(self, text: &str) -> Result<T, E> {
            Ok(text.into())
        }

        fn visit_string<E>(self, text: String) -> Result<T, E> {
            Ok(text.into())
        }
    }

    deserializer.deserialize_str(TextVisitor(PhantomData))
}
