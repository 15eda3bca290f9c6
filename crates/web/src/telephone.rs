//! What is a telephone number, and what does a telephone dial for it?
//!
//! In comes what was typed, with an extension behind it where there is one; out goes whether it is a number, and the address of `tel:`.

/// How an extension is written, in small letters.
const EXTENSIONS: [&str; 6] = ["extension", "extn.", "extn", "ext.", "ext", "x"];

/// The number and its extension, which is empty where there is none.
fn parts(typed: &str) -> (&str, &str) {
    let small = typed.to_ascii_lowercase();
    let found = EXTENSIONS.iter().find_map(|word| small.find(word).map(|at| (at, at + word.len())));
    let Some((number, extension)) = found.and_then(|(from, to)| Some((typed.get(..from)?, typed.get(to..)?))) else {
        return (typed, "");
    };
    (number.trim().trim_end_matches([',', ';', '#']), extension.trim().trim_start_matches([':', '.']).trim())
}

/// Whether it is a telephone number, with an extension or without; what is wrong with it is said.
pub fn check(typed: &str) -> Result<(), &'static str> {
    const NO_NUMBER: &str =
        "Enter a telephone number, such as 020 7946 0123 or 020 7946 0123 ext 21, or leave it empty";
    let (number, extension) = parts(typed);
    let has_extension = number.len() < typed.len();
    let all_figures = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let is_extension = (1..=8).contains(&extension.len()) && all_figures(extension);
    let is_plain = number.chars().all(|c| c.is_ascii_digit() || " +()-".contains(c))
        && (3..=20).contains(&number.chars().filter(char::is_ascii_digit).count());
    match (number.is_empty(), has_extension) {
        // From outside the house, and from a telephone that dials by itself, it leads nowhere.
        (true, true) if is_extension => {
            Err("Enter the telephone number before the extension, such as 020 7946 0123 ext 21, or leave it empty")
        }
        (false, true) if is_plain && is_extension => Ok(()),
        (false, false) if is_plain => Ok(()),
        _ => Err(NO_NUMBER),
    }
}

/// As a telephone dials it: after a pause the extension, so that its figures do not make another number.
pub fn dialled(typed: &str) -> String {
    let (number, extension) = parts(typed);
    let both = [figures(number), figures(extension)];
    both.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(",")
}

fn figures(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

#[cfg(test)]
mod tests {
    use super::{check, dialled};

    #[test]
    fn an_extension_is_dialled_after_a_pause() {
        for (typed, dials) in [
            ("020 7946 0123", "02079460123"),
            ("+44 (0)20 7946 0123", "+4402079460123"),
            ("020 7946 0000 ext 21", "02079460000,21"),
            ("020 7946 0000 Ext. 21", "02079460000,21"),
            ("020 7946 0000, extension 2145", "02079460000,2145"),
            ("020 7946 0000 extn: 21", "02079460000,21"),
            ("020 7946 0000x21", "02079460000,21"),
            ("2145", "2145"),
        ] {
            assert_eq!(check(typed), Ok(()), "{typed}");
            assert_eq!(dialled(typed), dials, "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_is_not_taken_for_one() {
        for typed in [
            "",
            "020 7946 0000 ext",
            "020 7946 0000 ext reception",
            "ask at the desk",
            "12",
            "020 7946 0000 x21 x22",
            "+++",
        ] {
            assert!(check(typed).is_err_and(|why| why.starts_with("Enter a telephone number")), "{typed}");
        }
        assert_eq!(dialled("ask at the desk"), "");
    }

    #[test]
    fn an_extension_alone_asks_for_the_number_before_it() {
        for typed in ["ext 21", "ext. 12", "x2145", "Extension: 7"] {
            let why =
                "Enter the telephone number before the extension, such as 020 7946 0123 ext 21, or leave it empty";
            assert_eq!(check(typed), Err(why), "{typed}");
        }
    }
}
