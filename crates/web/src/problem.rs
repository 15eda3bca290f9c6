//! What went wrong, once for pages and for the API: a page in plain words, or problem JSON (RFC 9457).
//!
//! Which belongs where: what is wrong with a form's fields is no problem but the form again ([`crate::form::Wrong`]); a [`Problem`] is what
//! keeps a page from being shown at all. *Not found* stands also for what the person may not know to exist (safety R11, R24).

use axum::http::StatusCode;
use gate::Refused;
use record::{AppendError, RecordError, StoreError};
use serde_json::{Value, json};

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The status of the answer.
    pub status: StatusCode,
    /// In a few words.
    pub title: &'static str,
    /// What it means and what to do.
    pub detail: String,
    /// After how many seconds to try again, where that helps.
    pub retry_after: Option<u32>,
    /// What is wrong with each field, for the API: the field, and why.
    pub fields: Vec<(String, String)>,
    /// The version of the record now, for the API, where somebody else was faster.
    pub version: Option<u32>,
    /// For the log alone; never shown.
    pub cause: String,
}

impl Problem {
    /// With a status, in words.
    pub fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Problem {
        let detail = detail.into();
        Problem { status, title, detail, retry_after: None, fields: Vec::new(), version: None, cause: String::new() }
    }

    /// There is no such thing, or the person may not know of it: one answer for both.
    pub fn not_found() -> Problem {
        let detail = "If you typed the address, check it is right. If you followed a link, what it led to may have been closed to you. \
                      If you are worried about a child, ring the duty team.";
        Problem::new(StatusCode::NOT_FOUND, "Page not found", detail)
    }

    /// The address is there, and takes no such request.
    pub fn method() -> Problem {
        let detail = "This address does not take requests of this kind. If you followed a link or sent a form, go back and try once more.";
        Problem::new(StatusCode::METHOD_NOT_ALLOWED, "This cannot be done here", detail)
    }

    /// Whoever asks has asked too often of late.
    pub fn too_many() -> Problem {
        let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests", "Wait a minute and try again.");
        Problem { retry_after: Some(60), ..problem }
    }

    /// What was sent took too long to come in.
    pub fn too_slow() -> Problem {
        let detail =
            "The request took too long to arrive. Nothing was kept. Check your connection, then try once more.";
        Problem::new(StatusCode::REQUEST_TIMEOUT, "Too slow", detail)
    }

    /// The person may know of it, and may not do this.
    pub fn forbidden(reason: &str) -> Problem {
        Problem::new(StatusCode::FORBIDDEN, "You cannot do this", reason)
    }

    /// The request makes no sense.
    pub fn bad(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, "This cannot be read", detail)
    }

    /// What was sent cannot be kept as it is.
    pub fn unprocessable(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "This cannot be saved", detail)
    }

    /// Somebody else was faster.
    pub fn conflict(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::CONFLICT, "Somebody else has changed this record", detail)
    }

    /// Something does not answer now.
    pub fn unavailable(cause: impl Into<String>) -> Problem {
        let detail = "Try again in a minute. What you typed is kept as a draft where the page says so. Duties go on being owed \
                      meanwhile: if one is urgent, ring the other service.";
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Not available now", detail);
        Problem { retry_after: Some(60), cause: cause.into(), ..problem }
    }

    /// A fault of ours.
    pub fn fault(cause: impl Into<String>) -> Problem {
        let detail = "Something went wrong on our side. It has been noted. Try again; if it happens again, tell whoever runs Tandem for \
                      your council.";
        let problem = Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "Sorry, there is a problem with Tandem", detail);
        Problem { cause: cause.into(), ..problem }
    }

    /// As problem JSON.
    pub fn json(&self) -> Value {
        let mut out = json!({
            "type": "about:blank", "title": self.title, "status": self.status.as_u16(), "detail": self.detail,
        });
        if let Some(map) = out.as_object_mut()
            && !self.fields.is_empty()
        {
            let fields = self.fields.iter().map(|(field, why)| json!({ "field": field, "detail": why })).collect();
            map.insert("errors".into(), Value::Array(fields));
        }
        if let (Some(map), Some(version)) = (out.as_object_mut(), self.version) {
            map.insert("version".into(), json!(version));
        }
        out
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        Problem::unavailable(error.to_string())
    }
}

impl From<RecordError> for Problem {
    fn from(error: RecordError) -> Problem {
        match error {
            RecordError::NotFound => Problem::not_found(),
            RecordError::Store(error) => error.into(),
            RecordError::Broken(why) => Problem::fault(why),
            RecordError::Overtaken => Problem::fault(error.to_string()),
        }
    }
}

impl From<AppendError> for Problem {
    fn from(error: AppendError) -> Problem {
        match error {
            AppendError::Conflict(_) => Problem::conflict(error.to_string()),
            AppendError::KeyReused => Problem::unprocessable(error.to_string()),
            AppendError::Refused(why) => Problem::unprocessable(why),
            AppendError::Record(error) => error.into(),
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Problem {
        if refused.may_know { Problem::forbidden(&refused.reason) } else { Problem::not_found() }
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Problem {
        Problem::fault(error.to_string())
    }
}
