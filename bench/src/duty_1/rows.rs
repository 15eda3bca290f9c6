//! The rows that every engine must give, and their hash.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// One occurrence of a duty, as DUTY-1 prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    pub child: u32,
    pub rule: u8,
    pub seq: u32,
    pub due: i32,
    /// 0 open, 1 done in time, 2 done late, 4 overdue.
    pub state: u8,
    /// The day on which it was done, or -1.
    pub done: i32,
    /// How many rungs it has climbed: at 2, 5 and 10 working days late.
    pub level: u8,
}

/// The first half of the SHA-256 of the rows, sorted, one a line.
pub fn hash(mut rows: Vec<Row>) -> String {
    rows.sort_unstable();
    let mut text = String::new();
    for (n, row) in rows.iter().enumerate() {
        let Row { child, rule, seq, due, state, done, level } = row;
        let between = if n == 0 { "" } else { "\n" };
        // A String never fails to be written to.
        let _ = write!(text, "{between}{child},{rule},{seq},{due},{state},{done},{level}");
    }
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(String::new(), |hash, byte| format!("{hash}{byte:02x}"))
}
