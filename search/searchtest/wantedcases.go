package searchtest

import (
	"context"
	"maps"
	"slices"
	"strings"

	"evidencestore/search"
)

// Wanted cases ask for trees of these reviews.
var trees = map[string]string{
	"alder": "An alder.", "alder-birch": "Alders and a birch.", "alder-birch-cedar": "An alder, a birch and a cedar.",
	"birch": "A birch.", "cedar-damson": "Cedars and damsons.",
}

// wantedCases are questions, and what they find. A clause is written as its occur, a
// colon and its forms; without the colon its words have no form.
var wantedCases = []struct {
	name    string
	clauses string
	enough  int
	found   string
	dropped []int
}{
	{"all are there", "wanted:alder; wanted:birch", 1, "alder-birch alder-birch-cedar", nil},
	{"just enough", "wanted:alder; wanted:birch", 2, "alder-birch alder-birch-cedar", nil},
	{"the one in most goes first", "wanted:cedar; wanted:alder", 2, "alder-birch-cedar cedar-damson", []int{1}},
	{"the later of two goes first", "wanted:alder; wanted:birch", 3, "alder alder-birch alder-birch-cedar", []int{1}},
	{"two go", "wanted:alder; wanted:damson; wanted:birch", 1, "cedar-damson", []int{0, 2}},
	{"one stays", "wanted:alder; wanted:damson", 1, "cedar-damson", []int{0}},
	{"any of all is better than too few", "wanted:alder; wanted:damson", 2, "alder alder-birch alder-birch-cedar cedar-damson", []int{0, 1}},
	{"one alone is never dropped", "wanted:damson", 9, "cedar-damson", nil},
	{"unknown goes first", "wanted:zzyzxunknown; wanted:cedar", 1, "alder-birch-cedar cedar-damson", []int{0}},
	{"only unknown", "wanted:zzyzxunknown; wanted:zzyzxunheard", 1, "", []int{0, 1}},
	{"only unknown beside a plain word", "wanted:zzyzxunknown; should:alder", 1, "", []int{0}},
	{"a plain word only scores", "should:alder; wanted:damson", 1, "cedar-damson", nil},
	{"one that must be there", "must:cedar; wanted:alder; wanted:birch", 2, "alder-birch-cedar", nil},
	{"excluded ones do not count", "wanted:alder; wanted:birch; not:cedar", 2, "alder alder-birch", []int{1}},
	{"any form will do", "wanted:cedar,damson; wanted:alder", 1, "alder-birch-cedar", nil},
	{"any form counts", "wanted:alder,damson; wanted:birch", 3, "alder-birch alder-birch-cedar birch", []int{0}},
	{"each word without forms", "wanted alder birch", 2, "alder-birch alder-birch-cedar", nil},
	{"one of the words without forms", "wanted alder birch", 3, "alder alder-birch alder-birch-cedar", []int{0}},
	{"function words are not wanted", "wanted:the; wanted:cedar; wanted the of", 9, "alder-birch-cedar cedar-damson", nil},
	{"the same thing twice", "wanted:alder; wanted:alder; wanted:damson", 1, "cedar-damson", []int{0, 1}},
}

var occurs = map[string]search.Occur{"should": search.Should, "must": search.Must, "not": search.MustNot, "wanted": search.Wanted}

// wantedQuery reads the clauses of a case.
func wantedQuery(clauses string, enough int) search.Query {
	q := search.Query{Text: clauses, Enough: enough}
	for text := range strings.SplitSeq(clauses, "; ") {
		occur, forms, inForms := strings.Cut(text, ":")
		if !inForms {
			occur, text, _ = strings.Cut(text, " ")
			q.Clauses = append(q.Clauses, search.Clause{Text: text, Occur: occurs[occur]})
			continue
		}
		clause := search.Clause{Text: forms, Occur: occurs[occur]}
		for form := range strings.SplitSeq(forms, ",") {
			clause.Forms = append(clause.Forms, search.Form{Text: form, Weight: 1})
		}
		q.Clauses = append(q.Clauses, clause)
	}
	return q
}

// writtenWanted is one corpus of the trees, and a check for each case.
func writtenWanted() part {
	c := newCorpus(0, writtenReference(), nil, nil)
	for _, id := range slices.Sorted(maps.Keys(trees)) {
		doc := plainReview(id)
		doc.Summary = trees[id]
		c.add(doc)
	}
	p := part{name: "wanted", corpus: c}
	for _, wc := range wantedCases {
		q := wantedQuery(wc.clauses, wc.enough)
		p.checks = append(p.checks, check{wc.name, func(ctx context.Context, engine search.Engine, c *Corpus) error {
			_, err := wants(ctx, engine, c, q, strings.Fields(wc.found), wc.dropped)
			return err
		}})
	}
	p.checks = append(p.checks, check{"missing", checkMissing})
	return p
}

// checkMissing asks for what the trees have and have not. What is added to a question
// is not missing anywhere.
func checkMissing(ctx context.Context, engine search.Engine, c *Corpus) error {
	q := wantedQuery("should birch; wanted:alder,cedar; should:zzyzxunknown", 1)
	for _, text := range []string{"cedar", "zzyzxunheard"} {
		q.Clauses = append(q.Clauses, search.Clause{Text: text, Added: true, Forms: []search.Form{{Text: text, Weight: 0.1}}})
	}
	hits, err := walk(ctx, engine, c, q)
	if err != nil {
		return err
	}
	got := map[string][]string{}
	for _, h := range hits {
		got[h.ID] = h.Missing
	}
	return differ("missing words", map[string][]string{
		"alder": {"birch", "zzyzxunknown"}, "alder-birch": {"zzyzxunknown"}, "alder-birch-cedar": {"zzyzxunknown"},
		"cedar-damson": {"birch", "zzyzxunknown"},
	}, got)
}
