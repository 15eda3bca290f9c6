//! The columns of Tandem's own sheet for youth justice: one row for each involvement with a child.
//!
//! The one place that knows them: the reader ([`super`]), the template and the page for those who fill it in are made from this table.

use crate::read::table::folded;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: &'static str,
    /// Whether the sheet must have it.
    pub must: bool,
    /// What may stand in it.
    pub holds: Holds,
    /// What it means.
    pub means: &'static str,
    /// What may stand in it, made up, for each of the two rows of the example.
    pub examples: [&'static str; 2],
}

/// What may stand in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Any text.
    Text,
    /// A number of somebody or something, kept as text so that no spreadsheet rounds it.
    Id,
    /// A date.
    Date,
    /// `yes` or `no`.
    YesNo,
    /// One of these words.
    Words(&'static [&'static str]),
}

/// Why youth justice works with a child, in the vocabulary's words (`yjs-basis`).
pub const BASIS: &[&str] = &[
    "prevention",
    "out-of-court-disposal",
    "bail-support",
    "remand",
    "referral-order",
    "yro",
    "custody",
    "licence",
    "other",
];
/// By which way the child came to youth justice (`yjs-route`).
pub const ROUTE: &[&str] = &["criminal-justice", "early-intervention"];
/// What sex a file may tell.
pub const SEX: &[&str] = &["female", "male"];

/// The heading of a column that only a mapping may fill: a whole name, which it takes apart.
pub const FULL_NAME: &str = "Full name";

macro_rules! columns {
    ($($name:ident $heading:literal $must:ident $holds:expr, $first:literal $second:literal, $means:literal;)+) => {
        /// A column by its place in [`ALL`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the table says what each means")]
        pub enum Key { $($name),+ }

        /// All of them, in their order.
        pub const ALL: &[Column] = &[$(Column {
            heading: $heading,
            must: is_must(Must::$must),
            holds: $holds,
            means: $means,
            examples: [$first, $second],
        }),+];
    };
}

enum Must {
    Must,
    May,
}

const fn is_must(must: Must) -> bool {
    matches!(must, Must::Must)
}

use Holds::{Date, Id, Text, Words, YesNo};

columns! {
    Number "Child number" Must Id, "10482" "10517",
        "The child's number in the youth justice system. The same child has the same number in every row and every file.";
    Given "Given names" Must Text, "Ash" "Linden",
        "First names, as the system has them.";
    Family "Family name" Must Text, "Brindle" "Marsh",
        "Family name, as the system has it.";
    Others "Other names" May Text, "Thorn, Ash; Ashie" "",
        "Earlier names, aliases and what the child likes to be called, separated by `;`. Each as `Family, Given`; without a comma it is a first name.";
    Born "Date of birth" Must Date, "2010-05-30" "2011-11-02",
        "Date of birth. Leave it empty where it is not known; do not put 1 January.";
    Sex "Sex" May Words(SEX), "female" "male",
        "Sex, as `female` or `male` (`F`, `M`). Leave it empty where the system says neither.";
    Ethnicity "Ethnicity" May Text, "WBRI" "B2",
        "Ethnicity, in the code that the system uses.";
    House "House" May Text, "14" "Flat 3, 2",
        "Number or name of the house. Leave it empty where the system has the address in one line.";
    Street "Street" May Text, "Example Road" "Sample Street",
        "Street, or the whole address in one line.";
    Town "Town" May Text, "Exampleton" "Exampleton",
        "Town.";
    Postcode "Postcode" May Text, "ZZ1 1AA" "ZZ1 2BB",
        "Postcode.";
    Uprn "UPRN" May Id, "1234567890" "",
        "Unique property reference number of the address: up to twelve digits.";
    Nhs "NHS number" May Id, "943 476 5919" "",
        "NHS number. Its check digit is tested; a number that fails is left out and reported.";
    Upn "UPN" May Id, "H801200001001" "",
        "Unique pupil number; tested like the NHS number.";
    Uln "ULN" May Id, "" "",
        "Unique learner number; tested like the NHS number.";
    Pnc "PNC number" May Id, "2003/11985X" "",
        "Number on the Police National Computer; tested like the NHS number.";
    Involvement "Involvement number" May Id, "10482-1" "",
        "The number of this involvement in the system. With it, a start date that is put right later is seen as a correction, and not as a second involvement.";
    Started "Involvement started" Must Date, "2026-01-12" "2026-02-03",
        "The day on which youth justice began to work with the child on this basis.";
    Ended "Involvement ended" May Date, "" "2026-03-20",
        "The day on which that ended. Leave it empty while it goes on.";
    Reason "End reason" May Text, "" "order completed",
        "Why it ended, in the system's words.";
    Basis "Basis" May Words(BASIS), "referral-order" "prevention",
        "Why youth justice works with the child.";
    Route "Route" May Words(ROUTE), "criminal-justice" "early-intervention",
        "How the child came to youth justice.";
    Worker "Worker" May Text, "rowan.elm@example.org" "Wren Alder",
        "Who works with the child: e-mail address or name. By the e-mail address the person is found among those who use Tandem.";
    Team "Team" May Text, "Court team" "Prevention",
        "The team of that worker.";
    Restricted "Restricted" May YesNo, "no" "yes",
        "Whether the system says that not everybody may know of the record.";
    Household "Household" May Id, "H-204" "",
        "What the members of one family or household have in common in the system, where it has such a number.";
    Siblings "Siblings" May Text, "Brindle, Rowan, 2012-08-14; Brindle, Hazel" "",
        "Brothers and sisters, separated by `;`. Each as `Family, Given`, and the date of birth after another comma where it is known.";
}

impl Key {
    /// What the column is.
    pub fn column(self) -> Column {
        ALL.get(self as usize).copied().unwrap_or(NONE)
    }

    /// The column of this heading. Blanks and capitals count for nothing.
    pub fn of(heading: &str) -> Option<usize> {
        let wanted = folded(heading);
        ALL.iter().position(|column| folded(column.heading) == wanted)
    }
}

/// INVARIANT: never given out, for each key stands in the table.
const NONE: Column = Column { heading: "", must: false, holds: Holds::Text, means: "", examples: ["", ""] };
