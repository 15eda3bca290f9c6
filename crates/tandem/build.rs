//! Reads the shipped protocols while the program is built, and packs what came of them for `files.rs`; lists the worked journeys and the
//! storylines of `demo/` for `demo/data.rs`.
//!
//! The reader is the program's own (`protocol::read`), so what is packed cannot differ from what the files say. A file that is refused
//! stops the build, with its name, line and cause.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    // The files are part of the crate `protocol`: where one changes, this is built and run again.
    println!("cargo::rerun-if-changed=build.rs");
    let protocols = match protocol::read(&protocol::shipped::files()) {
        Ok(protocols) => protocols,
        Err(refusals) => {
            for line in refusals.to_string().lines() {
                println!("cargo::error={line}");
            }
            return Ok(());
        }
    };
    let packed = protocol::packed::pack(&protocols).map_err(std::io::Error::other)?;
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    std::fs::write(out.join("protocols.packed"), packed)?;
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let root = manifest.join("../..").canonicalize()?;
    let mut worked = Vec::new();
    for folder in files(&root.join("protocols"))? {
        let journeys = folder.join("journeys");
        if journeys.is_dir() {
            worked.extend(files(&journeys)?);
        }
    }
    let stories = files(&root.join("demo/stories"))?;
    let lists = [list("WORKED", &root, &worked), list("STORIES", &root, &stories)];
    std::fs::write(out.join("demo_files.rs"), lists.concat())
}

/// What stands in a folder, in order of name.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut paths = std::fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.retain(|p| p.is_dir() || p.extension().is_some_and(|e| e == "yaml"));
    paths.sort();
    Ok(paths)
}

/// A constant with the names and texts of files.
fn list(name: &str, root: &Path, files: &[PathBuf]) -> String {
    let mut list = format!("pub(super) const {name}: &[(&str, &str)] = &[\n");
    for file in files {
        let below = file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        // A String never fails to be written to.
        let _ = writeln!(list, "    ({below:?}, include_str!({:?})),", file.display().to_string());
    }
    list.push_str("];\n");
    list
}
