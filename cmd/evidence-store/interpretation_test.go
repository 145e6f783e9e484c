package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	shipped "evidencestore/corpus"
	"evidencestore/review"
	"evidencestore/search"
)

// TestInterpretation holds what is told about the reading of a question, for answers
// that are made up.
func TestInterpretation(t *testing.T) {
	ref, faults := review.DecodeReference(shipped.FS())
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	hit := search.Hit{ID: "dragon-choir", Title: "Dragon Choir", Summary: "Dragons sing.", Statement: "Not rated.", Status: review.NotRated, UK: "none", EvidenceTo: "2018"}
	dragons := search.Concept{ID: "dragons", Label: "Dragons", Kind: review.Person, Words: []string{"drakes"}, Documents: 2}
	taming := search.Concept{ID: "taming", Label: "Taming \x1b[2Jof dragons", Kind: review.Problem}
	var many []string
	for i := range 40 {
		many = append(many, fmt.Sprintf("word%d", i+1))
	}
	tests := []struct {
		name    string
		filters []string
		resp    search.Response
	}{
		{name: "read-nothing", resp: search.Response{Total: 1, Hits: []search.Hit{hit}, Interpretation: &search.Interpretation{}}},
		{name: "read-all", resp: search.Response{Total: 1, Hits: []search.Hit{hit}, Interpretation: &search.Interpretation{
			Concepts:    []search.Concept{dragons, taming},
			Corrections: []search.Correction{{From: "sining", To: "singing"}, {From: "casle", To: "castle"}},
			Dropped:     []string{"Taming", "moat"}, Unknown: []string{"zzyzx"},
			Notice: &search.Notice{Kind: search.PartlyHeld, Text: "Nothing is held on taming."},
			Notes:  []search.Notice{{Kind: search.PersonalDetails, Text: "The question seems to hold a name."}},
		}}},
		{name: "read-long", resp: search.Response{Total: 1, Hits: []search.Hit{hit}, Interpretation: &search.Interpretation{
			Concepts: []search.Concept{dragons}, Dropped: many, Notice: &search.Notice{Kind: search.Shortened, Text: "The question was long."},
		}}},
		{name: "read-past-the-end", resp: search.Response{Total: 1, Page: 9, Interpretation: &search.Interpretation{Concepts: []search.Concept{dragons}}}},
		{name: "read-not-held", filters: []string{"--age 110"}, resp: search.Response{
			Nearest: []search.Hit{hit, {ID: "moon-knitting", Title: "Moon Knitting"}},
			Interpretation: &search.Interpretation{
				Concepts: []search.Concept{taming}, Corrections: []search.Correction{{From: "tamming", To: "taming"}},
				Notice: &search.Notice{Kind: search.NothingHeld, Text: "Nothing is held on taming."},
				Notes:  []search.Notice{{Kind: search.PersonalDetails, Text: "The question seems to hold a name."}},
			},
		}},
		{name: "read-filtered", filters: []string{"--uk yes", "--age 7"}, resp: search.Response{Interpretation: &search.Interpretation{
			Concepts: []search.Concept{dragons},
			Notice: &search.Notice{
				Kind: search.Filtered, Text: "Your filters take all answers away.",
				Filters: []search.FilterNotice{{Parameter: "uk", Total: 1}, {Parameter: "age", Total: 0}},
			},
		}}},
		{name: "read-unknown", resp: search.Response{Interpretation: &search.Interpretation{
			Unknown: []string{"zzyzx"}, Notice: &search.Notice{Kind: search.UnknownWords, Text: "Nothing here knows zzyzx."},
		}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.resp.Page, tt.resp.PerPage, tt.resp.Sort = max(tt.resp.Page, 1), 10, search.ByRelevance
			var b strings.Builder
			a := answer{layout: &layout{w: &b, width: pageWidth}, ref: ref, filters: tt.filters}
			a.print(&search.Query{}, &tt.resp)
			if a.err != nil || strings.ContainsRune(b.String(), '\x1b') {
				t.Errorf("error %v, or an escape character in %q", a.err, b.String())
			}
			golden(t, filepath.Join("search", tt.name+".want"), b.String())
		})
	}
}
