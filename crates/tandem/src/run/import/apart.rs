//! Reads the files of a feed in a process of its own, which can do nothing else (safety R50).
//!
//! The program starts itself again as `tandem read-feed`. That process opens the files, shuts itself in ([`shut_in`]) and reads; what it reads it
//! says on its standard output, one thing a line, and the program that started it believes no more of it than the form of a line. A file that
//! breaks a reader, or has it use too much, ends that process alone, and nothing of the file counts.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};

use anyhow::{Context, anyhow};
use clap::Args;
use exchange::imports::Reading;
use feeds::read::mapping::Mapping;
use feeds::read::{Layout, Listener, Options, Read, Source, Unreadable};
use feeds::{Out, Stop};
use serde::{Deserialize, Serialize};

use super::mapping;

/// How much memory the process may have, in bytes.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 256 * 1024 * 1024;
/// How long it may use the processor, in seconds, whatever it reads; and a second more for each of its megabytes.
#[cfg(target_os = "linux")]
const SECONDS: u64 = 10;
/// The longest line that is taken from it, in bytes: a row has one megabyte at most, of which each byte may be written as six.
const LINE: u64 = 16 * 1024 * 1024;

/// A line that the process says.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    /// Something that it read.
    Out(Out),
    /// It is at the end.
    Read(Read),
    /// Nothing counts.
    Unreadable(Unreadable),
}

/// The files that stand beside those of a feed, where there are any.
#[derive(Clone, Copy)]
pub struct Beside<'b> {
    /// What is what in a supplier's own list.
    pub mapping: Option<&'b Path>,
    /// Whose records are for named people alone.
    pub restricted: Option<&'b Path>,
}

/// Reads these files in a process of its own.
pub fn reading<'r>(layout: Layout, beside: Beside<'r>, files: &'r [PathBuf]) -> Reading<'r> {
    Box::new(move |out| {
        let mut reader = start(layout, beside, files).map_err(|e| whole(format!("no reader can be started: {e}")))?;
        let read = follow(&mut reader, out);
        // Whoever did not come to an end has nothing more to say.
        let _ended = reader.kill();
        let status = reader.wait();
        read.unwrap_or_else(|| Err(broke_off(status.ok())))
    })
}

fn start(layout: Layout, beside: Beside<'_>, files: &[PathBuf]) -> io::Result<Child> {
    let mut reader = Command::new(std::env::current_exe()?);
    reader.args(["read-feed", "--layout", layout.word()]);
    for (name, file) in [("--mapping", beside.mapping), ("--restricted", beside.restricted)] {
        if let Some(file) = file {
            reader.arg(name).arg(file);
        }
    }
    // No word of the surroundings is its business. Its memory is asked for bit by bit, so that each bit is counted.
    reader.arg("--").args(files).env_clear().env("MIMALLOC_ARENA_EAGER_COMMIT", "0");
    reader.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
}

/// Hands on what the process says; nothing where it ends before its last line.
fn follow(reader: &mut Child, out: &mut Listener<'_>) -> Option<Result<Read, Unreadable>> {
    let mut said = BufReader::with_capacity(1 << 16, reader.stdout.take()?);
    let mut line = Vec::new();
    loop {
        line.clear();
        said.by_ref().take(LINE).read_until(b'\n', &mut line).ok()?;
        match serde_json::from_slice(&line).ok()? {
            Line::Out(one) => {
                if let Err(stop) = out(one) {
                    return Some(Err(stop.into()));
                }
            }
            Line::Read(read) => return Some(Ok(read)),
            Line::Unreadable(why) => return Some(Err(why)),
        }
    }
}

fn whole(why: impl Into<String>) -> Unreadable {
    Unreadable::file("", why, "")
}

/// Why a process ended before it was at the end.
#[cfg(target_os = "linux")]
fn broke_off(status: Option<ExitStatus>) -> Unreadable {
    use std::os::unix::process::ExitStatusExt as _;
    let by = status.and_then(|status| status.signal());
    let why = if by == Some(libc::SIGXCPU) {
        "reading took longer than files of this size may take".to_owned()
    } else {
        let by = by.map(|signal| format!(" (signal {signal})")).unwrap_or_default();
        format!("reading broke off{by}: it may have needed more than {} MB of memory", MEMORY / 1024 / 1024)
    };
    Unreadable::file("", why, "look whether the files are what --layout says; if they are, please report it")
}

#[cfg(not(target_os = "linux"))]
fn broke_off(_: Option<ExitStatus>) -> Unreadable {
    Unreadable::file(
        "",
        "reading broke off",
        "look whether the files are what --layout says; if they are, please report it",
    )
}

/// Reads a feed for `tandem import`, which starts it; not for people.
#[derive(Debug, Args)]
pub struct ReadFeedArgs {
    #[arg(long, value_parser = Layout::ALL.map(Layout::word))]
    layout: String,
    #[arg(long)]
    mapping: Option<PathBuf>,
    #[arg(long)]
    restricted: Option<PathBuf>,
    files: Vec<PathBuf>,
}

impl ReadFeedArgs {
    /// Reads, and says what it reads.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let layout = Layout::of(&self.layout).ok_or_else(|| anyhow!("`{}` is no kind of file", self.layout))?;
        let mut to = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let last = match self.open() {
            Ok(Open { mapping, restricted, sources }) => {
                let options = Options { layout, mapping: mapping.as_ref() };
                let mut say = |out| say(&mut to, &Line::Out(out));
                let read = feeds::read::read_restricting(options, sources, restricted, &mut say);
                read.map_or_else(Line::Unreadable, Line::Read)
            }
            Err(why) => Line::Unreadable(whole(format!("{why:#}"))),
        };
        say(&mut to, &last).map_err(|stop| anyhow!(stop.0))?;
        to.flush().context("nobody listens any longer")?;
        Ok(ExitCode::SUCCESS)
    }

    /// Opens all that it needs, and nothing after it.
    fn open(&self) -> anyhow::Result<Open> {
        let mapping = self.mapping.as_deref().map(mapping).transpose()?;
        let restricted = self.restricted.as_deref().map(source).transpose()?;
        let sources = self.files.iter().map(|file| source(file)).collect::<anyhow::Result<Vec<Source<'_>>>>()?;
        shut_in(sources.iter().chain(&restricted).map(|source| source.size).sum())
            .context("the reader cannot be shut in")?;
        Ok(Open { mapping, restricted, sources })
    }
}

/// What was opened.
struct Open {
    mapping: Option<Mapping>,
    restricted: Option<Source<'static>>,
    sources: Vec<Source<'static>>,
}

fn say(to: &mut impl io::Write, line: &Line) -> Result<(), Stop> {
    let gone = |_| Stop("nobody listens any longer".into());
    serde_json::to_writer(&mut *to, line).map_err(|e| gone(io::Error::from(e)))?;
    to.write_all(b"\n").map_err(gone)
}

fn source(file: &Path) -> anyhow::Result<Source<'static>> {
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    let open = File::open(file).with_context(|| format!("{}: it cannot be opened", file.display()))?;
    let size = open.metadata().with_context(|| format!("{}", file.display()))?.len();
    Ok(Source { name, size, content: Box::new(BufReader::with_capacity(1 << 16, open)) })
}

/// From here on, this process has so much memory and time, leaves no image of itself behind, and may ask the system for nothing but memory and
/// what it has open already: no file, no network, no other program.
#[cfg(target_os = "linux")]
fn shut_in(bytes: u64) -> anyhow::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};
    let seconds = SECONDS + bytes / (1024 * 1024);
    for (of, most) in [(Resource::Data, MEMORY), (Resource::Cpu, seconds), (Resource::Core, 0)] {
        setrlimit(of, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    let asked = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    let refused = SeccompAction::Errno(u32::try_from(libc::EPERM)?);
    let filter = SeccompFilter::new(asked, refused, SeccompAction::Allow, std::env::consts::ARCH.try_into()?)?;
    let program: BpfProgram = filter.try_into()?;
    Ok(apply_filter(&program)?)
}

#[cfg(not(target_os = "linux"))]
fn shut_in(_: u64) -> anyhow::Result<()> {
    Ok(())
}

/// What the process may ask the system for: to read and write what is open, memory, the time, and to end.
#[cfg(target_os = "linux")]
const ALLOWED: [i64; 29] = [
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_pread64,
    libc::SYS_lseek,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_getcpu,
    libc::SYS_sched_getaffinity,
    libc::SYS_tgkill,
    libc::SYS_exit,
    libc::SYS_exit_group,
];
