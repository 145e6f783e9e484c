package bleveindex

import (
	"strings"
	"testing"

	"evidencestore/search"
)

// marking makes a marker as a search would.
func marking(t *testing.T, question string) *marker {
	t.Helper()
	english, err := newEnglish()
	if err != nil {
		t.Fatal(err)
	}
	e := &Engine{english: english}
	var marked []markedPhrase
	for i, c := range search.Parse(question).Clauses {
		parts := []phrase{e.phraseOf(c.Text)}
		if len(c.Forms) == 0 {
			parts = nil
			for _, t := range e.Analyze(c.Text) {
				parts = append(parts, phrase{{term: t.Term}})
			}
		}
		for _, p := range parts {
			marked = append(marked, markedPhrase{phrase: p, clause: i, weight: float64(i + 1)})
		}
	}
	return newMarker(english, marked)
}

// show writes a snippet with its marks in brackets.
func show(s search.Snippet) string {
	var b strings.Builder
	b.WriteString(s.Field + ": ")
	for _, span := range s.Spans {
		if span.Match {
			b.WriteString("[" + span.Text + "]")
		} else {
			b.WriteString(span.Text)
		}
	}
	return b.String()
}

func TestSnippets(t *testing.T) {
	filler := strings.Repeat("one two three four. ", 30)
	for _, tt := range []struct {
		name, question string
		passages       []search.Passage
		best           string
		want           []string
	}{
		{"whole short passage", "grandparents", []search.Passage{{Section: "who-for", Text: "For grandparents’ homes."}}, "who-for", []string{"who-for: For [grandparents]’ homes."}},
		{"phrase only where it stands together", `"kinship care"`, []search.Passage{{Section: "costs", Text: "Kinship and care; kinship care; care."}}, "costs", []string{"costs: Kinship and care; [kinship care]; care."}},
		{"phrase over a stop word", `"quality of life"`, []search.Passage{{Section: "costs", Text: "The quality of the life; quality of life."}}, "costs", []string{"costs: The quality of the life; [quality of life]."}},
		{"title only if nothing else", "kinship", []search.Passage{{Section: "title", Text: "Kinship care"}, {Section: "costs", Text: "Kinship costs"}}, "costs", []string{"costs: [Kinship] costs"}},
		{"title alone", "kinship", []search.Passage{{Section: "title", Text: "Kinship care"}, {Section: "costs", Text: "No price"}}, "title", []string{"title: [Kinship] care"}},
		{"labels are never quoted", "kinship", []search.Passage{{Section: "", Text: "Kinship care"}}, "", nil},
		{"the section with more of the question", "kinship money", []search.Passage{{Section: "what-it-is", Text: "Kinship, kinship, kinship."}, {Section: "costs", Text: "Money for kinship."}}, "costs", []string{"costs: [Money] for [kinship].", "what-it-is: [Kinship], [kinship], [kinship]."}},
		{"nothing", "absent", []search.Passage{{Section: "costs", Text: "Money"}}, "", nil},
		{"window of a long passage", "needle", []search.Passage{{Section: "costs", Text: filler + "The needle is here. " + filler}}, "costs", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := marking(t, tt.question)
			best, out := snippets(tt.passages, func(i int) ([]mark, []word) { return m.mark(tt.passages[i].Text) })
			if best != tt.best {
				t.Errorf("best section %q, want %q", best, tt.best)
			}
			if tt.name == "window of a long passage" {
				text := show(out[0])
				if len(text) > snippetBytes+20 || !strings.Contains(text, "The [needle] is here.") {
					t.Errorf("window of %d bytes: %s", len(text), text)
				}
				return
			}
			if len(out) != len(tt.want) {
				t.Fatalf("got %d snippets, want %d: %v", len(out), len(tt.want), out)
			}
			for i, want := range tt.want {
				if got := show(out[i]); got != want {
					t.Errorf("snippet %d: got %q, want %q", i, got, want)
				}
			}
		})
	}
}
