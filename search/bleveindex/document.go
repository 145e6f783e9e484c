package bleveindex

import (
	"fmt"
	"strconv"
	"strings"

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
	fieldOutcome    = "outcome"  // as tuplesOf writes them
	fieldNewest     = "newest"   // newestKey
	fieldTitles     = "titles"   // title and aliases, see titlesOf
	fieldDocument   = "document" // the review as pack makes it, stored only
)

// citations is the text field that is full of names. Words that stand nowhere else are
// no spellings and tell no programmes apart.
const citations = "reviews"

const (
	textOptions  = index.IndexField | index.IncludeTermVectors
	facetOptions = index.IndexField | index.SkipFreqNorm
)

// A mapper turns reviews into documents of the index.
type mapper struct {
	english   *english
	lists     *review.Lists
	spellings *tally
	words     []word // of one review, reused
	ends      []int  // where those of each passage end
}

// document maps a review, counts its spellings and gives the lengths of its text fields.
// The analysis is done here, so that it runs beside the writing of the segments.
func (m *mapper) document(r *review.Review) (*record, search.Lengths, error) {
	plain := search.PlainSections(r)
	stored, err := pack(r, plain)
	if err != nil {
		return nil, nil, fmt.Errorf("storing %s: %w", r.ID, err)
	}
	doc := &record{id: r.ID, fields: make([]*field, 0, 24)}
	doc.add(&field{name: fieldDocument, value: stored, options: index.StoreField})
	lengths := search.Lengths{}
	for _, f := range m.textFields(search.PassagesOf(r, plain, m.lists)) {
		lengths[f.name] = f.length
		doc.add(f)
	}
	doc.facet(fieldTopic, r.Topics...)
	doc.facet(fieldPopulation, r.Population...)
	doc.facet(fieldSetting, r.Settings...)
	doc.facet(fieldUK, string(r.UK))
	doc.facet(fieldStatus, string(r.Status))
	if len(r.Age) == 2 {
		doc.facet(fieldAge, fmt.Sprintf("%d-%d", r.Age[0], r.Age[1]))
	}
	doc.facet(fieldOutcome, tuplesOf(r)...)
	doc.facet(fieldNewest, newestKey(r.EvidenceTo, r.LatestYear()))
	doc.facet(fieldTitles, titlesOf(r))
	doc.last().options |= index.DocValues
	return doc, lengths, nil
}

// textFields are the text fields that a review has.
func (m *mapper) textFields(passages []search.Passage) []*field {
	m.words, m.ends = m.words[:0], m.ends[:0]
	counts := map[string]int{}
	for _, p := range passages {
		before := len(m.words)
		m.words = m.english.appendWords(m.words, p.Text)
		m.ends = append(m.ends, len(m.words))
		counts[p.Field] += len(m.words) - before
	}
	fields, byName := make([]*field, 0, len(counts)), map[string]*field{}
	for _, text := range search.TextFields { // in the same order in every build
		if n, has := counts[text.Name]; has {
			f := &field{name: text.Name, options: textOptions, terms: make(index.TokenFrequencies, n)}
			fields, byName[text.Name] = append(fields, f), f
		}
	}
	places, start := newPlaces(len(passages), len(m.words)), 0
	for i, p := range passages {
		words := m.words[start:m.ends[i]]
		start = m.ends[i]
		places.add(byName[p.Field], i, words)
		if p.Field != citations {
			m.spellings.see(words)
		}
	}
	m.spellings.count(1)
	return fields
}

// remove takes the spellings of a review out that is in the index no longer.
func (m *mapper) remove(passages []search.Passage) {
	for _, p := range passages {
		if p.Field != citations {
			m.words = m.english.appendWords(m.words[:0], p.Text)
			m.spellings.see(m.words)
		}
	}
	m.spellings.count(-1)
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
func titlesOf(r *review.Review) string {
	return strings.Join(append([]string{r.Title}, r.Aliases...), "\x00")
}
