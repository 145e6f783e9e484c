package bleveindex

import (
	"cmp"
	"context"
	"slices"

	"evidencestore/search"
)

// A relaxation is the order in which Wanted clauses are dropped where too few
// documents have all of them.
type relaxation struct {
	order []int    // bits of the clauses, the first to go first
	left  []uint64 // the clauses that are left after so many have gone
	any   uint64   // all of them, one of which has to be there in any case
}

// newRelaxation drops what says least: the clause in most documents, of equal ones
// the later one of the question.
func newRelaxation(clauses []clause) relaxation {
	var r relaxation
	for i, c := range clauses {
		if c.wanted {
			r.order = append(r.order, i)
			r.any |= 1 << i
		}
	}
	left := r.any
	slices.SortFunc(r.order, func(a, b int) int {
		x, y := clauses[a], clauses[b]
		return cmp.Or(cmp.Compare(y.list.df, x.list.df), cmp.Compare(y.places[0], x.places[0]), cmp.Compare(b, a))
	})
	for _, bit := range r.order {
		r.left = append(r.left, left)
		left &^= 1 << bit
	}
	return r
}

// drops is how many clauses have to go before a document with these has all that
// are left. Where not even the last is there it is as many as there are.
func (r *relaxation) drops(matched uint64) int {
	for n, left := range r.left {
		if left&^matched == 0 {
			return n
		}
	}
	return len(r.left)
}

// settle chooses the fewest clauses to drop for enough documents, of those that
// have everything else they must have, or for as many as there are. From then on the
// others must be there.
func (p *plan) settle(ctx context.Context, enough int, a *accumulator) error {
	if len(p.wanted.order) == 0 {
		return nil
	}
	found := make([]int, len(p.wanted.order)+1) // documents by the drops they need
	for at, docs := range a.seen {
		if at%checkBlocks == 0 {
			if err := search.Ended(ctx); err != nil {
				return err
			}
		}
		for bit := range bitsOf(docs) {
			if matched := a.cells[at<<6+bit].matched; matched&p.must == p.must && matched&p.wanted.any != 0 {
				found[p.wanted.drops(matched)]++
			}
		}
	}
	gone, sum := 0, found[0]
	for sum < enough && gone < len(p.wanted.order) {
		gone++
		sum += found[gone]
	}
	for gone > 0 && found[gone] == 0 {
		gone-- // in vain
	}
	for _, bit := range p.wanted.order[:gone] {
		p.dropped = append(p.dropped, p.clauses[bit].places...)
	}
	if gone < len(p.wanted.left) {
		p.must |= p.wanted.left[gone]
	}
	return nil
}

// demands says whether anything has to be there.
func (p *plan) demands() bool { return p.must|p.wanted.any != 0 }

// satisfied says whether a document with these clauses is one that was asked for.
func (p *plan) satisfied(matched uint64) bool {
	return matched&p.must == p.must && (p.wanted.any == 0 || matched&p.wanted.any != 0)
}

// droppedPlaces gives the places of the clauses that were dropped, in their order.
func (p *plan) droppedPlaces() []int {
	slices.Sort(p.dropped)
	return slices.Compact(p.dropped)
}
