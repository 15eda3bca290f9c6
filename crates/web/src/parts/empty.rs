//! Why is there nothing here? Never a blank: one of four things, said.

use askama::Template;

/// Words where a value or a list would stand.
#[derive(Template, Debug, Clone, Default, PartialEq, Eq)]
#[template(path = "parts/empty.html")]
pub struct Empty {
    /// Which of the four it is.
    pub absence: Absence,
    /// More of it: what there is none of, who was not asked, what does not answer.
    pub words: String,
}

/// The four reasons for nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Absence {
    /// It was looked for, and there is none.
    None,
    /// Nobody has said.
    #[default]
    NotKnown,
    /// It has not been asked.
    NotAsked,
    /// It is kept, but cannot be shown at this moment.
    NotAvailable,
}

impl Absence {
    const fn words(self) -> &'static str {
        match self {
            Absence::None => "None",
            Absence::NotKnown => "Not known",
            Absence::NotAsked => "Not asked",
            Absence::NotAvailable => "Not available now",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Absence::None => "none",
            Absence::NotKnown => "not-known",
            Absence::NotAsked => "not-asked",
            Absence::NotAvailable => "not-available",
        }
    }
}

impl From<Absence> for Empty {
    fn from(absence: Absence) -> Empty {
        Empty { absence, words: String::new() }
    }
}
