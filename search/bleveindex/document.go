package bleveindex

import (
	"encoding/json"
	"fmt"
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
	fieldAge        = "age"     // "0-18"
	fieldOutcome    = "outcome" // tuple.String
	fieldNewest     = "newest"  // newestKey
	fieldTitleKey   = "title_key"
	fieldDocument   = "document" // the review as JSON, stored only
)

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
	for i, p := range search.Passages(r, m.lists) {
		text := []byte(p.Text)
		tokens := m.english.Analyze(text)
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
	doc.AddField(document.NewTextFieldCustom(fieldTitleKey, nil, []byte(titleKey(r.Title)), index.IndexField|index.SkipFreqNorm|index.DocValues, nil))
	return doc, lengths, nil
}

// analysed is an analyzer that already has its result.
type analysed analysis.TokenStream

// Analyze implements analysis.Analyzer.
func (a analysed) Analyze([]byte) analysis.TokenStream { return analysis.TokenStream(a) }

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

// titleKey is what titles are ordered by.
func titleKey(title string) string { return strings.ToLower(title) }
