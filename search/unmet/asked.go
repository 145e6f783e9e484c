// Package unmet counts what people look for, so that those who plan and pay for
// research and services can see what is asked for and not held, or held with weak
// evidence only.
//
// # What is kept
//
// A question is reduced to a need: the ids of at most three concepts of the thesaurus
// and entries of the controlled lists. Nothing else of it is kept: no word, no number,
// no age, no chosen rating, no programme, nobody's address and no time but the ISO week.
// An id that the generation that answers does not have is dropped, so nothing that
// somebody typed can come through, whatever a caller passes. Needs are counted by week
// and by how they were answered, in memory, and at most once a minute each, so that one
// person who repeats or reloads a question hardly counts. A need reaches the disk only
// once it was counted Options.Minimum times in a week, at as many times with ten minutes
// between; what is rarer is lost when the program ends. When a week is over, what stayed
// below the minimum is counted under fewer ids, the last one left out first, where that
// was asked for at as many different times, and forgotten where even its first id is too
// rare.
//
// The minimum keeps what is rare, and so might point to one family, off the disk. It
// counts questions and not people: somebody who asks the same again every ten minutes
// passes it alone, and then the file says that this was asked for, though not by whom.
// Files are written once an hour and when the program ends, which blurs when something
// was asked; who can watch the file all the time learns in which hour a need that is
// kept already was asked for again.
//
// # Files
//
// <data>/unmet/<week>.json holds one week, as file.go describes it, and
// <data>/unmet/LOCK lets several processes add to it. A file is replaced as a whole; one
// that cannot be read is set aside under another name and never removed.
package unmet

import "evidencestore/search"

// An Answer is how a question was answered.
type Answer string

// The answers.
const (
	NothingHeld       Answer = "nothing-held"
	NoEligibleStudies Answer = "no-eligible-studies"
	UnknownWords      Answer = "unknown-words" // beside what was understood
	Filtered          Answer = "filtered"      // there are answers, and the filters took all of them away
	PartlyHeld        Answer = "partly-held"
	BroaderOnly       Answer = "broader-only"
	Found             Answer = "found"
)

// Answers are all answers, what is missing most first.
var Answers = []Answer{NothingHeld, NoEligibleStudies, UnknownWords, Filtered, PartlyHeld, BroaderOnly, Found}

// Asked is what may be counted of a question. Register.Count cuts it down to a need.
type Asked struct {
	Concepts []string      // ids of what was understood
	Filter   search.Filter // what was chosen
	Answer   Answer        // one of Answers, or the question is not counted
}

// Of is what may be counted of a question in which these concepts were read: notice is
// the first thing that was told about the answer, found the number of programmes. A
// question without a word to look for is not counted.
func Of(concepts []string, filter search.Filter, notice search.NoticeKind, found int) Asked {
	return Asked{Concepts: concepts, Filter: filter, Answer: answerOf(notice, found)}
}

func answerOf(notice search.NoticeKind, found int) Answer {
	switch {
	case notice == search.NoEligibleStudies:
		return NoEligibleStudies
	case notice == search.NoWords:
		return ""
	case notice == search.Filtered:
		return Filtered
	case found == 0 && notice == search.UnknownWords:
		return UnknownWords
	case found == 0:
		return NothingHeld
	case notice == search.PartlyHeld:
		return PartlyHeld
	case notice == search.BroaderOnly:
		return BroaderOnly
	}
	return Found
}
