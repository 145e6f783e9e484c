package searchtest

import (
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"evidencestore/review"
	"evidencestore/search"
)

func TestRunAcceptsAnEngineThatKeepsTheContract(t *testing.T) {
	Run(t, func(_ *testing.T, docs []*review.Review, ref *review.Reference) search.Engine {
		return newFake(newCorpus(0, ref, nil, docs))
	})
}

const (
	small  = "30 generated reviews"
	medium = "130 generated reviews"
)

// refacet answers with the counts of another filter.
func refacet(other func(search.Filter) search.Filter, put func(resp *search.Response, a Answer)) func(*fake, *search.Request, *search.Response) {
	return func(f *fake, req *search.Request, resp *search.Response) {
		changed := *req
		changed.Filter = other(req.Filter)
		put(resp, Evaluate(f.c, f.c.IDs(), &changed))
	}
}

// retotal answers with the total of another rule.
func retotal(rule func(*review.Review, search.Filter) bool) func(*fake) {
	return func(f *fake) {
		f.change = func(f *fake, req *search.Request, resp *search.Response) {
			resp.Total = 0
			for _, doc := range f.c.Reviews {
				if rule(doc, req.Filter) {
					resp.Total++
				}
			}
		}
	}
}

func eachHit(change func(*search.Hit)) func(*fake, *search.Request, *search.Response) {
	return func(_ *fake, _ *search.Request, resp *search.Response) {
		for i := range resp.Hits {
			change(&resp.Hits[i])
		}
	}
}

func response(change func(*search.Response)) func(*fake, *search.Request, *search.Response) {
	return func(_ *fake, _ *search.Request, resp *search.Response) { change(resp) }
}

// reanalyze makes an engine that changes texts before it reads them.
func reanalyze(change func(string) string) func(*fake) {
	return func(f *fake) {
		kept := f.analyze
		f.analyze = func(s string) []search.Token { return kept(change(s)) }
	}
}

func TestChecksRefuseAFaultyEngine(t *testing.T) {
	for _, tt := range []struct {
		name, part, check string
		spoil             func(*fake)
	}{
		{"total one too many", small, "filters", func(f *fake) { f.change = response(func(r *search.Response) { r.Total++ }) }},
		{"a hit lost", small, "filters", func(f *fake) {
			f.change = response(func(r *search.Response) { r.Hits = r.Hits[:max(0, len(r.Hits)-1)] })
		}},
		{"hits backwards", small, "filters", func(f *fake) { f.change = response(func(r *search.Response) { slices.Reverse(r.Hits) }) }},
		{"facets backwards", small, "filters", func(f *fake) { f.change = response(func(r *search.Response) { slices.Reverse(r.Facets) }) }},
		{"values without a count left out", small, "filters", func(f *fake) {
			f.change = response(func(r *search.Response) {
				r.Facets[0].Values = slices.DeleteFunc(r.Facets[0].Values, func(v search.FacetValue) bool { return v.Count == 0 })
			})
		}},
		{"values not marked as selected", small, "filters", func(f *fake) {
			f.change = response(func(r *search.Response) {
				for i := range r.Facets {
					for k := range r.Facets[i].Values {
						r.Facets[i].Values[k].Selected = false
					}
				}
			})
		}},
		{"grid from the weakest", small, "filters", func(f *fake) { f.change = response(func(r *search.Response) { slices.Reverse(r.Grid) }) }},
		{"filter on ages forgotten in facets", medium, "filters", func(f *fake) {
			f.change = refacet(func(x search.Filter) search.Filter { x.Age = nil; return x }, func(r *search.Response, a Answer) { r.Facets[3].Values = a.Facets[3].Values })
		}},
		{"grid does not honour the outcome", medium, "filters", func(f *fake) {
			f.change = refacet(func(x search.Filter) search.Filter { x.Outcomes = nil; return x }, func(r *search.Response, a Answer) { r.Grid = a.Grid })
		}},
		{"facet of effects ignores the strength", medium, "filters", func(f *fake) {
			f.change = refacet(func(x search.Filter) search.Filter { x.Strengths = nil; return x }, func(r *search.Response, a Answer) { r.Facets[0] = a.Facets[0] })
		}},
		{"ratings of different outcomes", medium, "filters", retotal(func(doc *review.Review, x search.Filter) bool {
			e, s := x, x
			e.Strengths, s.Effects = nil, nil
			return passes(doc, &e) && passes(doc, &s)
		})},
		{"findings found by ratings", medium, "filters", retotal(func(doc *review.Review, x search.Filter) bool {
			if len(doc.Outcomes) == 0 && len(doc.Findings) > 0 {
				x.Effects, x.Strengths = nil, nil
			}
			return passes(doc, &x)
		})},
		{"findings beside ratings found by outcome", medium, "filters", retotal(func(doc *review.Review, x search.Filter) bool {
			unrated := *doc
			unrated.Outcomes = nil
			return passes(doc, &x) || passes(&unrated, &x)
		})},
		{"no age is every age", medium, "filters", retotal(func(doc *review.Review, x search.Filter) bool {
			if len(doc.Age) == 0 {
				x.Age = nil
			}
			return passes(doc, &x)
		})},
		{"no programmes to choose among taken for all", medium, "filters", retotal(func(doc *review.Review, x search.Filter) bool {
			if len(x.IDs) == 0 {
				x.IDs = nil
			}
			return passes(doc, &x)
		})},
		{"page not echoed", small, "filters", func(f *fake) { f.change = response(func(r *search.Response) { r.Page = 1 }) }},
		{"generation not named", small, "filters", func(f *fake) { f.change = response(func(r *search.Response) { r.Generation = "" }) }},
		{"all outcomes marked as matching", small, "filters", func(f *fake) {
			f.change = eachHit(func(h *search.Hit) {
				for i := range h.Outcomes {
					h.Outcomes[i].Matches = true
				}
			})
		}},
		{"filters forgotten beside text", small, "text", func(f *fake) {
			f.change = func(_ *fake, req *search.Request, r *search.Response) { r.Total += len(req.Filter.Topics) }
		}},
		{"scores not in order", small, "text", func(f *fake) { f.change = eachHit(func(h *search.Hit) { h.Score = -h.Score }) }},
		{"equal scores not by id", small, "text", func(f *fake) { f.change = eachHit(func(h *search.Hit) { h.Score = float64(h.ID[0]) }) }},
		{"certainty left out", small, "hits", func(f *fake) {
			f.change = eachHit(func(h *search.Hit) {
				for i := range h.Outcomes {
					h.Outcomes[i].Certainty = ""
				}
			})
		}},
		{"another total without counts", small, "parts of an answer", func(f *fake) {
			f.change = func(_ *fake, req *search.Request, r *search.Response) {
				if req.NoCounts {
					r.Total++
				}
			}
		}},
		{"other scores of ids alone", small, "parts of an answer", func(f *fake) {
			f.change = func(_ *fake, req *search.Request, r *search.Response) {
				for i := range r.Hits {
					if req.IDsOnly {
						r.Hits[i].Score *= 2
					}
				}
			}
		}},
		{"no list of hits", "0 generated reviews", "hits", func(f *fake) { f.change = response(func(r *search.Response) { r.Hits = nil }) }},
		{"snippets with markup", small, "snippets", func(f *fake) {
			f.change = eachSpan(func(s *search.Span) { s.Text = strings.Replace(s.Text, " ", " <b>", 1) })
		}},
		{"all words marked", small, "snippets", func(f *fake) { f.change = eachSpan(func(s *search.Span) { s.Match = true }) }},
		{"no words marked", small, "snippets", func(f *fake) { f.change = eachSpan(func(s *search.Span) { s.Match = false }) }},
		{"no snippets", small, "snippets", func(f *fake) { f.change = eachHit(func(h *search.Hit) { h.Snippets = nil }) }},
		{"best section always the first", small, "snippets", func(f *fake) { f.change = eachHit(func(h *search.Hit) { h.BestSection = search.SectionTitle }) }},
		{"review without its sections", small, "reviews", func(f *fake) { f.review = func(d *search.Document) { d.Sections = nil } }},
		{"document frequency one too many", small, "vocabulary", func(f *fake) { f.extra = 1 }},
		{"spelling one too many for a word", small, "vocabulary", func(f *fake) { f.word = func(w *search.Word) { w.Count++ } }},
		{"words of a review as indexed", small, "vocabulary", func(f *fake) { f.word = func(w *search.Word) { w.Text = w.Term } }},
		{"words of citations", small, "vocabulary", func(f *fake) { f.cited = true }},
		{"words of an unknown review", small, "vocabulary", func(f *fake) { f.missing = true }},
		{"words further away than asked", small, "spelling", func(f *fake) { f.edits = 1 }},
		{"words not as far away as asked", small, "spelling", func(f *fake) { f.edits = -1 }},
		{"spellings of citations", small, "spelling", func(f *fake) { f.cited = true }},
		{"stems for spellings", small, "spelling", func(f *fake) { f.stems = true }},
		{"about what is said twice", small, "about", func(f *fake) { f.times = 2 }},
		{"not about what is said three times", "about", "text, three times", func(f *fake) { f.times = 4 }},
		{"about what is cited", "about", "citation", func(f *fake) { f.times = 1 }},
		{"titles without aliases", small, "reviews", func(f *fake) { f.title = func(t *search.Title) { t.Aliases = nil } }},
		{"titles in small letters", small, "reviews", func(f *fake) { f.title = func(t *search.Title) { t.Title = strings.ToLower(t.Title) } }},
		{"wanted is no more than should", small, "wanted", unwanted(search.Should)},
		{"wanted must be there", small, "wanted", unwanted(search.Must)},
		{"enough is one more", small, "wanted", resettle(func(q *search.Query, _ []wantedPart) { q.Enough++ })},
		{"the last one goes first", "wanted", "two go", resettle(func(_ *search.Query, parts []wantedPart) {
			parts[0].place, parts[1].place = parts[1].place, parts[0].place
		})},
		{"the earlier of two goes first", "wanted", "the later of two goes first", resettle(func(_ *search.Query, parts []wantedPart) { slices.Reverse(parts) })},
		{"excluded ones count", "wanted", "excluded ones do not count", func(f *fake) {
			f.settle = func(c *Corpus, q search.Query, parts []wantedPart) ([]string, []int) {
				found, dropped := settle(c, q, withOccur(parts, search.Wanted))
				not := withOccur(parts, search.MustNot)
				return slices.DeleteFunc(found, func(id string) bool { return howMany(not, id) > 0 }), dropped
			}
		}},
		{"nothing said to be dropped", small, "wanted", func(f *fake) { f.change = response(func(r *search.Response) { r.Dropped = nil }) }},
		{"filters have a part in what is dropped", small, "wanted", func(f *fake) {
			f.change = func(_ *fake, req *search.Request, r *search.Response) {
				if len(req.Filter.UK) > 0 {
					r.Dropped = append(r.Dropped, 0)
				}
			}
		}},
		{"only one of the forms", "wanted", "any form will do", reanalyze(func(s string) string { return strings.Replace(s, "cedar", "", 1) })},
		{"missing what was only added", "wanted", "missing", func(f *fake) { f.told = true }},
		{"unknown review found", small, "errors", func(f *fake) { f.missing = true }},
		{"late answer", small, "errors", func(f *fake) { f.late = true }},
		{"answers depend on what came before", small, "concurrency", func(f *fake) {
			var n atomic.Int64
			f.stamp = func() string { return strconv.FormatInt(n.Add(1), 10) }
		}},
		{"case kept", "questions", "case", reanalyze(func(s string) string { return strings.ReplaceAll(s, "FDRAK", "Other") })},
		{"phrase across passages", "questions", "phrase across two passages", func(f *fake) { f.loose = true }},
		{"words not excluded", "questions", "excluded word", func(f *fake) { f.change = addAll }},
		{"unknown word finds everything", "questions", "only an unknown word", func(f *fake) { f.change = addAll }},
		{"titles by bytes", "orders", "title without regard to case", func(f *fake) {
			f.change = response(func(r *search.Response) {
				slices.SortFunc(r.Hits, func(a, b search.Hit) int { return strings.Compare(a.Title, b.Title) })
			})
		}},
		{"by id, not by score", "pairs", "title before citation", func(f *fake) {
			f.change = func(_ *fake, _ *search.Request, r *search.Response) {
				for i := range r.Hits {
					r.Hits[i].Score = 1
				}
				slices.SortFunc(r.Hits, func(a, b search.Hit) int { return strings.Compare(a.ID, b.ID) })
			}
		}},
		{"a field not searched", "fields", "wordalias", reanalyze(func(s string) string { return strings.ReplaceAll(s, "Wordalias", "") })},
		{"a field searched that is not", "fields", "hiddennote", func(f *fake) { f.change = addAll }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, c := checkOf(t, tt.part, tt.check)
			f := newFake(p.corpus)
			tt.spoil(f)
			if err := c.run(t.Context(), f, p.corpus); err == nil {
				t.Errorf("the check %q of %q accepts the engine", tt.check, tt.part)
			}
		})
	}
}

// resettle changes what is asked before it is settled.
func resettle(change func(q *search.Query, parts []wantedPart)) func(*fake) {
	return func(f *fake) {
		f.settle = func(c *Corpus, q search.Query, parts []wantedPart) ([]string, []int) {
			change(&q, parts)
			return settle(c, q, parts)
		}
	}
}

// unwanted takes Wanted clauses for others.
func unwanted(o search.Occur) func(*fake) {
	return resettle(func(_ *search.Query, parts []wantedPart) {
		for i := range parts {
			if parts[i].occur == search.Wanted {
				parts[i].occur = o
			}
		}
	})
}

// addAll finds every review.
func addAll(f *fake, req *search.Request, resp *search.Response) {
	resp.Hits, resp.Total = nil, len(f.c.Reviews)
	for _, id := range pageOf(f.c.IDs(), req) {
		resp.Hits = append(resp.Hits, search.Hit{ID: id})
	}
}

func eachSpan(change func(*search.Span)) func(*fake, *search.Request, *search.Response) {
	return eachHit(func(h *search.Hit) {
		for _, s := range h.Snippets {
			for i := range s.Spans {
				change(&s.Spans[i])
			}
		}
	})
}

// TestUpdatesAreComparedWhole sees that a score, a review and a word too many are
// each noticed.
func TestUpdatesAreComparedWhole(t *testing.T) {
	c := Generate(1, Shape{Reviews: 12, Topics: 3, Domains: 3})
	if err := sameAnswers(t.Context(), c, newFake(c), newFake(c)); err != nil {
		t.Errorf("equal engines differ: %v", err)
	}
	for name, spoil := range map[string]func(*fake){
		"score":  func(f *fake) { f.change = eachHit(func(h *search.Hit) { h.Score += 1e-9 }) },
		"review": func(f *fake) { f.review = func(d *search.Document) { d.Cost += "." } },
		"word":   func(f *fake) { f.edits = 1 },
		"about":  func(f *fake) { f.times = 1 },
		"settle": unwanted(search.Should),
	} {
		f := newFake(c)
		spoil(f)
		if err := sameAnswers(t.Context(), c, newFake(c), f); err == nil {
			t.Errorf("another %s is not noticed", name)
		}
	}
}
