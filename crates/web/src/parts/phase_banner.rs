//! How finished is this?

use askama::Template;

use super::{Attributes, Classes, Content, Tag};

/// A line that says how finished it all is.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/phase_banner.html")]
pub struct PhaseBanner {
    /// The phase in a word.
    pub tag: Tag,
    /// The words beside it.
    pub text: Content,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl PhaseBanner {
    fn own_tag(&self) -> Tag {
        let classes = format!("govuk-phase-banner__content__tag{}", self.tag.classes);
        Tag { classes: classes.into(), ..self.tag.clone() }
    }
}
