package searchtest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"evidencestore/search"
)

// remember analyses each text once.
func (f *fake) remember(text string) []search.Token {
	tokens, ok := f.read.Load(text)
	if !ok {
		tokens, _ = f.read.LoadOrStore(text, analyze(text))
	}
	return tokens.([]search.Token)
}

// count counts the reviews with each of what is told of a token, "" left out.
func (f *fake) count(of func(search.Token, search.Passage) string) map[string]int {
	counts := map[string]int{}
	for _, doc := range f.c.Reviews {
		seen := map[string]bool{"": true}
		for _, p := range f.texts()[doc.ID] {
			for _, t := range f.analyze(p.Text) {
				if what := of(t, p); !seen[what] {
					seen[what] = true
					counts[what]++
				}
			}
		}
	}
	return counts
}

// spelling is how a word is spelt, and "" in a citation.
func (f *fake) spelling(t search.Token, p search.Passage) string {
	switch {
	case p.Field == citations && !f.cited:
		return ""
	case f.stems:
		return t.Term
	default:
		return spell(p.Text[t.Start:t.End])
	}
}

func (f *fake) DocFreq(term string) int {
	n := f.words()[term]
	if n > 0 {
		n += f.extra
	}
	return n
}

func (f *fake) Terms(_ context.Context, word string, maxEdits, prefix, limit int) ([]search.Term, error) {
	start := string([]rune(word)[:min(prefix, len([]rune(word)))])
	var terms []search.Term
	for term, n := range f.spelt() {
		if edits := distance(term, word); strings.HasPrefix(term, start) && edits <= maxEdits+f.edits {
			terms = append(terms, search.Term{Text: term, Edits: edits, Count: n})
		}
	}
	slices.SortFunc(terms, func(a, b search.Term) int { return cmp.Or(nearer(a, b), strings.Compare(a.Text, b.Text)) })
	return terms[:min(limit, len(terms))], nil
}

func (f *fake) About(_ context.Context, forms []search.Form) (int, error) {
	n := 0
	for _, doc := range f.c.Reviews {
		counts := map[string]int{} // by form and field
		about := false
		for _, p := range f.texts()[doc.ID] {
			for _, form := range forms {
				if r := run(f.analyze(form.Text)); len(r) > 0 {
					key := form.Text + "\x00" + p.Field
					counts[key] += r.count(f.analyze(p.Text))
					about = about || counts[key] >= f.times || counts[key] > 0 && p.Field != "body" && p.Field != citations
				}
			}
		}
		if about {
			n++
		}
	}
	return n, nil
}

func (f *fake) Titles(context.Context) ([]search.Title, error) {
	var titles []search.Title
	for _, id := range f.c.IDs() {
		doc := f.c.Review(id)
		t := search.Title{ID: id, Title: doc.Title, Aliases: doc.Aliases}
		f.title(&t)
		titles = append(titles, t)
	}
	return titles, nil
}

func (f *fake) Words(_ context.Context, id string) ([]search.Word, error) {
	passages, known := f.texts()[id]
	if !known && !f.missing {
		return nil, search.ErrNotFound
	}
	if f.cited {
		passages = slices.Clone(passages)
		for i := range passages {
			passages[i].Field = "body"
		}
	}
	words := []search.Word{}
	for term, ways := range spellingsOf(f, passages) {
		word := search.Word{Term: term}
		for text, n := range ways {
			word.Count += n
			if n > ways[word.Text] {
				word.Text = text
			}
		}
		f.word(&word)
		words = append(words, word)
	}
	return words, nil
}

var (
	stopWords = strings.Fields("the of and for with in to a is was not by on at an")
	spelling  = strings.NewReplacer("behavior", "behaviour", "randomiz", "randomis", "counseling", "counselling", "center", "centre", "pediatric", "paediatric",
		"è", "e", "é", "e", "ï", "i", "ë", "e", "\u0308", "", "programmes", "program", "programme", "program", "aa", "a")
	endings = []string{"ing", "ed", "ies", "s", "y", "i"}
)

// analyze knows as much English as the written cases need.
func analyze(text string) []search.Token {
	var tokens []search.Token
	position, start := 0, -1
	end := func(to int) {
		if start < 0 {
			return
		}
		position++
		if term := stem(text[start:to]); term != "" && !slices.Contains(stopWords, term) {
			tokens = append(tokens, search.Token{Term: term, Start: start, End: to, Position: position})
		}
		start = -1
	}
	for i, r := range text {
		prefix := r == '-' && start >= 0 && strings.EqualFold(text[start:i], "re")
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r):
			if start < 0 {
				start = i
			}
		case prefix, start >= 0 && (r == '\'' || r == '’'):
		default:
			end(i)
		}
	}
	end(len(text))
	return tokens
}

func stem(word string) string {
	word = spell(word)
	for _, e := range endings {
		if len(word) > len(e)+2 {
			word = strings.TrimSuffix(word, e)
		}
	}
	return word
}

// spell is a word in small letters and one spelling.
func spell(word string) string {
	word = strings.ToLower(strings.ReplaceAll(word, "-", ""))
	word, _, _ = strings.Cut(word, "'")
	word, _, _ = strings.Cut(word, "’")
	return strings.ReplaceAll(spelling.Replace(word), "paediatric", "pediatric")
}
