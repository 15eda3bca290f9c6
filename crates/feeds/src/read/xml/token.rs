//! What comes next in an XML file: an element begins or ends, or there is text. Everything that is refused is refused here.

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::escape;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::decoded::{Decoded, Fault};
use super::{AGAIN, place};
use crate::read::table::shortened;
use crate::read::{Content, Unreadable, limits};

/// The most attributes of one element.
const ATTRIBUTES: usize = 64;
/// What to do about a file with definitions of its own.
const PLAIN: &str = "have the file written without a document type and without entities";

/// What comes next.
pub(super) enum Token {
    /// An element begins.
    Open(String),
    /// The element that began last ends.
    Close,
    /// Text, as much of it as stands together.
    Text(String),
    /// The file is at its end.
    End,
}

/// What is in a file, one after the other.
pub(super) struct Tokens<'r> {
    /// The file's name.
    pub(super) file: String,
    reader: Reader<Decoded<'r>>,
    buffer: Vec<u8>,
}

/// Why the file is refused, and what to do.
type Wrong = (String, &'static str);

impl<'r> Tokens<'r> {
    pub(super) fn open(file: String, size: u64, content: Box<dyn Content + 'r>) -> Result<Tokens<'r>, Unreadable> {
        if size > limits::FILE {
            return Err(Unreadable::file(&file, fault(Fault::TooLarge).0, ""));
        }
        let decoded = Decoded::new(content).map_err(|why| Unreadable::file(&file, why, "have it written as UTF-8"))?;
        let mut reader = Reader::from_reader(decoded);
        reader.config_mut().expand_empty_elements = true;
        Ok(Tokens { file, reader, buffer: Vec::new() })
    }

    /// The next token, and the line in which it begins.
    pub(super) fn next(&mut self) -> Result<(u64, Token), Unreadable> {
        loop {
            self.buffer.clear();
            self.reader.get_mut().begin();
            let line = self.reader.get_ref().line();
            let read = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => token(event),
                Err(error) => {
                    let within = self.reader.get_ref();
                    Err(within.fault().map_or_else(|| refused(&error), fault))
                }
            };
            match read {
                Ok(Some(token)) => return Ok((line, token)),
                Ok(None) => {}
                Err((why, help)) => return Err(self.wrong(line, why, help)),
            }
        }
    }

    /// How many bytes the last token has.
    pub(super) fn spent(&self) -> usize {
        self.reader.get_ref().spent()
    }

    /// Something is wrong in a line.
    pub(super) fn wrong(&self, line: u64, why: impl Into<String>, help: &str) -> Unreadable {
        Unreadable { place: place(&self.file, line), why: why.into(), help: help.to_owned() }
    }

    /// The file ends within an element.
    pub(super) fn broken(&self, line: u64, within: &str) -> Unreadable {
        self.wrong(line, format!("breaks off: `{}` does not end", shortened(within)), AGAIN)
    }

    /// A text is too long.
    pub(super) fn long(&self, line: u64) -> Unreadable {
        let why = format!("a text is longer than {} KB", limits::CELL / 1024);
        self.wrong(line, why, "look whether this is the right file")
    }

    /// Refuses an element that lies too deep.
    pub(super) fn deep(&self, depth: usize, line: u64) -> Result<(), Unreadable> {
        if depth <= limits::DEPTH {
            return Ok(());
        }
        let why = format!("elements lie more than {} deep in one another", limits::DEPTH);
        Err(self.wrong(line, why, "look whether this is the right file"))
    }
}

/// What an event is; nothing where it is passed over.
fn token(event: Event<'_>) -> Result<Option<Token>, Wrong> {
    Ok(Some(match event {
        // An element without content is given as one that begins and ends.
        Event::Start(start) | Event::Empty(start) => Token::Open(name(&start)?),
        Event::End(_) => Token::Close,
        Event::Text(text) => Token::Text(allowed(text.xml10_content().into_owned())?),
        Event::CData(text) => Token::Text(allowed(text.xml10_content().into_owned())?),
        Event::GeneralRef(reference) => Token::Text(resolved(&reference)?),
        Event::DocType(_) => return Err(("has a document type (DOCTYPE), which is not read".into(), PLAIN)),
        Event::Comment(_) | Event::PI(_) | Event::Decl(_) => return Ok(None),
        Event::Eof => Token::End,
    }))
}

/// The name of an element, without a prefix; its attributes are looked at, and passed over.
fn name(start: &BytesStart<'_>) -> Result<String, Wrong> {
    let (whole, local) = (start.name(), start.local_name());
    let (whole, local) = (whole.as_ref(), local.as_ref());
    let begins = local.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if !begins || !whole.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '·')) {
        return Err((
            format!("`{}` is no name of an element; a single `<` is written `&lt;`", shortened(whole)),
            AGAIN,
        ));
    }
    for (n, attribute) in start.attributes().enumerate() {
        let attribute =
            attribute.map_err(|e| (format!("an attribute of `{}` is wrong: {e}", shortened(whole)), AGAIN))?;
        if n >= ATTRIBUTES || attribute.value.len() > limits::CELL {
            return Err((format!("`{}` has more attributes, or longer ones, than are read", shortened(whole)), AGAIN));
        }
        escape::unescape(&attribute.value).map_err(|_| {
            (format!("an attribute of `{}` has an entity that is not one of the five of XML", shortened(whole)), PLAIN)
        })?;
    }
    Ok(local.to_owned())
}

/// What an entity stands for: one of the five of XML, or a character by its number.
fn resolved(reference: &BytesRef<'_>) -> Result<String, Wrong> {
    let known = match reference.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => reference.resolve_char_ref().ok().flatten(),
    };
    match known {
        Some(c) => allowed(c.to_string()),
        None => Err((format!("`&{};` is none of the five entities of XML", shortened(reference)), PLAIN)),
    }
}

/// The text, where XML allows all its characters.
fn allowed(text: String) -> Result<String, Wrong> {
    let is_not = |c: &char| c.is_control() && u32::from(*c) < 0x20 && !matches!(c, '\t' | '\n' | '\r');
    match text.chars().find(|c| is_not(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}')) {
        Some(c) => Err((format!("has a character in it that XML does not allow (U+{:04X})", u32::from(c)), AGAIN)),
        None => Ok(text),
    }
}

/// Why no more of the file is given.
fn fault(fault: Fault) -> Wrong {
    match fault {
        Fault::TooLong => {
            let most = limits::ROW / 1024;
            (format!("a text or tag is longer than {most} KB"), "look whether this is the right file")
        }
        Fault::TooLarge => {
            let most = limits::FILE / 1024 / 1024;
            (format!("is larger than {most} MB"), "look whether this is the right file")
        }
        Fault::NotSo(name) => (
            format!("has bytes in it that are not {name}"),
            "have it written as UTF-8, with a declaration that says so",
        ),
    }
}

/// Why the XML is refused.
fn refused(error: &Error) -> Wrong {
    let why = match error {
        Error::Io(e) => format!("could not be read: {e}"),
        Error::Syntax(SyntaxError::InvalidBangMarkup) => "has a `<!` that begins nothing".into(),
        Error::Syntax(_) => "breaks off within a tag or a comment".into(),
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!("does not fit together: `{}` ends where `{}` is open", shortened(found), shortened(expected))
        }
        Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
            format!("does not fit together: `{}` ends and has not begun", shortened(found))
        }
        Error::IllFormed(IllFormedError::UnclosedReference) => "has a single `&`, which is written `&amp;`".into(),
        Error::IllFormed(IllFormedError::MissingDoctypeName) => {
            return ("has a document type (DOCTYPE), which is not read".into(), PLAIN);
        }
        _ => "is no XML that fits together".into(),
    };
    (why, AGAIN)
}
