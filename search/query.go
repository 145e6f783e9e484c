package search

// A Query is a question as read: the words and phrases to look for. A document
// matches when it satisfies every Must clause, no MustNot clause and, where there
// is no Must clause, at least one Should clause. Should and Must clauses score.
//
// A Query without clauses whose text is blank matches every document. One that
// asks for something, and holds no indexable word to ask for it with, matches none.
type Query struct {
	Text     string // as typed
	Clauses  []Clause
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
}

// A Form is a word, or several that stand in a text one after the other.
type Form struct {
	Text   string
	Weight float64 // factor of its score, from above 0 to 1
}

// Occur says what a clause does to a document.
type Occur int

// A Should clause scores, a Must clause scores and has to be there, a MustNot
// clause has to be absent.
const (
	Should Occur = iota
	Must
	MustNot
)

// A Problem is something in a question that was read leniently.
type Problem struct {
	Start, End int // bytes of the text
	What       string
}
