//! A text as a picture that a telephone reads: the address from which an authenticator takes its secret.
//!
//! Drawn into the page itself, so that it is never a file of its own and stays nowhere.

use askama::Template;
use qrcode::{Color, QrCode};

use crate::parts::Html;

/// The white border that a reader needs, in squares.
const BORDER: usize = 4;

#[derive(Template)]
#[template(path = "sign_in/qr.html")]
struct Picture {
    side: usize,
    dark: String,
    says: &'static str,
}

/// The picture; nothing where the text is too long for one.
pub fn picture(text: &str, says: &'static str) -> Html {
    let Ok(code) = QrCode::new(text) else { return Html::default() };
    let width = code.width().max(1);
    let mut dark = String::new();
    for (row, colors) in code.to_colors().chunks(width).enumerate() {
        let mut column = BORDER;
        for run in colors.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                dark.push_str(&format!("M{column} {}h{}v1H{column}z", row + BORDER, run.len()));
            }
            column += run.len();
        }
    }
    Html::of(&Picture { side: width + 2 * BORDER, dark, says })
}

#[cfg(test)]
mod tests {
    use super::picture;

    #[test]
    fn a_picture_has_a_border_and_three_corners() {
        let html = picture("otpauth://totp/Tandem", "a picture");
        // 21 characters fill version 2, which is 25 squares wide; a corner is a ring, 7 squares wide.
        assert!(html.as_str().contains("viewBox=\"0 0 33 33\""), "{html}");
        for corner in ["M4 4h7v1H4z", "M22 4h7v1H22z", "M4 28h7v1H4z"] {
            assert!(html.as_str().contains(corner), "{corner}");
        }
    }
}
