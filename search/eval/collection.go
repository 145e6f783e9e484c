package eval

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"unicode"

	"evidencestore/review"
)

// The files of a collection. The corpus may also be compressed, with gzipExt
// after its name.
const (
	corpusFile  = "corpus.jsonl"
	queriesFile = "queries.jsonl"
	qrelsFile   = "qrels.tsv"
	gzipExt     = ".gz"
)

// qrelsHeader is the first line of the judgements.
const qrelsHeader = "query-id\tcorpus-id\tscore"

const maxLine = 16 << 20 // bytes

// A Collection is a public test collection: documents, and questions with judged
// answers.
type Collection struct {
	Documents []*review.Review
	Questions []Judged // those with an answer that was judged relevant
}

// ReadCollection reads the folder of a collection: corpus.jsonl or
// corpus.jsonl.gz with _id, title and text, queries.jsonl with _id and text,
// qrels.tsv with a line of headings and then query, document and grade (0 or less
// is not relevant). Other keys are not read. Errors name the file and the line.
func ReadCollection(dir fs.FS) (*Collection, error) {
	c := &Collection{}
	documents := map[string]bool{}
	err := readRecords(dir, corpusFile, func(r *record) error {
		documents[r.ID] = true
		c.Documents = append(c.Documents, r.review())
		return nil
	})
	if err != nil {
		return nil, err
	}
	questions := map[string]*Judged{}
	var order []*Judged
	err = readRecords(dir, queriesFile, func(r *record) error {
		q := &Judged{ID: r.ID, Text: plainWords(r.Text), Grades: map[string]int{}, Wanted: Good}
		questions[r.ID] = q
		order = append(order, q)
		if q.Text == "" {
			return errors.New("text is missing or empty")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := readQrels(dir, documents, questions); err != nil {
		return nil, err
	}
	for _, q := range order {
		if len(q.Grades) > 0 {
			c.Questions = append(c.Questions, *q)
		}
	}
	if len(c.Questions) == 0 {
		return nil, fmt.Errorf("%s: no question has a relevant document", qrelsFile)
	}
	return c, nil
}

// A record is one line of the documents or of the questions.
type record struct {
	ID    string `json:"_id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// review is the record as a document of the store, its text in one section. It
// has no other fields, so that nothing of the store's own enters.
func (r *record) review() *review.Review {
	doc := &review.Review{ID: r.ID, Title: r.Title, Status: review.NotRated, UK: "not-stated"}
	if text := asMarkdown(r.Text); text != "" {
		s := review.Headings[0]
		s.Markdown = text
		doc.Sections = []review.Section{s}
	}
	return doc
}

// markdownMarks are signs with a meaning inside a paragraph of Markdown.
var markdownMarks = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "&", `\&`,
)

// asMarkdown makes a text into one paragraph that reads as the text.
func asMarkdown(text string) string {
	text = markdownMarks.Replace(strings.Join(strings.Fields(text), " "))
	if rest := strings.TrimLeft(text, "0123456789"); rest != "" && strings.ContainsRune("#+-=~|.)", rune(rest[0])) {
		return strings.TrimSuffix(text, rest) + `\` + rest // no list, no heading
	}
	return text
}

// plainWords is a question without quotes, and without minus signs before words,
// which in a collection are not meant for us.
func plainWords(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\"“”„«»", r) })
	kept := words[:0]
	for _, w := range words {
		if w = strings.TrimLeft(w, "-"); w != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// readRecords calls add with every line of a file.
func readRecords(dir fs.FS, file string, add func(*record) error) error {
	seen := map[string]bool{}
	return readLines(dir, file, func(_ int, line string) error {
		var r record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			return err
		}
		switch {
		case r.ID == "":
			return errors.New("_id is missing or empty")
		case seen[r.ID]:
			return fmt.Errorf("the _id %q stands twice", r.ID)
		}
		seen[r.ID] = true
		return add(&r)
	})
}

// readQrels puts the grades above 0 into the questions.
func readQrels(dir fs.FS, documents map[string]bool, questions map[string]*Judged) error {
	type pair struct{ query, document string }
	seen := map[pair]bool{}
	return readLines(dir, qrelsFile, func(number int, line string) error {
		if number == 1 {
			if line != qrelsHeader {
				return fmt.Errorf("the first line is %q; it must be %q", line, qrelsHeader)
			}
			return nil
		}
		columns := strings.Split(line, "\t")
		if len(columns) != 3 {
			return fmt.Errorf("%d columns, want 3 with tabs between", len(columns))
		}
		p := pair{columns[0], columns[1]}
		q := questions[p.query]
		grade, err := strconv.Atoi(columns[2])
		switch {
		case err != nil:
			return fmt.Errorf("the score %q is not a whole number", columns[2])
		case q == nil:
			return fmt.Errorf("there is no query %q", p.query)
		case !documents[p.document]:
			return fmt.Errorf("there is no document %q", p.document)
		case seen[p]:
			return fmt.Errorf("query %q and document %q are judged twice", p.query, p.document)
		}
		seen[p] = true
		if grade > 0 {
			q.Grades[p.document] = grade
		}
		return nil
	})
}

// readLines calls each with every line of a file and its number, from 1.
func readLines(dir fs.FS, file string, each func(number int, line string) error) error {
	r, name, err := openFile(dir, file)
	if err != nil {
		return fmt.Errorf("opening %s: %w", file, err)
	}
	defer r.Close()
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	number := 0
	for lines.Scan() {
		number++
		if err := each(number, lines.Text()); err != nil {
			return fmt.Errorf("%s:%d: %w", name, number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s:%d: %w", name, number+1, err)
	}
	return nil
}

// A compressed file is read through its decompressor and closed itself.
type compressed struct {
	*gzip.Reader
	file io.Closer
}

func (c *compressed) Close() error { return errors.Join(c.Reader.Close(), c.file.Close()) }

// openFile opens a file, or the compressed one where that is all there is.
func openFile(dir fs.FS, file string) (r io.ReadCloser, name string, err error) {
	plain, err := dir.Open(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return plain, file, err
	}
	packed, failed := dir.Open(file + gzipExt)
	if failed != nil {
		return nil, file, err // names the file that everybody knows
	}
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		return nil, file, errors.Join(fmt.Errorf("%s: %w", file+gzipExt, err), packed.Close())
	}
	return &compressed{unpacked, packed}, file + gzipExt, nil
}
