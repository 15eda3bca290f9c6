//! The words of the vocabulary that the engine itself knows: the events that change a child's status, and their attributes.
//!
//! Everything else the engine learns from the clauses. Made once from the vocabulary; a vocabulary without one of these words gives an
//! event that never happens.

use protocol::Vocabulary;
use protocol::vocabulary::{EventId, RoleId, Value, Word};

use journey::Happened;

/// An event that never happens.
const NEVER: EventId = EventId(u16::MAX);

macro_rules! agreed {
    ($($(#[doc = $doc:literal])* $field:ident = $name:literal),+ $(,)?) => {
        /// The events that the engine knows by name.
        #[derive(Debug, Clone)]
        #[allow(missing_docs, reason = "each field is the event of its name")]
        pub struct Agreed {
            $(pub $field: EventId,)+
            /// The words of `care-basis`, in order: bit n of a set of bases stands for word n.
            pub bases: Vec<Word>,
            /// The words of `remanded`, `liberty` and `care-leaver-status`, in order.
            pub remanded: Vec<Word>,
            pub liberty: Vec<Word>,
            pub standings: Vec<Word>,
            /// The role `other-yjs`.
            pub other_yjs: Option<RoleId>,
        }

        impl Agreed {
            /// The events as this vocabulary numbers them.
            pub fn new(vocabulary: &Vocabulary) -> Agreed {
                let event = |name: &str| vocabulary.event_id(name).unwrap_or(NEVER);
                let words = |list: &str| vocabulary.values(list).iter().filter_map(|v| vocabulary.word(v)).collect();
                Agreed {
                    $($field: event($name),)+
                    bases: words("care-basis"),
                    remanded: words("remanded"),
                    liberty: words("liberty"),
                    standings: words("care-leaver-status"),
                    other_yjs: vocabulary.role_id("other-yjs"),
                }
            }
        }
    };
}

agreed! {
    yjs_started = "yjs-involvement-started",
    yjs_ended = "yjs-involvement-ended",
    csc_started = "csc-involvement-started",
    csc_ended = "csc-involvement-ended",
    early_started = "early-help-involvement-started",
    early_ended = "early-help-involvement-ended",
    jointly_open = "jointly-open",
    closed_by_either = "closed-by-either-service",
    approaching_16 = "approaching-16",
    turned_16 = "turned-16",
    turned_18 = "turned-18",
    looked_after_started = "looked-after-started",
    looked_after_ended = "looked-after-ended",
    became_eligible = "became-eligible",
    care_leaver_recorded = "care-leaver-status-recorded",
    placement_started = "placement-started",
    placement_changed = "placement-changed",
    placement_ended = "placement-ended",
    living_changed = "living-arrangement-changed",
    risk_assessed = "risk-assessed",
    risk_no_longer_high = "risk-no-longer-high",
    arrested = "arrested",
    police_decision = "police-decision-made",
    pace_transfer = "pace-transfer-decided",
    bailed = "bailed",
    court_appearance = "court-appearance",
    remanded_rlaa = "remanded-rlaa",
    remanded_yda = "remanded-yda",
    remand_ended = "remand-ended",
    proceedings_ended = "proceedings-ended",
    sentenced_community = "sentenced-community",
    sentenced_custody = "sentenced-custody",
    order_ended = "order-ended",
    custody_entered = "custody-entered",
    first_year_ended = "first-year-ended",
    release_date_known = "release-date-known",
    released = "released",
    recalled = "recalled",
    child_died = "child-died",
    duty_done = "duty-done",
    duty_not_needed = "duty-not-needed",
    question_answered = "question-answered",
}

/// What an event says under a name, where it says something.
pub fn said<'a>(event: &'a Happened, name: &str, vocabulary: &Vocabulary) -> Option<&'a Value> {
    let place = vocabulary.event(event.kind).attributes.iter().position(|a| a.name == name)?;
    event.values.get(place)?.as_ref()
}

/// The word that an event says under a name.
pub fn word<'v>(event: &Happened, name: &str, vocabulary: &'v Vocabulary) -> Option<&'v str> {
    match said(event, name, vocabulary)? {
        Value::Words(words) => words.first().map(|w| vocabulary.spell(*w)),
        _ => None,
    }
}

/// The truth that an event says under a name.
pub fn truth(event: &Happened, name: &str, vocabulary: &Vocabulary) -> Option<bool> {
    if let Value::Bool(b) = said(event, name, vocabulary)? { Some(*b) } else { None }
}

/// The day that an event says under a name.
pub fn day(event: &Happened, name: &str, vocabulary: &Vocabulary) -> Option<calendar::Day> {
    if let Value::Day(d) = said(event, name, vocabulary)? { Some(*d) } else { None }
}

/// The number that an event says under a name.
pub fn int(event: &Happened, name: &str, vocabulary: &Vocabulary) -> Option<i64> {
    if let Value::Int(n) = said(event, name, vocabulary)? { Some(*n) } else { None }
}

/// The text that an event says under a name.
pub fn text<'a>(event: &'a Happened, name: &str, vocabulary: &Vocabulary) -> Option<&'a str> {
    if let Value::Text(t) = said(event, name, vocabulary)? { Some(t) } else { None }
}
