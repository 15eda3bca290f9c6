//! The program as a person runs it: `tandem serve` on a free port, asked over plain HTTP; stopped by its own process id.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::run::root;

/// A running program; it ends with the test.
pub struct Served {
    child: Child,
    /// Where it listens.
    pub at: SocketAddr,
}

impl Served {
    /// Starts it with a file of settings and waits until it says where it is.
    pub fn start(settings: &Path) -> Served {
        Served::start_with(settings, &[])
    }

    /// The same with further arguments.
    pub fn start_with(settings: &Path, more: &[&str]) -> Served {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tandem"))
            .args(["serve", "--settings"])
            .arg(settings)
            .args(more)
            .current_dir(root())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let at = line.trim().trim_start_matches("Tandem is at http://").trim_end_matches('/').parse();
        Served { child, at: at.unwrap_or_else(|_| panic!("it did not start: {line}")) }
    }

    /// Asks it to stop, and gives its exit status.
    pub fn stop(mut self) -> i32 {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        self.child.wait().unwrap().code().unwrap_or(-1)
    }

    /// Ends it as a crash would: no word, no last write.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// One request on a connection of its own.
    pub fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(self.at).unwrap();
        ask(&mut stream, request).expect("no answer")
    }

    /// The page or answer at an address.
    pub fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.at))
    }
}

/// Asks again and again until something comes; gives up after twenty seconds or so.
pub fn until<T>(what: &str, mut comes: impl FnMut() -> Option<T>) -> T {
    for _ in 0..400 {
        if let Some(it) = comes() {
            return it;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{what}: it never came")
}

impl Drop for Served {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// The lines of its head.
    pub head: String,
    /// What it says.
    pub body: String,
}

impl Answer {
    /// What it says, as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Sends a request and reads the answer to it; nothing where the connection broke.
pub fn ask(stream: &mut TcpStream, request: &str) -> Option<Answer> {
    stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        head.push_str(line.trim_end());
        head.push('\n');
    }
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let mut answer = Answer { status, head, body: String::new() };
    let length: usize = answer.header("content-length")?.parse().ok()?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    answer.body = String::from_utf8(body).ok()?;
    Some(answer)
}
