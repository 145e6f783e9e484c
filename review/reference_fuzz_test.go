package review

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// FuzzDecodeReference holds that ratings and lists of any content are either whole, so
// that no rating is ever shown without its sentence, or faulted on a line of their file.
func FuzzDecodeReference(f *testing.F) {
	good := goodRatings(f)
	for _, seed := range [][2]string{{"", ""}, {good, goodLists}, {"\uFEFF" + strings.ReplaceAll(good, "\n", "\r\n"), goodLists}, {good + "[[certainty]]\n", "[[topic]]\nid = 1\n"}} {
		f.Add([]byte(seed[0]), []byte(seed[1]))
	}
	f.Fuzz(func(t *testing.T, ratings, lists []byte) {
		corpus := fstest.MapFS{RatingsFile: {Data: ratings}, ListsFile: {Data: lists}}
		ref, faults := DecodeReference(corpus)
		for _, fault := range faults {
			file := ratings
			if fault.File == ListsFile {
				file = lists
			}
			checkLines(t, string(file), Faults{fault})
		}
		if len(faults) == 0 {
			checkReference(t, ref)
		}
	})
}

// checkReference faults what a page would show as a blank.
func checkReference(t *testing.T, ref *Reference) {
	t.Helper()
	for _, effect := range Effects {
		for _, strength := range Strengths {
			details := []Detail{""}
			if effect == MixedOrNone {
				details = []Detail{Mixed, NoDifference}
			}
			for _, detail := range details {
				if o := (Outcome{Effect: effect, Strength: strength, Detail: detail}); strings.TrimSpace(ref.Ratings.CertaintyOf(&o)) == "" {
					t.Errorf("no fault and no sentence for %s %s %s", effect, detail, strength)
				}
			}
		}
	}
	for _, list := range [][]Item{ref.Lists.Topics, ref.Lists.Populations, ref.Lists.Settings, ref.Lists.Outcomes} {
		ids := map[string]bool{}
		for _, item := range list {
			if CheckID(item.ID) != nil || ids[item.ID] || strings.TrimSpace(item.Label) == "" {
				t.Errorf("no fault and the item %+v", item)
			}
			ids[item.ID] = true
		}
		if len(list) == 0 {
			t.Error("no fault and an empty list")
		}
	}
}

func FuzzDecodeQuestions(f *testing.F) {
	const good = "[[question]]\nid = \"a\"\nask = \"Who  sings\"\nkind = \"lay\"\nbest = [\"choir\"]\n"
	for _, seed := range []string{"", good, "\uFEFF" + strings.ReplaceAll(good, "\n", "\r\n"), good + good, "question = [{}, {best = [\"choir\"]}]\n", "[question]\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		corpus := fstest.MapFS{QuestionsFile: {Data: data}}
		got, faults := DecodeQuestions(corpus, known)
		checkLines(t, string(data), faults)
		again, _ := DecodeQuestions(corpus, known)
		if diff := cmp.Diff(got, again); diff != "" {
			t.Errorf("given %q, a second time (-before +after):\n%s", data, diff)
		}
		if len(faults) > 0 {
			return
		}
		ids := map[string]bool{}
		for _, q := range got {
			if CheckID(q.ID) != nil || ids[q.ID] || strings.TrimSpace(q.Ask) == "" || (q.Kind == Unanswerable) != (len(q.Best) == 0) || len(q.Best) > MaxBest {
				t.Errorf("given %q, no fault and the question %+v", data, q)
			}
			ids[q.ID] = true
			for _, id := range append(q.Best, q.Good...) {
				if !known(id) {
					t.Errorf("given %q, no fault and the unknown review %q", data, id)
				}
			}
		}
	})
}
