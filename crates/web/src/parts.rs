//! What are the pages made of? The components of GOV.UK, and a few of our own in the manner of the Ministry of Justice's.
//!
//! In come plain fields, most of them empty; out goes HTML, every text in it escaped. Each part is a template with its Rust beside it: in
//! another template `{{ part }}` shows it, and `part.into()` makes it the content of another part. A part never asks the record, never
//! reads a clock, and holds neither style nor script.

mod attributes;
mod back_link;
mod breadcrumbs;
mod button;
mod character_count;
mod checkboxes;
mod copy;
mod date_input;
mod details;
mod due;
mod empty;
mod error_message;
mod error_summary;
mod field;
mod fieldset;
mod filter;
mod footer;
mod generic_header;
mod hint;
mod html;
mod identity_bar;
mod input;
mod inset_text;
mod label;
mod notification_banner;
mod pagination;
mod panel;
mod phase_banner;
mod radios;
mod select;
mod service_navigation;
mod service_tag;
mod skip_link;
mod sub_navigation;
mod summary_list;
mod table;
mod tabs;
mod tag;
mod textarea;
mod timeline;
mod warning_text;

pub use attributes::{Attributes, Classes};
pub use back_link::BackLink;
pub use breadcrumbs::{Breadcrumbs, Link};
pub use button::Button;
pub use character_count::{CharacterCount, Limit};
pub use checkboxes::{Checkbox, Checkboxes};
pub use copy::Copy;
pub use date_input::{DateInput, DatePart};
pub use details::Details;
pub use due::{Due, Mark};
pub use empty::{Absence, Empty};
pub use error_message::ErrorMessage;
pub use error_summary::{ErrorLink, ErrorSummary};
pub use field::Group;
pub use fieldset::{Fieldset, Legend};
pub use filter::{Chosen, Filter};
pub use footer::Footer;
pub use generic_header::GenericHeader;
pub use hint::Hint;
pub use html::{Content, Html};
pub use identity_bar::{IdentityBar, Involvement};
pub use input::{Affix, Input};
pub use inset_text::InsetText;
pub use label::Label;
pub use notification_banner::NotificationBanner;
pub use pagination::{Page, PageLink, Pagination};
pub use panel::Panel;
pub use phase_banner::PhaseBanner;
pub use radios::{Radio, Radios};
pub use select::{Choice, Select};
pub use service_navigation::{NavigationItem, ServiceNavigation};
pub use service_tag::ServiceTag;
pub use skip_link::SkipLink;
pub use sub_navigation::SubNavigation;
pub use summary_list::{Action, Card, Row, SummaryList};
pub use table::{Cell, Table};
pub use tabs::{Tab, Tabs};
pub use tag::Tag;
pub use textarea::Textarea;
pub use timeline::{Timeline, TimelineItem};
pub use warning_text::WarningText;

/// A part may stand in a template as it is, for its own template has escaped what it shows; and it may be the content of another part.
macro_rules! parts {
    ($($part:ty),+ $(,)?) => {
        $(
            impl askama::filters::HtmlSafe for $part {}

            impl From<$part> for Content {
                fn from(part: $part) -> Content {
                    Content::Html(Html::of(&part))
                }
            }
        )+
    };
}

parts!(
    BackLink,
    Breadcrumbs,
    Button,
    CharacterCount,
    Checkboxes,
    Copy,
    DateInput,
    Details,
    Due,
    Empty,
    ErrorMessage,
    ErrorSummary,
    Fieldset,
    Filter,
    Footer,
    GenericHeader,
    Hint,
    IdentityBar,
    Input,
    InsetText,
    Label,
    NotificationBanner,
    Pagination,
    Panel,
    PhaseBanner,
    Radios,
    Select,
    ServiceNavigation,
    ServiceTag,
    SkipLink,
    SubNavigation,
    SummaryList,
    Table,
    Tabs,
    Tag,
    Textarea,
    Timeline,
    WarningText,
);

/// Words, or what a template made, are enough to make these: the rest of their fields is seldom needed.
macro_rules! from_words {
    ($($part:ident { $field:ident }),+ $(,)?) => {
        $(
            from_words!(@ $part $field &'static str);
            from_words!(@ $part $field String);
            from_words!(@ $part $field Html);
        )+
    };
    (@ $part:ident $field:ident $from:ty) => {
        impl From<$from> for $part {
            fn from(words: $from) -> $part {
                $part { $field: words.into(), ..$part::default() }
            }
        }
    };
}

from_words!(ErrorMessage { text }, Fieldset { legend }, Hint { text }, Label { text }, Tag { text });
