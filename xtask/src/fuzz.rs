//! Do the readers stand up to anything? Each fuzz target for a while.
//!
//! The targets are the files of `fuzz/fuzz_targets/`. They need a nightly toolchain and cargo-fuzz, which the rest of the house does not. Without
//! them, what reads the files of the two services' systems is fuzzed all the same, by a loop of our own (`crates/feeds/examples/fuzz.rs`): each
//! target in a process that may not take more memory than it should, as many beside each other as there are processors.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::Context;

/// What to run them with.
const NIGHTLY: [&str; 2] = ["+nightly", "fuzz"];
/// With what the names of the targets begin that read the files of feeds.
const FEED: &str = "feed-";
/// How much memory the process of a loop may ask for, in kB: the program itself, and what it may take for one input.
const MEMORY: u64 = 1024 * 1024;
/// How much longer than it was told to a loop may take, in seconds: one input takes a second at most.
const LATE: u64 = 60;

/// Runs each target for so many seconds; says whether all of them stood. What there is nothing to run with is named.
pub fn run(root: &Path, seconds: u32) -> anyhow::Result<bool> {
    let targets = targets(&root.join("fuzz/fuzz_targets"));
    if targets.is_empty() {
        println!("fuzz: skipped, there are no targets");
        return Ok(true);
    }
    let (failed, tried) = if is_there(root) {
        seed(root)?;
        let tried = targets.len();
        (guided(root, targets, seconds)?, tried)
    } else {
        let (feeds, others): (Vec<_>, Vec<_>) = targets.into_iter().partition(|target| target.starts_with(FEED));
        println!(
            "fuzz: {} skipped, there is no nightly toolchain with cargo-fuzz (cargo install cargo-fuzz)",
            others.join(", ")
        );
        let tried = feeds.len();
        (loops(&example(root)?, &root.join("fuzz/artifacts"), feeds, seconds), tried)
    };
    println!("fuzz: {} passed, {failed} failed", tried - failed);
    Ok(failed == 0)
}

/// Runs each target with cargo-fuzz; how many did not stand.
fn guided(root: &Path, targets: Vec<String>, seconds: u32) -> anyhow::Result<usize> {
    let cargo = || {
        let mut cargo = Command::new("cargo");
        cargo.args(NIGHTLY).env_remove("RUSTUP_TOOLCHAIN").current_dir(root);
        cargo
    };
    let built = cargo().arg("build").status().context("cargo cannot be started")?;
    anyhow::ensure!(built.success(), "the targets cannot be built");
    let words = format!("-dict={}", root.join("fuzz/words.dict").display());
    Ok(beside_each_other(targets, |target| {
        println!("fuzz: {target} for {seconds} seconds");
        let time = format!("-max_total_time={seconds}");
        let run =
            cargo().args(["run", target, "--"]).args([&time, &words]).args(["-max_len=16384", "-timeout=10"]).status();
        run.is_ok_and(|status| status.success())
    }))
}

/// Fills the corpus: without seeds, a target would spend its time on learning to write YAML.
pub fn seed(root: &Path) -> anyhow::Result<()> {
    let script = root.join("fuzz/seed.sh");
    let run = Command::new("sh").arg(&script).status().context("sh cannot be started")?;
    anyhow::ensure!(run.success(), "{}: the seeds cannot be made", script.display());
    Ok(())
}

/// Builds the loop, and says where it is.
fn example(root: &Path) -> anyhow::Result<PathBuf> {
    let build = ["build", "--quiet", "--profile", "fuzz", "-p", "feeds", "--example", "fuzz"];
    let built = Command::new("cargo").args(build).current_dir(root).status().context("cargo cannot be started")?;
    anyhow::ensure!(built.success(), "the loop cannot be built");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |own| root.join(own));
    Ok(target.join("fuzz/examples/fuzz"))
}

/// Runs a loop for each target; how many did not stand.
pub fn loops(program: &Path, finds: &Path, targets: Vec<String>, seconds: u32) -> usize {
    beside_each_other(targets, |target| stood(program, finds, target, seconds))
}

/// Tries each target, as many at a time as there are processors; how many did not stand.
fn beside_each_other(targets: Vec<String>, stood: impl Fn(&str) -> bool + Sync) -> usize {
    let left = Mutex::new(VecDeque::from(targets));
    let next = || left.lock().ok().and_then(|mut left| left.pop_front());
    let some = || std::iter::from_fn(next).filter(|target| !stood(target)).count();
    let beside = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..beside).map(|_| scope.spawn(some)).collect();
        // One that broke off counts as one that did not stand.
        all.into_iter().map(|one| one.join().unwrap_or(1)).sum()
    })
}

/// Runs the loop of a target; says whether it stood. One that was killed, or had to be, has left what it was at.
fn stood(program: &Path, finds: &Path, target: &str, seconds: u32) -> bool {
    let limited = format!("ulimit -v {MEMORY}; exec \"$@\"");
    let mut asked = Command::new("sh");
    asked.args(["-c", &limited, "sh"]).arg(program).arg(target).arg(seconds.to_string()).arg(finds);
    let Ok(mut child) = asked.stdin(Stdio::null()).spawn() else {
        println!("fuzz: {target} cannot be started");
        return false;
    };
    #[expect(clippy::disallowed_methods, reason = "what does not end has to be ended")]
    let (begun, now) = (Instant::now(), Instant::now);
    let most = Duration::from_secs(u64::from(seconds) + LATE);
    let ended = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Some(status),
            Ok(None) if now().duration_since(begun) < most => std::thread::sleep(Duration::from_millis(200)),
            _ => break None,
        }
    };
    let at_work = finds.join(format!("{target}.at-work"));
    if ended.is_none() {
        println!("fuzz: {target} does not end, and is ended: look at {}", at_work.display());
        let _ = child.kill();
        let _ = child.wait();
    } else if at_work.exists() {
        println!("fuzz: {target} was killed: look at {}", at_work.display());
    }
    ended.is_some_and(|status| status.success())
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
