//! Requests: the description that generated code fills, and the handle that users await.

mod builder;
mod custom;
mod multipart;
mod parts;
mod style;
mod value;

use std::{fmt, future::Future, pin::Pin, time::Duration};

pub(crate) use builder::OutgoingRequest;
pub use builder::RequestBuilder;
pub use custom::CustomRequest;
pub use multipart::{File, Files, Multipart};
pub use style::{Style, path_styled};
pub use value::{InvalidValue, QueryValue, check_year};

use crate::{Error, Problem, Response};

/// Boxed future that is `Send` and owns what it needs.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Options of a single call. Each takes precedence over the client's own.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct CallOptions {
    /// Longest duration of an attempt.
    pub timeout: Option<Duration>,
    /// Longest duration of the call, over all attempts and waits.
    pub deadline: Option<Duration>,
    /// `true` if the request may be sent twice. The method decides if this is not set.
    pub idempotent: Option<bool>,
    /// Media type to request, for operations that offer several.
    pub accept: Option<&'static str>,
}

/// A request that is sent when awaited.
///
/// Requests with parameters of their own are types of their own; see
/// [`request_options!`](crate::request_options).
#[must_use = "nothing is sent until it is awaited"]
pub struct Request<T, P> {
    options: CallOptions,
    send: Box<SendFn<T, P>>,
}

type SendFn<T, P> = dyn FnOnce(CallOptions) -> BoxFuture<Result<Response<T>, Error<P>>> + Send + Sync;

impl<T, P> Request<T, P> {
    /// Creates a request from the function that sends it.
    pub fn new<F>(send: impl FnOnce(CallOptions) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Response<T>, Error<P>>> + Send + 'static,
    {
        Self { options: CallOptions::default(), send: Box::new(|options| Box::pin(send(options))) }
    }

    fn send(self) -> BoxFuture<Result<Response<T>, Error<P>>> {
        (self.send)(self.options)
    }
}

impl<T, P> fmt::Debug for Request<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("options", &self.options).finish_non_exhaustive()
    }
}

/// Implements the shared part of a request, which has a field `options: CallOptions` and a
/// method `send(self)` whose future resolves to `Result<Response<$output>, $error>`: it can be
/// awaited, for the value alone or with its response, and has time limits of its own. With the
/// invoking crate's feature `blocking`, it can also be sent without async.
#[macro_export]
macro_rules! request_options {
    ([$($generics:tt)*] $request:ty, $output:ty, $error:ty) => {
        impl<$($generics)*> $request {
            /// Limits the duration of one attempt of this call, including the body.
            ///
            /// Default: the client's `timeout`.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.options.timeout = Some(timeout);
                self
            }

            /// Limits the duration of this call, over all attempts and waits.
            ///
            /// Default: the client's `deadline`.
            pub fn deadline(mut self, deadline: ::std::time::Duration) -> Self {
                self.options.deadline = Some(deadline);
                self
            }

            /// Sets whether the request may be sent again although it may have taken effect.
            ///
            /// Default: the HTTP method decides.
            pub fn idempotent(mut self, idempotent: bool) -> Self {
                self.options.idempotent = Some(idempotent);
                self
            }

            /// Sends the request and returns the value with its response: status, headers, body
            /// and number of attempts.
            pub fn with_response(
                self,
            ) -> $crate::BoxFuture<::std::result::Result<$crate::Response<$output>, $error>> {
                ::std::boxed::Box::pin(self.send())
            }
        }

        #[cfg(feature = "blocking")]
        impl<$($generics)*> $request {
            /// Sends the request and blocks this thread until the value has arrived.
            ///
            /// # Errors
            /// If the call fails.
            pub fn wait(self) -> ::std::result::Result<$output, $error> {
                self.wait_with_response().map($crate::Response::into_value)
            }

            /// Sends the request and blocks this thread until the value with its response has
            /// arrived.
            ///
            /// # Errors
            /// If the call fails.
            pub fn wait_with_response(self) -> ::std::result::Result<$crate::Response<$output>, $error> {
                $crate::blocking::wait(self.send())?
            }
        }

        impl<$($generics)*> ::std::future::IntoFuture for $request {
            type Output = ::std::result::Result<$output, $error>;
            type IntoFuture = $crate::BoxFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(async move { self.send().await.map($crate::Response::into_value) })
            }
        }
    };
    ($request:ty, $output:ty, $error:ty) => {
        $crate::request_options!([] $request, $output, $error);
    };
}
request_options!([T: Send + 'static, P: Problem] Request<T, P>, T, Error<P>);
