//! How is a name spelled, when only its letters count? Small, without accents, without what joins its parts; the same however it was typed.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters and digits alone, small and without accents: `O’Brien-Núñez` becomes `obriennunez`. A letter and its accent may be one sign or two: both
/// ways to write a name give the same.
pub fn joined(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    }
    // Apart, so that an accent can be left out; then together again: what other alphabets put on a letter makes it another one.
    let bare = text.nfkd().filter(|c| !is_mark(*c)).nfc().filter(|c| is_letter(*c));
    let small = bare.flat_map(char::to_lowercase).filter(|c| !is_mark(*c));
    small.fold(String::new(), |mut word, c| {
        match plain(c) {
            Some(plain) => word.push_str(plain),
            None => word.push(c),
        }
        word
    })
}

/// The parts of a name that is written with blanks, hyphens, apostrophes or strokes, each as [`joined`] has it.
pub fn parts(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !is_letter(c) && !is_combining_mark(c)).map(joined).filter(|part| !part.is_empty())
}

/// Whether it is a letter or a digit, and no sign beside one: Ukrainian, Hawaiian and others write an apostrophe that counts as a letter by itself.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !('\u{2b9}'..='\u{2df}').contains(&c) && c != '\u{640}'
}

/// What stands on or under a letter and is left out: accents; the vowels of Hebrew and Arabic, which one may write or not.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{655}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
}

/// The plain letter, where a letter is one of its own that no accent was put on, or two keyboards have two signs for one.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' => "ae",
        'ə' => "a",
        'ɓ' => "b",
        'đ' | 'ð' | 'ɗ' => "d",
        'ǝ' => "e",
        'ħ' => "h",
        'ı' => "i",
        'ƙ' | 'ĸ' => "k",
        'ł' => "l",
        'ŋ' => "n",
        'ø' => "o",
        'œ' => "oe",
        'ß' => "ss",
        'ŧ' => "t",
        'þ' => "th",
        'ƴ' => "y",
        // As Persian and Urdu keyboards write two letters of Arabic.
        'ی' | 'ى' => "ي",
        'ک' => "ك",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::{joined, parts};

    #[test]
    fn only_letters_and_digits_count() {
        assert_eq!(joined("O’Brien-Núñez"), "obriennunez");
        assert_eq!(joined("Nu\u{301}n\u{303}ez"), "nunez", "an accent that stands by itself");
        assert_eq!(joined("ZZ1 1AA"), "zz11aa");
        assert_eq!(parts("Anne-Marie  O'Hara").collect::<Vec<_>>(), ["anne", "marie", "o", "hara"]);
        assert_eq!(parts("Nu\u{301}n\u{303}ez Lo\u{301}pez").collect::<Vec<_>>(), ["nunez", "lopez"]);
    }

    #[test]
    fn letters_of_many_languages_fold() {
        let alike = [
            ("Ŵyn Ŷnys", "wynynys"),
            ("Nguyễn Thị Hương", "nguyenthihuong"),
            ("Đặng", "dang"),
            ("Işık", "isik"),
            ("İbrahim", "ibrahim"),
            ("Łukasz Żółć", "lukaszzolc"),
            ("Şerban Țîrlea", "serbantirlea"),
            ("Ðorđe Bjørn Þóra", "dordebjornthora"),
            ("Əliyev", "aliyev"),
            ("Ħassan", "hassan"),
            ("Straße", "strasse"),
            ("Fatima", "fatima"),
        ];
        for (written, letters) in alike {
            assert_eq!(joined(written), letters, "{written}");
        }
        assert_eq!(joined("Мар’яна"), joined("Мар\u{2bc}яна"), "two apostrophes");
        assert_eq!(joined("مُحَمَّد"), joined("محمد"), "vowels written or not");
        assert_eq!(joined("علی"), joined("علي"), "two keyboards");
        assert_ne!(joined("राम"), joined("रम"), "a vowel sign is a letter");
        assert_eq!(parts("कृष्णा राम").count(), 2, "what joins two consonants parts no name");
    }

    proptest! {
        /// However a name was typed, its letters are the same.
        #[test]
        fn one_sign_or_two_are_one_letter(name in "[a-zA-ZÀ-žǍ-ǰȘ-țḀ-ỹΆ-ώЀ-ӹ가-힣がぎа-яकी' -]{0,12}") {
            let (one, two): (String, String) = (name.nfc().collect(), name.nfd().collect());
            prop_assert_eq!(joined(&one), joined(&two));
            prop_assert_eq!(parts(&one).collect::<Vec<_>>(), parts(&two).collect::<Vec<_>>());
        }
    }
}
