//! What a reader told, as lines that can be compared.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use feeds::events::{Whose, events};
use feeds::read::{self, Layout, Options, Read, Source, Unreadable};
use feeds::{Listed, Out};

/// What came of reading some files.
pub struct Whole {
    pub read: Read,
    pub children: BTreeMap<String, Listed>,
    pub refused: Vec<String>,
}

/// Reads all files of a folder.
pub fn folder(layout: Layout, folder: &Path) -> Result<Whole, Unreadable> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "csv"));
    files.sort();
    let named = |path: &std::path::PathBuf| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap())
    };
    whole(layout, files.iter().map(named).collect())
}

/// Reads our own files of a folder.
pub fn own(layout: Layout, name: &str) -> Whole {
    folder(layout, &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/files").join(name)).unwrap()
}

/// Reads files.
pub fn whole(layout: Layout, files: Vec<(String, Vec<u8>)>) -> Result<Whole, Unreadable> {
    let source = |(name, bytes): (String, Vec<u8>)| Source {
        name,
        size: bytes.len() as u64,
        content: Box::new(Cursor::new(bytes)),
    };
    let mut children: BTreeMap<String, Listed> = BTreeMap::new();
    let mut refused = Vec::new();
    let sources = files.into_iter().map(source).collect();
    let read = read::read(Options::of(layout), sources, &mut |out| {
        match out {
            Out::Told(told) => {
                children.entry(told.number.clone()).or_insert_with(|| Listed::new(&told.number)).take(told.what);
            }
            Out::Refused(r) => refused.push(format!("{}: `{}`: {}: {}", r.place, r.value, r.rule, r.effect.in_words())),
        }
        Ok(())
    })?;
    Ok(Whole { read, children, refused })
}

/// The events of a child, one a line.
pub fn happened(listed: &Listed) -> Vec<String> {
    let with = |with: &serde_json::Map<String, serde_json::Value>| {
        with.iter().map(|(key, value)| format!(" {key}={}", value.to_string().trim_matches('"'))).collect::<String>()
    };
    events(listed, Whose::Csc)
        .iter()
        .map(|event| format!("{} {}{}", event.at, event.event, with(&event.with)))
        .collect()
}
