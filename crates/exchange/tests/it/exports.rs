//! What leaves as a file says what the record says, and a spreadsheet runs none of it.

mod caseload;
mod journey;
mod ssd;

/// Names that a spreadsheet could run, or that would end a line or a text of a file.
pub const NASTY: [&str; 8] = [
    "=cmd|' /C calc'!A0",
    " ＝1+1",
    "\u{200b}=HYPERLINK(\"x\")",
    "\u{feff}\u{2060}@SUM(A1)",
    "'+1",
    "-2+3\", \"x",
    "# no comment: {a, b}",
    "O'Brindle\nevents: []",
];
