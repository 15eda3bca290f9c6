//! What a reader says of a file, as lines that a test can compare.

use std::io::Cursor;

use feeds::read::{Listener, Read, Source, Unreadable};
use feeds::{Out, Refusal, Told};

/// What a reader said.
pub struct Said {
    pub read: Read,
    /// `number {what}`.
    pub facts: Vec<String>,
    /// `line element, number, value: rule (effect)`.
    pub refusals: Vec<String>,
}

/// A file that lies in memory.
pub fn file(name: &str, bytes: impl Into<Vec<u8>>) -> Source<'static> {
    let bytes = bytes.into();
    Source { name: name.into(), size: bytes.len() as u64, content: Box::new(Cursor::new(bytes)) }
}

/// All that is said while this reads.
pub fn said(read: impl FnOnce(&mut Listener<'_>) -> Result<Read, Unreadable>) -> Result<Said, Unreadable> {
    let (mut facts, mut refusals) = (Vec::new(), Vec::new());
    let read = read(&mut |out| {
        match out {
            Out::Told(Told { number, what }) => {
                let what = serde_json::to_string(&what).unwrap();
                // A name that is not told stands there all the same.
                facts.push(format!(
                    "{number} {}",
                    what.replace(r#""name":{"given":"","family":""},"#, "").replace('"', "")
                ));
            }
            Out::Refused(Refusal { place, number, value, rule, effect }) => refusals.push(format!(
                "{} {}, {number}, {value}: {rule} ({})",
                place.row,
                place.column,
                effect.in_words()
            )),
        }
        Ok(())
    })?;
    Ok(Said { read, facts, refusals })
}
