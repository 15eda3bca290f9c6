//! Can this text be shown as what somebody is called, or where they live?
//!
//! A character that is not seen, or that turns the text around it, makes one name look like another, on a page and in a list that somebody prints.
//! No system of names needs one; where it stands in a file, something went wrong, or somebody meant it.

/// The longest name, in characters.
pub const LONGEST: usize = 200;

/// Whether a character is not seen itself, or turns around what stands behind it.
pub fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What is wrong with a name, in a sentence; nothing where it can be shown.
///
/// ```
/// use feeds::read::plain::name;
///
/// assert_eq!(name("Núñez-O'Brindle"), None);
/// assert!(name("Ash\u{202e}").unwrap().contains("cannot be seen"));
/// ```
pub fn name(text: &str) -> Option<&'static str> {
    if text.chars().any(is_hidden) {
        return Some("there is a character in it that cannot be seen or turns the text around: write it anew");
    }
    let is_long = text.chars().nth(LONGEST).is_some();
    is_long.then_some("it is longer than 200 characters: look whether another column was meant")
}

/// The same of a part of an address, which may have several lines.
pub fn address(text: &str) -> Option<&'static str> {
    name(&text.replace(['\r', '\n', '\t'], " "))
}
