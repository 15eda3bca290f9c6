//! What leaves Tandem as a file? One file here for each export.
//!
//! Each is a pure function: what may be read of children comes in, text or bytes go out, and the head of each says who receives it, on what
//! lawful footing, and what is left out. All of them are for inside use: what leaves for a family, a court or a partner is checked by a second
//! person first (safety R16), and none of these is made for that. Who may have a file, and of which children, is asked of the gate by whoever
//! calls; and the look is on the disk before the bytes leave (R28).

pub mod caseload;
pub mod journey;
pub mod ssd;
mod told;

use calendar::Moment;

pub use told::{Open, open, open_since};

/// For whom a file is, when it was made and by whom: said in its name, and inside it where whoever reads it is not disturbed by that.
#[derive(Debug, Clone)]
pub struct About {
    /// Who may use it, in words: `Camden`.
    pub whose: String,
    /// When it was made.
    pub at: Moment,
    /// The name of whoever made it.
    pub by: String,
    /// Their id.
    pub id: String,
}

impl About {
    /// For internal use of whom, made when and by whom.
    pub fn in_words(&self) -> String {
        format!(
            "For internal use of {} only. Made on {} by {}. Contains personal data.",
            self.whose,
            self.at.in_words(),
            self.by
        )
    }

    /// The same in a file's name, behind what the file is.
    pub fn name(&self, what: &str, ending: &str) -> String {
        let at = self.at.to_string().replace(':', "");
        safe(&format!("{what}-{}-{at}-{}-internal-personal-data{ending}", self.whose, self.id))
    }
}

/// What may stand in a file's name anywhere: other signs become a hyphen.
fn safe(name: &str) -> String {
    let sign = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    name.chars().map(sign).collect()
}
