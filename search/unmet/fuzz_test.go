package unmet

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
)

// FuzzCount asks hostile questions of hostile references. Whatever they are, the disk
// holds nothing but ids of the reference, in files that could be read again.
func FuzzCount(f *testing.F) {
	f.Add("dragons\ntrolls", "dragons\nJohn Doe\n943 476 5919", "dragons\nSW1A 1AA", "nothing-held")
	f.Add("John Doe\n../../etc/passwd\na b\n", "John Doe\n../../etc/passwd\na b\n", "John Doe", "found")
	f.Add("a\na-b\na--b\nA\n\xff\n\x00", "a\na-b\na--b\nA\n\xff\n\x00", "a\na-b", "filtered")
	f.Add("a\nb\nc\nd\ne", "e\nd\nc\nb\na\na", "c\nb\na", "partly-held")
	f.Add("dragons", "concept/dragons\ndragons dragons\n\"dragons\"", "topic/dragons", "dragons")
	f.Fuzz(func(t *testing.T, known, concepts, values, answer string) {
		ref := &review.Reference{}
		for i, id := range strings.Split(known, "\n") {
			item := review.Item{ID: id}
			ref.Thesaurus.Concepts = append(ref.Thesaurus.Concepts, review.ThesaurusEntry{ID: id, Kind: review.ConceptKinds[i%len(review.ConceptKinds)]})
			ref.Lists.Topics, ref.Lists.Settings = append(ref.Lists.Topics, item), append(ref.Lists.Settings, item)
			ref.Lists.Outcomes, ref.Lists.Populations = append(ref.Lists.Outcomes, item), append(ref.Lists.Populations, item)
		}
		data, now := t.TempDir(), time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)
		r, err := Open(data, Options{Minimum: 2, Weeks: 1, Reference: func() *review.Reference { return ref }, Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		list := strings.Split(values, "\n")
		filter := search.Filter{Topics: list, Outcomes: list, Populations: list, Settings: list, IDs: list}
		for i := range 2 * len(Answers) {
			a := Asked{Concepts: strings.Split(concepts, "\n"), Filter: filter, Answer: Answer(answer)}
			if i%2 == 1 {
				a.Filter = search.Filter{}
			}
			r.Count(a)
			a.Answer = Answers[i/2]
			now = now.Add(spacing)
			r.Count(a)
			now = now.Add(spacing)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		checkFolder(t, data, strings.Split(known, "\n"))
	})
}

// FuzzWeekly reads hostile files. What is read of one could have been written, and is
// read again the same.
func FuzzWeekly(f *testing.F) {
	f.Add(`{"format":"evidence-store-unmet","version":1,"week":"2026-W48","not_taken":1,"needs":[{"ids":["concept/a","topic/b"],"answers":{"found":5}}]}`)
	f.Add(`{"format":"evidence-store-unmet","version":1,"week":"2026-W48","needs":[{"ids":["concept/a"],"answers":{"found":5,"found":6}}]}`)
	f.Add(`{"FORMAT":"evidence-store-unmet","version":1e0,"week":"2026-W48","needs":null}`)
	f.Add(`{"format":"evidence-store-unmet","version":1,"week":"2026-W48","needs":[{"ids":[null],"answers":{"found":99999999999}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		held, err := decodeWeekly(thisWeek, []byte(text))
		if err != nil {
			return
		}
		written, err := held.encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := decodeWeekly(thisWeek, written)
		if err != nil {
			t.Fatalf("%v in %s", err, written)
		}
		if diff := cmp.Diff(held, again, cmp.AllowUnexported(weekly{}, kept{})); diff != "" {
			t.Error(diff)
		}
	})
}

// checkFolder holds what a data folder may hold after something was counted now.
func checkFolder(t *testing.T, data string, known []string) {
	t.Helper()
	allowed := map[string]bool{}
	for _, id := range known {
		allowed[id] = true
	}
	entries, err := os.ReadDir(dirIn(data))
	if os.IsNotExist(err) {
		return // nothing was kept
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dirIn(data), e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if e.Name() == lockName && len(text) == 0 {
			continue
		}
		if e.Name() != string(thisWeek)+extension {
			t.Fatalf("there is a file %q", e.Name())
		}
		held, err := decodeWeekly(thisWeek, text)
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		for _, k := range held.needs {
			for _, id := range k.ids {
				if !allowed[id.Name] {
					t.Errorf("kept is %q, which the reference does not have", id)
				}
			}
		}
		if again, err := held.encode(); err != nil || string(again) != string(text) {
			t.Errorf("the file holds more than what is read of it, error %v:\n%s", err, text)
		}
	}
}
