package question

import (
	"context"
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// A verdict says whether a question can be answered from what is held.
type verdict struct {
	zero       search.NoticeKind // why the answer is nothing, or ""
	gone       []int             // concepts on which nothing is held
	broader    []int             // concepts that only documents on broader ones answer
	elsewhere  []int             // concepts of other fields, where these make the answer nothing
	understood bool              // some concept was read
	subject    bool              // some concept says what the question is about
	standing   []standing        // of the units, by place
}

// standing says what is held on a unit of the question.
type standing int

const (
	plainWord standing = iota
	held
	heldBroader // nothing on itself, but on what it is a case of
	gone
)

// asks says whether a kind is what a question is about, and not only whom it
// concerns or where.
func asks(kind review.ConceptKind) bool {
	return kind == review.Problem || kind == review.Programme
}

// wants says whether a kind says what is wanted: about what, to what end, or at
// which stage.
func wants(kind review.ConceptKind) bool {
	return asks(kind) || kind == review.OutcomeOf || kind == review.Legal
}

// assess decides by the kinds of concepts whether the store holds an answer. A
// problem or programme on which nothing is held is not made up for by the people,
// ages, places, outcomes and stages that stand beside it.
func (r *Reader) assess(ctx context.Context, rd *reading) (*verdict, error) {
	v := &verdict{standing: make([]standing, len(rd.units))}
	var tally tally
	var elsewhere []int
	for i := range rd.units {
		u := &rd.units[i]
		if len(u.concepts) == 0 {
			tally.plain(u)
			continue
		}
		v.understood = true
		kind := r.kind(u)
		s, err := r.stand(ctx, u)
		if err != nil {
			return nil, err
		}
		v.standing[i] = s
		v.subject = v.subject || wants(kind)
		switch {
		case kind == review.Elsewhere:
			elsewhere = append(elsewhere, u.concepts...)
		case !wants(kind):
		case s == gone:
			v.gone = append(v.gone, u.concepts...)
		case s == heldBroader:
			v.broader = append(v.broader, u.concepts...)
		}
		tally.concept(kind, s)
	}
	if len(r.lexicon.concepts) == 0 {
		return v, nil
	}
	v.zero = tally.verdict()
	if tally.isElsewhere() {
		v.elsewhere = elsewhere
	}
	return v, nil
}

// A tally counts the units of a question.
type tally struct {
	elsewhere          int
	asked, askedGone   int // problems and programmes
	wanted, wantedGone int // outcomes and legal terms
	beside             int // people, ages, places
	known, unknown     int // plain words
}

func (t *tally) plain(u *unit) {
	if u.unknown {
		t.unknown++
	} else {
		t.known++
	}
}

func (t *tally) concept(kind review.ConceptKind, s standing) {
	missing := 0
	if s == gone {
		missing = 1
	}
	switch {
	case kind == review.Elsewhere:
		t.elsewhere++
	case asks(kind):
		t.asked += 1 - missing
		t.askedGone += missing
	case wants(kind):
		t.wanted += 1 - missing
		t.wantedGone += missing
	default:
		t.beside++
	}
}

// isElsewhere says whether the question is about something else altogether.
func (t *tally) isElsewhere() bool { return t.elsewhere > 0 && t.asked+t.wanted <= t.elsewhere }

func (t *tally) verdict() search.NoticeKind {
	switch {
	case t.isElsewhere():
		return search.NothingHeld
	case t.askedGone > 0 && t.askedGone >= t.asked:
		return search.NothingHeld
	case t.asked == 0 && t.wantedGone > 0 && t.wanted == 0:
		return search.NothingHeld
	case t.asked+t.wanted == 0 && t.unknown > 0 && t.unknown >= t.known:
		return search.UnknownWords
	}
	return ""
}

// stand finds out what is held on a unit: the best of its concepts counts.
func (r *Reader) stand(ctx context.Context, u *unit) (standing, error) {
	best := gone
	for _, c := range u.concepts {
		n, err := r.about(ctx, c)
		if err != nil {
			return 0, err
		}
		if n > 0 {
			return held, nil
		}
		for _, b := range r.lexicon.concepts[c].broader {
			if n, err = r.about(ctx, b); err != nil {
				return 0, err
			}
			if n > 0 {
				best = heldBroader
			}
		}
	}
	return best, nil
}

// labels names concepts for people.
func (r *Reader) labels(concepts []int) []string {
	var all []string
	for _, c := range concepts {
		if label := r.lexicon.concepts[c].Label; !slices.Contains(all, label) {
			all = append(all, label)
		}
	}
	return all
}
