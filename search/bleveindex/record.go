package bleveindex

import index "github.com/blevesearch/bleve_index_api"

// A record is a document as the index takes it: analysed, each field once. It
// implements index.Document.
type record struct {
	id     string
	fields []*field
}

// ID implements index.Document.
func (r *record) ID() string { return r.id }

// Size implements index.Document. Nobody asks for the statistics that it is for.
func (r *record) Size() int { return 0 }

// VisitFields implements index.Document.
func (r *record) VisitFields(visit index.FieldVisitor) {
	for _, f := range r.fields {
		visit(f)
	}
}

// VisitComposite implements index.Document: there are no fields made of others.
func (r *record) VisitComposite(index.CompositeFieldVisitor) {}

// HasComposite implements index.Document.
func (r *record) HasComposite() bool { return false }

// NumPlainTextBytes implements index.Document.
func (r *record) NumPlainTextBytes() uint64 { return 0 }

// AddIDField implements index.Document.
func (r *record) AddIDField() {
	id := &index.TokenFreq{}
	id.SetFrequency(1)
	r.add(&field{
		name: "_id", value: []byte(r.id), options: index.IndexField | index.StoreField,
		length: 1, terms: index.TokenFrequencies{r.id: id},
	})
}

// StoredFieldsBytes implements index.Document.
func (r *record) StoredFieldsBytes() uint64 { return 0 }

// Indexed implements index.Document.
func (r *record) Indexed() bool { return false }

func (r *record) add(f *field) { r.fields = append(r.fields, f) }

func (r *record) last() *field { return r.fields[len(r.fields)-1] }

// present is the frequency of a value that a document has or has not.
var present = &index.TokenFreq{}

// facet adds a field of whole values, if there are any.
func (r *record) facet(name string, values ...string) {
	if len(values) == 0 {
		return
	}
	f := &field{name: name, options: facetOptions, terms: make(index.TokenFrequencies, len(values))}
	for _, v := range values {
		f.terms[v] = present
	}
	r.add(f)
}

// A field is one of a record. It implements index.Field.
type field struct {
	name    string
	value   []byte // stored
	options index.FieldIndexingOptions
	length  int // in words
	terms   index.TokenFrequencies
}

// Name implements index.Field.
func (f *field) Name() string { return f.name }

// Value implements index.Field.
func (f *field) Value() []byte { return f.value }

// ArrayPositions implements index.Field.
func (f *field) ArrayPositions() []uint64 { return nil }

// EncodedFieldType implements index.Field: text, in Bleve's code.
func (f *field) EncodedFieldType() byte { return 't' }

// Analyze implements index.Field: it has been done.
func (f *field) Analyze() {}

// Options implements index.Field.
func (f *field) Options() index.FieldIndexingOptions { return f.options }

// AnalyzedLength implements index.Field.
func (f *field) AnalyzedLength() int { return f.length }

// AnalyzedTokenFrequencies implements index.Field.
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.terms }

// NumPlainTextBytes implements index.Field.
func (f *field) NumPlainTextBytes() uint64 { return 0 }

// places makes what the index wants to know of each word of a document, in a few
// large pieces of memory rather than many small ones.
type places struct {
	passages  []uint64
	locations []index.TokenLocation
	pointers  []*index.TokenLocation
	terms     []index.TokenFreq
}

func newPlaces(passages, words int) *places {
	return &places{
		passages: make([]uint64, passages), locations: make([]index.TokenLocation, words),
		pointers: make([]*index.TokenLocation, words), terms: make([]index.TokenFreq, words),
	}
}

// add puts the words of a passage into a field. Offsets in the text are left out:
// what is quoted is analysed again.
func (p *places) add(f *field, passage int, words []word) {
	at := p.passages[passage : passage+1 : passage+1]
	at[0] = uint64(passage)
	f.length += len(words)
	for i, w := range words {
		place := &p.locations[i]
		place.ArrayPositions, place.Position = at, w.position
		term := f.terms[w.term]
		if term == nil {
			term = &p.terms[i]
			term.Locations = p.pointers[i : i : i+1]
			f.terms[w.term] = term
		}
		term.Locations = append(term.Locations, place)
		term.SetFrequency(term.Frequency() + 1)
	}
	n := len(words)
	p.locations, p.pointers, p.terms = p.locations[n:], p.pointers[n:], p.terms[n:]
}
