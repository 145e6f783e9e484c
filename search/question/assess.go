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
	tally := tally{story: len(rd.words) > longQuestion}
	var elsewhere, loose []int
	for i := range rd.units {
		u := &rd.units[i]
		if len(u.concepts) == 0 {
			tally.word(u)
			continue
		}
		v.understood = true
		kind := r.kind(u.concepts)
		s, err := r.stand(ctx, u)
		if err != nil {
			return nil, err
		}
		v.standing[i] = s
		if u.loose && s == gone {
			loose = append(loose, u.concepts...)
			continue
		}
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
	if v.zero == "" && len(loose) > 0 && tally.held() == 0 {
		v.zero, v.gone = search.NothingHeld, append(v.gone, loose...)
	}
	if tally.isElsewhere() {
		v.elsewhere = elsewhere
	}
	return v, nil
}

// A tally counts the units of a question by what is held on them.
type tally struct {
	programmes, problems count
	wanted               count // outcomes and legal terms
	elsewhere            int
	plain, plainAbsent   int
	story                bool // says far more than what it asks
}

// A count is of units on which something is held, on broader concepts at least, and
// of those on which nothing is.
type count struct{ held, gone int }

func (c *count) add(s standing) {
	if s == gone {
		c.gone++
	} else {
		c.held++
	}
}

func (t *tally) word(u *unit) {
	t.plain++
	if u.absent {
		t.plainAbsent++
	}
}

func (t *tally) concept(kind review.ConceptKind, s standing) {
	switch kind {
	case review.Elsewhere:
		t.elsewhere++
	case review.Programme:
		t.programmes.add(s)
	case review.Problem:
		t.problems.add(s)
	case review.OutcomeOf, review.Legal:
		t.wanted.add(s)
	}
}

// held counts what something is held on, people, ages and places left out.
func (t *tally) held() int { return t.programmes.held + t.problems.held + t.wanted.held }

// isElsewhere says whether the question is about something else altogether.
func (t *tally) isElsewhere() bool { return t.elsewhere > 0 && t.held() <= t.elsewhere }

// lacks says whether the problem or programme asked for is one on which nothing is
// held. Who asks for a programme wants that programme, unless as many others stand
// beside it; a problem may come with a programme on which something is held. What a
// story mentions has to outweigh everything else in it.
func (t *tally) lacks() bool {
	if t.story {
		return t.programmes.gone+t.problems.gone > t.programmes.held+t.problems.held
	}
	return t.programmes.gone > t.programmes.held ||
		t.problems.gone > 0 && t.problems.gone >= t.problems.held && t.programmes.held == 0
}

func (t *tally) verdict() search.NoticeKind {
	switch {
	case t.isElsewhere(), t.lacks(), t.held() == 0 && t.wanted.gone > 0:
		return search.NothingHeld
	case t.held() == 0 && t.plainAbsent > 0 && 2*t.plainAbsent >= t.plain:
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
