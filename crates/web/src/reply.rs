//! What goes back: a page, a redirect, a file, JSON. Every answer gets the same headers here, so that none can forget one.

use axum::body::Body;
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{Response, StatusCode};
use serde_json::Value;

use crate::app::Settings;
use crate::layout::Layout;
use crate::problem::Problem;

/// What a handler gives back.
#[derive(Debug, Default)]
pub struct Reply {
    status: StatusCode,
    kind: &'static str,
    body: Vec<u8>,
    headers: Vec<(HeaderName, String)>,
    /// The children that a list shows, to be written down before it leaves (safety R28).
    pub(crate) seen: Vec<String>,
}

const HTML: &str = "text/html; charset=utf-8";

impl Reply {
    /// A page, inside the frame that `ask` has made ready for it.
    pub fn page(layout: &Layout) -> Result<Reply, Problem> {
        let body = askama::Template::render(layout)?.into_bytes();
        Ok(Reply { kind: HTML, body, ..Reply::default() })
    }

    /// To another page, as the answer to a form.
    pub fn to(address: impl Into<String>) -> Reply {
        let headers = vec![(header::LOCATION, address.into())];
        Reply { status: StatusCode::SEE_OTHER, kind: "text/plain; charset=utf-8", headers, ..Reply::default() }
    }

    /// JSON.
    pub fn json(value: &Value) -> Reply {
        Reply { kind: "application/json", body: value.to_string().into_bytes(), ..Reply::default() }
    }

    /// Anything else, with its kind.
    pub fn of(kind: &'static str, body: Vec<u8>) -> Reply {
        Reply { kind, body, ..Reply::default() }
    }

    /// A file to be kept.
    pub fn file(kind: &'static str, name: &str, body: Vec<u8>) -> Reply {
        let safe: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
        Reply::of(kind, body).with(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{safe}\""))
    }

    /// As long as a multiple of so many bytes, by blanks behind it: what goes over the line does not tell by its length what stands in it.
    #[must_use]
    pub fn in_blocks(mut self, of: usize) -> Reply {
        self.body.resize(self.body.len().next_multiple_of(of), b' ');
        self
    }

    /// With another status.
    #[must_use]
    pub fn status(self, status: StatusCode) -> Reply {
        Reply { status, ..self }
    }

    /// With one more header.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: impl Into<String>) -> Reply {
        self.headers.push((name, value.into()));
        self
    }

    /// That these children are shown on it.
    #[must_use]
    pub fn showing(self, children: Vec<String>) -> Reply {
        Reply { seen: children, ..self }
    }

    /// As it goes out.
    pub(crate) fn into_response(self, settings: &Settings) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        for (name, value) in FIXED {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if settings.https {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
        }
        for (name, value) in self.headers {
            // A header that cannot be written is left out: it holds nothing that was typed.
            if let Ok(value) = HeaderValue::from_str(&value) {
                if name == header::SET_COOKIE {
                    headers.append(name, value);
                } else {
                    headers.insert(name, value);
                }
            }
        }
        response
    }
}

/// On every answer (safety R38, R47). The referrer stays at home, yet the browser still says from where a form comes.
const FIXED: [(HeaderName, &str); 8] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];
