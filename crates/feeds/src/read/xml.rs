//! An XML file, one child at a time: each element that matters comes as a small tree, so that memory does not grow with the file.
//!
//! There are no definitions and no entities but the five of XML itself (safety R50), and all that could grow has an end: tokens, texts, depth,
//! attributes, the elements of one child. Comments, instructions, attributes and the prefixes of names are passed over. Text that belongs to no
//! element is gathered apart ([`Xml::strays`]); XML that breaks off or does not fit together makes the whole file unreadable.

mod decoded;
mod token;

use crate::read::line::{Cell, Line};
use crate::read::table::shortened;
use crate::read::{Listener, Place, Source, Unreadable, limits};
use crate::told::{Effect, Out, Stop};
use token::{Token, Tokens};

/// The most elements that one child may have.
const ELEMENTS: usize = 10_000;
/// What to do about a file that is no XML, or not the whole of it.
const AGAIN: &str = "have the file written again";

/// An element with all that is in it.
pub struct Element {
    /// Its name, without a prefix.
    pub name: String,
    /// The line in which it begins.
    pub line: u64,
    /// Its text, without blanks around it; empty where it has elements of its own.
    pub text: String,
    /// The elements in it, in order.
    pub children: Vec<Element>,
}

impl Element {
    /// The first element of this name in it.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All elements of this name in it.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// What stands under a name in it; empty where there is no such element.
    pub fn cell<'c>(&'c self, name: &'c str) -> Cell<'c> {
        let told = self.all(name).find(|own| !own.text.is_empty());
        Cell { column: name, text: told.map_or("", |own| &own.text) }
    }

    /// The second of two elements of this name in it that do not say the same.
    pub fn twice(&self, name: &str) -> Option<&Element> {
        let mut told = self.children.iter().filter(|own| own.name == name && !own.text.is_empty());
        let first = told.next()?;
        told.find(|own| own.text != first.text)
    }

    /// Reads it as one line about a child, of which these elements are the cells. What is refused is refused with the line of its own element;
    /// where one of them stands there twice, and not the same, the whole is.
    ///
    /// # Errors
    ///
    /// Where the listener stops.
    pub fn as_line(
        &self,
        (file, number): (&str, &str),
        cells: &[&str],
        out: &mut Listener<'_>,
        read: impl FnOnce(&mut Line<'_, '_>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        if let Some(second) = cells.iter().find_map(|name| self.twice(name)) {
            let cell = Cell { column: &second.name, text: &second.text };
            let rule = "this stands there twice, and not the same";
            return Line::new(file, second.line, number, out).refuse(cell, rule, Effect::Row);
        }
        let mut said = |mut said: Out| {
            if let Out::Refused(refusal) = &mut said {
                let own = self.children.iter().find(|own| own.name == refusal.place.column);
                refusal.place.row = own.map_or(self.line, |own| own.line);
            }
            out(said)
        };
        read(&mut Line::new(file, self.line, number, &mut said))
    }
}

/// Text that belongs to no element.
pub struct Stray {
    /// The element in which it stands beside others.
    pub within: String,
    /// The line in which it begins.
    pub line: u64,
    /// The text.
    pub text: String,
}

/// An XML file that is read element by element.
pub struct Xml<'r> {
    tokens: Tokens<'r>,
    entered: Vec<String>,
    strays: Vec<Stray>,
    given: u64,
}

/// An element that has begun and not ended.
struct Open {
    element: Element,
    /// Where its text begins.
    said: u64,
}

impl Open {
    fn new(name: String, line: u64) -> Open {
        Open { element: Element { name, line, text: String::new(), children: Vec::new() }, said: line }
    }

    /// Adds a piece of text.
    fn say(&mut self, text: &str, line: u64) {
        if self.element.text.is_empty() {
            let start = text.trim_start();
            self.said = line + newlines(text) - newlines(start);
            self.element.text.push_str(start);
        } else {
            self.element.text.push_str(text);
        }
    }

    /// The text so far, where it belongs to no element.
    fn stray(&mut self) -> Option<Stray> {
        let text = std::mem::take(&mut self.element.text);
        let text = text.trim_end();
        (!text.is_empty()).then(|| Stray { within: self.element.name.clone(), line: self.said, text: text.to_owned() })
    }
}

impl<'r> Xml<'r> {
    /// Begins to read a file whose outermost element has this name.
    ///
    /// ```
    /// use feeds::read::{Source, xml::Xml};
    ///
    /// let file = "<list>\n<child><id>42</id></child>\n</list>";
    /// let content = Box::new(std::io::Cursor::new(file));
    /// let source = Source { name: "list.xml".into(), size: file.len() as u64, content };
    /// let mut xml = Xml::open(source, "list").unwrap();
    /// let child = xml.next(&[]).unwrap().unwrap();
    /// assert_eq!((child.line, child.cell("id").text), (2, "42"));
    /// assert!(xml.next(&[]).unwrap().is_none());
    /// ```
    ///
    /// # Errors
    ///
    /// Where the file is too large, is no XML, or another element is the outermost.
    pub fn open(source: Source<'r>, root: &str) -> Result<Xml<'r>, Unreadable> {
        let Source { name: file, size, content } = source;
        let mut tokens = Tokens::open(file, size, content)?;
        loop {
            match tokens.next()? {
                (line, Token::Open(name)) if name != root => {
                    let why = format!("begins with `{}`, where `{root}` is meant", shortened(&name));
                    return Err(tokens.wrong(line, why, "look whether this is a file of another kind"));
                }
                (_, Token::Open(name)) => return Ok(Xml { tokens, entered: vec![name], strays: Vec::new(), given: 0 }),
                (_, Token::Text(text)) if text.trim().is_empty() => {}
                (line, _) => {
                    return Err(tokens.wrong(line, "is no XML", "look whether this is a file of another kind"));
                }
            }
        }
    }

    /// The file's name.
    pub fn file(&self) -> &str {
        &self.tokens.file
    }

    /// The next element with all that is in it; nothing at the end of the file. Elements named in `enter` are not given themselves: what is in
    /// them is, one by one.
    ///
    /// # Errors
    ///
    /// Where the XML does not fit together, breaks off, or has something in it that is refused.
    pub fn next(&mut self, enter: &[&str]) -> Result<Option<Element>, Unreadable> {
        while let Some(within) = self.entered.last() {
            match self.tokens.next()? {
                (line, Token::Open(name)) => {
                    self.tokens.deep(self.entered.len() + 1, line)?;
                    if !enter.contains(&name.as_str()) {
                        self.given += 1;
                        if self.given > limits::ROWS {
                            let why = format!("has more than {} children", limits::ROWS);
                            return Err(self.tokens.wrong(line, why, "look whether this is the right file"));
                        }
                        return self.gather(name, line).map(Some);
                    }
                    self.entered.push(name);
                }
                (_, Token::Close) => {
                    self.entered.pop();
                }
                (line, Token::Text(text)) => {
                    let mut open = Open::new(within.clone(), line);
                    open.say(&text, line);
                    self.strays.extend(open.stray());
                }
                (line, Token::End) => return Err(self.tokens.broken(line, within)),
            }
        }
        self.end().map(|()| None)
    }

    /// The text that belonged to no element since this was last asked.
    pub fn strays(&mut self) -> Vec<Stray> {
        std::mem::take(&mut self.strays)
    }

    /// Says of the text that belonged to no element that it was left out.
    ///
    /// # Errors
    ///
    /// Where the listener stops.
    pub fn refuse_strays(&mut self, number: &str, out: &mut Listener<'_>) -> Result<(), Stop> {
        for Stray { within, line, text } in self.strays() {
            let rule = "this text stands between elements and belongs to none: look whether a value is missing";
            let cell = Cell { column: &within, text: &text };
            Line::new(self.file(), line, number, out).refuse(cell, rule, Effect::Value)?;
        }
        Ok(())
    }

    /// Nothing may stand behind the outermost element.
    fn end(&mut self) -> Result<(), Unreadable> {
        loop {
            match self.tokens.next()? {
                (_, Token::End) => return Ok(()),
                (_, Token::Text(text)) if text.trim().is_empty() => {}
                (line, _) => {
                    return Err(self.tokens.wrong(line, "goes on behind the end of the outermost element", AGAIN));
                }
            }
        }
    }

    /// The element that has just begun, with all that is in it.
    fn gather(&mut self, name: String, begins: u64) -> Result<Element, Unreadable> {
        let whole = name.clone();
        let mut open = vec![Open::new(name, begins)];
        let (mut size, mut elements) = (0, 1);
        loop {
            let (line, token) = self.tokens.next()?;
            let Some(last) = open.last_mut() else { return Err(self.tokens.broken(line, &whole)) };
            size += self.tokens.spent();
            match token {
                Token::Open(name) => {
                    self.strays.extend(last.stray());
                    self.tokens.deep(self.entered.len() + open.len() + 1, line)?;
                    elements += 1;
                    open.push(Open::new(name, line));
                }
                Token::Text(text) => {
                    last.say(&text, line);
                    if last.element.text.len() > limits::CELL {
                        return Err(self.tokens.long(line));
                    }
                }
                Token::Close => {
                    if !last.element.children.is_empty() {
                        self.strays.extend(last.stray());
                    }
                    last.element.text.truncate(last.element.text.trim_end().len());
                    let Some(Open { element, .. }) = open.pop() else { continue };
                    match open.last_mut() {
                        Some(parent) => parent.element.children.push(element),
                        None => return Ok(element),
                    }
                }
                Token::End => return Err(self.tokens.broken(line, &last.element.name)),
            }
            if size > limits::ROW || elements > ELEMENTS {
                let most = limits::ROW / 1024;
                let why = format!("one `{}` has more than {ELEMENTS} elements or {most} KB", shortened(&whole));
                return Err(self.tokens.wrong(begins, why, "look whether this is the right file"));
            }
        }
    }
}

/// How many lines end in a text.
fn newlines(text: &str) -> u64 {
    text.bytes().filter(|b| *b == b'\n').count() as u64
}

/// Where something stands that is said of the file.
fn place(file: &str, line: u64) -> Place {
    Place { file: file.to_owned(), row: line, column: String::new() }
}
