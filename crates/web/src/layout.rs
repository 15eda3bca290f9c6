//! What stands around every page? The name, who acts for whom, where one can go, what must be said first, and the foot.
//!
//! In come the page's own content and who looks at it; out goes a whole document. It holds no style and no script, only the addresses of
//! both, so that the content policy can refuse all others.

use askama::Template;

use crate::assets::{ICON, SCRIPT, STYLE};
use crate::parts::{
    ErrorSummary, Footer, GenericHeader, Html, Link, NavigationItem, NotificationBanner, ServiceNavigation, SkipLink,
};

/// A whole page.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "layout.html")]
pub struct Layout {
    /// What the page is, without the program's name.
    pub title: String,
    /// Who is signed in; nobody, on the pages before that.
    pub person: Option<Person>,
    /// Which of the pages of the navigation this one is, or lies below.
    pub place: Option<Place>,
    /// The pages of the navigation that open for them.
    pub doors: Vec<Place>,
    /// Whether nothing else is open to them yet: then there is no navigation.
    pub is_closed: bool,
    /// Whether the children are made up.
    pub made_up: bool,
    /// What is late, in words, where the work that runs by the clock has fallen behind.
    pub late: String,
    /// When the page was made, said on paper alone.
    pub as_of: String,
    /// What has just happened.
    pub notice: Option<NotificationBanner>,
    /// What keeps the page from going on.
    pub errors: Option<ErrorSummary>,
    /// Stands before the page's own content: a way back, the bar of a child.
    pub before: Html,
    /// The page's own content.
    pub main: Html,
}

/// Who is signed in, for whom.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The organisation acted for.
    pub organisation: String,
    /// The token that every form of this session bears.
    pub token: String,
    /// How many seconds are left before the session ends.
    pub expires: u32,
    /// The child whose page it is, as an address names it; empty on every other page.
    pub child: String,
}

/// The pages of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What I owe, and what is owed to me.
    Duties,
    /// Looking for a child.
    Find,
    /// Whether a child is known to the other service.
    Known,
    /// The team's duties.
    Team,
    /// Who works where, for those who see no team's duties.
    People,
    /// What the two services' own systems say.
    Systems,
    /// What was agreed.
    Protocol,
    /// How it works.
    Help,
}

impl Place {
    /// All of them, in their order.
    pub const ALL: [Place; 8] = [
        Place::Duties,
        Place::Find,
        Place::Known,
        Place::Team,
        Place::People,
        Place::Systems,
        Place::Protocol,
        Place::Help,
    ];

    const fn words(self) -> &'static str {
        match self {
            Place::Duties => "My duties",
            Place::Find => "Find a child",
            Place::Known => "Known?",
            Place::Team => "Team",
            Place::People => "Teams and people",
            Place::Systems => "Two systems",
            Place::Protocol => "Protocol",
            Place::Help => "Help",
        }
    }

    /// Its address.
    pub const fn address(self) -> &'static str {
        match self {
            Place::Duties => "/duties",
            Place::Find => "/find",
            Place::Known => "/known",
            Place::Team => "/team",
            Place::People => "/staff",
            Place::Systems => "/feeds",
            Place::Protocol => "/protocol",
            Place::Help => "/help",
        }
    }
}

impl Layout {
    fn skip(&self) -> SkipLink {
        SkipLink { text: "Skip to main content".into(), href: "#main-content".to_owned(), ..SkipLink::default() }
    }

    fn header(&self) -> GenericHeader {
        GenericHeader { text: "Tandem".into(), ..GenericHeader::default() }
    }

    fn navigation(&self) -> ServiceNavigation {
        let item = |place: Place| NavigationItem {
            text: place.words().into(),
            href: place.address().to_owned(),
            is_active: self.place == Some(place),
            ..NavigationItem::default()
        };
        ServiceNavigation { items: self.doors.iter().copied().map(item).collect(), ..ServiceNavigation::default() }
    }

    fn footer(&self) -> Footer {
        let links = [("Help", "/help"), ("Accessibility statement", "/accessibility"), ("What’s new", "/whats-new")];
        Footer { links: links.map(|(text, href)| Link::new(text, href)).into(), ..Footer::default() }
    }
}
