//! Do the readers stand up to anything? Each fuzz target for a while.
//!
//! The targets are the files of `fuzz/fuzz_targets/`. They need a nightly toolchain and cargo-fuzz, which the rest of the house does not.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;

/// What to run them with.
const NIGHTLY: [&str; 2] = ["+nightly", "fuzz"];

/// Runs each target for so many seconds; says whether all of them stood. Where there is nothing to run them with, it says so.
pub fn run(root: &Path, seconds: u32) -> anyhow::Result<bool> {
    let targets = targets(&root.join("fuzz/fuzz_targets"));
    if targets.is_empty() {
        println!("fuzz: skipped, there are no targets");
        return Ok(true);
    }
    if !is_there(root) {
        println!("fuzz: skipped, there is no nightly toolchain with cargo-fuzz (cargo install cargo-fuzz)");
        return Ok(true);
    }
    seed(root)?;
    let mut failed = 0;
    for target in &targets {
        println!("fuzz: {target} for {seconds} seconds");
        let stood = Command::new("cargo")
            .args(NIGHTLY)
            .args(["run", target, "--"])
            .args([format!("-max_total_time={seconds}"), format!("-dict={}", root.join("fuzz/words.dict").display())])
            .args(["-max_len=16384", "-timeout=10"])
            .env_remove("RUSTUP_TOOLCHAIN")
            .current_dir(root)
            .status()
            .context("cargo cannot be started")?
            .success();
        failed += usize::from(!stood);
    }
    println!("fuzz: {} passed, {failed} failed", targets.len() - failed);
    Ok(failed == 0)
}

/// Fills the corpus: without seeds, a target would spend its time on learning to write YAML.
pub fn seed(root: &Path) -> anyhow::Result<()> {
    let script = root.join("fuzz/seed.sh");
    let run = Command::new("sh").arg(&script).status().context("sh cannot be started")?;
    anyhow::ensure!(run.success(), "{}: the seeds cannot be made", script.display());
    Ok(())
}

/// The names of the targets, in order.
fn targets(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.filter_map(|e| e.file_name().to_str().and_then(|n| n.strip_suffix(".rs")).map(str::to_owned)).collect();
    names.sort();
    names
}

/// Whether a nightly toolchain with cargo-fuzz is there. The toolchain that cargo chose for this program is not handed on.
fn is_there(root: &Path) -> bool {
    let asked = Command::new("cargo")
        .args(NIGHTLY)
        .arg("--version")
        .env_remove("RUSTUP_TOOLCHAIN")
        .current_dir(root)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    asked.is_ok_and(|status| status.success())
}
