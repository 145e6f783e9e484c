package params

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// text declares a parameter of free text, bounded by the limits of a question.
func text[P any](name, doc string, field func(*P) *string) param[P] {
	return param[P]{
		name: name, doc: doc, kind: "string", limited: true,
		parse: func(p *P, values []string, sc Scope) Faults {
			if len(values) == 0 {
				return nil
			}
			v := strings.TrimSpace(values[0])
			if n := utf8.RuneCountInString(v); n > sc.Limits.QuestionChars {
				return Faults{fault(name, v, fmt.Sprintf("%d characters, at most %d are read", n, sc.Limits.QuestionChars))}
			}
			if n := len(strings.Fields(v)); n > sc.Limits.QuestionWords {
				return Faults{fault(name, v, fmt.Sprintf("%d words, at most %d are read", n, sc.Limits.QuestionWords))}
			}
			*field(p) = v
			return nil
		},
		print: func(p *P) []string { return present(*field(p)) },
	}
}

// choices declares a repeatable parameter over a closed set. However it was sent,
// it is kept in the order of the set and without repetitions.
func choices[P any, T ~string](name, doc string, set func(Scope) []T, field func(*P) *[]T) param[P] {
	allowed := func(sc Scope) []string { return strs(set(sc)) }
	return param[P]{
		name: name, doc: doc, kind: "string", repeats: true, allowed: allowed,
		parse: func(p *P, values []string, sc Scope) Faults {
			var faults Faults
			for _, v := range values {
				if !slices.Contains(set(sc), T(v)) {
					faults = append(faults, fault(name, v, notAllowed, allowed(sc)...))
				}
			}
			for _, v := range set(sc) {
				if slices.Contains(values, string(v)) {
					*field(p) = append(*field(p), v)
				}
			}
			return faults
		},
		print: func(p *P) []string { return strs(*field(p)) },
	}
}

const notAllowed = "not one of the allowed values"

// choice declares a parameter that takes one of a closed set.
func choice[P any, T ~string](name, doc string, set []T, field func(*P) *T) param[P] {
	return param[P]{
		name: name, doc: doc, kind: "string",
		allowed: func(Scope) []string { return strs(set) },
		parse: func(p *P, values []string, _ Scope) Faults {
			if len(values) == 0 {
				return nil
			}
			v := T(values[0])
			if !slices.Contains(set, v) {
				return Faults{fault(name, values[0], notAllowed, strs(set)...)}
			}
			*field(p) = v
			return nil
		},
		print: func(p *P) []string { return present(string(*field(p))) },
	}
}

// number declares a whole number with a default.
func number[P any](name, doc string, minimum, maximum, fallback int, field func(*P) *int) param[P] {
	return param[P]{
		name: name, doc: doc, kind: "integer", fallback: fallback, min: minimum, max: maximum,
		parse: func(p *P, values []string, _ Scope) Faults {
			*field(p) = fallback
			if len(values) == 0 {
				return nil
			}
			return wholeNumber(name, values[0], minimum, maximum, field(p))
		},
		print: func(p *P) []string {
			if n := *field(p); n != fallback {
				return []string{strconv.Itoa(n)}
			}
			return nil
		},
	}
}

// optionalNumber declares a whole number that may be absent.
func optionalNumber[P any](name, doc string, minimum, maximum int, field func(*P) **int) param[P] {
	return param[P]{
		name: name, doc: doc, kind: "integer", min: minimum, max: maximum,
		parse: func(p *P, values []string, _ Scope) Faults {
			if len(values) == 0 {
				return nil
			}
			var n int
			if faults := wholeNumber(name, values[0], minimum, maximum, &n); faults != nil {
				return faults
			}
			*field(p) = &n
			return nil
		},
		print: func(p *P) []string {
			if n := *field(p); n != nil {
				return []string{strconv.Itoa(*n)}
			}
			return nil
		},
	}
}

// wholeNumber reads digits only: no sign, no spaces.
func wholeNumber(name, value string, minimum, maximum int, dst *int) Faults {
	n, err := strconv.ParseUint(value, 10, 31)
	if err != nil || int(n) < minimum || int(n) > maximum {
		return Faults{fault(name, value, fmt.Sprintf("must be a whole number from %d to %d", minimum, maximum))}
	}
	*dst = int(n)
	return nil
}

// boolean declares a switch that is off by default.
func boolean[P any](name, doc string, field func(*P) *bool) param[P] {
	return param[P]{
		name: name, doc: doc, kind: "boolean", fallback: false,
		parse: func(p *P, values []string, _ Scope) Faults {
			if len(values) == 0 {
				return nil
			}
			switch values[0] {
			case "true", "1":
				*field(p) = true
			case "false", "0":
			default:
				return Faults{fault(name, values[0], notAllowed, "true", "false", "1", "0")}
			}
			return nil
		},
		print: func(p *P) []string {
			if *field(p) {
				return []string{"true"}
			}
			return nil
		},
	}
}

// present is a list of s, or of nothing.
func present(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func strs[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
