//! Which time of the day did somebody mean? As people write it, and only where it can mean one thing.
//!
//! In comes what was typed; out goes `14:30`, or what to type instead. Half a day more or less moves a deadline: what could be either is
//! asked about, and only 10 to 12 without more is taken for the day.

const LIKE: &str = "Enter the time like 14:30 or 2.30pm, or leave it out";
const MIDNIGHT: &str = "Midnight can be where the day begins or where it ends. Enter 00:00 for the first minute of the day, or 23:59 for its last";
/// What the police and the courts write behind a time.
const HOURS: [&str; 4] = ["hours", "hour", "hrs", "h"];

/// `14:30` from `14:30`, `14.30`, `1430`, `1430 hrs`, `2.30pm`, `2 p.m.`; `12:00` from `noon`.
pub fn clock(typed: &str) -> Result<String, String> {
    let small = typed.trim().to_lowercase().replace("p.m.", "pm").replace("a.m.", "am").replace("o'clock", "");
    let words: Vec<&str> = small.split_whitespace().collect();
    match words.as_slice() {
        ["noon" | "midday"] | ["12", "noon" | "midday"] | ["12noon" | "12midday"] => return Ok("12:00".to_owned()),
        [.., last] if last.ends_with("midnight") => return Err(MIDNIGHT.to_owned()),
        _ => {}
    }
    let (digits, half) = match (small.strip_suffix("pm"), small.strip_suffix("am")) {
        (Some(rest), _) => (rest, Some(12)),
        (_, Some(rest)) => (rest, Some(0)),
        _ => (HOURS.iter().find_map(|word| small.strip_suffix(word)).unwrap_or(&small), None),
    };
    let (hour, minute) = split(digits.trim()).ok_or(LIKE)?;
    let said = |text: &str| text.parse::<u32>().map_err(|_| LIKE.to_owned());
    let (h, m) = match minute {
        Some(minute) => (said(hour)?, said(minute)?),
        // `2` is no time, and of `2pm` it is clear that it is the full hour.
        None if half.is_some() => (said(hour)?, 0),
        None => return Err(which_half(hour)),
    };
    match half {
        Some(0) if h == 12 && m == 0 => Err(MIDNIGHT.to_owned()),
        Some(half) if (1..=12).contains(&h) => Ok(format!("{:02}:{m:02}", h % 12 + half)),
        Some(_) => Err(LIKE.to_owned()),
        // Whoever writes 2.30 for half past two in the afternoon is asked, and whoever was rung at 7.30 of the evening; 02:30 is clear.
        None if hour.len() == 1 && (1..=9).contains(&h) => Err(which_half(digits.trim())),
        None if h > 23 || m > 59 => Err("Enter a time between 00:00 and 23:59".to_owned()),
        None => Ok(format!("{h:02}:{m:02}")),
    }
}

/// The hour and the minutes, where minutes are there.
fn split(digits: &str) -> Option<(&str, Option<&str>)> {
    if let Some((hour, minute)) = digits.split_once([':', '.', ' ']) {
        let minute = minute.trim();
        return (minute.len() == 2).then_some((hour.trim(), Some(minute)));
    }
    match digits.len() {
        3 | 4 => digits.split_at_checked(digits.len() - 2).map(|(hour, minute)| (hour, Some(minute))),
        _ => Some((digits, None)),
    }
}

fn which_half(typed: &str) -> String {
    match typed.parse::<u32>() {
        Ok(0 | 13..) => LIKE.to_owned(),
        Err(_) if !typed.starts_with(|c: char| c.is_ascii_digit()) => LIKE.to_owned(),
        _ => format!("Say whether {typed} is in the morning or the afternoon: enter {typed}am or {typed}pm"),
    }
}

#[cfg(test)]
mod tests {
    use super::{LIKE, MIDNIGHT, clock};

    #[test]
    fn times_are_taken_as_people_write_them() {
        for (typed, read) in [
            ("14:30", "14:30"),
            ("09:05", "09:05"),
            ("10 05", "10:05"),
            ("02:30", "02:30"),
            ("0:15", "00:15"),
            ("00:00", "00:00"),
            ("14.30", "14:30"),
            ("1430", "14:30"),
            ("1430 hrs", "14:30"),
            ("0930hours", "09:30"),
            ("2.30pm", "14:30"),
            ("2.30 pm", "14:30"),
            ("2:30 P.M.", "14:30"),
            ("230pm", "14:30"),
            ("2pm", "14:00"),
            ("2 o'clock pm", "14:00"),
            ("12:15 pm", "12:15"),
            ("12pm", "12:00"),
            ("12:15am", "00:15"),
            ("12 noon", "12:00"),
            ("Noon", "12:00"),
            ("midday", "12:00"),
        ] {
            assert_eq!(clock(typed).as_deref(), Ok(read), "{typed}");
        }
    }

    #[test]
    fn what_can_mean_two_times_is_asked_about() {
        let half = |typed: &str| {
            format!("Say whether {typed} is in the morning or the afternoon: enter {typed}am or {typed}pm")
        };
        for (typed, why) in [
            ("midnight", MIDNIGHT.to_owned()),
            ("12 midnight", MIDNIGHT.to_owned()),
            ("12am", MIDNIGHT.to_owned()),
            ("2", half("2")),
            ("2 o'clock", half("2")),
            ("2.30", half("2.30")),
            ("7.30", half("7.30")),
            ("9:05", half("9:05")),
            ("11", half("11")),
            ("14", LIKE.to_owned()),
            ("13pm", LIKE.to_owned()),
            ("late", LIKE.to_owned()),
            ("25:00", "Enter a time between 00:00 and 23:59".to_owned()),
            ("2.5pm", LIKE.to_owned()),
            ("14:30:00", LIKE.to_owned()),
            ("", LIKE.to_owned()),
        ] {
            assert_eq!(clock(typed), Err(why), "{typed}");
        }
    }
}
