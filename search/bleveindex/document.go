package bleveindex

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"evidencestore/review"
	"evidencestore/search"
)

// Fields of the index beside search.TextFields. Those of facets hold whole values.
const (
	fieldTopic      = "topic"
	fieldPopulation = "population"
	fieldSetting    = "setting"
	fieldUK         = "uk"
	fieldStatus     = "status"
	fieldAge        = "age"      // "0-18"
	fieldOutcome    = "outcome"  // tuple.String
	fieldNewest     = "newest"   // newestKey
	fieldTitles     = "titles"   // title and aliases, see titlesOf
	fieldSpelling   = "spelling" // every word once, as it is spelt
	fieldDocument   = "document" // the review as JSON, stored only
)

// citations is the text field that is full of names. Words that stand nowhere else
// correct no spelling and tell no programmes apart.
const citations = "reviews"

const (
	textOptions  = index.IndexField | index.IncludeTermVectors
	facetOptions = index.IndexField | index.SkipFreqNorm
)

// A mapper turns reviews into documents of the index.
type mapper struct {
	english *english
	lists   *review.Lists
}

// document maps a review and gives the lengths of its text fields. The analysis
// is done here, so that it runs beside the writing of the segments.
func (m *mapper) document(r *review.Review) (*document.Document, search.Lengths, error) {
	stored, err := json.Marshal(r)
	if err != nil {
		return nil, nil, fmt.Errorf("storing %s: %w", r.ID, err)
	}
	doc := document.NewDocument(r.ID)
	doc.AddField(document.NewTextFieldCustom(fieldDocument, nil, stored, index.StoreField, nil))
	lengths := search.Lengths{}
	spellings := map[string]bool{}
	for i, p := range search.Passages(r, m.lists) {
		text := []byte(p.Text)
		tokens := m.english.spelled(text)
		if p.Field != citations {
			for _, t := range tokens {
				spellings[string(t.Term)] = true
			}
		}
		tokens = m.english.stemmer.Filter(tokens)
		lengths[p.Field] += len(tokens)
		doc.AddField(document.NewTextFieldCustom(p.Field, []uint64{uint64(i)}, text, textOptions, analysed(tokens)))
	}
	facet := func(field string, values ...string) {
		for i, v := range values {
			doc.AddField(document.NewTextFieldCustom(field, []uint64{uint64(i)}, []byte(v), facetOptions, nil))
		}
	}
	facet(fieldTopic, r.Topics...)
	facet(fieldPopulation, r.Population...)
	facet(fieldSetting, r.Settings...)
	facet(fieldUK, string(r.UK))
	facet(fieldStatus, string(r.Status))
	if len(r.Age) == 2 {
		facet(fieldAge, fmt.Sprintf("%d-%d", r.Age[0], r.Age[1]))
	}
	for _, t := range tuplesOf(r) {
		facet(fieldOutcome, t)
	}
	facet(fieldNewest, newestKey(r.EvidenceTo, r.LatestYear()))
	doc.AddField(document.NewTextFieldCustom(fieldSpelling, nil, nil, facetOptions, analysed(tokensOf(spellings))))
	doc.AddField(document.NewTextFieldCustom(fieldTitles, nil, titlesOf(r), facetOptions|index.DocValues, nil))
	return doc, lengths, nil
}

// analysed is an analyzer that already has its result.
type analysed analysis.TokenStream

// Analyze implements analysis.Analyzer.
func (a analysed) Analyze([]byte) analysis.TokenStream { return analysis.TokenStream(a) }

// tokensOf are words in their order, each once.
func tokensOf(words map[string]bool) analysis.TokenStream {
	var tokens analysis.TokenStream
	for i, w := range slices.Sorted(maps.Keys(words)) {
		tokens = append(tokens, &analysis.Token{Term: []byte(w), Position: i + 1})
	}
	return tokens
}

// tuplesOf writes down what filters and facets need of each outcome: effect,
// strength and domains. A finding of a review without ratings has domains only.
func tuplesOf(r *review.Review) []string {
	var tuples []string
	for _, o := range r.Outcomes {
		tuples = append(tuples, fmt.Sprintf("%s|%s|%s", o.Effect, o.Strength, strings.Join(o.Domains, ",")))
	}
	if len(r.Outcomes) == 0 {
		for _, f := range r.Findings {
			tuples = append(tuples, "||"+strings.Join(f.Domains, ","))
		}
	}
	return tuples
}

// newestKey orders by how far the evidence reaches, then by the latest review. A
// year alone is the end of it, after its months; a space comes before every digit.
func newestKey(evidenceTo string, year int) string {
	if len(evidenceTo) == len("2018") {
		evidenceTo += "-13"
	}
	return evidenceTo + " " + strconv.Itoa(year)
}

// titlesOf puts the title and the aliases into one value, parted by a character that
// no document has.
func titlesOf(r *review.Review) []byte {
	return []byte(strings.Join(append([]string{r.Title}, r.Aliases...), "\x00"))
}
