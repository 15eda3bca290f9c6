//! What is the answer, in no more than so many letters or words?

use askama::Template;

use super::{Attributes, Classes, Content, Hint, Html, Textarea};

/// Several lines of text with a limit that is counted while one types. Nothing stops at the limit: the page that receives it says so.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/character_count.html")]
pub struct CharacterCount {
    /// The lines of text.
    pub textarea: Textarea,
    /// How much is allowed.
    pub limit: Limit,
    /// From which share of the limit on, in per cent, the count is shown.
    pub threshold: Option<u8>,
    /// Further classes of the count.
    pub message_classes: Classes,
}

/// How much is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// So many letters and other signs.
    Characters(u32),
    /// So many words.
    Words(u32),
}

impl Default for Limit {
    fn default() -> Limit {
        Limit::Characters(500)
    }
}

impl CharacterCount {
    /// The lines of text with the count below them.
    fn field(&self) -> Textarea {
        let (limit, words) = match self.limit {
            Limit::Characters(limit) => (limit, "characters"),
            Limit::Words(limit) => (limit, "words"),
        };
        let own = if self.textarea.id.is_empty() { &self.textarea.name } else { &self.textarea.id };
        let message = Hint {
            text: format!("You can enter up to {limit} {words}").into(),
            id: format!("{own}-info"),
            classes: format!("govuk-character-count__message{}", self.message_classes).into(),
            ..Hint::default()
        };
        let mut textarea = self.textarea.clone();
        textarea.described_by = format!("{own}-info");
        textarea.classes = format!("govuk-js-character-count{}", textarea.classes).into();
        textarea.group.classes = format!("govuk-character-count{}", textarea.group.classes).into();
        let mut attributes =
            vec![("data-module", "govuk-character-count".to_owned()), ("data-maxlength", limit.to_string())];
        attributes.extend(self.threshold.map(|share| ("data-threshold", share.to_string())));
        if words == "words" {
            attributes.push(("data-count-type", words.to_owned()));
        }
        textarea.group.attributes = Attributes::new(attributes).and(&textarea.group.attributes);
        textarea.group.after = Content::Html(Html::of(&message));
        textarea
    }
}
