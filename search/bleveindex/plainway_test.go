package bleveindex

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/searchtest"
)

// plainSnippets quotes in the plain way: every passage is analysed, and every phrase is
// compared with every word of it.
func plainSnippets(english *english, passages []search.Passage, phrases []markedPhrase) (string, []search.Snippet) {
	var found []candidate
	sections := map[string]map[int]int{} // how often each clause occurs
	for i := range passages {
		p := &passages[i]
		words := english.words(p.Text)
		marks := plainMarks(words, phrases)
		if len(marks) == 0 || p.Section == "" {
			continue
		}
		if sections[p.Section] == nil {
			sections[p.Section] = map[int]int{}
		}
		for _, m := range marks {
			sections[p.Section][m.clause]++
		}
		found = append(found, window(p, words, marks))
	}
	best := plainBest(passages, phrases, sections)
	arrange(found, best)
	out := []search.Snippet{}
	for _, c := range found {
		if len(out) == maxSnippets || len(out) > 0 && c.place() == placeTitle {
			break
		}
		if !slices.ContainsFunc(out, func(s search.Snippet) bool { return reflect.DeepEqual(s.Spans, c.spans()) }) {
			out = append(out, search.Snippet{Field: c.passage.Section, Spans: c.spans()})
		}
	}
	return best, out
}

func plainMarks(words []word, phrases []markedPhrase) []mark {
	var marks []mark
	for _, p := range phrases {
		for i := range words {
			if words[i].term != p.phrase[0].term {
				continue
			}
			if last, ok := p.at(words, i); ok {
				marks = append(marks, mark{start: words[i].start, end: words[last].end, clause: p.clause, weight: p.weight})
			}
		}
	}
	slices.SortFunc(marks, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end), cmp.Compare(a.clause, b.clause))
	})
	return marks
}

func plainBest(passages []search.Passage, phrases []markedPhrase, sections map[string]map[int]int) string {
	weights := map[int]float64{}
	for _, p := range phrases {
		weights[p.clause] = p.weight
	}
	best, bestValue := "", 0.0
	for _, p := range passages {
		value := 0.0
		for _, clause := range slices.Sorted(maps.Keys(sections[p.Section])) {
			n := float64(sections[p.Section][clause])
			value += weights[clause] * n / (n + 1)
		}
		if p.Section == search.SectionTitle || p.Section == search.SectionReviews {
			value /= 1000
		}
		if value > bestValue {
			best, bestValue = p.Section, value
		}
	}
	return best
}

// plainWords counts words in the plain way.
func plainWords(english *english, passages []search.Passage) []search.Word {
	spellings := map[string]map[string]int{}
	for _, p := range passages {
		if p.Field == citations {
			continue
		}
		for _, w := range english.words(p.Text) {
			if spellings[w.term] == nil {
				spellings[w.term] = map[string]int{}
			}
			spellings[w.term][p.Text[w.start:w.end]]++
		}
	}
	var words []search.Word
	for term, counts := range spellings {
		word := search.Word{Term: term}
		for _, text := range slices.Sorted(maps.Keys(counts)) {
			if word.Count += counts[text]; counts[text] > counts[word.Text] {
				word.Text = text
			}
		}
		words = append(words, word)
	}
	return sortedWords(words)
}

func sortedWords(words []search.Word) []search.Word {
	slices.SortFunc(words, func(a, b search.Word) int { return strings.Compare(a.Term, b.Term) })
	return words
}

// TestPlainWay compares what is quoted and counted with the plain way.
func TestPlainWay(t *testing.T) {
	made := searchtest.Generate(11, searchtest.Shape{Reviews: 60, Topics: 10, Domains: 8})
	for _, c := range []struct {
		name    string
		ref     *review.Reference
		reviews []*review.Review
	}{{"shipped", shippedReference(t), shippedReviews(t)}, {"made up", made.Reference, made.Reviews}} {
		t.Run(c.name, func(t *testing.T) {
			english, err := newEnglish()
			if err != nil {
				t.Fatal(err)
			}
			e := &Engine{english: english}
			rng := rand.New(rand.NewPCG(1, 2))
			var texts [][]search.Passage
			for _, r := range c.reviews {
				texts = append(texts, search.Passages(r, &c.ref.Lists))
			}
			quoted := 0
			docs := docsOf(english, texts)
			for range 150 {
				phrases := somePhrases(e, rng, texts)
				m := newMarker(english, phrases)
				for i, passages := range texts {
					wantBest, want := plainSnippets(english, passages, phrases)
					for _, again := range []bool{false, true} {
						docs[i].quoted.Store(again)
						best, got := docs[i].snippets(m)
						if diff := gocmp.Diff(want, got); best != wantBest || diff != "" {
							t.Fatalf("%s, again %v, %v: best section %q, want %q\n%s", c.reviews[i].ID, again, phrases, best, wantBest, diff)
						}
					}
					quoted += len(want)
				}
			}
			if quoted < 1000 {
				t.Errorf("only %d snippets", quoted)
			}
			for i, passages := range texts {
				if diff := gocmp.Diff(plainWords(english, passages), sortedWords(wordsOf(english, passages))); diff != "" {
					t.Errorf("words of %s: %s", c.reviews[i].ID, diff)
				}
			}
		})
	}
}

// docsOf are documents of passages.
func docsOf(english *english, texts [][]search.Passage) []*storedDoc {
	var docs []*storedDoc
	for _, passages := range texts {
		docs = append(docs, &storedDoc{
			passages: func() []search.Passage { return passages },
			analysed: sync.OnceValue(func() *analysed { return newAnalysed(english, passages) }),
		})
	}
	return docs
}

// somePhrases are the phrases of a question: of words and pieces of the texts, in
// capitals and other spellings as well, and of some that stand nowhere.
func somePhrases(e *Engine, rng *rand.Rand, texts [][]search.Passage) []markedPhrase {
	var phrases []markedPhrase
	for clause := range 1 + rng.IntN(4) {
		for range 1 + rng.IntN(3) {
			passages := texts[rng.IntN(len(texts))]
			words := strings.Fields(passages[rng.IntN(len(passages))].Text)
			from := rng.IntN(len(words))
			text := strings.Join(words[from:min(len(words), from+1+rng.IntN(3))], " ")
			switch rng.IntN(8) {
			case 0:
				text = strings.ToUpper(text)
			case 1:
				text = strings.ReplaceAll(text, "e", "é")
			case 2:
				text = []string{"enquiry", "behavior program", "mums", "re-entry", "U.K.", "anti-social", "nowhere-to-be-found", "naïve"}[rng.IntN(8)]
			}
			if p := e.phraseOf(text); len(p) > 0 {
				phrases = append(phrases, markedPhrase{phrase: p, clause: clause, weight: float64(clause%3) + 0.3})
			}
		}
	}
	return phrases
}

// TestFirstLetters: a marker passes over a word for its first letter, unless a word that
// begins otherwise is made of it.
func TestFirstLetters(t *testing.T) {
	english, err := newEnglish()
	if err != nil {
		t.Fatal(err)
	}
	e := &Engine{english: english}
	for _, question := range []string{"enquiry", "uk", "reentry", "behaviour", "elan", "moon"} {
		m := newMarker(english, []markedPhrase{{phrase: e.phraseOf(question)}})
		for _, text := range []string{"Inquiry", "the U.K.", "re-entry", "Behaviors", "Élan", "_moon_", "note:moon", "‘moon’", "ｍoon", "half-moon"} {
			for _, w := range english.words(text) {
				if marks, _ := m.mark(text); w.term == m.phrases[0].phrase[0].term && len(marks) == 0 {
					t.Errorf("%q is not marked in %q", question, text)
				}
			}
		}
	}
	if marks, _ := newMarker(english, []markedPhrase{{phrase: e.phraseOf("enquiry")}}).mark("An inquiry."); len(marks) != 1 {
		t.Errorf("%d marks, want 1", len(marks))
	}
}
