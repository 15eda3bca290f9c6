//! The pages of `tandem demo` in a real browser: what a worker sees and does. The walks are in `browser/*.test.mjs`.
//!
//! Needs Node with npm, and Chromium (`apt-get install chromium`); where one is missing the test fails and says so, unless
//! `TANDEM_WITHOUT_BROWSER=1`.

#![expect(clippy::expect_used, reason = "a test stops where it cannot go on")]

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

/// The program, and what it still has to say.
struct Demo(Child, BufReader<ChildStdout>);

impl Drop for Demo {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _waited = self.0.wait();
    }
}

fn which(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The program with its boroughs, and where it listens.
fn demo() -> (Demo, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tandem"))
        .args(["demo", "--today", "2026-06-10T10:00", "--port", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("tandem demo starts");
    let said = BufReader::new(child.stdout.take().expect("it has an output"));
    let mut demo = Demo(child, said);
    let line = demo.1.by_ref().lines().map_while(Result::ok).find(|line| line.contains("http://"));
    let line = line.expect("it says where it listens");
    let at = line.split_whitespace().find(|word| word.starts_with("http://")).expect("an address");
    (demo, at.trim_end_matches('/').to_owned())
}

/// The walks beside their libraries, installed once for each lock file.
fn installed(here: &Path) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
    std::fs::create_dir_all(&folder).expect("a folder");
    let before = std::fs::read(folder.join("package-lock.json")).unwrap_or_default();
    let mut walks = Vec::new();
    for entry in std::fs::read_dir(here).expect("the walks") {
        let path = entry.expect("a walk").path();
        if path.is_file() {
            let name = path.file_name().expect("a name").to_owned();
            std::fs::copy(&path, folder.join(&name)).expect("copied");
            walks.push(name);
        }
    }
    let lock = std::fs::read(folder.join("package-lock.json")).expect("a lock file");
    if lock != before || !folder.join("node_modules").is_dir() {
        let done =
            Command::new("npm").args(["ci", "--ignore-scripts"]).current_dir(&folder).status().expect("npm runs");
        assert!(done.success(), "npm ci in {}", folder.display());
    }
    folder
}

/// Runs Node beside the walks, against the program with its boroughs.
fn node(arguments: impl FnOnce(&Path) -> Vec<OsString>) {
    let chromium = which("chromium").or_else(|| which("chromium-browser"));
    let (Some(chromium), Some(_)) = (chromium, which("npm")) else {
        assert!(
            std::env::var_os("TANDEM_WITHOUT_BROWSER").is_some(),
            "the tests of the pages need Node with npm, and Chromium: apt-get install nodejs npm chromium"
        );
        return;
    };
    let folder = installed(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser"));
    let (_demo, base) = demo();
    let paths: Vec<&str> = web::routes::ALL.iter().filter(|r| r.method == "GET").map(|r| r.path).collect();
    let done = Command::new("node")
        .args(arguments(&folder))
        .current_dir(&folder)
        .env("TANDEM_BASE", base)
        .env("TANDEM_CHROMIUM", chromium)
        .env("TANDEM_NAME", NAME)
        .env("TANDEM_PATHS", paths.join("\n"))
        .status()
        .expect("node runs");
    assert!(done.success(), "a walk failed");
}

#[test]
fn walks() {
    node(|folder| {
        let entries = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("a file").path());
        let mut files: Vec<PathBuf> = entries.filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
        files.sort();
        let how = ["--test", "--test-concurrency=1", "--test-force-exit", "--test-reporter=spec"].map(OsString::from);
        how.into_iter().chain(files.into_iter().map(PathBuf::into_os_string)).collect()
    });
}

/// Makes `docs/pictures` again: `cargo test -p tandem --test browser -- --ignored pictures`.
#[test]
#[ignore = "it writes into docs/pictures, when somebody asks for it"]
fn pictures() {
    let into = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures");
    node(|_| vec!["pictures.mjs".into(), into.into_os_string()]);
}

/// A made-up person who signs in with a password.
const NAME: &str = "amarachi.palmerstow@enfield.example.org";
