//! The bytes of a file as UTF-8, piece by piece, whatever the file is written in.
//!
//! In what a file is written, whoever reads it finds out: an XML file says so itself, a CSV file is looked through. Bytes that are not what they are
//! taken for end the text where they stand, and are never replaced. What is seen of a text does not depend on how the file hands out its bytes.

use std::io;

use encoding_rs::{Decoder, DecoderResult, Encoding};

use crate::read::{Content, limits};

/// How much text is kept at a time, in bytes.
pub const PIECE: usize = 16 * 1024;

/// The content of a file as UTF-8.
pub struct Decoding<'r> {
    content: Box<dyn Content + 'r>,
    decoder: Decoder,
    is_ascii: bool,
    piece: Vec<u8>,
    from: usize,
    to: usize,
    taken: u64,
    is_done: bool,
    is_malformed: bool,
}

/// Why there is no more of a text.
#[derive(Debug)]
pub enum BrokenOff {
    /// The medium failed.
    Medium(io::Error),
    /// The file is larger than a file may be.
    TooLarge,
    /// The bytes are not in the encoding of this name.
    NotSo(&'static str),
}

impl<'r> Decoding<'r> {
    /// Decodes a content from where it stands, behind a mark that says in what it is written.
    pub fn new(content: Box<dyn Content + 'r>, by: &'static Encoding) -> Decoding<'r> {
        let decoder = by.new_decoder_without_bom_handling();
        let piece = vec![0; PIECE];
        Decoding {
            content,
            decoder,
            is_ascii: false,
            piece,
            from: 0,
            to: 0,
            taken: 0,
            is_done: false,
            is_malformed: false,
        }
    }

    /// The same, where only the first 128 characters may stand in it.
    pub fn ascii_only(self) -> Decoding<'r> {
        Decoding { is_ascii: true, ..self }
    }

    /// What lies ready of the text.
    pub fn ready(&self) -> &[u8] {
        self.piece.get(self.from..self.to).unwrap_or_default()
    }

    /// Goes past so many bytes of what lies ready.
    pub fn pass(&mut self, n: usize) {
        self.from = self.to.min(self.from.saturating_add(n));
    }

    /// Where nothing lies ready any longer, decodes the next piece, and says that there is one; at the end of the text there is none.
    ///
    /// # Errors
    ///
    /// Where the text is broken off here.
    pub fn fill(&mut self) -> Result<bool, BrokenOff> {
        if self.from < self.to {
            return Ok(false);
        }
        (self.from, self.to) = (0, 0);
        while !self.is_done {
            let has_room = self.decode().map_err(BrokenOff::Medium)?;
            if self.taken > limits::FILE {
                return Err(BrokenOff::TooLarge);
            }
            if !has_room {
                break;
            }
        }
        if self.to == 0 && self.is_malformed {
            let name = if self.is_ascii { "ASCII" } else { self.decoder.encoding().name() };
            return Err(BrokenOff::NotSo(name));
        }
        Ok(self.to > 0)
    }

    /// Decodes what the content hands out next, behind what lies ready; says whether the piece has room for more.
    fn decode(&mut self) -> io::Result<bool> {
        let raw = self.content.fill_buf()?;
        let is_last = raw.is_empty();
        let beyond = if self.is_ascii { raw.iter().position(|b| !b.is_ascii()) } else { None };
        let raw = beyond.and_then(|beyond| raw.get(..beyond)).unwrap_or(raw);
        let room = self.piece.get_mut(self.to..).unwrap_or_default();
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(raw, room, is_last);
        self.content.consume(read);
        self.taken = self.taken.saturating_add(read as u64);
        self.to += written;
        self.is_malformed = matches!(result, DecoderResult::Malformed(..)) || beyond == Some(0);
        self.is_done = self.is_malformed || is_last && result == DecoderResult::InputEmpty;
        Ok(result != DecoderResult::OutputFull)
    }
}
