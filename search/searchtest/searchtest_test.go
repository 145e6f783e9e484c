package searchtest

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

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
		{"words further away than asked", small, "vocabulary", func(f *fake) { f.edits = 1 }},
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
	} {
		f := newFake(c)
		spoil(f)
		if err := sameAnswers(t.Context(), c, newFake(c), f); err == nil {
			t.Errorf("another %s is not noticed", name)
		}
	}
}

// TestGeneratedFilesDecode sees that a generated corpus is one that an editor
// could have written, and that its files say all of it.
func TestGeneratedFilesDecode(t *testing.T) {
	c := Generate(7, Shape{Reviews: 80, Topics: 6, Domains: 8})
	files, err := c.Files()
	if err != nil {
		t.Fatal(err)
	}
	ref, faults := review.DecodeReference(files)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if diff := cmp.Diff(c.Reference, ref, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("reference (-generated +decoded):\n%s", diff)
	}
	for _, want := range c.Reviews {
		name := review.ReviewsDir + "/" + want.ID + review.Ext
		got, faults := review.Decode(name, files[name].Data, &ref.Lists)
		if len(faults) > 0 {
			t.Fatalf("%v in\n%s", faults, files[name].Data)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-generated +decoded):\n%s", want.ID, diff)
		}
	}
}

func TestNextFollowsFromItsUpdate(t *testing.T) {
	c := Generate(8, Shape{Reviews: 20, Topics: 3, Domains: 3})
	r := rand.New(rand.NewPCG(8, 8))
	for range 30 {
		next, update := c.Next(r)
		want := map[string]*review.Review{}
		for _, doc := range c.Reviews {
			want[doc.ID] = doc
		}
		for _, id := range update.Delete {
			delete(want, id)
		}
		for _, doc := range update.Put {
			want[doc.ID] = doc
		}
		got := map[string]*review.Review{}
		for _, doc := range next.Reviews {
			got[doc.ID] = doc
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("update %s (-want +got):\n%s", update.describe(), diff)
		}
		c = next
	}
}
