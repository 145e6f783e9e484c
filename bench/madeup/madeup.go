// Package madeup makes corpora of any size to measure with. Their documents are shaped
// as real reviews are, with every facet and rated outcomes, and say nothing: the words
// are made up, as frequent as a Zipf distribution has them, between English function
// words and the ways in which the shipped thesaurus says its concepts.
package madeup

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"evidencestore/corpus"
	"evidencestore/review"
)

// A Corpus is a made-up corpus: the same for the same three numbers.
type Corpus struct {
	Documents int
	Words     int // of a document, about
	Seed      uint64
}

// A Document is one of them, as a file of a corpus and as other engines take it.
type Document struct {
	ID   string
	File []byte
	Text string // all that is searched

	Topics []string
	UK     string
	Status string
}

// Generator makes the documents of a corpus.
type Generator struct {
	corpus   Corpus
	ref      *review.Reference
	words    *vocabulary
	concepts [][]string // of the thesaurus: the ways of saying each
}

// Version is raised with every change of what is made of the same Corpus.
const Version = 2

// New readies a corpus. It fails only where the shipped one is faulty.
func New(c Corpus) (*Generator, error) {
	ref, faults := review.DecodeReference(corpus.FS())
	if len(faults) > 0 {
		return nil, fmt.Errorf("reading the shipped corpus: %w", faults)
	}
	return newGenerator(c, ref), nil
}

func newGenerator(c Corpus, ref *review.Reference) *Generator {
	g := &Generator{corpus: c, ref: ref, words: newVocabulary(c)}
	for _, concept := range ref.Thesaurus.Concepts {
		var ways []string
		for _, way := range slices.Concat([]string{concept.Label}, concept.Forms, concept.Asked) {
			if safe.MatchString(way) {
				ways = append(ways, strings.ToLower(way))
			}
		}
		if len(ways) > 0 {
			g.concepts = append(g.concepts, ways)
		}
	}
	return g
}

// safe is a text that can stand anywhere: within quotation marks, in TOML and Markdown.
var safe = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*([ '-][A-Za-z0-9]+)*$`)

// batch is how many documents a goroutine makes at a time.
const batch = 256

// Documents are the documents, by id. All processors make them.
func (g *Generator) Documents() iter.Seq[Document] {
	return func(yield func(Document) bool) {
		ahead := make(chan chan []Document, runtime.GOMAXPROCS(0)) // bounds what is made and not taken yet
		stop := make(chan struct{})
		defer close(stop)
		go func() {
			defer close(ahead)
			for from := 0; from < g.corpus.Documents; from += batch {
				made := make(chan []Document, 1)
				select {
				case ahead <- made:
					go func() { made <- g.some(from, min(from+batch, g.corpus.Documents)) }()
				case <-stop:
					return
				}
			}
		}()
		for made := range ahead {
			for _, d := range <-made {
				if !yield(d) {
					return
				}
			}
		}
	}
}

func (g *Generator) some(from, to int) []Document {
	documents := make([]Document, 0, to-from)
	for n := from; n < to; n++ {
		documents = append(documents, g.Document(n))
	}
	return documents
}

// Document is the document with a number from 0.
func (g *Generator) Document(n int) Document {
	w := writer{Generator: g, rng: rand.New(rand.NewPCG(g.corpus.Seed, uint64(n)+1))}
	return w.document(n)
}

// Write writes the corpus into a folder: reviews/*.md and the files beside them as they
// are shipped, but for the questions, which ask for other programmes. It calls also with
// each document that is written, by id.
func (g *Generator) Write(dir string, also func(*Document) error) error {
	reviews := filepath.Join(dir, review.ReviewsDir)
	if err := os.MkdirAll(reviews, 0o755); err != nil {
		return fmt.Errorf("writing a corpus: %w", err)
	}
	for _, name := range []string{review.RatingsFile, review.ListsFile, review.ThesaurusFile} {
		data, err := fs.ReadFile(corpus.FS(), name)
		if err != nil {
			return fmt.Errorf("writing a corpus: %w", err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return fmt.Errorf("writing a corpus: %w", err)
		}
	}
	for d := range g.Documents() {
		err := os.WriteFile(filepath.Join(reviews, d.ID+review.Ext), d.File, 0o644)
		if err := errors.Join(err, also(&d)); err != nil {
			return fmt.Errorf("writing a corpus: %w", err)
		}
	}
	return nil
}
