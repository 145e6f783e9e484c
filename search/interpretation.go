package search

import "evidencestore/review"

// An Interpretation says how a question was read, so that a page can show it and
// offer to take each part of it back.
type Interpretation struct {
	Concepts    []Concept    `json:"concepts" nullable:"false" doc:"What the question was understood to be about"`
	Corrections []Correction `json:"corrections" nullable:"false" doc:"Words that were taken for misspelt"`
	Dropped     []string     `json:"dropped" nullable:"false" doc:"Words and concepts that a hit need not have, because too little has all of them, or that a long question could spare"`
	Unknown     []string     `json:"unknown" nullable:"false" doc:"Words that neither the documents nor the thesaurus have"`
	Notice      *Notice      `json:"notice" doc:"The first thing to tell about this answer, or null"`
	Notes       []Notice     `json:"notes" nullable:"false" doc:"What else there is to tell"`
}

// A Concept is a concept of the thesaurus that was read in a question or asked for
// by its id.
type Concept struct {
	ID        string             `json:"id"`
	Label     string             `json:"label"`
	Kind      review.ConceptKind `json:"kind"`
	Words     []string           `json:"words" nullable:"false" doc:"The words of the question that led there; empty where the concept was asked for by its id"`
	Documents int                `json:"documents" doc:"How many programmes are about it, by title, summary, subjects or outcomes, or say much of it"`
}

// A Correction is a word read as another.
type Correction struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// A Notice is something that a reader of an answer should know.
type Notice struct {
	Kind    NoticeKind     `json:"kind"`
	Text    string         `json:"text" doc:"A sentence for people"`
	Filters []FilterNotice `json:"filters,omitempty" doc:"For the kind filtered: what each filter takes away"`
}

// A FilterNotice says how many programmes answer without one filter, all others
// being kept.
type FilterNotice struct {
	Parameter string `json:"parameter"`
	Total     int    `json:"total"`
}

// NoticeKind tells notices apart. Filtered and NoWords come only with an answer that
// holds nothing, the last five only beside hits or as a note; the others with both.
type NoticeKind string

// The kinds of notices.
const (
	NothingHeld       NoticeKind = "nothing-held"        // looked for in vain
	NoEligibleStudies NoticeKind = "no-eligible-studies" // reviewers looked for studies and found none
	Filtered          NoticeKind = "filtered"            // there are answers, and the filters take all of them away
	UnknownWords      NoticeKind = "unknown-words"       // neither the documents nor the thesaurus know them
	NoWords           NoticeKind = "no-words"            // there is no word to look for
	PartlyHeld        NoticeKind = "partly-held"         // nothing is held on a part of the question
	BroaderOnly       NoticeKind = "broader-only"        // nothing is held on it, but on what it is a case of
	Shortened         NoticeKind = "shortened"           // a long question was reduced to what it seems to be about
	Relaxed           NoticeKind = "relaxed"             // not all of the question had to be there
	PersonalDetails   NoticeKind = "personal-details"    // the question looks like holding details of a case
)

// NoticeKinds are all kinds of notices.
var NoticeKinds = []NoticeKind{
	NothingHeld, NoEligibleStudies, Filtered, UnknownWords, NoWords,
	PartlyHeld, BroaderOnly, Shortened, Relaxed, PersonalDetails,
}

// A Suggestion completes what somebody is typing.
type Suggestion struct {
	Text string         `json:"text"`
	Kind SuggestionKind `json:"kind" enum:"review,concept,question"`
	ID   string         `json:"id" doc:"Of the review, concept or question"`
}

// SuggestionKind says what a Suggestion leads to.
type SuggestionKind string

// The kinds of suggestions.
const (
	SuggestReview   SuggestionKind = "review"
	SuggestConcept  SuggestionKind = "concept"
	SuggestQuestion SuggestionKind = "question"
)
