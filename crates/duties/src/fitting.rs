//! Whether what an event says fits a pattern of a clause, and whether the pattern compares it with the trigger.
//!
//! Looks at a pattern and at events, and at nothing around them.

use journey::Happened;
use protocol::pattern::{Pattern, Want};
use protocol::vocabulary::{Value, Vocabulary};

/// Whether a pattern compares with the trigger.
pub fn refers(patterns: &[Pattern]) -> bool {
    patterns.iter().any(|p| p.tests.iter().any(|t| matches!(t.want, Want::SameAsTrigger(_))))
}

/// Whether what an event says fits a pattern.
pub fn fits_values(
    pattern: &Pattern,
    values: &[Option<Value>],
    trigger: Option<&Happened>,
    vocabulary: &Vocabulary,
) -> bool {
    pattern.tests.iter().all(|test| {
        let Some(value) = values.get(usize::from(test.attribute)).and_then(Option::as_ref) else { return false };
        match &test.want {
            Want::SameAsTrigger(name) => trigger.is_some_and(|t| same_as(t, name, value, vocabulary)),
            want => want.fits(value, vocabulary),
        }
    })
}

/// Whether a value is what the trigger says under this name; its own day, where it has no such attribute.
fn same_as(trigger: &Happened, name: &str, value: &Value, vocabulary: &Vocabulary) -> bool {
    let kind = vocabulary.event(trigger.kind);
    match kind.attributes.iter().position(|a| a.name == name) {
        Some(place) => trigger.values.get(place).and_then(Option::as_ref) == Some(value),
        None => name == "day" && *value == Value::Day(trigger.at.day()),
    }
}
