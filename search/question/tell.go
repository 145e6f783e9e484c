package question

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// nearestHits is how many neighbours stand beside an answer that holds nothing.
const nearestHits = 5

// tell writes down how the question was read and what to know about the answer.
// asked is what the engine was asked.
func (r *Reader) tell(ctx context.Context, rd *reading, v *verdict, asked *search.Request, res *search.Response) error {
	concepts, err := r.conceptsOf(ctx, rd)
	if err != nil {
		return err
	}
	in := &search.Interpretation{ // copies, which are never null in JSON
		Concepts: concepts, Corrections: append([]search.Correction{}, rd.corrections...), Dropped: append([]string{}, rd.spared...),
		Unknown: append([]string{}, rd.unknown...), Notes: []search.Notice{},
	}
	res.Interpretation = in
	var relaxed []string
	for _, at := range res.Dropped {
		if text := asked.Query.Clauses[at].Text; !slices.Contains(relaxed, text) {
			relaxed = append(relaxed, text)
		}
	}
	in.Dropped = append(in.Dropped, relaxed...)
	add := func(n *search.Notice) {
		switch {
		case n == nil:
		case in.Notice == nil:
			in.Notice = n
		default:
			in.Notes = append(in.Notes, *n)
		}
	}
	if res.Total == 0 {
		zero, err := r.zero(ctx, rd, v, asked, res)
		if err != nil {
			return err
		}
		add(zero)
	} else {
		add(r.onlyUnstudied(asked, res))
		add(r.partly(v))
		add(noticeIf(len(rd.absent) > 0, search.UnknownWords, "No document in the store has "+quoted(rd.absent)+", so that was left out."))
		add(noticeIf(len(relaxed) > 0, search.Relaxed, "Too few programmes have all of this, so a programme need not have all of "+quoted(relaxed)+"."))
	}
	add(noticeIf(len(rd.spared) > 0, search.Shortened, "The question was long, so it was reduced to what it seems to be about."))
	add(noticeIf(hasPersonalDetails(rd.query.Text), search.PersonalDetails,
		"The question seems to hold a number, date or address of a person. It is not kept, and it is not needed: please leave out names and case details."))
	return nil
}

// zero says why there is no answer, and puts the neighbours beside it.
func (r *Reader) zero(ctx context.Context, rd *reading, v *verdict, asked *search.Request, res *search.Response) (*search.Notice, error) {
	if v.zero == "" && !rd.blank() && !r.looksForWords(&asked.Query) {
		return &search.Notice{Kind: search.NoWords, Text: "There is no word to look for in this question. Say whom or what it is about."}, nil
	}
	if v.zero == "" {
		if n, err := r.filtered(ctx, asked); n != nil || err != nil {
			return n, err
		}
	}
	if rd.blank() {
		return nil, nil // the store is empty
	}
	if err := r.addNearest(ctx, rd, v, asked, res); err != nil {
		return nil, err
	}
	switch {
	case v.elsewhere != nil:
		res.Nearest = []search.Hit{}
		return &search.Notice{Kind: search.NothingHeld, Text: fmt.Sprintf(
			"This seems to be a question on %s. The store holds evidence on children's social care and nothing on that.", joined(r.labels(v.elsewhere)))}, nil
	case v.zero == search.UnknownWords || len(v.gone) == 0 && len(rd.absent) > 0:
		return &search.Notice{Kind: search.UnknownWords, Text: fmt.Sprintf(
			"No document in the store has %s. It may have other words for it.%s", quoted(rd.absent), aside(res))}, nil
	case len(v.gone) == 0:
		return &search.Notice{Kind: search.NothingHeld, Text: fmt.Sprintf("The store holds nothing on %s.%s", r.subject(rd), aside(res))}, nil
	}
	what := joined(r.labels(v.gone))
	titles, unstudied, err := r.unstudied(ctx, v.gone, res.Nearest)
	if err != nil {
		return nil, err
	}
	if len(titles) > 0 {
		return &search.Notice{Kind: search.NoEligibleStudies, Text: fmt.Sprintf(
			"The store holds nothing on %s. Reviewers found that evidence on %s is missing: see %s.", what, joined(r.labels(unstudied)), joined(titles))}, nil
	}
	return &search.Notice{Kind: search.NothingHeld, Text: fmt.Sprintf(
		"The store holds nothing on %s. That does not mean that nothing helps.%s", what, aside(res))}, nil
}

// subject names what was asked for.
func (r *Reader) subject(rd *reading) string {
	var concepts []int
	for _, u := range rd.units {
		concepts = append(concepts, u.concepts...)
	}
	if len(concepts) == 0 {
		return "this"
	}
	return joined(r.labels(concepts))
}

func aside(res *search.Response) string {
	if len(res.Nearest) == 0 {
		return ""
	}
	return " The programmes named as nearest are on neighbouring subjects and do not answer the question."
}

// looksForWords says whether a query has any word that an index has.
func (r *Reader) looksForWords(q *search.Query) bool {
	return slices.ContainsFunc(q.Clauses, func(c search.Clause) bool { return len(r.Analyze(c.Text)) > 0 })
}

// partly says on what part of an answered question nothing is held.
func (r *Reader) partly(v *verdict) *search.Notice {
	if len(v.gone) > 0 {
		return &search.Notice{Kind: search.PartlyHeld, Text: fmt.Sprintf(
			"The store holds nothing on %s. The programmes found are on the rest of the question.", joined(r.labels(v.gone)))}
	}
	if len(v.broader) == 0 {
		return nil
	}
	var above []int
	for _, c := range v.broader {
		above = append(above, r.lexicon.concepts[c].broader...)
	}
	return &search.Notice{Kind: search.BroaderOnly, Text: fmt.Sprintf(
		"No programme in the store is about %s as such. Looked for was also what it is a case of: %s.", joined(r.labels(v.broader)), joined(r.labels(above)))}
}

// onlyUnstudied says that all that was found was looked for in vain by reviewers.
func (r *Reader) onlyUnstudied(asked *search.Request, res *search.Response) *search.Notice {
	if len(asked.Filter.Statuses) > 0 {
		return nil // the facet counts what the filter takes away
	}
	for _, f := range res.Facets {
		if f.Field != search.FacetStatus {
			continue
		}
		for _, value := range f.Values {
			if value.Value == string(review.NoEligibleStudies) && value.Count >= res.Total && res.Total > 0 {
				return &search.Notice{Kind: search.NoEligibleStudies, Text: "Reviewers looked for studies on this and found none that they could use."}
			}
		}
	}
	return nil
}

// filtered says which filters took all answers away, or is nil where it was not them.
func (r *Reader) filtered(ctx context.Context, asked *search.Request) (*search.Notice, error) {
	active := filters(&asked.Filter)
	if len(active) == 0 {
		return nil, nil
	}
	all, err := r.total(ctx, asked, search.Filter{})
	if err != nil || all == 0 {
		return nil, err
	}
	n := &search.Notice{Kind: search.Filtered, Text: fmt.Sprintf("%s without the filters; with them nothing is left.", programmes(all))}
	for _, f := range active {
		without := asked.Filter
		f.remove(&without)
		total, err := r.total(ctx, asked, without)
		if err != nil {
			return nil, err
		}
		n.Filters = append(n.Filters, search.FilterNotice{Parameter: f.parameter, Total: total})
	}
	return n, nil
}

func (r *Reader) total(ctx context.Context, asked *search.Request, f search.Filter) (int, error) {
	res, err := r.Engine.Search(ctx, &search.Request{Query: asked.Query, Filter: f, Sort: search.ByRelevance, Page: 1, PerPage: 1, IDsOnly: true, NoCounts: true})
	if err != nil {
		return 0, err
	}
	return res.Total, nil
}

func programmes(n int) string {
	if n == 1 {
		return "1 programme answers"
	}
	return fmt.Sprintf("%d programmes answer", n)
}

func noticeIf(ok bool, kind search.NoticeKind, text string) *search.Notice {
	if !ok {
		return nil
	}
	return &search.Notice{Kind: kind, Text: text}
}

func quoted(words []string) string {
	marked := make([]string, len(words))
	for i, w := range words {
		marked[i] = "“" + w + "”"
	}
	return joined(marked)
}

// joined makes "a, b and c".
func joined(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
