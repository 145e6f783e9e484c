package review

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"evidencestore/internal/stricttoml"
)

// The files of a corpus beside its reviews.
const (
	RatingsFile = "ratings.toml"
	ListsFile   = "lists.toml"
	ReviewsDir  = "reviews"
)

// MaxItems bounds each controlled list, so that sets of items fit small types.
const MaxItems = 1000

// MaxDomains bounds the list of outcome domains: a set of them is one word.
const MaxDomains = 64

// An Item is one entry of a controlled list.
type Item struct {
	ID    string `toml:"id" json:"id"`
	Label string `toml:"label" json:"label"`
}

// Lists are the controlled lists of a corpus, in the order in which to show them.
type Lists struct {
	Topics      []Item `toml:"topic" json:"topics"`
	Populations []Item `toml:"population" json:"populations"`
	Settings    []Item `toml:"setting" json:"settings"`
	Outcomes    []Item `toml:"outcome" json:"outcomes"`
}

// Label is the label of an id in one of the lists, or the id where it has none.
func Label(list []Item, id string) string {
	for _, it := range list {
		if it.ID == id {
			return it.Label
		}
	}
	return id
}

// Labels are the labels of ids, in their order.
func Labels(list []Item, ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = Label(list, id)
	}
	return out
}

// Reference is what a corpus holds beside its reviews.
type Reference struct {
	Ratings   Ratings
	Lists     Lists
	Thesaurus Thesaurus // empty where the corpus has none
	// Questions are those of the corpus, if it has any. Since they can be checked
	// only beside all reviews, DecodeReference leaves them out.
	Questions []Question
}

// DecodeReference reads ratings.toml, lists.toml and thesaurus.toml of a corpus. The
// reference is whole, but for Questions, only when there are no faults.
func DecodeReference(corpus fs.FS) (*Reference, Faults) {
	var ref Reference
	faults := decodeFile(corpus, RatingsFile, &ref.Ratings, func(l *stricttoml.Lines) Faults { return ref.Ratings.check(l) })
	faults = append(faults, decodeFile(corpus, ListsFile, &ref.Lists, func(l *stricttoml.Lines) Faults { return ref.Lists.check(l) })...)
	var more Faults
	ref.Thesaurus, more = DecodeThesaurus(corpus)
	faults = append(faults, more...)
	faults.Sort()
	return &ref, faults
}

// Unreadable is the fault of a file or folder that could not be read, without the
// names of system calls.
func Unreadable(file string, err error, mend string) Fault {
	if inner, ok := errors.AsType[*fs.PathError](err); ok {
		err = inner.Err
	}
	return Fault{File: file, What: "cannot be read: " + err.Error(), Mend: mend}
}

func decodeFile(corpus fs.FS, file string, dst any, check func(*stricttoml.Lines) Faults) Faults {
	data, err := fs.ReadFile(corpus, file)
	if err != nil {
		mend := "make it readable"
		if errors.Is(err, fs.ErrNotExist) {
			mend = "every corpus needs this file"
		}
		return Faults{Unreadable(file, err, mend)}
	}
	content, faults := cleanText(file, data)
	if content == "" && len(faults) > 0 {
		return faults
	}
	lines, more := stricttoml.Decode(file, content, 1, dst)
	faults = append(faults, more...)
	if lines.Known() {
		faults = append(faults, check(lines)...)
	}
	return faults
}

func (l *Lists) check(lines *stricttoml.Lines) Faults {
	var faults Faults
	for _, list := range []struct {
		key   string
		items []Item
		limit int
	}{
		{"topic", l.Topics, MaxItems},
		{"population", l.Populations, MaxItems},
		{"setting", l.Settings, MaxItems},
		{"outcome", l.Outcomes, MaxDomains},
	} {
		report := func(i int, what, mend string) {
			faults = append(faults, Fault{File: ListsFile, Line: lines.Of(list.key, i), What: what, Mend: mend})
		}
		if len(list.items) == 0 {
			report(0, fmt.Sprintf("no [[%s]]", list.key), "a corpus needs at least one")
		}
		if len(list.items) > list.limit {
			report(list.limit, fmt.Sprintf("%d of [[%s]], the limit is %d", len(list.items), list.key, list.limit), "remove some")
			continue
		}
		for i, it := range list.items {
			if err := CheckID(it.ID); err != nil {
				report(i, err.Error(), "")
			}
			if strings.TrimSpace(it.Label) == "" {
				report(i, fmt.Sprintf("%s %q has no label", list.key, it.ID), "write one")
			}
			if slices.ContainsFunc(list.items[:i], func(o Item) bool { return o.ID == it.ID }) {
				report(i, fmt.Sprintf("%s %q stands twice", list.key, it.ID), "remove one")
			}
		}
	}
	return faults
}
