//! `tandem import`: a feed is read in a process of its own, which can do nothing else, and whose end ends nothing else.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::export::set_up;
use crate::run::own_folder;

/// More rows than fit into a pipe, so that whoever reads them is still at it while the test looks.
fn long_sheet(folder: &Path, rows: usize) -> PathBuf {
    let mut text = "Child number,Given names,Family name,Date of birth,Involvement started\n".to_owned();
    for n in 0..rows {
        writeln!(text, "Y{n},Ash,Number{n},2010-05-04,2026-03-02").unwrap();
    }
    let file = folder.join("sheet.csv");
    std::fs::write(&file, text).unwrap();
    file
}

#[test]
fn the_reader_has_little_memory_and_may_ask_the_system_for_nothing_else() {
    let file = long_sheet(&own_folder("import-shut-in"), 20_000);
    let mut tandem = Command::new(env!("CARGO_BIN_EXE_tandem"));
    tandem.env("MIMALLOC_ARENA_EAGER_COMMIT", "0");
    tandem.args(["read-feed", "--layout", "sheet", file.to_str().unwrap()]);
    let mut child = tandem.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    said.read_line(&mut first).unwrap();
    assert!(first.starts_with("{\"out\":{\"told\":{\"number\":\"Y0\""), "{first}");
    let of = |name: &str| std::fs::read_to_string(format!("/proc/{}/{name}", child.id())).unwrap();
    let limits = of("limits");
    let limit = |name: &str| {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().filter_map(|word| word.parse().ok()).collect::<Vec<u64>>()
    };
    assert_eq!(limit("Max data size"), [256 * 1024 * 1024; 2]);
    assert_eq!(limit("Max cpu time"), [10, 10]);
    assert_eq!(limit("Max core file size"), [0, 0]);
    let status = of("status");
    assert!(status.contains("\nSeccomp:\t2\n") && status.contains("\nNoNewPrivs:\t1\n"), "{status}");
    // What it has is counted: none of it was taken in advance.
    let data: u64 =
        status.lines().find_map(|line| line.strip_prefix("VmData:")?.split_whitespace().next()?.parse().ok()).unwrap();
    assert!(data < 64 * 1024, "{data} kB");
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    assert!(rest.lines().last().unwrap().starts_with("{\"read\":{\"rows\":[[\"sheet.csv\",20000]]"));
    assert!(child.wait().unwrap().success());
}

/// The processes that a process has started.
fn started_by(process: u32) -> Option<u32> {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).ok()?;
    let mut all = threads.flatten().filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    all.find_map(|children| children.split_whitespace().next()?.parse().ok())
}

/// What `tandem import` says when its reader is ended so.
fn with_a_reader_that_is_sent(signal: &str) -> String {
    let (settings, _) = set_up(&format!("import-ended-{signal}"));
    let file = long_sheet(settings.parent().unwrap(), 200_000);
    let mut tandem = Command::new(env!("CARGO_BIN_EXE_tandem"));
    tandem.args(["import", "--authority", "enfield", "--service", "yjs", "--layout", "sheet", "--keep"]);
    tandem.args(["--settings", settings.to_str().unwrap(), file.to_str().unwrap()]);
    let child = tandem.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let reader = loop {
        match started_by(child.id()) {
            Some(reader) => break reader,
            None => std::thread::yield_now(),
        }
    };
    assert!(Command::new("kill").args(["-s", signal, &reader.to_string()]).status().unwrap().success());
    let came = child.wait_with_output().unwrap();
    assert_eq!((came.status.code(), came.stdout.as_slice()), (Some(2), b"".as_slice()));
    String::from_utf8(came.stderr).unwrap()
}

#[test]
fn a_reader_that_takes_too_long_or_too_much_ends_alone() {
    let long = with_a_reader_that_is_sent("XCPU");
    assert!(long.contains("reading took longer than files of this size may take\n    help: look whether"), "{long}");
    let large = with_a_reader_that_is_sent("ABRT");
    assert!(large.contains("reading broke off (signal 6): it may have needed more than 256 MB of memory"), "{large}");
}
