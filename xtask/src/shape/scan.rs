//! Rust text with its comments and its strings told apart, line by line.
//!
//! No parser: just enough to know whether a word stands in code, in a string or in a comment. Macros and attributes are code.

/// A file taken apart.
#[derive(Debug, Default)]
pub struct Scanned {
    /// The code, line by line, comments left out and strings emptied.
    pub code: Vec<String>,
    /// Each string, with the line it begins on, from 1.
    pub strings: Vec<(usize, String)>,
}

impl Scanned {
    /// Each line of code with its number, up to where the file's own tests begin.
    pub fn program(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests = self.tests_from();
        self.code.iter().enumerate().map(|(n, line)| (n + 1, line.as_str())).take_while(move |(n, _)| *n < tests)
    }

    /// The line with which the file's own tests begin; past the end where it has none.
    pub fn tests_from(&self) -> usize {
        self.code.iter().position(|l| l.trim() == "#[cfg(test)]").map_or(usize::MAX, |n| n + 1)
    }
}

/// Takes a file apart.
pub fn scan(text: &str) -> Scanned {
    let mut scanner =
        Scanner { rest: text, done: Scanned { code: vec![String::new()], strings: Vec::new() }, last: ' ' };
    while scanner.step() {}
    scanner.done
}

struct Scanner<'a> {
    rest: &'a str,
    done: Scanned,
    /// The character of code before, to tell `r"…"` from a name that ends in r.
    last: char,
}

impl Scanner<'_> {
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        if self.rest.starts_with("//") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.pass(end);
        } else if self.rest.starts_with("/*") {
            let end = block_end(self.rest);
            self.pass(end);
        } else if let Some(hashes) = self.raw_string() {
            let start = self.rest.find('"').map_or(0, |q| q + 1);
            let close = format!("\"{}", "#".repeat(hashes));
            let inner = self.rest.get(start..).unwrap_or_default();
            let end = inner.find(&close).unwrap_or(inner.len());
            self.string(start, end, close.len());
        } else if first == '"' {
            let inner = self.rest.get(1..).unwrap_or_default();
            self.string(1, quote_end(inner), 1);
        } else if first == '\'' {
            let len = char_literal(self.rest).unwrap_or(1);
            self.pass(len);
        } else {
            self.code(first);
        }
        true
    }

    /// How many `#` a raw string that begins here has.
    fn raw_string(&self) -> Option<usize> {
        let after = self.rest.strip_prefix("br").or(self.rest.strip_prefix('r'))?;
        let hashes = after.chars().take_while(|c| *c == '#').count();
        let opens = after.get(hashes..)?.starts_with('"');
        (opens && !self.last.is_alphanumeric() && self.last != '_').then_some(hashes)
    }

    fn string(&mut self, start: usize, len: usize, close: usize) {
        let text = self.rest.get(start..start + len).unwrap_or_default().to_owned();
        self.done.strings.push((self.done.code.len(), text));
        if let Some(line) = self.done.code.last_mut() {
            line.push_str("\"\"");
        }
        self.last = '"';
        self.pass(start + len + close);
    }

    /// Goes on without keeping what is passed, but for its line ends.
    fn pass(&mut self, len: usize) {
        let len = len.min(self.rest.len());
        let (passed, rest) = self.rest.split_at(len);
        for _ in passed.matches('\n') {
            self.done.code.push(String::new());
        }
        self.rest = rest;
    }

    fn code(&mut self, c: char) {
        if c == '\n' {
            self.done.code.push(String::new());
        } else if let Some(line) = self.done.code.last_mut() {
            line.push(c);
        }
        self.last = c;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
    }
}

/// How long a block comment is, those inside it counted in.
fn block_end(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth = depth.saturating_sub(1);
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// Where a string's closing quote stands.
fn quote_end(inner: &str) -> usize {
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    inner.len()
}

/// How long the character in quotes is that begins here; nothing where it is a lifetime.
fn char_literal(text: &str) -> Option<usize> {
    let inner = text.get(1..)?;
    if inner.starts_with('\\') {
        let after = inner.get(2..)?;
        return Some(3 + after.find('\'')? + 1);
    }
    let c = inner.chars().next()?;
    inner.get(c.len_utf8()..)?.starts_with('\'').then_some(2 + c.len_utf8())
}

/// The words of a name, lower case: `EnfieldRule` and `enfield_rule` hold `enfield`.
pub fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower_before = false;
    for c in text.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && lower_before) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        lower_before = c.is_lowercase();
    }
    words.retain(|w| !w.is_empty());
    words
}
