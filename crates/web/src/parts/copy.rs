//! What is to be typed once and pasted elsewhere?

use askama::Template;

/// Text with a button that copies it. Without scripts there is the text, to be marked by hand.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/copy.html")]
pub struct Copy {
    /// The text, its lines kept.
    pub text: String,
    /// What it is, said after `Copy` by a screen reader: `note for social care`.
    pub what: String,
    /// Its id, unlike every other of the page.
    pub id: String,
    /// Whether it stands within a line, as a number does.
    pub is_short: bool,
}
