//! The text of a file, piece by piece, whatever it was saved as.
//!
//! A mark at the beginning says UTF-8 or UTF-16. Without one the file is looked through once: where all of it is UTF-8 it is read as such, and
//! else as Windows-1252, as Excel saves a CSV file in England, with a note for the report. Nothing is replaced: what cannot be read is said.

use std::io::{self, BufRead, Read as _, Seek as _};

use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::read::{Content, Source, Unreadable, limits};

/// How much text is kept at a time, in bytes.
const PIECE: usize = 16 * 1024;

/// A file as UTF-8, byte by byte.
pub struct Text<'r> {
    file: String,
    content: Box<dyn Content + 'r>,
    decoder: Decoder,
    piece: Vec<u8>,
    filled: usize,
    at: usize,
    ended: bool,
    taken: u64,
    note: Option<String>,
}

impl<'r> Text<'r> {
    /// Looks what a file was saved as. A file that is too large, has been saved as no text, or in neither of these ways, is refused.
    pub fn open(source: Source<'r>) -> Result<Text<'r>, Unreadable> {
        let Source { name: file, size, mut content } = source;
        if size > limits::FILE {
            return Err(too_large(&file));
        }
        let (encoding, note) = kind(&mut *content, &file)?;
        content.rewind().map_err(|e| failed(&file, &e))?;
        let decoder = encoding.new_decoder_with_bom_removal();
        let piece = vec![0; PIECE];
        Ok(Text { file, content, decoder, piece, filled: 0, at: 0, ended: false, taken: 0, note })
    }

    /// The file's name.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// What the report should say of how the file was read.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// What lies ready of the text; empty at the end.
    pub fn ready(&mut self) -> Result<&[u8], Unreadable> {
        while self.at >= self.filled && !self.ended {
            self.fill()?;
        }
        Ok(self.piece.get(self.at..self.filled).unwrap_or_default())
    }

    /// The next byte, which stays where it is; nothing at the end.
    pub fn peek(&mut self) -> Result<Option<u8>, Unreadable> {
        if self.at < self.filled {
            return Ok(self.piece.get(self.at).copied());
        }
        Ok(self.ready()?.first().copied())
    }

    /// Goes past a byte that was looked at.
    pub fn pass(&mut self) {
        self.at += 1;
    }

    /// Fills the piece as far as it goes: what is seen of a text does not depend on how the file hands out its bytes.
    fn fill(&mut self) -> Result<(), Unreadable> {
        (self.at, self.filled) = (0, 0);
        loop {
            let raw = self.content.fill_buf().map_err(|e| failed(&self.file, &e))?;
            let is_last = raw.is_empty();
            let space = self.piece.get_mut(self.filled..).unwrap_or_default();
            let (result, read, written, has_errors) = self.decoder.decode_to_utf8(raw, space, is_last);
            self.content.consume(read);
            self.taken += read as u64;
            self.filled += written;
            if self.taken > limits::FILE {
                return Err(too_large(&self.file));
            }
            if has_errors {
                let why = format!("is marked as {} and is not", self.decoder.encoding().name());
                return Err(Unreadable::file(&self.file, why, "save it again as `CSV UTF-8`"));
            }
            self.ended = is_last && result == CoderResult::InputEmpty;
            if self.ended || result == CoderResult::OutputFull {
                break;
            }
        }
        match self.piece.get(..self.filled) {
            Some(text) if text.contains(&0) => Err(no_text(&self.file)),
            _ => Ok(()),
        }
    }
}

fn failed(file: &str, error: &io::Error) -> Unreadable {
    Unreadable::file(file, format!("could not be read: {error}"), "")
}

fn too_large(file: &str) -> Unreadable {
    let most = limits::FILE / 1024 / 1024;
    Unreadable::file(file, format!("is larger than {most} MB"), "give it in parts, each with the headings")
}

fn no_text(file: &str) -> Unreadable {
    Unreadable::file(file, "is no text: there are zero bytes in it", "save it again as `CSV UTF-8`")
}

/// What a file was saved as.
fn kind(content: &mut dyn Content, file: &str) -> Result<(&'static Encoding, Option<String>), Unreadable> {
    let mut first = Vec::new();
    content.take(4).read_to_end(&mut first).map_err(|e| failed(file, &e))?;
    if first.starts_with(b"PK\x03\x04") || first.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(Unreadable::file(
            file,
            "is a workbook or an archive, and no CSV file",
            "save its sheet as `CSV UTF-8`",
        ));
    }
    match Encoding::for_bom(&first) {
        Some((marked, _)) if [UTF_8, UTF_16LE, UTF_16BE].contains(&marked) => return Ok((marked, None)),
        _ => {}
    }
    content.rewind().map_err(|e| failed(file, &e))?;
    let seen = look_through(content, file)?;
    if seen.has_zero {
        return Err(no_text(file));
    }
    if seen.is_utf8 {
        return Ok((UTF_8, None));
    }
    if seen.is_unassigned {
        return Err(Unreadable::file(file, "is neither UTF-8 nor Windows-1252", "save it again as `CSV UTF-8`"));
    }
    let note = format!("{file} is not UTF-8; it was read as Windows-1252: look at a name with an accent in it");
    Ok((WINDOWS_1252, Some(note)))
}

/// What is in a file.
struct Seen {
    is_utf8: bool,
    has_zero: bool,
    /// Bytes that stand for nothing in Windows-1252.
    is_unassigned: bool,
}

fn look_through(content: &mut dyn Content, file: &str) -> Result<Seen, Unreadable> {
    let mut seen = Seen { is_utf8: true, has_zero: false, is_unassigned: false };
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let mut space = vec![0; PIECE];
    let mut taken = 0;
    loop {
        let raw = content.fill_buf().map_err(|e| failed(file, &e))?;
        let is_last = raw.is_empty();
        let mut rest = raw;
        while seen.is_utf8 && (is_last || !rest.is_empty()) {
            let (result, read, _) = decoder.decode_to_utf8_without_replacement(rest, &mut space, is_last);
            rest = rest.get(read..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => seen.is_utf8 = false,
            }
        }
        if is_last {
            return Ok(seen);
        }
        seen.has_zero = raw.contains(&0);
        if seen.has_zero {
            return Ok(seen);
        }
        seen.is_unassigned |= raw.iter().any(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D));
        let length = raw.len();
        content.consume(length);
        taken += length as u64;
        if taken > limits::FILE {
            return Err(too_large(file));
        }
    }
}
