//! What may be set on a single call.

use std::{future::Future, pin::Pin, time::Duration};

/// A future that is sent between threads and owns what it needs.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What a single call sets differently from its client.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct CallOptions {
    /// The longest that an attempt may take.
    pub timeout: Option<Duration>,
    /// The longest that the call may take, over all attempts and waits.
    pub deadline: Option<Duration>,
    /// Whether the request may be sent twice; the method decides where this is not set.
    pub idempotent: Option<bool>,
    /// The media type to ask for, where the description names several; its own choice
    /// otherwise.
    pub accept: Option<&'static str>,
}

/// Gives a request, which has a field `options: CallOptions` and an async method
/// `send(self) -> Result<Response<$output>, $error>`, what all requests share: it can be
/// awaited, for the value alone or with the answer around it, and has time limits of its own.
/// With the facade's feature `blocking` it can also be waited for.
#[macro_export]
macro_rules! request_options {
    ($request:ty, $output:ty, $error:ty) => {
        impl $request {
            /// The longest that one attempt of this call may take, its body included.
            /// The client's own `timeout` otherwise.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.options.timeout = Some(timeout);
                self
            }

            /// The longest that this call may take, over all attempts and waits.
            /// The client's own `deadline` otherwise.
            pub fn deadline(mut self, deadline: ::std::time::Duration) -> Self {
                self.options.deadline = Some(deadline);
                self
            }

            /// Whether the request may be sent again although it may have taken effect.
            /// The HTTP method decides where this is not set.
            pub fn idempotent(mut self, idempotent: bool) -> Self {
                self.options.idempotent = Some(idempotent);
                self
            }

            /// Sends the request, for the value with the answer that it came in: status,
            /// headers, raw body and number of attempts.
            pub fn with_response(
                self,
            ) -> $crate::BoxFuture<::std::result::Result<$crate::Response<$output>, $error>> {
                ::std::boxed::Box::pin(self.send())
            }
        }

        #[cfg(feature = "blocking")]
        impl $request {
            /// Sends the request and waits for the value on this thread: the same call
            /// without async.
            pub fn wait(self) -> ::std::result::Result<$output, $error> {
                self.wait_with_response().map($crate::Response::into_value)
            }

            /// Sends the request and waits on this thread for the value with the answer that
            /// it came in.
            pub fn wait_with_response(self) -> ::std::result::Result<$crate::Response<$output>, $error> {
                $crate::blocking::wait(self.send())?
            }
        }

        impl ::std::future::IntoFuture for $request {
            type Output = ::std::result::Result<$output, $error>;
            type IntoFuture = $crate::BoxFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(async move { self.send().await.map($crate::Response::into_value) })
            }
        }
    };
}
