package searchtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"evidencestore/search"
)

// checkSnippets holds what a hit quotes against the texts of its review.
func checkSnippets(ctx context.Context, engine search.Engine, c *Corpus) error {
	engine = &remembering{engine, map[string][]search.Token{}}
	passages, r := c.passages(), c.rand("snippets")
	for range questions {
		question := c.Question(r)
		hits, err := walk(ctx, engine, c, search.Parse(question))
		if err != nil {
			return err
		}
		asked := askedRuns(engine, question)
		for i := range hits {
			if err := quotes(engine, &hits[i], passages[hits[i].ID], asked); err != nil {
				return fmt.Errorf("seed %d, question %q, hit %s: %w", c.Seed, question, hits[i].ID, err)
			}
		}
	}
	return nil
}

// remembering keeps what Analyze said: the same texts are looked at again and
// again. It is for one goroutine.
type remembering struct {
	search.Engine
	tokens map[string][]search.Token
}

// Analyze gives what the engine said the first time.
func (m *remembering) Analyze(text string) []search.Token {
	tokens, known := m.tokens[text]
	if !known {
		tokens = m.Engine.Analyze(text)
		m.tokens[text] = tokens
	}
	return tokens
}

// A run is a word, or several that stand one after the other, each with its
// distance from the first.
type run []search.Token

// askedRuns are what a question looks for: its words and its phrases, the excluded
// ones left out.
func askedRuns(engine search.Engine, question string) []run {
	var runs []run
	for _, clause := range search.Parse(question).Clauses {
		tokens := engine.Analyze(clause.Text)
		switch {
		case clause.Occur == search.MustNot || len(tokens) == 0:
		case clause.Occur == search.Must:
			runs = append(runs, tokens)
		default:
			for _, t := range tokens {
				runs = append(runs, run{t})
			}
		}
	}
	return runs
}

// in says whether the run stands in a text.
func (r run) in(text []search.Token) bool { return r.count(text) > 0 }

// count is how often the run stands in a text.
func (r run) count(text []search.Token) int {
	n := 0
	for _, first := range text {
		if first.Term == r[0].Term && !slices.ContainsFunc(r, func(t search.Token) bool {
			at := first.Position + t.Position - r[0].Position
			return !slices.ContainsFunc(text, func(x search.Token) bool { return x.Position == at && x.Term == t.Term })
		}) {
			n++
		}
	}
	return n
}

// quotes says what is wrong with the best section and the snippets of a hit.
func quotes(engine search.Engine, h *search.Hit, passages []search.Passage, asked []run) error {
	var sections []string // where something asked for stands
	for _, p := range passages {
		text := engine.Analyze(p.Text)
		if p.Section != "" && !slices.Contains(sections, p.Section) && slices.ContainsFunc(asked, func(r run) bool { return r.in(text) }) {
			sections = append(sections, p.Section)
		}
	}
	if h.BestSection != "" && !slices.Contains(sections, h.BestSection) {
		return fmt.Errorf("best section %q holds nothing asked for; %q do", h.BestSection, sections)
	}
	if len(sections) > 0 && (h.BestSection == "" || len(h.Snippets) == 0) {
		return fmt.Errorf("best section %q and %d snippets, although %q hold something asked for", h.BestSection, len(h.Snippets), sections)
	}
	for _, s := range h.Snippets {
		if err := quotesOne(engine, s, passages, asked); err != nil {
			return fmt.Errorf("snippet %+v: %w", s, err)
		}
	}
	return nil
}

func quotesOne(engine search.Engine, s search.Snippet, passages []search.Passage, asked []run) error {
	var text strings.Builder
	marked := false
	for _, span := range s.Spans {
		text.WriteString(span.Text)
		if span.Text == "" {
			return errors.New("an empty span")
		}
		if span.Match && !sharesWord(engine.Analyze(span.Text), asked) {
			return fmt.Errorf("%q is marked and no word of the question", span.Text)
		}
		marked = marked || span.Match
	}
	if len(asked) > 0 && !marked {
		return errors.New("no word is marked")
	}
	if !slices.ContainsFunc(passages, func(p search.Passage) bool { return p.Section == s.Field && strings.Contains(p.Text, text.String()) }) {
		return fmt.Errorf("%q is no piece of a text of %q", text.String(), s.Field)
	}
	return nil
}

func sharesWord(text []search.Token, asked []run) bool {
	return slices.ContainsFunc(text, func(x search.Token) bool {
		return slices.ContainsFunc(asked, func(r run) bool {
			return slices.ContainsFunc(r, func(t search.Token) bool { return t.Term == x.Term })
		})
	})
}
