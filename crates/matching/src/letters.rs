//! How is a name spelled, when only its letters count? Small, without accents, without what joins its parts.

/// Letters and digits alone, small and without accents: `O’Brien-Núñez` becomes `obriennunez`.
pub fn joined(text: &str) -> String {
    let small = text.chars().filter(|c| c.is_alphanumeric() && !is_mark(*c)).flat_map(char::to_lowercase);
    small.filter(|c| !is_mark(*c)).fold(String::new(), |mut word, c| {
        match plain(c) {
            Some(plain) => word.push_str(plain),
            None => word.push(c),
        }
        word
    })
}

/// The parts of a name that is written with blanks, hyphens, apostrophes or strokes, each as [`joined`] has it.
pub fn parts(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).map(joined).filter(|part| !part.is_empty())
}

/// An accent that stands by itself, after its letter.
pub fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// A letter without its accent, for the letters that names in England carry.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' | 'ā' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' | 'ē' | 'ė' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ı' | 'ī' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' | 'ō' => "o",
        'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ț' | 'ţ' | 'ť' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' | 'ū' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{joined, parts};

    #[test]
    fn only_letters_and_digits_count() {
        assert_eq!(joined("O’Brien-Núñez"), "obriennunez");
        assert_eq!(joined("Nu\u{301}n\u{303}ez"), "nunez", "an accent that stands by itself");
        assert_eq!(joined("ZZ1 1AA"), "zz11aa");
        assert_eq!(parts("Anne-Marie  O'Hara").collect::<Vec<_>>(), ["anne", "marie", "o", "hara"]);
    }
}
