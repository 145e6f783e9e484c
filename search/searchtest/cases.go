package searchtest

import (
	"context"
	"fmt"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// A findCase is a question, and texts that it must and must not find. The first
// line of a text is the summary of a review, every other line a sentence of its
// in_brief: a passage of its own.
type findCase struct {
	name     string
	question string
	must     []string
	mustNot  []string
}

var findCases = []findCase{
	{"one word", `lorimeda`, []string{"About lorimeda."}, []string{"About lorimedo."}},
	{"either of two words", `tavoka nubeli`, []string{"Only tavoka.", "Only nubeli.", "Both nubeli and tavoka."}, []string{"Neither."}},
	{"case", `FDRAK Bosuli`, []string{"An fdrak court.", "A BOSULI."}, nil},
	{"number", `4217`, []string{"In all 4217 families."}, []string{"In all 42 families."}},
	{"plural", `gromet`, []string{"Many gromets."}, nil},
	{"singular", `plinkets`, []string{"One plinket."}, nil},
	{"stem", `fostering`, []string{"A child is fostered.", "They foster children."}, nil},
	{"stem of a longer word", `reunified`, []string{"They reunify children."}, nil},
	{"possessive asked for", `drovan's`, []string{"The drovan came."}, nil},
	{"possessive written", `melkor`, []string{"The melkor's home."}, nil},
	{"possessive with a curly apostrophe", `sevrik`, []string{"The sevrik’s home."}, nil},
	{"possessive of a plural", `tolmak`, []string{"All tolmaks' homes."}, nil},
	{"hyphen asked for", `quorum-vesting`, []string{"On quorum vesting.", "On vesting alone."}, nil},
	{"hyphen written", `marblet`, []string{"The marblet-misusing kind."}, nil},
	{"dash written", `pellimo`, []string{"The pellimo–bastor pact."}, nil},
	{"hyphen in a phrase", `"hazel-minded folk"`, []string{"The hazel minded folk came.", "The hazel-minded folk came."}, []string{"The folk, hazel and minded."}},
	{"hyphen in the text of a phrase", `"copper topped pan"`, []string{"A copper-topped pan."}, nil},
	{"prefix that is no word", `re-entry`, []string{"On reentry into care.", "On re-entry into care."}, []string{"On entry into care."}},
	{"prefix that is no word, written as one", `reunite`, []string{"To re-unite them."}, nil},
	{"American for British", `behavior`, []string{"On behaviour."}, nil},
	{"British for American", `randomised`, []string{"A randomized trial."}, nil},
	{"programme for program", `programme`, []string{"Some program.", "Some programs."}, nil},
	{"program for programme", `program`, []string{"Some programmes."}, nil},
	{"counselling", `counseling`, []string{"Some counselling."}, nil},
	{"centre", `centre`, []string{"A center.", "Two centers."}, nil},
	{"paediatric", `pediatric`, []string{"A paediatric ward."}, nil},
	{"accents asked for", `crèmel`, []string{"A cremel."}, nil},
	{"accents written", `naivot`, []string{"A naïvot."}, nil},
	{"accents written apart", `zoelin`, []string{"For Zoe\u0308lin."}, nil},

	{"phrase", `"family group meeting"`, []string{"A family group meeting was held.", "Family groups meeting."}, []string{"A family meeting for the group.", "A group family meeting.", "A family group."}},
	{"phrase of one word", `"umbrik" calendon`, []string{"An umbrik and a calendon."}, []string{"A calendon."}},
	{"phrase in curly quotes", `“silver spoon fed”`, []string{"He was silver spoon fed."}, []string{"He fed the silver spoon."}},
	{"phrase and plain words", `"wicker chair" parlour`, []string{"A wicker chair in a parlour."}, []string{"A chair of wicker in a parlour."}},
	{"phrase beside plain words that are not there", `"cedar bench" attica`, []string{"A cedar bench."}, []string{"An attica."}},
	{"phrase of stop words beside a word", `"of the" orlop`, []string{"An orlop."}, []string{"The end of the line."}},
	{"two phrases", `"oak table" "pine stool"`, []string{"An oak table, a pine stool."}, []string{"An oak table.", "A pine stool."}},
	{"phrase with a stop word inside", `"support for ravenel"`, []string{"There is support for ravenel."}, []string{"There is support ravenel.", "There is ravenel support for."}},
	{"phrase with a stop word before", `"the windmere house"`, []string{"At the windmere house.", "At a windmere house."}, []string{"At the house of windmere."}},
	{"phrase with a stop word missing in the question", `"voice child"`, []string{"A voice child choir."}, []string{"The voice of the child."}},
	{"phrase across two sentences of a passage", `"cobalt. Ochre"`, []string{"First cobalt. Ochre then."}, nil},
	{"phrase across two passages", `"amber violet"`, []string{"There is amber violet."}, []string{"The end is amber\nViolet is the start"}},
	{"phrase across fields", `"reviewed summary quillon"`, nil, []string{"Quillon is how it begins."}}, // the title ends "reviewed summary"
	{"phrase with repeated words", `"tick tick tock"`, []string{"It goes tick tick tock."}, []string{"It goes tick tock.", "It goes tock tick tick."}},
	{"phrase of an unknown word", `"zzyzxunknown banjor"`, nil, []string{"A banjor."}},
	{"unknown phrase beside a known word", `"zzyzxunknown banjolin" banjolin`, nil, []string{"A banjolin."}},

	{"excluded word", `sorrel -thimble`, []string{"A sorrel."}, []string{"A sorrel and a thimble.", "A thimble."}},
	{"excluded word in another form", `larkin -thatching`, []string{"A larkin."}, []string{"A larkin who thatched."}},
	{"excluded phrase", `bramble -"night heron"`, []string{"A bramble.", "A bramble, a heron, a night."}, []string{"A bramble and a night heron."}},
	{"excluded hyphenated word", `juniper -pilot-light`, []string{"A juniper."}, []string{"A juniper with a pilot light."}},
	{"excluded unknown word", `cypress -zzyzxunknown`, []string{"A cypress."}, nil},
	{"only an excluded word", `-wolfram`, []string{"Anything else."}, []string{"A wolfram."}},
	{"excluded stop word", `hornbeam -the`, []string{"The hornbeam."}, nil},
	{"asked for and excluded", `linden -linden`, nil, []string{"A linden."}},

	{"unknown beside known", `zzyzxunknown tamarisk`, []string{"A tamarisk."}, []string{"A tamarind."}},
	{"stop words beside a known word", `help with the teasel`, []string{"A teasel."}, []string{"The with."}},
	{"stray signs", `( teasel* ) ^2 ~ AND: [`, []string{"A teasel."}, nil},
	{"stray quote", `"teasel`, []string{"A teasel."}, nil},
	{"field names are words", `title:spindrift`, []string{"A spindrift."}, nil},
	{"no wildcard", `spindr*`, nil, []string{"A spindrift."}},
	{"markup is text", `<b>pondweed</b>`, []string{"A pondweed."}, nil},
}

// countCases are questions of which only the number of finds matters.
var countCases = []struct {
	name     string
	question string
	all      bool // else none
}{
	{"empty", ``, true},
	{"blank", " \t\n", true},
	{"only signs", `??? " (`, false},
	{"stop word and exclusion", `the -zzyzxunknown`, false},
	{"only an unknown word", `zzyzxunknown`, false},
	{"only unknown words", `zzyzxunknown zzyzxunheard`, false},
	{"only stop words", `the of and`, false},
	{"only a phrase of stop words", `"of the"`, false},
	{"unknown word and excluded unknown word", `zzyzxunknown -zzyzxunheard`, false},
	{"only an excluded unknown word", `-zzyzxunheard`, true},
}

// writtenCases is one corpus of the texts of all cases, and a check for each.
func writtenCases() part {
	c := newCorpus(0, writtenReference(), nil, nil)
	p := part{name: "questions", corpus: c}
	for i, fc := range findCases {
		must, mustNot := c.addTexts(i, "yes", fc.must), c.addTexts(i, "no", fc.mustNot)
		p.checks = append(p.checks, check{fc.name, func(ctx context.Context, engine search.Engine, c *Corpus) error {
			found, err := find(ctx, engine, c, fc.question)
			if err == nil {
				err = finds(found, must, mustNot)
			}
			if err != nil {
				return fmt.Errorf("given %q, texts to find %q, texts not to find %q: %w", fc.question, fc.must, fc.mustNot, err)
			}
			return nil
		}})
	}
	for _, cc := range countCases {
		p.checks = append(p.checks, check{cc.name, func(ctx context.Context, engine search.Engine, c *Corpus) error {
			want := 0
			if cc.all {
				want = len(c.Reviews)
			}
			if found, err := find(ctx, engine, c, cc.question); err != nil || len(found) != want {
				return fmt.Errorf("given %q: found %d, want %d (error %w)", cc.question, len(found), want, err)
			}
			return nil
		}})
	}
	return p
}

// addTexts makes a review of each text and gives their ids.
func (c *Corpus) addTexts(number int, kind string, texts []string) []string {
	var ids []string
	for i, text := range texts {
		doc := plainReview(fmt.Sprintf("case-%d-%s-%d", number, kind, i))
		lines := strings.Split(text, "\n")
		doc.Summary, doc.InBrief = lines[0], lines[1:]
		c.add(doc)
		ids = append(ids, doc.ID)
	}
	return ids
}

// plainReview is a review with no more than it must have.
func plainReview(id string) *review.Review {
	return &review.Review{
		ID: id, Title: "A reviewed summary", Summary: "Nothing to see.", Status: review.NotRated, Updated: "2026-11-22",
		UK: "not-stated", EvidenceTo: "2018",
	}
}

// writtenReference has short lists whose labels stand in no written text.
func writtenReference() *review.Reference {
	return &review.Reference{
		Ratings: ratings(),
		Lists: review.Lists{
			Topics:      []review.Item{{ID: "topic", Label: "Labelone"}},
			Populations: []review.Item{{ID: "population", Label: "Labeltwo"}},
			Settings:    []review.Item{{ID: "setting", Label: "Labelthree"}},
			Outcomes:    []review.Item{{ID: "outcome", Label: "Labelfour"}, {ID: "other", Label: "Labelfive"}},
		},
	}
}
