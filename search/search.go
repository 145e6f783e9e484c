// Package search is the contract between those who ask and the engines that
// answer: requests, responses, the tree of a question and its parser, and the
// rules of filtering and counting that every engine keeps.
//
// # Counting rule
//
// Within a facet values are alternatives, between facets all must hold. Effect,
// strength and outcome form one condition, which must hold on one and the same
// outcome of a programme. A facet's counts ignore its own filter: for effect,
// strength and outcome they count the programmes that have an outcome passing the
// other two, and that pass everything else; for any other facet, the programmes
// that pass everything else. The grid ignores the filters on effect and strength
// and honours all others.
//
// IDs and age are conditions on a programme that are no facet: every count and the
// grid honour them.
//
// A finding of a programme without ratings counts as an outcome that has domains
// and no ratings: a filter on outcome finds it, a filter on ratings never does.
package search

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"evidencestore/review"
)

// A Searcher answers what people ask over one snapshot of the store. It is safe for
// concurrent use.
type Searcher interface {
	// Search gives one page of hits with exact totals, facets and grid. It
	// returns ErrTimeout when ctx ends first.
	Search(ctx context.Context, req *Request) (*Response, error)
	// Review gives a whole document with what a hit says about it, or ErrNotFound.
	Review(ctx context.Context, id string) (*Document, error)
	// Similar gives at most limit programmes about the same, the most similar
	// first, or ErrNotFound.
	Similar(ctx context.Context, id string, limit int) (*Response, error)
	// Suggest gives at most limit completions of what is being typed, the best first.
	Suggest(ctx context.Context, text string, limit int) ([]Suggestion, error)
	// Info describes the snapshot that is answering.
	Info() *Info
}

// A Snapshot is a Searcher over files that it holds open until it is closed.
type Snapshot interface {
	Searcher
	io.Closer
}

// An Engine holds one snapshot of the index, and also shows its vocabulary, which is
// what reading a question needs. It takes a Query as it is. It is safe for
// concurrent use until it is closed.
type Engine interface {
	io.Closer
	// Search is that of Searcher. Response has no Interpretation.
	Search(ctx context.Context, req *Request) (*Response, error)
	Review(ctx context.Context, id string) (*Document, error)
	Info() *Info
	// Analyze gives the indexed words of a text with their places in it.
	Analyze(text string) []Token
	// DocFreq is the number of live documents with the indexed word.
	DocFreq(term string) int
	// Terms gives at most limit words of live documents, in small letters and as
	// documents spell them, within maxEdits of word that share its first prefix
	// letters: fewest edits first, then the most frequent. A letter more, less or
	// other, and a swap of two neighbours, is one edit.
	Terms(ctx context.Context, word string, maxEdits, prefix, limit int) ([]Term, error)
	// About gives the number of live documents that are about what the forms say:
	// that have one of them in a field that says what they are about, or at least
	// AboutTimes times in a text. Weights do not matter.
	About(ctx context.Context, forms []Form) (int, error)
	// Titles gives the titles and aliases of all live documents, by id.
	Titles(ctx context.Context) ([]Title, error)
	// Words gives the distinct indexed words of a document, in no order, or
	// ErrNotFound. Those of TextField "reviews" are not among them.
	Words(ctx context.Context, id string) ([]Word, error)
}

// AboutTimes is how often a text without mention in title, summary or subjects has
// to say something to be about it.
const AboutTimes = 3

// A Builder writes one new snapshot. Nothing of it is seen before Commit has
// returned, and nothing remains of one that was closed without Commit. It is for
// one goroutine.
type Builder interface {
	// Put adds or replaces a document and gives its length in words, by field.
	Put(ctx context.Context, doc *review.Review) (Lengths, error)
	// Delete removes a document. One that is not there is no error.
	Delete(ctx context.Context, id string) error
	Commit(ctx context.Context) error
	Close() error
}

// Lengths are numbers of indexed words by the name of the text field.
type Lengths map[string]int

// FieldStats are the totals of one text field: Words over Documents in which the
// field is not empty.
type FieldStats struct {
	Words     int `json:"words"`
	Documents int `json:"documents"`
}

// Stats are the totals of all text fields of a snapshot, by name.
type Stats map[string]FieldStats

// Add counts the lengths of one document, times sign: 1 or -1.
func (s Stats) Add(lengths Lengths, sign int) {
	for field, n := range lengths {
		if n > 0 {
			total := s[field]
			s[field] = FieldStats{Words: total.Words + sign*n, Documents: total.Documents + sign}
		}
	}
}

// A Token is an indexed word and the bytes of the text it was made from.
type Token struct {
	Term       string
	Start, End int // byte offsets in the text
	Position   int // place among the words of the text, stop words counted
}

// A Term is a word of the documents, how many edits it is away from the word that
// was asked for, and the number of live documents that hold it.
type Term struct {
	Text  string
	Edits int
	Count int
}

// A Word is an indexed word of a document: Text as the document spells it, and how
// often it occurs.
type Word struct {
	Term  string
	Text  string
	Count int
}

// A Title is what a document is called.
type Title struct {
	ID      string
	Title   string
	Aliases []string
}

// Info describes a snapshot.
type Info struct {
	Generation string
	Documents  int
	Reference  *review.Reference
}

// Ended is the error of a ctx that has ended or is past its deadline, or nil. While all
// processors are busy the timer of a deadline may ring late, so the clock is asked too.
func Ended(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if deadline, ok := ctx.Deadline(); ok && !time.Now().Before(deadline) {
		return context.DeadlineExceeded
	}
	return nil
}

// sortLook is how many comparisons of a sort lie between looks at the context.
const sortLook = 4096

// SortFunc sorts as slices.SortFunc does, and gives the error of ctx soon after that has
// ended. The order is any order then.
func SortFunc[T any](ctx context.Context, s []T, compare func(a, b T) int) error {
	var err error
	n := 0
	slices.SortFunc(s, func(a, b T) int {
		if n++; n%sortLook == 0 && err == nil {
			err = Ended(ctx)
		}
		if err != nil {
			return 0 // there is little to do where all are equal
		}
		return compare(a, b)
	})
	return err
}

// Errors that a caller tells apart.
var (
	ErrNotFound = errors.New("no such review")
	ErrTimeout  = errors.New("the search took too long")
	ErrBusy     = errors.New("too many searches at once")
)
