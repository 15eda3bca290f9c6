//! Opens files: the folder of protocols, the journeys.

use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use protocol::{Protocols, SourceFile};

use crate::cli::From;

/// The shipped protocols, read and packed by `build.rs` when the program was built.
const SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/protocols.packed"));

impl From {
    /// Reads the protocols: the shipped ones, or those of the folder given. A folder that lacks the agreed words (vocabulary, facts,
    /// bank holidays, the law) takes the shipped ones.
    pub fn read(&self) -> anyhow::Result<Protocols> {
        let Some(folder) = &self.protocols else { return Ok(protocol::packed::unpack(SHIPPED)?) };
        if folder.join("protocol.yaml").is_file() {
            bail!(
                "{}: `protocol.yaml` stands in this folder itself\n    help: give the folder above: --protocols {}",
                folder.display(),
                above(folder).display()
            );
        }
        let mut files = Vec::new();
        collect(folder, "", &mut files)?;
        if files.is_empty() {
            bail!("{}: there is no protocol in this folder", folder.display());
        }
        let shipped = protocol::shipped::files().into_iter();
        let agreed = shipped.filter(|s| !s.path.contains('/') || s.path.starts_with("statute/"));
        let missing: Vec<SourceFile> = agreed.filter(|s| !files.iter().any(|f| f.path == s.path)).collect();
        files.extend(missing);
        protocol::read(&files).map_err(|refusals| anyhow!("{}", refusals.to_string().trim_end()))
    }
}

/// The folder above, as one would type it.
fn above(folder: &Path) -> PathBuf {
    match (folder.file_name(), folder.parent()) {
        (None, _) if folder == Path::new(".") => PathBuf::from(".."),
        (None, _) => folder.join(".."),
        (Some(_), Some(parent)) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        (Some(_), _) => PathBuf::from("."),
    }
}

/// Every YAML file under a folder that is no worked journey.
fn collect(folder: &Path, below: &str, files: &mut Vec<SourceFile>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(folder).map_err(|error| unopened(folder, &error))?;
    for entry in entries {
        let path = entry.map_err(|error| unopened(folder, &error))?.path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()) else { continue };
        let below = if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") };
        if path.is_dir() {
            if name != "journeys" {
                collect(&path, &below, files)?;
            }
        } else if name.ends_with(".yaml") {
            let bytes = std::fs::read(&path).map_err(|error| unopened(&path, &error))?;
            files.push(SourceFile { path: below, bytes });
        }
    }
    Ok(())
}

/// Reads a file, refusing one too large before it fills the memory.
pub fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let limit = protocol::yaml::MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        let read = io::stdin().take(limit).read_to_end(&mut bytes);
        read.map_err(|error| anyhow!("standard input cannot be read: {}", in_words(&error)))?;
        return Ok(bytes);
    }
    let file = std::fs::File::open(path).map_err(|error| unopened(path, &error))?;
    let size = file.metadata().map_or(0, |m| m.len());
    if size >= limit {
        bail!(
            "{}: the file is {} MB long; at most {} MB are read\n    help: one file holds one child",
            path.display(),
            size / 1_048_576,
            protocol::yaml::MAX_BYTES / 1_048_576
        );
    }
    file.take(limit).read_to_end(&mut bytes).map_err(|error| unopened(path, &error))?;
    Ok(bytes)
}

/// Whether a file is so long that to work through it takes more than a second.
pub fn is_long(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|m| m.len() > 500_000)
}

/// That a file or folder cannot be opened or read, and why.
pub fn unopened(path: &Path, error: &io::Error) -> anyhow::Error {
    anyhow!("{}: cannot be read: {}", path.display(), in_words(error))
}

/// Why something cannot be read, without the system's numbers.
fn in_words(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no file or folder of this name".into(),
        ErrorKind::PermissionDenied => "you have no permission to read it".into(),
        ErrorKind::IsADirectory => "it is a folder, and a file is meant".into(),
        ErrorKind::NotADirectory => "it is a file, or stands below one, where a folder is meant".into(),
        _ => {
            let said = error.to_string();
            said.split(" (os error").next().unwrap_or_default().to_lowercase()
        }
    }
}
