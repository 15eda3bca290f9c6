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
/// The largest workbook, in bytes: it is packed already, and a service's list of children takes a few hundred thousand.
pub const WORKBOOK: u64 = 64 * 1024 * 1024;
/// How many times larger its parts may be always counts from here: small files pack better than [`RATIO`] without any malice.
pub const LEAST_UNPACKED: u64 = 4 * 1024 * 1024;
/// The most parts of a workbook.
pub const PARTS: usize = 2_000;
/// How large the list of a workbook's parts may be, in bytes.
pub const DIRECTORY: u64 = 1024 * 1024;
/// How large the texts may be that a workbook keeps apart from its sheets, in bytes. They are held in memory.
pub const TEXTS: u64 = 64 * 1024 * 1024;
/// How many of them there may be.
pub const TEXT_COUNT: u64 = 1_000_000;
/// The most children of a sheet of one service: their dates of birth are held in memory.
pub const CHILDREN: usize = 250_000;
/// The longest number of a child, in bytes.
pub const NUMBER: usize = 100;
/// How many spells, workers, relatives or other names of one child are kept of each. Nobody has a tenth of it: what lists more lists something
/// else under one number, and laying each beside all the others would take long.
pub const PIECES: usize = 2_000;
/// How many sheets or columns are named in one sentence.
pub const NAMED: usize = 20;
