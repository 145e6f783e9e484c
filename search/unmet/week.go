package unmet

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// A Week is a week by ISO 8601, in universal time: "2026-W48". Weeks order as texts do.
type Week string

var weekPattern = regexp.MustCompile(`^\d{4}-W\d{2}$`)

// WeekOf is the week of a time.
func WeekOf(t time.Time) Week {
	year, week := t.UTC().ISOWeek()
	return Week(fmt.Sprintf("%04d-W%02d", year, week))
}

// valid says whether there is such a week.
func (w Week) valid() bool { return weekPattern.MatchString(string(w)) && WeekOf(w.monday()) == w }

// monday is its first day.
func (w Week) monday() time.Time {
	year, _ := strconv.Atoi(string(w[:4])) // digits, as weekPattern has it
	week, _ := strconv.Atoi(string(w[6:]))
	first := time.Date(year, time.January, 4, 0, 0, 0, 0, time.UTC) // which is always in week 1
	return first.AddDate(0, 0, 7*(week-1)-(int(first.Weekday())+6)%7)
}

// back is the week so many weeks earlier.
func (w Week) back(weeks int) Week { return WeekOf(w.monday().AddDate(0, 0, -7*weeks)) }
