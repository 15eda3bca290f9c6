//! How large what is read may be: what is beyond it is refused plainly, before it costs anything (safety R50).

/// The largest file, in bytes. A council's whole Standard Safeguarding Dataset table lies well below it.
pub const FILE: u64 = 512 * 1024 * 1024;
/// The most rows of one file.
pub const ROWS: u64 = 5_000_000;
/// The most columns of a table.
pub const COLUMNS: usize = 500;
/// The longest cell or text, in bytes.
pub const CELL: usize = 32 * 1024;
/// The longest row, in bytes.
pub const ROW: usize = 1024 * 1024;
/// How deep elements of an XML file may lie in one another.
pub const DEPTH: usize = 32;
/// How large a workbook's parts may be once they are unpacked, all together, in bytes.
pub const UNPACKED: u64 = 256 * 1024 * 1024;
/// How many times larger than the file its parts may be.
pub const RATIO: u64 = 200;
