//! Programs in Python that the tests lay their results beside: a mail server and a reader of calendars that others wrote. The tests of `tandem`
//! use this too.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

/// What the tests take from PyPI, into a folder of their own.
const PACKAGES: [&str; 3] = ["aiosmtpd==1.4.6", "trustme==1.2.1", "icalendar==7.3.0"];

const HELP: &str = "this test needs python3 with venv, and PyPI: apt-get install python3-venv\n\
                    without these tests: TANDEM_WITHOUT_SMTP=1";

/// Whether the tests with Python are to be left out, by whoever runs them.
pub fn is_left_out() -> bool {
    let out = std::env::var("TANDEM_WITHOUT_SMTP").is_ok_and(|v| v == "1");
    if out {
        println!("left out: TANDEM_WITHOUT_SMTP=1");
    }
    out
}

/// A Python that has the packages: made once for each list of them, beside what cargo builds.
static PYTHON: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python");
    let (python, done) = (folder.join("bin/python"), folder.join(PACKAGES.join(" ")));
    if !done.is_file() {
        let run = |command: &mut Command| assert!(command.status().is_ok_and(|s| s.success()), "{HELP}");
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder));
        run(Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(PACKAGES));
        std::fs::write(done, "").unwrap();
    }
    python
});

fn python() -> Command {
    Command::new(&*PYTHON)
}

/// Runs a text of Python on some input and gives what it prints.
pub fn run(script: &str, input: &str) -> String {
    let mut child = python().args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect(HELP);
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// A mail server that runs until it is dropped.
pub struct Server {
    process: Child,
    folder: PathBuf,
    pub port: u16,
}

impl Server {
    pub fn start(folder: &Path, encryption: &str) -> Server {
        let folder = folder.join("mail");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("mode"), "ok").unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../exchange/tests/smtp.py");
        let mut command = python();
        command.arg(script).arg(&folder).arg(encryption).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect(HELP);
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Server { process, folder, port: port.trim().parse().expect("the mail server did not start") }
    }

    /// What it does with messages from now on.
    pub fn mode(&self, mode: &str) {
        std::fs::write(self.folder.join("mode"), mode).unwrap();
    }

    /// The messages that it took, or refused, in order.
    pub fn messages(&self, ending: &str) -> Vec<String> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(&self.folder).unwrap().map(|f| f.unwrap().path()).collect();
        files.retain(|f| f.extension().is_some_and(|e| e == ending));
        files.sort();
        let read = |path: &PathBuf| {
            let mut text = String::new();
            std::fs::File::open(path).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        files.iter().map(read).collect()
    }

    /// The certificate to trust.
    pub fn certificate(&self) -> Vec<u8> {
        std::fs::read(self.folder.join("ca.pem")).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
