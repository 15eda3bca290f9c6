//! The marks, names, texts and numbers that a condition is made of.
//!
//! Comes from the text of an `if:` or a `value:`; goes to the parser.

use super::Fault;
use crate::refusal::cut;

/// A piece of a condition.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// `looked_after`, `trigger.kind`, `in`.
    Name(String),
    /// `'child-in-need'`.
    Text(String),
    /// `17`.
    Int(i64),
    /// `&&`, `(`.
    Mark(&'static str),
}

impl Token {
    pub(super) fn shown(&self) -> String {
        match self {
            Token::Name(n) => cut(n),
            Token::Text(t) => format!("'{}'", cut(t)),
            Token::Int(n) => n.to_string(),
            Token::Mark(m) => (*m).to_owned(),
        }
    }
}

const MARKS: [&str; 16] = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ",", "?", ":"];
/// The longest condition that is read, in bytes; the longest of the shipped ones has some 400.
const LONGEST: usize = 20_000;

/// Where that stands which the event must say.
pub const UNDER_ON: &str = "what the event must say stands under `on`: `on: {charged: {serious: true}}`; in a condition it is `trigger.serious`";

/// The pieces of a text.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    if text.len() > LONGEST {
        return Err((
            format!("the condition is longer than {LONGEST} characters"),
            Some("make facts of its parts".into()),
        ));
    }
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if first == '\'' || first == '"' {
            let inner = rest.get(1..).unwrap_or_default();
            let Some(end) = inner.find(first) else {
                let help = format!("write a second {first} where the word ends");
                return Err((format!("the quote before `{}` is not closed", cut(inner)), Some(help)));
            };
            tokens.push(Token::Text(inner.get(..end).unwrap_or_default().to_owned()));
            rest = inner.get(end + 1..).unwrap_or_default();
        } else if first.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let (digits, after) = rest.split_at(end);
            let n = digits.parse().map_err(|_| (format!("`{}` is too large a number", cut(digits)), None))?;
            tokens.push(Token::Int(n));
            rest = after;
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            tokens.push(Token::Name(name.to_owned()));
            rest = after;
        } else if let Some(mark) = MARKS.iter().find(|m| rest.starts_with(**m)) {
            tokens.push(Token::Mark(mark));
            rest = rest.get(mark.len()..).unwrap_or_default();
        } else {
            return Err((format!("`{first}` has no meaning in a condition"), instead_of(first)));
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}

/// What is meant by a character that has no meaning here.
fn instead_of(character: char) -> Option<String> {
    let help = match character {
        '=' => "`==` compares",
        '&' => "`and` is written `&&`",
        '|' => "`or` is written `||`",
        '-' => "a name has `_` in the place of `-`; a word with `-` stands in quotes",
        '‘' | '’' | '“' | '”' | '`' | '´' => "use straight quotes: 'word'",
        '{' => UNDER_ON,
        '≤' => "write `<=`",
        '≥' => "write `>=`",
        '≠' => "write `!=`",
        _ => return None,
    };
    Some(help.into())
}

/// The names in a condition, whether they exist or not; none where it cannot be understood.
pub fn names(text: &str) -> Vec<String> {
    let named = |token| if let Token::Name(name) = token { Some(name) } else { None };
    tokens(text).map_or_else(|_| Vec::new(), |tokens| tokens.into_iter().filter_map(named).collect())
}
