//! What has just happened, or is true of this page and easily missed?

use askama::Template;

use super::attributes::or;
use super::{Attributes, Classes, Content, Html, Link};

/// A banner over the page.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/notification_banner.html")]
pub struct NotificationBanner {
    /// The words: text is set as a heading, what a template made is shown as it is.
    pub content: Content,
    /// Its title; `Success` or `Important`, where it is empty.
    pub title: Content,
    /// Whether something the person did has come out well.
    pub is_success: bool,
    /// The title's id, where a page has more banners than one.
    pub title_id: String,
    /// The level of its heading; 2, where it is 0.
    pub heading_level: u8,
    /// Its role, where it is not that of its kind.
    pub role: String,
    /// Whether it leaves the focus where it is.
    pub disable_auto_focus: Option<bool>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// Words with a way on behind them.
#[derive(Template)]
#[template(
    source = r#"<p class="govuk-notification-banner__heading">{{ words }} <a class="govuk-notification-banner__link" href="{{ link.href }}"{{ link.attributes }}>{{ link.text }}</a></p>"#,
    ext = "html"
)]
struct Leading {
    words: Content,
    link: Link,
}

impl NotificationBanner {
    /// With a link behind its words.
    #[must_use]
    pub fn leading_to(self, link: Link) -> NotificationBanner {
        let content = Html::of(&Leading { words: self.content, link }).into();
        NotificationBanner { content, ..self }
    }

    fn id(&self) -> &str {
        or(&self.title_id, "govuk-notification-banner-title")
    }

    fn own_role(&self) -> &str {
        or(&self.role, if self.is_success { "alert" } else { "region" })
    }

    fn level(&self) -> u8 {
        if self.heading_level == 0 { 2 } else { self.heading_level }
    }

    fn own_title(&self) -> Content {
        match (self.title.is_empty(), self.is_success) {
            (false, _) => self.title.clone(),
            (true, true) => "Success".into(),
            (true, false) => "Important".into(),
        }
    }
}
