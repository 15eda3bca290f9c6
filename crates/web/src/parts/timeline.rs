//! What has happened, and who wrote it down?

use askama::Template;
use calendar::Moment;

use super::{Content, ServiceTag};

/// What has happened, in the order given: newest first, as a rule.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/timeline.html")]
pub struct Timeline {
    /// What happened.
    pub items: Vec<TimelineItem>,
    /// The level of each heading; 3, where it is 0.
    pub heading_level: u8,
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct TimelineItem {
    /// What happened, in a few words.
    pub title: Content,
    /// When; where only the day is known, no time is shown.
    pub at: Moment,
    /// Whose entry it is.
    pub by: String,
    /// The service it belongs to.
    pub service: Option<ServiceTag>,
    /// More of it.
    pub content: Content,
}

impl Timeline {
    fn level(&self) -> u8 {
        if self.heading_level == 0 { 3 } else { self.heading_level }
    }
}
