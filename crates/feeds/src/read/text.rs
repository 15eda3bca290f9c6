//! The text of a file, piece by piece, whatever it was saved as.
//!
//! A mark at the beginning says UTF-8 or UTF-16. Without one the file is looked through once: where all of it is UTF-8 it is read as such, and
//! else as Windows-1252, as Excel saves a CSV file in England, with a note for the report. Nothing is replaced: what cannot be read is said.

use std::io::{self, Read as _, Seek as _, SeekFrom};

use encoding_rs::{DecoderResult, Encoding, UTF_8, WINDOWS_1252};

use crate::read::decoding::{BrokenOff, Decoding, PIECE};
use crate::read::{Content, Source, Unreadable, limits};

/// A file as UTF-8, byte by byte.
pub struct Text<'r> {
    file: String,
    text: Decoding<'r>,
    note: Option<String>,
}

impl<'r> Text<'r> {
    /// Looks what a file was saved as. A file that is too large, has been saved as no text, or in neither of these ways, is refused.
    pub fn open(source: Source<'r>) -> Result<Text<'r>, Unreadable> {
        let Source { name: file, size, mut content } = source;
        if size > limits::FILE {
            return Err(too_large(&file));
        }
        let Saved { by, mark, note } = saved(&mut *content, &file)?;
        content.seek(SeekFrom::Start(mark)).map_err(|e| failed(&file, &e))?;
        Ok(Text { file, text: Decoding::new(content, by), note })
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
        let is_new = self.text.fill().map_err(|broken| match broken {
            BrokenOff::Medium(error) => failed(&self.file, &error),
            BrokenOff::TooLarge => too_large(&self.file),
            BrokenOff::NotSo(name) => {
                Unreadable::file(&self.file, format!("is marked as {name} and is not"), "save it again as `CSV UTF-8`")
            }
        })?;
        if is_new && self.text.ready().contains(&0) {
            return Err(no_text(&self.file));
        }
        Ok(self.text.ready())
    }

    /// The next byte, which stays where it is; nothing at the end.
    pub fn peek(&mut self) -> Result<Option<u8>, Unreadable> {
        if let Some(byte) = self.text.ready().first() {
            return Ok(Some(*byte));
        }
        Ok(self.ready()?.first().copied())
    }

    /// Goes past a byte that was looked at.
    pub fn pass(&mut self) {
        self.text.pass(1);
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
struct Saved {
    by: &'static Encoding,
    /// How many bytes the mark at its beginning has.
    mark: u64,
    note: Option<String>,
}

fn saved(content: &mut dyn Content, file: &str) -> Result<Saved, Unreadable> {
    let mut first = Vec::new();
    content.take(4).read_to_end(&mut first).map_err(|e| failed(file, &e))?;
    if first.starts_with(b"PK\x03\x04") || first.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(Unreadable::file(
            file,
            "is a workbook or an archive, and no CSV file",
            "save its sheet as `CSV UTF-8`",
        ));
    }
    if let Some((by, mark)) = Encoding::for_bom(&first) {
        return Ok(Saved { by, mark: mark as u64, note: None });
    }
    content.rewind().map_err(|e| failed(file, &e))?;
    let seen = look_through(content, file)?;
    if seen.has_zero {
        return Err(no_text(file));
    }
    if seen.is_utf8 {
        return Ok(Saved { by: UTF_8, mark: 0, note: None });
    }
    if seen.is_unassigned {
        return Err(Unreadable::file(file, "is neither UTF-8 nor Windows-1252", "save it again as `CSV UTF-8`"));
    }
    let note = format!("{file} is not UTF-8; it was read as Windows-1252: look at a name with an accent in it");
    Ok(Saved { by: WINDOWS_1252, mark: 0, note: Some(note) })
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
