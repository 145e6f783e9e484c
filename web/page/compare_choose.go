package page

import (
	"slices"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// A Chooser lets the reader pick programmes from all that are held.
type Chooser struct {
	Slots  []PickSlot
	Groups []PickGroup
	Hidden []Hidden
	More   int    // programmes that the list has no room for
	Search string // address where those are found
}

// A PickSlot takes one programme.
type PickSlot struct {
	ID     string // of the field
	Label  string
	Chosen string // id of the programme, or ""
}

// A PickGroup is the programmes of one status, by title.
type PickGroup struct {
	Label   string
	Options []PickOption
}

// A PickOption is a programme to pick.
type PickOption struct{ ID, Title string }

var slotLabels = [params.MaxPicked]string{"First programme", "Second programme", "Third programme", "Fourth programme"}

func newChooser(p params.Page, c *Comparison, ref *review.Reference) Chooser {
	var ch Chooser
	for i, label := range slotLabels {
		slot := PickSlot{ID: "pick-" + string(rune('1'+i)), Label: label}
		if i < len(p.ID) {
			slot.Chosen = p.ID[i]
		}
		ch.Slots = append(ch.Slots, slot)
	}
	hits := slices.Clone(c.All.Hits)
	for _, doc := range c.Documents {
		if !slices.ContainsFunc(hits, func(h search.Hit) bool { return h.ID == doc.ID }) {
			hits = append(hits, doc.Hit)
		}
	}
	for _, state := range ref.Ratings.States {
		group := PickGroup{Label: state.Label}
		for _, hit := range hits {
			if string(hit.Status) == state.ID {
				group.Options = append(group.Options, PickOption{hit.ID, hit.Title})
			}
		}
		if len(group.Options) > 0 {
			ch.Groups = append(ch.Groups, group)
		}
	}
	ch.More = max(0, c.All.Total-len(hits))
	ch.Search = params.Address("/search", p.View.Values())
	p.ID = nil
	ch.Hidden = hidden(p.Values())
	return ch
}
