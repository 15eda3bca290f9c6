//! What the parser of YAML complains of, in words that a person can act on who has never heard of YAML.
//!
//! Comes from the parser's message; goes out as a cause and a help. A message not listed here is passed on as it is.

/// Each message of the parser, or a part of it, with the cause and the help; the first that fits is taken.
const PLAIN: &[(&str, &str, &str)] = &[
    ("block scalar content cannot start with a tab", TAB, SPACES),
    ("unprintable", "a character that cannot be printed stands here", "delete it, and type the text around it again"),
    ("tab", TAB, SPACES),
    (
        "found unknown anchor",
        "an alias (`*…`) is not read",
        "write the value out; put a text that begins with `*` in quotes",
    ),
    ("scanning an anchor or alias", "a text cannot begin with `*` or `&`", "put it in quotes"),
    ("mapping values are not allowed", COLON, COLON_HELP),
    ("illegal placement of ':'", COLON, COLON_HELP),
    (
        "block mapping, did not find expected key",
        "this does not fit the entries above it",
        "indent it like its neighbours; put a text that begins with a bracket or a quote in quotes as a whole",
    ),
    (
        "flow mapping, did not find",
        "a `{` is not closed, or a comma is missing",
        "close it with `}`; put a text with commas or brackets in quotes",
    ),
    (
        "flow sequence, expected",
        "a `[` is not closed, or a comma is missing",
        "close it with `]`; put a text with commas or brackets in quotes",
    ),
    ("misplaced bracket", "a bracket is closed here that was not opened", "take it out, or open it"),
    (
        "invalid indentation in quoted scalar",
        "a quote is not closed",
        "close it, or put the whole text between double quotes",
    ),
    (
        "quoted scalar, found unexpected",
        "a quote is not closed",
        "close it, or put the whole text between double quotes",
    ),
    (
        "invalid trailing content",
        "something stands after the closing quote",
        "put the whole text in quotes; within double quotes use single ones",
    ),
    ("unknown escape", ESCAPE, ESCAPE_HELP),
    ("hexadecimal", ESCAPE, ESCAPE_HELP),
    ("Unicode character escape", ESCAPE, ESCAPE_HELP),
    ("scanning a block scalar", "something stands after `|` or `>`", "begin the text on the next line, indented"),
    (
        "wrongly indented line in block scalar",
        "this line is indented less than the text it belongs to",
        "indent the whole text alike",
    ),
    (
        "block sequence entries are not allowed",
        "a `-` stands where no list is expected",
        "begin the list on the next line",
    ),
    (
        "did not find expected '-'",
        "the list goes on here without its `-`",
        "begin each item with `-`, all of them indented alike",
    ),
    ("plain scalar cannot start with '-'", "a text cannot begin with `-` here", "put it in quotes"),
    ("recursion limit", "the file nests deeper than 24 levels", super::build::DEEP),
    ("simple key", "an entry lacks its `:`", "write `name: value`; indent a text of several lines"),
    ("mapping keys are not allowed", "a `?` stands here by itself", "put a text that begins with `?` in quotes"),
    ("expected node content", "a value is missing here", "write it, or take the comma or the name out"),
    (
        "comments must be separated",
        "a `#` stands right after other text",
        "put a space before it, or the text in quotes",
    ),
    ("comment intercepting", "a comment (`#`) stands inside a text of several lines", "move it above the text"),
    ("byte order mark", "a byte order mark stands inside the file", "save the file again as UTF-8"),
    ("directive", MARKER, MARKER_HELP),
    ("document", MARKER, MARKER_HELP),
    ("tag", "a tag (`!…`) has no meaning here", "take it out; put a text that begins with `!` in quotes"),
    ("TAG", MARKER, MARKER_HELP),
    ("handle", "a tag (`!…`) has no meaning here", "take it out; put a text that begins with `!` in quotes"),
    ("invalid indentation", "the indentation does not fit what stands above", "indent it like its neighbours"),
    ("unexpected end of plain scalar", "a text ends here too early", "put it in quotes"),
    ("unexpected eof", "the file ends in the middle of something", "look for a quote or a bracket that is not closed"),
    ("did not find expected next token", "this is not understood", "put a text with special characters in quotes"),
];

const TAB: &str = "a tab stands where spaces are expected";
const SPACES: &str = "indent with spaces";
const COLON: &str = "a `:` stands where none is expected";
const COLON_HELP: &str = "put a text that holds a colon in quotes; indent a new entry like the entries above it";
const ESCAPE: &str = "a backslash in double quotes stands before something that it cannot escape";
const ESCAPE_HELP: &str = "use single quotes, or write the backslash twice";
const MARKER: &str = "a line that begins with `%`, `---` or `...` has no place here";
const MARKER_HELP: &str = "take it out: a file holds one document";

/// What is not understood because the text is over.
const OVER: [&str; 2] = ["expected node content", "expected next token"];

/// The cause and the help for a message of the parser; `over` where it came at the end of the text.
pub(super) fn in_plain_words(message: &str, over: bool) -> (String, Option<String>) {
    if over && OVER.iter().any(|part| message.contains(part)) {
        let help = "look for a bracket or a quote that is not closed";
        return ("the file ends where something is still expected".into(), Some(help.into()));
    }
    if let Some(rest) = message.strip_prefix("unexpected character: `") {
        let character = rest.strip_suffix('\'').unwrap_or(rest);
        return (format!("a text cannot begin with `{character}`"), Some("put it in quotes".into()));
    }
    match PLAIN.iter().find(|(part, ..)| message.contains(part)) {
        Some((_, cause, help)) => ((*cause).into(), Some((*help).into())),
        None => {
            (format!("this is not understood: {message}"), Some("put a text with special characters in quotes".into()))
        }
    }
}
