//! What stands around every control of a form? Its label, hint and error, and what ties them to it for a screen reader.
//!
//! In come the pieces and the control's id; out go the pieces with ids of their own, and the list for `aria-describedby`.

use askama::Template;

use super::{Attributes, Classes, Content, ErrorMessage, Hint, Label};

/// The group around a control and its label.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
    /// Stands straight before the control.
    pub before: Content,
    /// Stands straight after the control.
    pub after: Content,
}

/// Label, hint and error, in the order in which they are shown.
#[derive(Template)]
#[template(path = "parts/field.html")]
pub(super) struct Above<'a> {
    pub id: &'a str,
    pub label: Option<&'a Label>,
    pub hint: Option<&'a Hint>,
    pub error: Option<&'a ErrorMessage>,
}

impl askama::filters::HtmlSafe for Above<'_> {}

/// The ids that describe a control: what was given, then its hint, then its error.
pub(super) fn described_by(given: &str, id: &str, hint: bool, error: bool) -> String {
    let given = (!given.is_empty()).then(|| given.to_owned());
    let hint = hint.then(|| format!("{id}-hint"));
    let error = error.then(|| format!("{id}-error"));
    [given, hint, error].into_iter().flatten().collect::<Vec<String>>().join(" ")
}
