package question

import "regexp"

// personal are shapes of what names a person: a postcode, a date such as that of a
// birth, and numbers as the NHS, courts and case files have them.
var personal = regexp.MustCompile(`(?i)\b(?:` +
	`[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}` +
	`|[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:19|20)?[0-9]{2}` +
	`|[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}` +
	`|[A-Z]{0,3}[0-9]{6,}` +
	`)\b`)

// hasPersonalDetails says whether a question seems to name a person by number,
// date or address.
func hasPersonalDetails(text string) bool { return personal.MatchString(text) }
