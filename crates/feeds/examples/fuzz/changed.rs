//! Changes inputs: what comes in are good ones, what goes out is one that nobody would write.
//!
//! It knows bytes, words, cells and lines, and what lies at an edge of something in a file of a feed. It goes through numbers of its own
//! (splitmix64), and knows nothing of any reader.

use std::time::{Duration, Instant};

/// A row of numbers (splitmix64).
pub struct Numbers(pub u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// From here until there, in so many; seldom long.
    fn range(&mut self, length: usize) -> (usize, usize) {
        let from = self.below(length + 1);
        let most = if self.below(4) == 0 { length - from } else { (length - from).min(16) };
        (from, from + self.below(most + 1))
    }
}

/// Texts that lie at an edge of something.
const EDGES: [&[u8]; 84] = [
    b"1950-01-01",
    b"2150-12-31",
    b"1949-12-31",
    b"2024-02-29",
    b"29/02/2023",
    b"31/12/99",
    b"2026-04-03T00:00:00",
    b"03/04/2026 25:00",
    b"9999-12-31",
    b"0",
    b"1",
    b"-1",
    b"4294967296",
    b"18446744073709551616",
    b"1e400",
    b"NaN",
    b"9.43477E+09",
    b"943 476 5919",
    b"9434765919",
    b"H801200001001",
    b"2003/0011985X",
    b"UN1",
    b"NULL",
    b"null",
    b"Y",
    b"N",
    b"X1",
    b"V2",
    b"C2",
    b"J1",
    b"E4A",
    b"U6",
    b"K2",
    b"yro",
    b"custody",
    b"{}",
    b"{\"HOUSE\": 1}",
    b"[[[[[[[[",
    b"\"",
    b"\"\"",
    b"'",
    b",",
    b";",
    b"\t",
    b"\r",
    b"\n",
    b"\r\n",
    b"\n\n",
    b"\x00",
    b"\x81",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xc3\xa9",
    b"\xe2\x80\x8b",
    b"\xe2\x80\xa8",
    b"\xef\xbc\x9d",
    b"\xc4\xb0",
    b"\xef\xac\x83",
    b"\xf0\x9f\x98\x80",
    b"=1+1",
    b"#REF!",
    b"&amp;",
    b"&#65;",
    b"&#x110000;",
    b"&a;",
    b"<a>",
    b"</a>",
    b"<a/>",
    b"<a b='c'>",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"<?xml version='1.0' encoding='windows-1252'?>",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"%% mapping.toml\n",
    b"[columns]\n",
    b"\"\"\"",
    b"\\u0000",
];

/// What changes inputs.
pub struct Changes {
    numbers: Numbers,
    words: Vec<Vec<u8>>,
    longest: usize,
}

impl Changes {
    pub fn new(numbers: Numbers, longest: usize) -> Changes {
        Changes { numbers, words: EDGES.map(<[u8]>::to_vec).to_vec(), longest }
    }

    /// Takes the words of an input to those that are put into others.
    pub fn learn(&mut self, input: &[u8]) {
        let marks = |byte: &u8| b",;\t\r\n\"<>=/ ".contains(byte);
        for word in input.split(marks).filter(|word| (1..40).contains(&word.len())) {
            if self.words.len() < 20_000 && !self.words.iter().any(|known| known == word) {
                self.words.push(word.to_vec());
            }
        }
    }

    /// One of these, changed.
    pub fn one(&mut self, all: &[&[u8]]) -> Vec<u8> {
        let mut input = all[self.numbers.below(all.len())].to_vec();
        let changes = 1 << self.numbers.below(5);
        for _ in 0..changes {
            self.change(&mut input, all);
        }
        if self.numbers.below(400) == 0 {
            self.grow(&mut input);
        }
        input.truncate(self.longest);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>, all: &[&[u8]]) {
        let (from, to) = self.numbers.range(input.len());
        match self.numbers.below(13) {
            0 if from < input.len() => input[from] ^= 1 << self.numbers.below(8),
            1 if from < input.len() => input[from] = self.numbers.next() as u8,
            2 => drop(input.splice(from..to, [])),
            3 => {
                let copy = input[from..to].to_vec();
                let at = self.numbers.below(input.len() + 1);
                input.splice(at..at, copy);
            }
            4 => {
                let word = self.word();
                input.splice(from..from, word);
            }
            // The end of one input behind the beginning of another.
            5 => {
                let other = all[self.numbers.below(all.len())];
                let at = self.numbers.below(other.len() + 1);
                input.truncate(from);
                input.extend_from_slice(&other[at..]);
            }
            6 | 7 => self.line(input, all),
            8 => {
                let (from, to) = around(input, from, b",;\t\n\"<>");
                let copy = input[from..to].to_vec();
                let (at, until) = around(input, self.at(input), b",;\t\n\"<>");
                input.splice(at..until, copy);
            }
            _ => {
                let (from, to) = around(input, from, b",;\t\r\n\"<>=/ ");
                let word = self.word();
                input.splice(from..to, word);
            }
        }
    }

    fn at(&mut self, input: &[u8]) -> usize {
        self.numbers.below(input.len() + 1)
    }

    fn word(&mut self) -> Vec<u8> {
        // What lies at an edge comes as often as all the other words together.
        let among = if self.numbers.below(2) == 0 { EDGES.len() } else { self.words.len() };
        self.words[self.numbers.below(among)].clone()
    }

    /// Takes a line away, or puts one in, perhaps from another input.
    fn line(&mut self, input: &mut Vec<u8>, all: &[&[u8]]) {
        let at = self.at(input);
        let (from, to) = around(input, at, b"\n");
        if self.numbers.below(3) == 0 {
            input.splice(from..(to + 1).min(input.len()), []);
            return;
        }
        let own = input.clone();
        let other = if self.numbers.below(3) == 0 { all[self.numbers.below(all.len())] } else { own.as_slice() };
        let at = self.at(other);
        let (start, end) = around(other, at, b"\n");
        let mut line = other[start..end].to_vec();
        line.push(b'\n');
        input.splice(from..from, line);
    }

    /// Says a piece of it again and again, each time a little otherwise, until it is as long as may be.
    fn grow(&mut self, input: &mut Vec<u8>) {
        let (from, to) = match self.numbers.below(3) {
            0 => around(input, self.at(input), b"\n"),
            1 => around(input, self.at(input), b"<"),
            _ => self.numbers.range(input.len()),
        };
        let mut piece = input[from..(to + 1).min(input.len())].to_vec();
        if piece.is_empty() {
            piece.push(b'x');
        }
        let length = self.numbers.below(self.longest);
        let is_changing = self.numbers.below(2) == 0;
        let mut grown = Vec::with_capacity(length + piece.len());
        while grown.len() < length {
            grown.extend_from_slice(&piece);
            if is_changing {
                let at = grown.len() - 1 - self.numbers.below(piece.len());
                if grown[at].is_ascii_digit() {
                    grown[at] = b'0' + self.numbers.below(10) as u8;
                }
            }
        }
        input.splice(from..from, grown);
    }
}

/// What stands around a place, between two of these marks.
fn around(input: &[u8], at: usize, marks: &[u8]) -> (usize, usize) {
    let from = input[..at].iter().rposition(|byte| marks.contains(byte)).map_or(0, |place| place + 1);
    let to = input[at..].iter().position(|byte| marks.contains(byte)).map_or(input.len(), |place| at + place);
    (from, to)
}

/// The input without what can be left out of it; given up after some seconds.
pub fn smaller(mut input: Vec<u8>, is_so: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let begun = Instant::now();
    let mut piece = input.len() / 2;
    while piece > 0 {
        let mut at = 0;
        while at < input.len() {
            if begun.elapsed() > Duration::from_secs(2) {
                return input;
            }
            let mut less = input[..at].to_vec();
            less.extend_from_slice(input.get(at + piece..).unwrap_or_default());
            if is_so(&less) { input = less } else { at += piece }
        }
        piece /= 2;
    }
    input
}
