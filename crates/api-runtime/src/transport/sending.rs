//! How far a request was sent before it failed.
//!
//! The error that a request gets when an HTTP/2 server closes the connection in good order is that of its own
//! stream, with one exception: hyper looks at the state of the connection again right after it has opened a stream,
//! and if that has changed meanwhile, the request gets the error of the connection. The stream may then be one that
//! the server has processed. A request that has got past this point is known by its body, of which hyper takes the
//! first piece right after.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    task::{Context, Poll},
};

use bytes::Bytes;
use http::Method;
use http_body::{Body, Frame, SizeHint};
use reqwest::Request;

/// Progress of sending a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sending {
    /// Its headers may have been sent, and it may have no more than these.
    Unknown,
    /// The HTTP client has not asked for its body: no server has the whole request.
    NotBegun,
    /// The HTTP client has asked for its body.
    Begun,
}

/// Observer of a request's body.
pub(super) struct Watch {
    has_content: bool,
    /// `None` if the request has no body.
    begun: Option<Arc<AtomicBool>>,
}

impl Watch {
    /// Begins to observe a request that may be sent over HTTP/2.
    ///
    /// A POST, PUT or PATCH without content gets an empty body: its stream is then not complete with the headers, but
    /// with an empty frame that follows them.
    pub(super) fn new(request: &mut Request) -> Self {
        let has_content = request.body().is_some_and(|body| body.as_bytes() != Some(&[]));
        let goes_with_body = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
        if !cfg!(feature = "http2") || !(has_content || goes_with_body) {
            return Self { has_content, begun: None };
        }
        let begun = Arc::new(AtomicBool::new(false));
        let content = request.body_mut().take().unwrap_or_default();
        let body = WatchedBody { content, begun: Arc::clone(&begun) };
        *request.body_mut() = Some(reqwest::Body::wrap(body));
        Self { has_content, begun: Some(begun) }
    }

    pub(super) fn sending(&self) -> Sending {
        match &self.begun {
            Some(begun) if begun.load(Relaxed) => Sending::Begun,
            Some(_) if self.has_content => Sending::NotBegun,
            _ => Sending::Unknown,
        }
    }
}

/// A body that notes when it is asked for.
struct WatchedBody {
    content: reqwest::Body,
    begun: Arc<AtomicBool>,
}

impl Body for WatchedBody {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        self.begun.store(true, Relaxed);
        Pin::new(&mut self.content).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.begun.load(Relaxed) && self.content.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.content.size_hint()
    }
}

#[cfg(test)]
#[cfg(feature = "http2")]
mod tests {
    use std::{future::poll_fn, pin::Pin};

    use bytes::Bytes;
    use http::Method;
    use http_body::Body;
    use reqwest::Request;

    use super::{Sending, Watch};

    fn request(method: Method, body: &'static [u8]) -> Request {
        let mut request = Request::new(method, "http://h/".parse().unwrap());
        *request.body_mut() = (!body.is_empty()).then(|| body.into());
        request
    }

    async fn next_piece(request: &mut Request) -> Option<Bytes> {
        let body = request.body_mut().as_mut().unwrap();
        poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx))
            .await
            .map(|frame| frame.unwrap().into_data().unwrap())
    }

    #[tokio::test]
    async fn a_body_tells_when_it_is_asked_for() {
        for (method, content, before) in [
            (Method::POST, b"{}".as_slice(), Sending::NotBegun),
            (Method::DELETE, b"{}", Sending::NotBegun),
            (Method::POST, b"", Sending::Unknown),
            (Method::PUT, b"", Sending::Unknown),
            (Method::PATCH, b"", Sending::Unknown),
        ] {
            let mut request = request(method, content);
            let watch = Watch::new(&mut request);
            assert_eq!(watch.sending(), before);
            let body = request.body().unwrap();
            assert_eq!(body.size_hint().exact(), Some(content.len() as u64));
            assert!(!body.is_end_stream());
            assert_eq!(watch.sending(), before);
            let piece = next_piece(&mut request).await;
            assert_eq!(piece.unwrap_or_default(), content);
            assert_eq!(watch.sending(), Sending::Begun);
            assert!(request.body().unwrap().is_end_stream());
        }
    }

    /// An empty body would be a header more with HTTP/1.1.
    #[test]
    fn a_method_that_has_no_body_gets_none() {
        for method in [Method::GET, Method::HEAD, Method::DELETE, Method::OPTIONS] {
            let mut request = request(method, b"");
            let watch = Watch::new(&mut request);
            assert_eq!(watch.sending(), Sending::Unknown);
            assert!(request.body().is_none());
        }
    }
}
