//! Does a reader stand up to anything? Changes kept inputs for some seconds, on any toolchain (safety T24).
//!
//! `fuzz TARGET SECONDS FINDS [NEW]`: begins with `tests/corpus/TARGET`, and goes on from whatever is answered in a new way. A fault, an input
//! that takes more than ten seconds of the processor and one that takes more than 256 MB are written to the folder FINDS, and what is being tried stands there in
//! `TARGET.at-work`: it stays where the process is killed. With NEW, a small input for each way of answering is written there, to be kept.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a tool for ourselves, that looks at the clock"
)]

#[path = "../tests/it/stands.rs"]
mod stands;

#[path = "fuzz/changed.rs"]
mod changed;

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use changed::{Changes, Numbers};
use stands::{TARGETS, Ways};

/// The longest input, in bytes.
const LONGEST: usize = 1 << 20;
/// The longest time that one may take on a processor.
const LONG: Duration = Duration::from_secs(10);
/// How much memory one may take, in kB.
const MEMORY: u64 = 256 * 1024;
/// After so many finds there is enough to mend.
const ENOUGH: usize = 5;

/// Where the last panic was.
static PLACE: Mutex<String> = Mutex::new(String::new());

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let (target, seconds, finds, new) = match asked.as_slice() {
        [target, seconds, finds] => (target, seconds, finds, None),
        [target, seconds, finds, new] => (target, seconds, finds, Some(PathBuf::from(new))),
        _ => {
            eprintln!("fuzz TARGET SECONDS FINDS [NEW], where TARGET is one of {:?}", TARGETS.map(|(name, _)| name));
            return ExitCode::from(2);
        }
    };
    let (name, stands) = *TARGETS.iter().find(|(name, _)| name == target).expect("a target of that name");
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let said = info.payload_as_str().unwrap_or_default();
        *PLACE.lock().unwrap() = format!("{place}: {}", said.chars().take(300).collect::<String>());
    }));
    let seed = std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_nanos() as u64);
    let mut turn = Turn::new(name, stands, Path::new(finds));
    turn.all(Duration::from_secs(seconds.parse().expect("a number of seconds")), seed);
    if let Some(new) = new {
        turn.keep(&new);
    }
    turn.close()
}

/// An input that is gone on from.
struct Kept {
    bytes: Vec<u8>,
    ways: Ways,
}

/// The trying of one target.
struct Turn {
    name: &'static str,
    stands: fn(&[u8]) -> Ways,
    finds: PathBuf,
    at_work: File,
    kept: Vec<Kept>,
    ways: Ways,
    /// The faults so far: what was said of each.
    faults: Vec<String>,
    runs: u64,
    slowest: (Duration, usize),
}

impl Turn {
    fn new(name: &'static str, stands: fn(&[u8]) -> Ways, finds: &Path) -> Turn {
        std::fs::create_dir_all(finds).unwrap();
        let at_work = File::create(finds.join(format!("{name}.at-work"))).unwrap();
        let finds = finds.to_owned();
        let slowest = (Duration::ZERO, 0);
        Turn { name, stands, finds, at_work, kept: Vec::new(), ways: Ways::new(), faults: Vec::new(), runs: 0, slowest }
    }

    /// All kept inputs as they are, and then changed, until the time is over.
    fn all(&mut self, time: Duration, seed: u64) {
        let begun = Instant::now();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(self.name);
        let mut inputs: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        inputs.sort();
        for input in inputs {
            self.one(std::fs::read(input).unwrap());
        }
        let mut changes = Changes::new(Numbers(seed), LONGEST);
        self.kept.iter().for_each(|kept| changes.learn(&kept.bytes));
        while begun.elapsed() < time && self.faults.len() < ENOUGH && !self.kept.is_empty() {
            let all: Vec<&[u8]> = self.kept.iter().map(|kept| kept.bytes.as_slice()).collect();
            let (changed, known) = (changes.one(&all), self.kept.len());
            self.one(changed);
            if let Some(new) = self.kept.get(known) {
                changes.learn(&new.bytes);
            }
        }
    }

    fn one(&mut self, bytes: Vec<u8>) {
        self.at_work.set_len(0).and_then(|()| self.at_work.write_all_at(&bytes, 0)).unwrap();
        let before = memory();
        let (begun, took) = (Instant::now(), on_processor());
        let answered = catch_unwind(AssertUnwindSafe(|| (self.stands)(&bytes)));
        self.runs += 1;
        let took = on_processor().saturating_sub(took);
        if took > self.slowest.0 {
            self.slowest = (took, bytes.len());
        }
        let ways = match answered {
            Ok(ways) => ways,
            Err(_) => {
                let said = PLACE.lock().unwrap().clone();
                return self.find("fault", said, &bytes);
            }
        };
        if took > LONG {
            return self.find("slow", format!("took {} ms for {} bytes", took.as_millis(), bytes.len()), &bytes);
        }
        // A table is made three times, held whole, and read again beside that; a reader holds a row.
        let most = if self.name == "feed-table" { 2 * MEMORY } else { MEMORY };
        // Nobody takes so much in less time than that.
        if begun.elapsed() > Duration::from_millis(20) && memory() > before.max(MEMORY / 4) + most {
            return self.find("large", format!("took {} MB for {} bytes", memory() / 1024, bytes.len()), &bytes);
        }
        if !ways.is_subset(&self.ways) && bytes.len() < LONGEST / 4 {
            self.ways.extend(&ways);
            self.kept.push(Kept { bytes, ways });
        }
    }

    /// Writes down what did not stand, once for each place.
    fn find(&mut self, what: &str, said: String, bytes: &[u8]) {
        let place = if what == "fault" { said.split(": ").next().unwrap_or_default() } else { what };
        if self.faults.iter().any(|known| known == place) {
            return;
        }
        let file = self.finds.join(format!("{}.{what}-{}", self.name, self.faults.len()));
        self.faults.push(place.to_owned());
        std::fs::write(&file, bytes).unwrap();
        println!("{}: {what}: {said}\n    {}", self.name, file.display());
    }

    /// Writes down small inputs that together are answered in every way.
    fn keep(&mut self, folder: &Path) {
        std::fs::create_dir_all(folder).unwrap();
        let mut kept: Vec<Kept> = std::mem::take(&mut self.kept);
        kept.sort_by_key(|one| one.bytes.len());
        let mut seen = Ways::new();
        for (n, one) in kept.into_iter().enumerate() {
            let new: Ways = one.ways.difference(&seen).copied().collect();
            if new.is_empty() {
                continue;
            }
            let stands = self.stands;
            let bytes = changed::smaller(one.bytes, |bytes| {
                catch_unwind(|| stands(bytes)).is_ok_and(|ways| ways.is_superset(&new))
            });
            seen.extend(catch_unwind(|| stands(&bytes)).unwrap_or_default());
            std::fs::write(folder.join(format!("{n:03}")), bytes).unwrap();
        }
    }

    fn close(self) -> ExitCode {
        let Turn { name, runs, slowest, ways, faults, finds, .. } = self;
        let (took, size) = slowest;
        println!(
            "{name}: {runs} inputs, answered in {} ways; the slowest took {} ms ({size} bytes), the most memory {} MB; {} finds",
            ways.len(),
            took.as_millis(),
            memory() / 1024,
            faults.len()
        );
        let _ = std::fs::remove_file(finds.join(format!("{name}.at-work")));
        if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// The most memory that this process has had, in kB; nothing where the system does not say.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok()).unwrap_or(0)
}

/// How long this thread was on a processor: other programs on the machine do not count.
fn on_processor() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}
