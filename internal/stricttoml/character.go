package stricttoml

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// Forbidden names what is wrong with a character in a text that people wrote, or
// gives "" for a good one. Such characters are invisible or were lost, so that
// nobody who looks at the text sees why it is not found.
func Forbidden(r rune) string {
	switch {
	case ' ' <= r && r <= '~', r == '\n', r == '\t': // nearly all that comes
		return ""
	case r == 0:
		return "NUL character"
	case r == '\r':
		return "carriage return without a line feed"
	case r == '\uFEFF':
		return "byte order mark inside the text"
	case r == utf8.RuneError:
		return "replacement character U+FFFD, which stands for one that was lost"
	case unicode.Is(unicode.Co, r):
		return fmt.Sprintf("private-use character U+%04X", r)
	case unicode.Is(unicode.Cc, r):
		return fmt.Sprintf("control character U+%04X", r)
	case unicode.Is(unicode.Bidi_Control, r):
		return fmt.Sprintf("invisible direction-changing character U+%04X", r)
	case unicode.Is(unicode.Noncharacter_Code_Point, r):
		return fmt.Sprintf("code U+%04X, which is not a character", r)
	}
	return ""
}
