package eval

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
)

const (
	someDocuments = `{"_id": "1/a b", "title": "Choirs", "text": "1. They *sing* <loud>,\n_well_ & <b>often</b>."}
{"_id": "2", "title": "", "text": "", "metadata": {"year": 1970}}
`
	someQueries = `{"_id": "q1", "text": "-dash \"who sings\" of non-smoking - choirs"}
{"_id": "q2", "text": "not judged"}
{"_id": "q3", "text": "judged and irrelevant"}
`
	someQrels = "query-id\tcorpus-id\tscore\nq1\t1/a b\t3\nq1\t2\t0\nq3\t2\t-1\n"
)

func files(documents, queries, qrels string) fstest.MapFS {
	return fstest.MapFS{"corpus.jsonl": {Data: []byte(documents)}, "queries.jsonl": {Data: []byte(queries)}, "qrels.tsv": {Data: []byte(qrels)}}
}

func packed(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadCollection(t *testing.T) {
	compressed := files("", someQueries, someQrels)
	delete(compressed, "corpus.jsonl")
	compressed["corpus.jsonl.gz"] = &fstest.MapFile{Data: packed(t, someDocuments)}
	for name, dir := range map[string]fstest.MapFS{"plain": files(someDocuments, someQueries, someQrels), "compressed": compressed} {
		t.Run(name, func(t *testing.T) {
			c, err := ReadCollection(dir)
			if err != nil {
				t.Fatal(err)
			}
			questions := []Judged{{ID: "q1", Text: "dash who sings of non-smoking choirs", Grades: map[string]int{"1/a b": 3}, Wanted: Good}}
			if diff := cmp.Diff(questions, c.Questions); diff != "" {
				t.Errorf("questions (-want +got):\n%s", diff)
			}
			if len(c.Documents) != 2 || c.Documents[0].ID != "1/a b" || c.Documents[0].Title != "Choirs" || c.Documents[1].Sections != nil {
				t.Fatalf("got the documents %+v", c.Documents)
			}
			text := review.PlainText(c.Documents[0].Sections[0].Markdown)
			if want := "1. They *sing* <loud>, _well_ & <b>often</b>."; text != want {
				t.Errorf("the text became %q, want %q", text, want)
			}
		})
	}
}

func TestCollectionFaults(t *testing.T) {
	tests := []struct {
		name string
		file string // the one that is replaced, or removed for "-"
		text string
		want string
	}{
		{"no documents", "corpus.jsonl", "-", "opening corpus.jsonl: "},
		{"no queries", "queries.jsonl", "-", "opening queries.jsonl: "},
		{"no judgements", "qrels.tsv", "-", "opening qrels.tsv: "},
		{"not JSON", "corpus.jsonl", someDocuments + "{", "corpus.jsonl:3: unexpected end"},
		{"wrong type", "corpus.jsonl", `{"_id": 1}`, "corpus.jsonl:1: json: cannot unmarshal number"},
		{"document without id", "corpus.jsonl", `{"title": "x"}`, "corpus.jsonl:1: _id is missing or empty"},
		{"document twice", "corpus.jsonl", someDocuments + `{"_id": "2"}`, `corpus.jsonl:3: the _id "2" stands twice`},
		{"query without words", "queries.jsonl", `{"_id": "q1", "text": " \"- "}`, "queries.jsonl:1: text is missing or empty"},
		{"line too long", "queries.jsonl", strings.Repeat(" ", maxLine+1), "queries.jsonl:1: bufio.Scanner: token too long"},
		{"no heading", "qrels.tsv", "q1\t2\t1\n", `qrels.tsv:1: the first line is "q1\t2\t1"; it must be "query-id\tcorpus-id\tscore"`},
		{"columns", "qrels.tsv", someQrels + "q1 2 1", "qrels.tsv:5: 1 columns, want 3 with tabs between"},
		{"score", "qrels.tsv", someQrels + "q1\t2\thigh", `qrels.tsv:5: the score "high" is not a whole number`},
		{"unknown query", "qrels.tsv", someQrels + "q9\t2\t1", `qrels.tsv:5: there is no query "q9"`},
		{"unknown document", "qrels.tsv", someQrels + "q1\t9\t1", `qrels.tsv:5: there is no document "9"`},
		{"judged twice", "qrels.tsv", someQrels + "q1\t2\t1", `qrels.tsv:5: query "q1" and document "2" are judged twice`},
		{"nothing relevant", "qrels.tsv", qrelsHeader, "qrels.tsv: no question has a relevant document"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := files(someDocuments, someQueries, someQrels)
			dir[tt.file] = &fstest.MapFile{Data: []byte(tt.text)}
			if tt.text == "-" {
				delete(dir, tt.file)
			}
			c, err := ReadCollection(dir)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got %+v and the error %v, want one that begins with %q", c, err, tt.want)
			}
		})
	}
}

func TestCollectionNotCompressed(t *testing.T) {
	dir := files("", someQueries, someQrels)
	delete(dir, "corpus.jsonl")
	dir["corpus.jsonl.gz"] = &fstest.MapFile{Data: []byte("plain")}
	if _, err := ReadCollection(dir); err == nil || !strings.Contains(err.Error(), "corpus.jsonl.gz: ") {
		t.Errorf("got the error %v, want one that names the file", err)
	}
}

// TestAsMarkdown holds that a text reads as it was, whatever it begins with.
func TestAsMarkdown(t *testing.T) {
	for _, text := range []string{
		"", "# one", "1. one", "12) one", "3.5 mm", "- one", "+ one", "* one", "> one", "--- one", "=", "~~~ one", "| a | b", "2024", "[one](two) `three` ![four](five)",
		`a\b &amp; &#35; <http://x.org> http://y.org __x__ don't`, "```\none",
	} {
		want := strings.Join(strings.Fields(text), " ")
		if got := review.PlainText(asMarkdown(text)); got != want {
			t.Errorf("%q became %q by way of %q", text, got, asMarkdown(text))
		}
	}
}
