package params

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Faults are all wrong parameters of a request.
type Faults []Fault

// A Fault says what is wrong with one value of one parameter.
type Fault struct {
	Parameter string   `json:"parameter"`
	Value     string   `json:"value" doc:"As sent, shortened if long"`
	Detail    string   `json:"detail"`
	Allowed   []string `json:"allowed,omitempty" doc:"The values it takes, where they are a closed set"`
}

// Error names what was wrong, for those who print it.
func (e Fault) Error() string {
	text := fmt.Sprintf("%s %q: %s", e.Parameter, e.Value, e.Detail)
	if len(e.Allowed) > 0 {
		text += ": " + strings.Join(e.Allowed, ", ")
	}
	return text
}

// Error joins all errors, one to a line.
func (e Faults) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// maxShown is how many characters of a wrong value or name are sent back.
const maxShown = 80

func fault(name, value, detail string, allowed ...string) Fault {
	return Fault{Parameter: shown(name), Value: shown(value), Detail: detail, Allowed: allowed}
}

func shown(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if utf8.RuneCountInString(s) <= maxShown {
		return s
	}
	return string([]rune(s)[:maxShown]) + "…"
}
