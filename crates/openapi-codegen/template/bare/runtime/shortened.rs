//! Texts of a server or a user in a message.

use std::fmt::{self, Write};

/// Longest text of a server or a user in a message, in characters.
pub(super) const MAX_TEXT_LENGTH: usize = 200;

/// Writes the beginning of a text, with escapes in place of the characters that change the
/// direction of a line, are not visible or end it.
pub(crate) struct Shortened<'a>(pub(crate) &'a str);

impl fmt::Display for Shortened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut room = MAX_TEXT_LENGTH;
        for c in self.0.chars() {
            let escape = is_invisible(c).then(|| c.escape_unicode());
            let length = escape.as_ref().map_or(1, ExactSizeIterator::len);
            if length > room {
                return f.write_char('…');
            }
            room -= length;
            match escape {
                Some(escape) => write!(f, "{escape}")?,
                None => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        )
}
