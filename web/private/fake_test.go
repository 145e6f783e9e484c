package private

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/unmet"
	"evidencestore/web"
	"evidencestore/web/page"
)

// words are those of the shipped corpus, read once since its thesaurus takes a while.
var words = sync.OnceValue(func() *review.Reference {
	ref, faults := review.DecodeReference(os.DirFS("../../corpus"))
	if len(faults) > 0 {
		panic(faults)
	}
	return ref
})

// A fake holds nothing but the words.
type fake struct{ search.Searcher }

func (fake) Info() *search.Info {
	return &search.Info{Generation: "000001-abcdef01", Documents: 1, Reference: words()}
}

func (fake) Search(context.Context, *search.Request) (*search.Response, error) {
	return &search.Response{Generation: "000001-abcdef01"}, nil
}

func (fake) Review(context.Context, string) (*search.Document, error) { return nil, search.ErrNotFound }

// public is a server of the public address.
func public(t testing.TB, change ...func(*web.Options)) *web.Server {
	t.Helper()
	opt := web.DefaultOptions()
	opt.Searcher = fake{}
	opt.Ready = func() web.Readiness { return web.Readiness{Ready: true} }
	for _, c := range change {
		c(&opt)
	}
	s, err := web.New(opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// drafts has one draft that is whole, one with faults and one that cannot be read.
func drafts() page.Drafts {
	return page.Drafts{Reference: words(), All: []page.Draft{
		{ID: "moon-walks", File: "reviews/moon-walks.md", Doc: &review.Review{ID: "moon-walks", Title: "Moon walks", Status: review.Draft, UK: "none", EvidenceTo: "2018"}},
		{ID: "night-walks", File: "reviews/night-walks.md", Faults: review.Faults{{File: "reviews/night-walks.md", Line: 3, What: "no title", Mend: "add one"}}},
	}}
}

// newServer is a private server with the options as changed.
func newServer(t testing.TB, change ...func(*Options)) *Server {
	t.Helper()
	opt := Options{
		Log: slog.New(slog.DiscardHandler), Public: public(t), Addr: "metrics.example:9090",
		Metrics: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("moons 1\n")) }),
		State: func(context.Context) page.CorpusState {
			return page.CorpusState{Generation: "000001-abcdef01", Documents: 1}
		},
		Drafts: func(context.Context) (page.Drafts, error) { return drafts(), nil },
		Unmet:  func(context.Context) (*unmet.Report, error) { return &unmet.Report{}, nil },
	}
	for _, c := range change {
		c(&opt)
	}
	s, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var errMoon = errors.New("the moon is away")

// ask sends a request to localhost; header is pairs of names and values.
func ask(h http.Handler, method, target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	r.Host = "localhost:9090"
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
			continue
		}
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// logTo keeps the log.
func logTo(buf *bytes.Buffer) func(*Options) {
	return func(o *Options) { o.Log = slog.New(slog.NewJSONHandler(buf, nil)) }
}
