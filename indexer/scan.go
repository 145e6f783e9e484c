package indexer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"evidencestore/review"
)

// The files of a corpus beside its reviews. All are copied into the generation;
// review.DecodeReference reads all but the questions, and says where one of the first
// two is missing.
var referenceFiles = []string{review.RatingsFile, review.ListsFile, review.ThesaurusFile, review.QuestionsFile}

// A source is a file of the corpus as the scan found it.
type source struct {
	path    string
	size    int64
	modTime time.Time
	hash    string
}

// id is that of the review in the file.
func (s *source) id() string { return idOf(s.path) }

func idOf(file string) string { return strings.TrimSuffix(path.Base(file), review.Ext) }

// read gives the content that the scan found, or errCorpusMoved. Without a hash it
// gives whatever is there.
func (s *source) read(corpus fs.FS) ([]byte, error) {
	data, err := fs.ReadFile(corpus, s.path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errCorpusMoved, err)
	}
	if s.hash != "" && hashOf(data) != s.hash {
		return nil, fmt.Errorf("%w: %s", errCorpusMoved, s.path)
	}
	return data, nil
}

// A corpusScan is a corpus as found, not yet decoded.
type corpusScan struct {
	reviews   []source // by id
	reference []source
	faults    review.Faults
	hash      string // over the names and contents of all files
	unread    bool   // some file could not be read, so that hash does not stand for the corpus
}

// lists is the hash of lists.toml, or "".
func (c *corpusScan) lists() string {
	for _, s := range c.reference {
		if s.path == review.ListsFile {
			return s.hash
		}
	}
	return ""
}

// A scannedFS reads the files beside the reviews, and notes where one is no longer
// what the scan found, so that what is wrong with half a file is not held against the
// whole one.
type scannedFS struct {
	fs.FS
	scan  *corpusScan
	moved error // errCorpusMoved, or nil
}

// ReadFile implements fs.ReadFileFS.
func (s *scannedFS) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(s.FS, name)
	if err == nil && !slices.ContainsFunc(s.scan.reference, func(found source) bool { return found.path == name && found.hash == hashOf(data) }) {
		s.moved = fmt.Errorf("%w: %s", errCorpusMoved, name)
	}
	return data, err
}

// questions gives the questions of the corpus, if it has any. A review of which
// nothing is known but its file counts as published, so that a fault in it does
// not make faults of the questions; and where something cannot be read, any review may
// be there.
func (c *corpusScan) questions(corpus fs.FS, drafts map[string]bool) ([]review.Question, review.Faults) {
	if !slices.ContainsFunc(c.reference, func(s source) bool { return s.path == review.QuestionsFile }) {
		return nil, nil // there is none, or the scan said why it cannot be read
	}
	return review.DecodeQuestions(corpus, func(id string) bool {
		_, found := slices.BinarySearchFunc(c.reviews, id, func(s source, id string) int { return strings.Compare(s.id(), id) })
		return c.unread || found && !drafts[id]
	})
}

// scan lists a corpus and hashes every file, except those that the table of base
// knows by size and time. The error is that of ctx.
func scan(ctx context.Context, corpus fs.FS, from *base, progress func(Progress)) (*corpusScan, error) {
	s := scanner{corpus: corpus}
	if from != nil {
		if started := from.Manifest.Started; !time.Now().Before(started) { // else the clock was put back
			s.trustBefore = started.Add(-timeGrain)
		}
		s.known = from.rows
	}
	for _, file := range referenceFiles {
		s.referenceFile(file)
	}
	entries, err := fs.ReadDir(corpus, review.ReviewsDir)
	if err != nil {
		s.unreadable(review.ReviewsDir, err, "every corpus has this folder, with one file for each review")
	}
	for done := 0; done < len(entries); done += scanAtOnce {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("checking the corpus: %w", ctx.Err())
		}
		progress(Progress{Phase: Checking, Done: done, Total: len(entries)})
		s.reviewFiles(entries[done:min(done+scanAtOnce, len(entries))])
	}
	progress(Progress{Phase: Checking, Done: len(entries), Total: len(entries)})
	if err == nil && len(s.reviews) == 0 && len(s.faults) == 0 { // rather a folder that was not mounted than a wish
		s.fault(review.ReviewsDir, "no review in this folder", "put one file for each review into it; a draft will do to begin with")
	}
	slices.SortFunc(s.reviews, func(a, b source) int { return strings.Compare(a.id(), b.id()) })
	s.hash = s.sum()
	return &s.corpusScan, nil
}

// timeGrain is how coarse a file system's times may be. A file changed within it
// before the last build began may have changed again after it was read, without a
// new time. Where the clock has been put back since then, no time is trusted: a file
// may have changed at what is the same time once more.
const timeGrain = 2 * time.Second

// scanAtOnce is how many files of reviews/ are looked at side by side.
const scanAtOnce = 256

type scanner struct {
	corpusScan
	corpus      fs.FS
	known       []Row // by id
	trustBefore time.Time
	names       []string // of files that do not belong in the corpus
}

// reviewFiles scans files of reviews/, on all processors.
func (s *scanner) reviewFiles(entries []fs.DirEntry) {
	parts := make([]scanner, runtime.GOMAXPROCS(0))
	var running sync.WaitGroup
	for i := range parts {
		part := &parts[i]
		part.corpus, part.known, part.trustBefore = s.corpus, s.known, s.trustBefore
		mine := entries[i*len(entries)/len(parts) : (i+1)*len(entries)/len(parts)]
		running.Go(func() {
			for _, entry := range mine {
				part.reviewFile(entry.Name())
			}
		})
	}
	running.Wait()
	for i := range parts {
		s.reviews = append(s.reviews, parts[i].reviews...)
		s.faults = append(s.faults, parts[i].faults...)
		s.names = append(s.names, parts[i].names...)
		s.unread = s.unread || parts[i].unread
	}
}

// referenceFile scans a file beside the reviews.
func (s *scanner) referenceFile(file string) {
	if _, err := fs.Stat(s.corpus, file); errors.Is(err, fs.ErrNotExist) {
		return
	}
	before := len(s.faults)
	if found, ok := s.file(file); ok {
		s.reference = append(s.reference, found)
	} else if file != review.QuestionsFile {
		s.faults = s.faults[:before] // review.DecodeReference finds the same
	}
}

// ignored says whether a file is what editors and systems leave beside those of a person.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || name == "Thumbs.db" || name == "desktop.ini"
}

func (s *scanner) reviewFile(name string) {
	if ignored(name) {
		return
	}
	file := path.Join(review.ReviewsDir, name)
	if path.Ext(name) != review.Ext {
		what := "not a review: the name does not end in " + review.Ext
		if strings.EqualFold(path.Ext(name), review.Ext) {
			what = "the name ends in " + path.Ext(name) + ", not in " + review.Ext
		}
		s.names = append(s.names, file)
		s.fault(file, what, "rename it or move it out of "+review.ReviewsDir)
		return
	}
	if found, ok := s.file(file); ok {
		s.reviews = append(s.reviews, found)
	}
}

// file finds out size, time and hash of a file, or faults it.
func (s *scanner) file(file string) (source, bool) {
	info, err := fs.Stat(s.corpus, file) // follows links, as mounted folders have them
	if err != nil {
		s.unreadable(file, err, "make it readable or remove it")
		return source{}, false
	}
	found := source{path: file, size: info.Size(), modTime: info.ModTime().UTC()}
	switch {
	case !info.Mode().IsRegular():
		s.names = append(s.names, file)
		s.fault(file, "not a plain file", "move it out of the corpus")
		return source{}, false
	case found.size > review.MaxFileSize: // not read, however large it is
		s.names = append(s.names, fmt.Sprintf("%s %d", file, found.size))
		s.fault(file, fmt.Sprintf("the file has %d bytes, the limit is %d", found.size, review.MaxFileSize), "shorten it or split it into two documents")
		return source{}, false
	}
	if row := s.trusted(&found); row != nil {
		found.hash = row.Hash
		return found, true
	}
	data, err := fs.ReadFile(s.corpus, file)
	if err != nil {
		s.unreadable(file, err, "make it readable or remove it")
		return source{}, false
	}
	found.hash = hashOf(data)
	return found, true
}

// trusted gives the row of the table that is surely of this very file, or nil.
func (s *scanner) trusted(found *source) *Row {
	at, ok := slices.BinarySearchFunc(s.known, found.id(), func(r Row, id string) int { return strings.Compare(r.ID, id) })
	if !ok {
		return nil
	}
	row := &s.known[at]
	if row.File != found.path || row.Size != found.size || found.modTime.IsZero() ||
		!found.modTime.Equal(row.ModTime) || !found.modTime.Before(s.trustBefore) {
		return nil
	}
	return row
}

func (s *scanner) fault(file, what, mend string) {
	s.faults = append(s.faults, review.Fault{File: file, What: what, Mend: mend})
}

func (s *scanner) unreadable(file string, err error, mend string) {
	s.unread = true
	s.faults = append(s.faults, review.Unreadable(file, err, mend))
}

// sum is the hash of the corpus: of its content alone, not of any time.
func (s *scanner) sum() string {
	h := sha256.New()
	for _, list := range [][]source{s.reference, s.reviews} {
		for i := range list {
			fmt.Fprintf(h, "%s %q\n", list[i].hash, list[i].path)
		}
	}
	for _, name := range s.names {
		fmt.Fprintf(h, "- %q\n", name)
	}
	return hex.EncodeToString(h.Sum(nil))
}
