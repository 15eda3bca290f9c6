//! Is this a workbook that may be opened? Looked at before it is unpacked into anything.
//!
//! An XLSX is a zip of XML parts. What a part says of its own size is not believed: each is unpacked once through a counting reader that
//! keeps nothing. Only what is found harmless goes on to `calamine` ([`super::workbook`]), which takes the file at its word.

use std::io::{BufReader, ErrorKind, Read, SeekFrom};

use quick_xml::events::Event;
use zip::ZipArchive;

use crate::read::{Content, Unreadable, limits};

/// How a file begins that is a zip.
const ZIP: &[u8] = b"PK\x03\x04";
/// How an older Excel file begins, and a newer one with a password.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0";
/// How the list of a zip's parts begins.
const DIRECTORY: &[u8] = b"PK\x01\x02";
/// What stands at the very end of a zip, and how long it is.
const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: i64 = 22;
/// What stands before that in a zip of more than 4 GB, and how long it is.
const LARGE: &[u8] = b"PK\x06\x07";
const LARGE_LENGTH: i64 = 20;

/// What a file is, by how it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// A zip: a workbook, perhaps.
    Zip,
    /// An older Excel file, or one with a password.
    Ole,
    /// Anything else: a text, perhaps.
    Other,
}

/// What a file is, by how it begins. It stands at its beginning again afterwards.
///
/// # Errors
///
/// Where it cannot be read.
pub fn looks(file: &str, content: &mut dyn Content) -> Result<Looks, Unreadable> {
    let mut start = Vec::new();
    let read = content.rewind().and_then(|()| (&mut *content).take(4).read_to_end(&mut start));
    read.and_then(|_| content.rewind()).map_err(|e| broken(file, &e.to_string()))?;
    Ok(match start.as_slice() {
        ZIP => Looks::Zip,
        OLE => Looks::Ole,
        _ => Looks::Other,
    })
}

/// Refuses what is no workbook, or one that is too large to be read. It stands at its beginning again afterwards.
///
/// # Errors
///
/// Where it is no XLSX, has a password, or one of its sizes is beyond [`limits`].
pub fn check(file: &str, content: &mut dyn Content) -> Result<(), Unreadable> {
    match looks(file, content)? {
        Looks::Zip => {}
        Looks::Ole => {
            let why = "this is an older Excel file (.xls), or a workbook with a password";
            return Err(Unreadable::file(file, why, "save it as .xlsx without a password, or as CSV"));
        }
        Looks::Other => return Err(Unreadable::file(file, "this is no workbook", "save it as .xlsx, or as CSV")),
    }
    let size = directory(file, content)?;
    let mut zip = ZipArchive::new(&mut *content).map_err(|e| broken(file, &e.to_string()))?;
    kind(file, zip.file_names().filter_map(Result::ok).map(|name| name.to_lowercase()).collect())?;
    let most = (size * limits::RATIO).clamp(limits::LEAST_UNPACKED, limits::UNPACKED);
    let mut left = most;
    for n in 0..zip.len() {
        let part = zip.by_index(n).map_err(|e| broken(file, &e.to_string()))?;
        if part.encrypted() {
            return Err(Unreadable::file(file, "the workbook has a password", "save it without one, or as CSV"));
        }
        let is_texts = part.name().is_ok_and(|name| name.to_lowercase().ends_with("sharedstrings.xml"));
        let mut counted = Counted { from: part, left, was_cut: false };
        if is_texts {
            texts(file, &mut counted)?;
        }
        let rest = std::io::copy(&mut counted, &mut std::io::sink());
        if counted.was_cut {
            let why = format!("unpacked, the workbook is larger than {} MB", most / (1024 * 1024));
            return Err(Unreadable::file(file, why, "leave out the sheets that are not needed, or save it as CSV"));
        }
        rest.map_err(|e| broken(file, &e.to_string()))?;
        left = counted.left;
    }
    content.rewind().map_err(|e| broken(file, &e.to_string()))
}

/// The size of the file, once the end of the zip is found to be as every spreadsheet program writes it: a list of parts that lies straight
/// before it, and is short.
fn directory(file: &str, content: &mut dyn Content) -> Result<u64, Unreadable> {
    let no = |e: std::io::Error| broken(file, &e.to_string());
    let size = content.seek(SeekFrom::End(0)).map_err(no)?;
    if size > limits::WORKBOOK {
        let why = format!("the workbook is larger than {} MB", limits::WORKBOOK / (1024 * 1024));
        return Err(Unreadable::file(file, why, "leave out the sheets that are not needed, or save it as CSV"));
    }
    let cut = || broken(file, "the list of its parts is not where it should be");
    content.seek(SeekFrom::End(-END_LENGTH)).map_err(|_| cut())?;
    let mut end = [0; END_LENGTH as usize];
    content.read_exact(&mut end).map_err(no)?;
    let [p, k, five, six, _, _, _, _, _, _, parts @ .., _, _] = end;
    let [few, many, s0, s1, s2, s3, o0, o1, o2, o3] = parts;
    let parts = usize::from(u16::from_le_bytes([few, many]));
    let (length, start) =
        (u64::from(u32::from_le_bytes([s0, s1, s2, s3])), u64::from(u32::from_le_bytes([o0, o1, o2, o3])));
    if [p, k, five, six] != *END || start + length + END_LENGTH as u64 != size || length == 0 {
        return Err(cut());
    }
    if parts > limits::PARTS || length > limits::DIRECTORY {
        let why = format!("the workbook has more than {} parts", limits::PARTS);
        return Err(Unreadable::file(file, why, "save it anew as .xlsx, or as CSV"));
    }
    let (mut first, mut before) = ([0; 4], [0; 4]);
    content.seek(SeekFrom::Start(start)).and_then(|_| content.read_exact(&mut first)).map_err(no)?;
    content
        .seek(SeekFrom::End(-END_LENGTH - LARGE_LENGTH))
        .and_then(|_| content.read_exact(&mut before))
        .map_err(no)?;
    if first != *DIRECTORY || before == *LARGE {
        return Err(cut());
    }
    content.rewind().map_err(no)?;
    Ok(size)
}

/// Whether the parts are those of an XLSX.
fn kind(file: &str, parts: Vec<String>) -> Result<(), Unreadable> {
    let has = |name: &str| parts.iter().any(|part| part == name);
    let help = "save it as .xlsx, or as CSV";
    if has("xl/workbook.bin") {
        return Err(Unreadable::file(file, "this is a binary workbook (.xlsb)", help));
    }
    if has("mimetype") || has("content.xml") {
        return Err(Unreadable::file(file, "this is an OpenDocument file (.ods)", help));
    }
    if !has("[content_types].xml") || !parts.iter().any(|part| part.ends_with("workbook.xml")) {
        return Err(Unreadable::file(
            file,
            "this is a zip, and no workbook",
            "take the file out of it, or save it as CSV",
        ));
    }
    Ok(())
}

/// Counts the texts that the sheets share, which are held in memory: as many as there are, and as many as the part says there are, because
/// whoever reads them makes room for so many.
fn texts(file: &str, part: &mut impl Read) -> Result<(), Unreadable> {
    let many = || {
        let why = format!("the workbook has more than {} different texts", limits::TEXT_COUNT);
        Unreadable::file(file, why, "leave out the sheets that are not needed, or save it as CSV")
    };
    let mut counted = Counted { from: part, left: limits::TEXTS, was_cut: false };
    let mut xml = quick_xml::Reader::from_reader(BufReader::new(&mut counted));
    xml.config_mut().check_end_names = false;
    let (mut count, mut buffer) = (0, Vec::new());
    loop {
        buffer.clear();
        let event = xml.read_event_into(&mut buffer);
        let (Ok(Event::Start(tag)) | Ok(Event::Empty(tag))) = &event else {
            match event {
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => continue,
            }
        };
        if tag.local_name().as_ref() == "si" {
            count += 1;
        }
        let said =
            tag.attributes().with_checks(false).flatten().find(|one| one.key.local_name().as_ref() == "uniqueCount");
        let said = said.map_or(0, |one| one.value.trim().parse::<u64>().unwrap_or(u64::MAX));
        if count > limits::TEXT_COUNT || said > limits::TEXT_COUNT {
            return Err(many());
        }
    }
    drop(xml);
    if counted.was_cut { Err(many()) } else { Ok(()) }
}

fn broken(file: &str, why: &str) -> Unreadable {
    Unreadable::file(file, format!("the workbook is damaged: {why}"), "save it anew as .xlsx, or as CSV")
}

/// Reads up to so many bytes, and knows whether there were more.
struct Counted<R> {
    from: R,
    left: u64,
    was_cut: bool,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let n = self.from.read(to)?;
        match self.left.checked_sub(n as u64) {
            Some(left) => {
                self.left = left;
                Ok(n)
            }
            None => {
                self.was_cut = true;
                Err(ErrorKind::FileTooLarge.into())
            }
        }
    }
}
