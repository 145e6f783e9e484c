package release

import (
	"context"
	"fmt"
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// A Diff is what changes where B takes the place of A: what stands in the way of that
// first. All lists are in the order of ids, questions in that of their file.
type Diff struct {
	A         Side             `json:"a"`
	B         Side             `json:"b"`
	Ratings   []RatingChange   `json:"ratings"`
	Questions []QuestionChange `json:"questions"`
	Statuses  []StatusChange   `json:"statuses"`
	Added     []Named          `json:"added"`
	Removed   []Named          `json:"removed"`
	Changed   []Changed        `json:"changed"`
	Asked     Asked            `json:"asked"`
	Words     Counts           `json:"words"` // labels, definitions and sentences of ratings.toml
	Lists     Counts           `json:"lists"`
	Thesaurus Counts           `json:"thesaurus"` // concepts
}

// A Side is one of the two states that are compared.
type Side struct {
	Generation string `json:"generation"`
	Documents  int    `json:"documents"`
}

// Named is a review with what it is called.
type Named struct {
	ID     string        `json:"id"`
	Title  string        `json:"title"`
	Status review.Status `json:"status"`
}

// Changed is a review of which both have another text, with the names of its parts
// that differ.
type Changed struct {
	Named
	Parts []string `json:"parts"`
}

// A StatusChange is a review that both have, with another status.
type StatusChange struct {
	ID     string        `json:"id"`
	Title  string        `json:"title"`
	Before review.Status `json:"before"`
	After  review.Status `json:"after"`
}

// Unreasoned is the number of reviews whose ratings change without a dated reason.
func (d *Diff) Unreasoned() int {
	n := 0
	for i := range d.Ratings {
		if !d.Ratings[i].Reasoned() {
			n++
		}
	}
	return n
}

// Broken is the number of questions that are broken.
func (d *Diff) Broken() int {
	n := 0
	for i := range d.Questions {
		if d.Questions[i].Broken() {
			n++
		}
	}
	return n
}

// Compare says what changes where b takes the place of a. It reads all documents of
// both and asks all questions of b.
func Compare(ctx context.Context, a, b search.Searcher) (*Diff, error) {
	d := Diff{
		A: sideOf(a), B: sideOf(b), Ratings: []RatingChange{}, Statuses: []StatusChange{},
		Added: []Named{}, Removed: []Named{}, Changed: []Changed{},
	}
	was, is := a.Info().Reference, b.Info().Reference
	d.Words = count(wording(&was.Ratings), wording(&is.Ratings))
	d.Lists = count(items(&was.Lists), items(&is.Lists))
	d.Thesaurus = count(concepts(&was.Thesaurus), concepts(&is.Thesaurus))
	if err := d.reviews(ctx, a, b); err != nil {
		return nil, err
	}
	var err error
	d.Questions, err = questionChanges(ctx, a, b)
	d.Asked = asked(was.Questions, is.Questions)
	return &d, err
}

func sideOf(s search.Searcher) Side {
	info := s.Info()
	return Side{Generation: info.Generation, Documents: info.Documents}
}

// reviews compares all reviews that one of the two has.
func (d *Diff) reviews(ctx context.Context, a, b search.Searcher) error {
	before, err := ids(ctx, a)
	if err != nil {
		return err
	}
	after, err := ids(ctx, b)
	if err != nil {
		return err
	}
	all := slices.Concat(before, after)
	slices.Sort(all)
	all = slices.Compact(all)
	found := make([]finding, len(all))
	err = each(ctx, len(all), func(ctx context.Context, i int) error {
		was, is, err := both(ctx, a, b, all[i])
		found[i] = compare(was, is)
		return err
	})
	if err != nil {
		return fmt.Errorf("comparing the reviews: %w", err)
	}
	for _, f := range found {
		d.add(f)
	}
	return nil
}

// A finding is what there is to say of one review. Where one side does not have it,
// there is nothing but its name.
type finding struct {
	added, removed *Named
	rating         *RatingChange
	status         *StatusChange
	changed        *Changed
}

// compare compares two states of a review, of which one is nil where a side does not
// have it.
func compare(was, is *search.Document) finding {
	var f finding
	switch {
	case was == nil && is == nil:
		return f
	case was == nil:
		f.added = new(nameOf(is))
		return f
	case is == nil:
		f.removed = new(nameOf(was))
		return f
	}
	f.rating = ratingChange(was, is)
	if was.Status != is.Status {
		f.status = &StatusChange{ID: is.ID, Title: is.Title, Before: was.Status, After: is.Status}
	}
	if parts := partsChanged(was, is); len(parts) > 0 {
		f.changed = &Changed{Named: nameOf(is), Parts: parts}
	}
	return f
}

func nameOf(d *search.Document) Named { return Named{ID: d.ID, Title: d.Title, Status: d.Status} }

func (d *Diff) add(f finding) {
	d.Added = appendFound(d.Added, f.added)
	d.Removed = appendFound(d.Removed, f.removed)
	d.Ratings = appendFound(d.Ratings, f.rating)
	d.Statuses = appendFound(d.Statuses, f.status)
	d.Changed = appendFound(d.Changed, f.changed)
}

func appendFound[T any](list []T, found *T) []T {
	if found == nil {
		return list
	}
	return append(list, *found)
}

// A titled searcher knows the names of all its documents. One that does not is read
// page by page, as far as an engine goes down.
type titled interface {
	Titles(ctx context.Context) ([]search.Title, error)
}

// ids gives the ids of all documents.
func ids(ctx context.Context, s search.Searcher) ([]string, error) {
	var all []string
	if t, ok := s.(titled); ok {
		titles, err := t.Titles(ctx)
		if err != nil {
			return nil, fmt.Errorf("reading the titles: %w", err)
		}
		for _, title := range titles {
			all = append(all, title.ID)
		}
		return all, nil
	}
	for page := 1; ; page++ {
		resp, err := s.Search(ctx, &search.Request{Sort: search.ByTitle, Page: page, PerPage: search.MaxPerPage})
		if err != nil {
			return nil, fmt.Errorf("listing the documents: %w", err)
		}
		for i := range resp.Hits {
			all = append(all, resp.Hits[i].ID)
		}
		switch read := page * search.MaxPerPage; {
		case read >= resp.Total:
			return all, nil
		case read >= search.MaxDepth:
			return nil, errTooMany
		}
	}
}

var errTooMany = fmt.Errorf("listing the documents: there are more than %d, and no other way to them", search.MaxDepth)
