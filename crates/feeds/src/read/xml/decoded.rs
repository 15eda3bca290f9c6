//! What is in an XML file as UTF-8, piece by piece, whatever it is written in; with the line, and with an end to what is given for one token.
//!
//! Read are UTF-8, UTF-16 with the mark that says which of its two orders, Windows-1252 and what calls itself Latin 1 or ASCII. Bytes that are
//! not what the file says it is are refused, and never replaced.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::read::decoding::{BrokenOff, Decoding};
use crate::read::{Content, limits};

/// In how many bytes the declaration of the encoding must stand.
const HEAD: u64 = 1024;

/// Why no more is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A tag, a text or a comment is longer than a row may be.
    TooLong,
    /// The file is larger than a file may be.
    TooLarge,
    /// The bytes are not what the file says it is written in.
    NotSo(&'static str),
}

/// In what a file is written.
#[derive(Debug, Clone, Copy)]
struct Written {
    /// As what it is decoded.
    by: &'static Encoding,
    /// Whether only the first 128 characters may stand in it.
    is_ascii: bool,
    /// How many bytes the mark at its beginning has.
    mark: u64,
}

/// The content of a file as UTF-8.
pub(super) struct Decoded<'r> {
    text: Decoding<'r>,
    line: u64,
    spent: usize,
    fault: Option<Fault>,
}

impl<'r> Decoded<'r> {
    /// Finds out in what the file is written.
    ///
    /// # Errors
    ///
    /// Where that is not read here, is not what the file says, or where the beginning cannot be read: in words.
    pub(super) fn new(mut inner: Box<dyn Content + 'r>) -> Result<Decoded<'r>, String> {
        let mut head = Vec::new();
        let begun = (&mut inner).take(HEAD).read_to_end(&mut head);
        begun.map_err(|e| format!("could not be read: {e}"))?;
        let written = written(&head)?;
        inner.seek(SeekFrom::Start(written.mark)).map_err(|e| format!("could not be read: {e}"))?;
        let text = Decoding::new(inner, written.by);
        let text = if written.is_ascii { text.ascii_only() } else { text };
        Ok(Decoded { text, line: 1, spent: 0, fault: None })
    }

    /// In which line the next character stands.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// How many bytes were given since the last [`Decoded::begin`].
    pub(super) fn spent(&self) -> usize {
        self.spent
    }

    /// A new token begins.
    pub(super) fn begin(&mut self) {
        self.spent = 0;
    }

    /// Why no more is given; nothing where the medium failed.
    pub(super) fn fault(&self) -> Option<Fault> {
        self.fault
    }

    fn refuse<T>(&mut self, fault: Fault) -> io::Result<T> {
        self.fault = Some(fault);
        Err(io::Error::other("refused"))
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Decoded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.spent > limits::ROW {
            return self.refuse(Fault::TooLong);
        }
        match self.text.fill() {
            Ok(_) => Ok(self.text.ready()),
            Err(BrokenOff::Medium(error)) => Err(error),
            Err(BrokenOff::TooLarge) => self.refuse(Fault::TooLarge),
            Err(BrokenOff::NotSo(name)) => self.refuse(Fault::NotSo(name)),
        }
    }

    fn consume(&mut self, n: usize) {
        let ready = self.text.ready();
        let given = ready.get(..n).unwrap_or(ready);
        self.line += given.iter().filter(|b| **b == b'\n').count() as u64;
        self.spent += given.len();
        self.text.pass(n);
    }
}

/// In what a file is written that begins like this.
fn written(head: &[u8]) -> Result<Written, String> {
    let (mark, by_mark) = match head {
        [0xEF, 0xBB, 0xBF, ..] => (3, Some(UTF_8)),
        [0xFF, 0xFE, ..] => (2, Some(UTF_16LE)),
        [0xFE, 0xFF, ..] => (2, Some(UTF_16BE)),
        [b'<', 0, ..] | [0, b'<', ..] => {
            return Err("is written in UTF-16 without the mark at its beginning that says so".into());
        }
        _ => (0, None),
    };
    let start = head.get(mark as usize..).unwrap_or_default();
    let (text, _) = by_mark.unwrap_or(WINDOWS_1252).decode_without_bom_handling(start);
    let Some(label) = declared(&text) else {
        return Ok(Written { by: by_mark.unwrap_or(UTF_8), is_ascii: false, mark });
    };
    let is_ascii = ["us-ascii", "ascii", "ansi_x3.4-1968"].iter().any(|own| label.eq_ignore_ascii_case(own));
    let by_label = Encoding::for_label(label.as_bytes());
    let is_wide = |by: &'static Encoding| by == UTF_16LE || by == UTF_16BE;
    let shown: String = label.chars().take(40).collect();
    match (by_mark, by_label) {
        (None, _) if is_ascii => Ok(Written { by: UTF_8, is_ascii, mark }),
        (None, Some(by)) if by == UTF_8 || by == WINDOWS_1252 => Ok(Written { by, is_ascii, mark }),
        (Some(by), Some(label)) if by == label || is_wide(by) && is_wide(label) => {
            Ok(Written { by, is_ascii: false, mark })
        }
        (Some(by), _) => Err(format!("says that it is written in `{shown}`, and begins as {}", by.name())),
        (None, Some(by)) if is_wide(by) => Err(format!("says that it is written in `{shown}`, and does not begin so")),
        (None, _) => Err(format!("is written in `{shown}`, which is not read here")),
    }
}

/// The encoding that an XML declaration names.
fn declared(head: &str) -> Option<&str> {
    let (declaration, _) = head.strip_prefix("<?xml")?.split_once("?>")?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(value.get(1..)?.split_once(quote)?.0.trim())
}
