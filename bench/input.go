package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"evidencestore/bench/madeup"
	"evidencestore/corpus"
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// An input is what all engines are given: the documents and the questions. Ours takes
// the folder of the corpus, the others read documentsFile.
type input struct {
	Dir       string `json:"-"`
	Documents int
	Words     int
	Questions int
	Text      int64 // bytes of all that is searched
}

// Files in the folder of an input, beside those of the questions.
const (
	corpusDir     = "corpus"
	documentsFile = "documents.tsv" // id, text, topics with commas, uk, status
	queriesFile   = "queries.txt"   // of addresses of the API
	doneFile      = "done.json"
)

func (in *input) path(name string) string { return filepath.Join(in.Dir, name) }

// commonWords is how many of the commonest words there are to be hostile with.
const commonWords = 1000

// newInput writes an input into a folder within work, or takes one that is there.
func newInput(ctx context.Context, work string, documents, words, questions int) (*input, error) {
	origin, err := fingerprint()
	if err != nil {
		return nil, err
	}
	in := &input{
		Dir:       filepath.Join(work, fmt.Sprintf("input-%d-%d-%d-%s", documents, words, questions, origin)),
		Documents: documents, Words: words, Questions: questions,
	}
	if data, err := os.ReadFile(in.path(doneFile)); err == nil {
		return in, json.Unmarshal(data, in)
	}
	g, err := madeup.New(madeup.Corpus{Documents: documents, Words: words, Seed: 1})
	if err != nil {
		return nil, err
	}
	if err := in.write(ctx, g); err != nil {
		return nil, fmt.Errorf("writing the input: %w", err)
	}
	data, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	return in, os.WriteFile(in.path(doneFile), data, 0o600)
}

// fingerprint tells apart what inputs of the same numbers are made by and of.
func fingerprint() (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, madeup.Version)
	for _, name := range []string{review.ListsFile, review.ThesaurusFile, review.RatingsFile} {
		data, err := fs.ReadFile(corpus.FS(), name)
		if err != nil {
			return "", fmt.Errorf("reading the shipped corpus: %w", err)
		}
		sum.Write(data)
	}
	return hex.EncodeToString(sum.Sum(nil)[:6]), nil
}

func (in *input) write(ctx context.Context, g *madeup.Generator) (err error) {
	if err := os.RemoveAll(in.Dir); err != nil {
		return err
	}
	if err := os.MkdirAll(in.Dir, 0o700); err != nil {
		return err
	}
	f, err := os.Create(in.path(documentsFile))
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	defer func() { err = errors.Join(err, w.Flush(), f.Close()) }()
	err = g.Write(in.path(corpusDir), func(d *madeup.Document) error {
		in.Text += int64(len(d.Text))
		_, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", d.ID, d.Text, strings.Join(d.Topics, ","), d.UK, d.Status)
		return errors.Join(err, ctx.Err())
	})
	return errors.Join(err, in.writeQuestions(g.Questions(in.Questions), g.Spoken(in.Questions), g.Common(commonWords)))
}

func (in *input) writeQuestions(plain, spoken, common []string) error {
	return errors.Join(in.lines(plainFile, plain), in.lines(spokenFile, spoken), in.lines(commonFile, common),
		in.lines(queriesFile, queries(plain, spoken)))
}

func (in *input) lines(name string, lines []string) error {
	return os.WriteFile(in.path(name), []byte(strings.Join(lines, "\n")+"\n"), 0o600)
}

// read reads the lines of a file.
func (in *input) read(name string) ([]string, error) {
	data, err := os.ReadFile(in.path(name))
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n"), err
}

// queries are the questions of both kinds by turns, every second pair with filters.
func queries(plain, spoken []string) []string {
	var all []string
	for i := range plain {
		for _, q := range []string{plain[i], spoken[i]} {
			p := params.Search{Q: q, Sort: search.ByRelevance, Page: 1, PerPage: params.DefaultPerPage}
			if i%2 == 1 {
				p.EffectMin, p.StrengthMin = review.TendsPositive, review.Moderate
			}
			all = append(all, p.Values().Encode())
		}
	}
	return all
}

// shippedInput is the questions of the shipped corpus.
func shippedInput(work string) (*input, error) {
	questions, faults := review.DecodeQuestions(corpus.FS(), func(string) bool { return true })
	if len(faults) > 0 {
		return nil, faults
	}
	var texts []string
	for _, q := range questions {
		texts = append(texts, q.Ask)
	}
	in := &input{Dir: filepath.Join(work, "input-shipped"), Questions: len(texts)}
	return in, errors.Join(os.MkdirAll(in.Dir, 0o700), in.writeQuestions(texts, texts, texts))
}
