package page

import (
	"cmp"
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// An Overview is what the pages keep of all documents of a generation.
type Overview struct {
	Info    *search.Info // of the generation that was read
	Read    int          // documents that were read, by title
	Total   int          // documents that there are
	Changes []Change     // the latest, newest first
	lacks   []lack       // one for each document, by title
}

// A Programme is named by id and title.
type Programme struct{ ID, Title string }

// A Change is what happened to one or more documents on one day.
type Change struct {
	Date       review.Date
	What       string
	Programmes []Programme
}

// maxChanges is how many changes are kept as news.
const maxChanges = 5

// Add takes in one more document, which has to be of the generation of Info.
func (o *Overview) Add(doc *search.Document) {
	o.Read++
	o.lacks = append(o.lacks, newLack(doc, o.Info.Reference))
	for _, c := range doc.Changes {
		o.change(c, Programme{doc.ID, doc.Title})
	}
}

// change adds an entry of a document's history to the news and drops what is older
// than the latest few. An entry that was dropped can not come back, so that a change
// of many documents is either whole or not there.
func (o *Overview) change(c review.Change, p Programme) {
	same := func(x Change) bool { return x.Date == c.Date && x.What == c.What }
	if i := slices.IndexFunc(o.Changes, same); i >= 0 {
		o.Changes[i].Programmes = append(o.Changes[i].Programmes, p)
		return
	}
	o.Changes = append(o.Changes, Change{c.Date, c.What, []Programme{p}})
	slices.SortFunc(o.Changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(a.What, b.What))
	})
	o.Changes = o.Changes[:min(maxChanges, len(o.Changes))]
}
