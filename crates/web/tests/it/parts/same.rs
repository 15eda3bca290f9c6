//! Are two pieces of HTML the same, but for space, the order of attributes and the way a sign is escaped?

use std::collections::BTreeMap;

/// The tags and texts of a piece, each in one form.
pub fn pieces(html: &str) -> Vec<String> {
    let mut raw: Vec<String> = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = &after[after.find("-->").unwrap() + 3..];
        } else if rest.starts_with('<') {
            let end = tag_end(rest);
            raw.push(tag(&rest[1..end]));
            rest = &rest[end + 1..];
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            raw.push(format!(" {} ", decoded(&rest[..end])));
            rest = &rest[end..];
        }
    }
    spaced(&raw)
}

/// Takes out of a footer what may stand on GOV.UK alone: the crown, the licence, the copyright.
pub fn without_the_crown(pieces: &mut Vec<String>) {
    let spans = [
        ("govuk-footer__crown", "</svg>"),
        ("govuk-footer__licence-logo", "</svg>"),
        ("govuk-footer__licence-description", "</span>"),
        ("<div class=\"govuk-footer__meta-item\">", "</div>"),
    ];
    for (begins, ends) in spans {
        if let Some(from) = pieces.iter().position(|piece| piece.contains(begins)) {
            let to = from + pieces[from..].iter().position(|piece| piece == ends).unwrap();
            pieces.drain(from..=to);
        }
    }
}

/// Space counts only between text and a tag that stands within a line.
fn spaced(raw: &[String]) -> Vec<String> {
    let inline = |tag: &str| ["span", "a", "strong"].iter().any(|name| tag.split([' ', '>']).next() == Some(name));
    let mut all = Vec::new();
    for (n, piece) in raw.iter().enumerate() {
        if piece.starts_with('<') {
            all.push(piece.clone());
            continue;
        }
        let words = piece.split_whitespace().collect::<Vec<&str>>().join(" ");
        if words.is_empty() {
            continue;
        }
        let inner = &piece[1..piece.len() - 1];
        let after_inline = n > 0 && raw[n - 1].strip_prefix("</").is_some_and(inline);
        let before_inline = raw.get(n + 1).and_then(|next| next.strip_prefix('<')).is_some_and(inline);
        let lead = if after_inline && inner.starts_with(char::is_whitespace) { " " } else { "" };
        let trail = if before_inline && inner.ends_with(char::is_whitespace) { " " } else { "" };
        all.push(format!("{lead}{words}{trail}"));
    }
    all
}

fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    panic!("a tag without an end: {text}");
}

/// A tag with its attributes in order; classes too are in order, and a value that says no more than the name is left out.
fn tag(inside: &str) -> String {
    let inside = inside.trim().trim_end_matches('/').trim();
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = BTreeMap::new();
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(after) => after.split_once('"').unwrap(),
            None => ("", after.strip_prefix('=').unwrap_or(after)),
        };
        rest = after;
        let mut value = decoded(value);
        if key == "class" {
            let mut classes: Vec<&str> = value.split_whitespace().collect();
            classes.sort_unstable();
            value = classes.join(" ");
        }
        attributes.insert(key.to_owned(), value);
    }
    let shown: String = attributes.iter().map(|(key, value)| format!(" {key}=\"{value}\"")).collect();
    format!("<{name}{shown}>")
}

fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find(';').filter(|end| *end < 9) else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        let name = &rest[1..end];
        match name {
            "amp" => out.push('&'),
            "lt" => out.push('<'),
            "gt" => out.push('>'),
            "quot" => out.push('"'),
            _ => match name.strip_prefix('#').and_then(|number| number.parse().ok()).and_then(char::from_u32) {
                Some(sign) => out.push(sign),
                None => out.push_str(&rest[..=end]),
            },
        }
        rest = &rest[end + 1..];
    }
    out + rest
}

#[test]
fn only_what_shows_is_compared() {
    assert_eq!(
        pieces("<p  b='x' class=\"z y\" a=\"1 &amp; 2\"> one\n two </p>"),
        pieces("<p a=\"1 &#38; 2\" b='x' class=\"y z\">one two</p>")
    );
    assert_eq!(pieces("<i disabled>"), pieces("<i disabled=\"\">"));
    assert_ne!(pieces("<span>Error:</span> x"), pieces("<span>Error:</span>x"));
    assert_ne!(pieces("<p>a</p>"), pieces("<p>b</p>"));
}
