package search

// A Query is a question as read: the words and phrases to look for. A document
// matches when it satisfies every Must clause, no MustNot clause, the Wanted clauses
// as said below and, where there is no Must and no Wanted clause, at least one Should
// clause. All but MustNot clauses score.
//
// Of Wanted clauses a document has to satisfy all, where at least Enough documents do
// that. Where fewer do, the clause that most documents satisfy is dropped, and so on
// until there are enough or one clause is left; where that one alone does not find
// enough, it is dropped too, and a document has to satisfy any one of them. Nothing is
// dropped in vain: where there are never enough, it is the fewest clauses that find the
// most. A dropped clause goes on scoring. Wanted clauses that no document satisfies are
// dropped in any case. Filters have no part in this.
//
// A Query without clauses whose text is blank matches every document. One that
// asks for something, and holds no indexable word to ask for it with, matches none.
type Query struct {
	Text     string // as typed
	Clauses  []Clause
	Enough   int       // of documents, before Wanted clauses are dropped
	Problems []Problem // what the parser could not make sense of, and read leniently
}

// A Clause is one thing to look for.
type Clause struct {
	Text  string // the words as typed
	Occur Occur
	// Forms are ways of saying it: a document satisfies the clause by any of
	// them, and scores its best. Without forms every indexed word of Text is a
	// clause of its own.
	Forms []Form
	// Added says that the question does not say it, but somebody thought that it
	// helps: it is never among what a hit is missing.
	Added bool
}

// A Form is a word, or several that stand in a text one after the other.
type Form struct {
	Text   string
	Weight float64 // factor of its score, from above 0 to 1
}

// Occur says what a clause does to a document.
type Occur int

// A Should clause scores, a Must clause scores and has to be there, a MustNot
// clause has to be absent, a Wanted clause scores and has to be there if possible.
const (
	Should Occur = iota
	Must
	MustNot
	Wanted
)

// A Problem is something in a question that was read leniently.
type Problem struct {
	Start, End int // bytes of the text
	What       string
}
