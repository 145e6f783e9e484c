package review

import (
	"errors"
	"fmt"
	"regexp"
	"time"
)

// Date is a calendar day, YYYY-MM-DD, or empty.
type Date string

// UnmarshalTOML accepts a TOML local date: 2026-11-22, without quotes.
func (d *Date) UnmarshalTOML(value any) error {
	t, ok := value.(time.Time)
	if !ok || t.Location().String() != "date-local" {
		return errors.New("must be a date such as 2026-11-22, without quotes and without a time")
	}
	if !plausibleYear(t.Year()) {
		return fmt.Errorf("the year %d cannot be right", t.Year())
	}
	*d = Date(t.Format(time.DateOnly))
	return nil
}

var evidenceDate = regexp.MustCompile(`^(\d{4})(-(0[1-9]|1[0-2]))?$`)

// checkEvidenceTo says what is wrong with a YYYY or YYYY-MM, or nil.
func checkEvidenceTo(s string) error {
	m := evidenceDate.FindStringSubmatch(s)
	if m == nil || !plausibleYear(m[1]) {
		return fmt.Errorf("evidence_to %q is not a date", s)
	}
	return nil
}

func plausibleYear[T string | int](year T) bool {
	s := fmt.Sprint(year)
	return len(s) == 4 && s >= "1900" && s < "2100"
}
