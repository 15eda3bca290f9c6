//! Opens files: the folder of protocols, the journeys.

use std::path::Path;

use anyhow::{Context, bail};
use protocol::{Protocols, SourceFile};

use crate::cli::From;

/// The shipped protocols, read and packed by `build.rs` when the program was built.
const SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/protocols.packed"));

impl From {
    /// Reads the protocols: the shipped ones, or those of the folder given. A folder that lacks the agreed words (vocabulary, facts,
    /// bank holidays, the law) takes the shipped ones.
    pub fn read(&self) -> anyhow::Result<Protocols> {
        let Some(folder) = &self.protocols else { return Ok(protocol::packed::unpack(SHIPPED)?) };
        let mut files = Vec::new();
        collect(folder, "", &mut files)?;
        if files.is_empty() {
            bail!("{}: there is no protocol in this folder", folder.display());
        }
        let shipped = protocol::shipped::files().into_iter();
        let agreed = shipped.filter(|s| !s.path.contains('/') || s.path.starts_with("statute/"));
        let missing: Vec<SourceFile> = agreed.filter(|s| !files.iter().any(|f| f.path == s.path)).collect();
        files.extend(missing);
        protocol::read(&files).map_err(|refusals| anyhow::anyhow!("{}", refusals.to_string().trim_end()))
    }
}

/// Every YAML file under a folder that is no worked journey.
fn collect(folder: &Path, below: &str, files: &mut Vec<SourceFile>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{}: cannot be opened", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()) else { continue };
        let below = if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") };
        if path.is_dir() {
            if name != "journeys" {
                collect(&path, &below, files)?;
            }
        } else if name.ends_with(".yaml") {
            let bytes = std::fs::read(&path).with_context(|| format!("{}: cannot be read", path.display()))?;
            files.push(SourceFile { path: below, bytes });
        }
    }
    Ok(())
}

/// Reads a file, refusing one too large before it fills the memory.
pub fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    use std::io::Read as _;
    let limit = protocol::yaml::MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().take(limit).read_to_end(&mut bytes).context("standard input cannot be read")?;
        return Ok(bytes);
    }
    let file = std::fs::File::open(path).with_context(|| format!("{}: cannot be opened", path.display()))?;
    let size = file.metadata().map_or(0, |m| m.len());
    if size >= limit {
        bail!(
            "{}: the file is {} MB long; at most {} MB are read\n    help: one file holds one child",
            path.display(),
            size / 1_048_576,
            protocol::yaml::MAX_BYTES / 1_048_576
        );
    }
    file.take(limit).read_to_end(&mut bytes).with_context(|| format!("{}: cannot be read", path.display()))?;
    Ok(bytes)
}
