package main

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	shipped "evidencestore/corpus"
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web"
)

// personal is what a test of privacy types, made up: none of it may be written. The last
// two are surnames in citations of the corpus, and so indexed words.
var personal = []string{
	"Zebedee", "Quillfeather", "zebedee.q@families.example", "ZE1 0AA", "17/03/2016", "17 March 2016", "943 476 5919", "9434765919",
	"CASE-004711-K", "020 7946 0123", "Siegenthaler", "Casanueva",
}

// story has all of them in one question.
var story = "My client " + strings.Join(personal, ", ") + " asks: county lines exploitation, how to get a young person out"

// Addresses that requests come from, as they begin: directly, through a trusted proxy,
// and as that proxy names them.
const (
	fromDirect, fromProxy     = "127.78.", "127.77."
	namedByProxy, namedByIPv6 = "203.0.113.", "2001:db8:"
)

// A leakSearch looks for personal data in whatever form it could have been kept.
type leakSearch struct {
	folded map[string]string // form, in small letters, to the datum
	exact  map[string]string // forms in which capitals differ
}

func newLeakSearch() *leakSearch {
	l := &leakSearch{folded: map[string]string{}, exact: map[string]string{}}
	for _, address := range []string{fromDirect, fromProxy, namedByProxy, namedByIPv6} {
		l.add(address)
	}
	for _, datum := range append(slices.Clone(personal), story, url.QueryEscape(story), story+"\n") {
		l.add(datum)
		l.add(strings.ToLower(datum))
		for _, whole := range []string{datum, strings.ToLower(datum), strings.ToUpper(datum)} {
			l.hashes(datum, whole)
		}
	}
	return l
}

// add notes a text as it may stand within another.
func (l *leakSearch) add(datum string) {
	asJSON, _ := json.Marshal(datum) // a string always can be
	for _, form := range []string{
		datum, url.QueryEscape(datum), url.PathEscape(datum), strings.Trim(string(asJSON), `"`), strings.Trim(strconv.QuoteToASCII(datum), `"`),
		hex.EncodeToString([]byte(datum)), strings.NewReplacer(" ", "", "/", "", "-", "").Replace(datum),
	} {
		l.folded[strings.ToLower(form)] = datum
	}
	if len(datum) < 8 {
		return // too little of it is sure to stand in base64
	}
	for shift := range 3 { // where in a group of three bytes it begins
		encoded := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("\x00", shift) + datum))
		first, last := (shift*8+5)/6, (shift+len(datum))*8/6
		l.exact[encoded[first:last]] = datum
		l.exact[strings.NewReplacer("+", "-", "/", "_").Replace(encoded[first:last])] = datum
	}
}

func (l *leakSearch) hashes(datum, whole string) {
	a, b, c := md5.Sum([]byte(whole)), sha1.Sum([]byte(whole)), sha256.Sum256([]byte(whole))
	for _, sum := range [][]byte{a[:], b[:], c[:]} {
		l.folded[hex.EncodeToString(sum)] = datum
		l.exact[base64.StdEncoding.EncodeToString(sum)] = datum
		l.exact[base64.RawURLEncoding.EncodeToString(sum)] = datum
	}
}

// in gives what of the personal data stands in the bytes, with what is around it.
func (l *leakSearch) in(written []byte) []string {
	var found []string
	look := func(text []byte, forms map[string]string) {
		for form, datum := range forms {
			if at := bytes.Index(text, []byte(form)); at >= 0 {
				found = append(found, fmt.Sprintf("%q as %q in %q", datum, form, text[max(0, at-80):min(len(text), at+len(form)+80)]))
			}
		}
	}
	look(bytes.ToLower(written), l.folded)
	look(written, l.exact)
	slices.Sort(found)
	return found
}

// TestLeakSearchFinds shows that the search below can find what it looks for.
func TestLeakSearchFinds(t *testing.T) {
	l := newLeakSearch()
	const line = `{"time":"2026-11-22T12:00:00Z","level":"INFO","msg":"request","route":"/search","value":"%s"}`
	if found := l.in(fmt.Appendf(nil, line, "127.0.0.1:8080")); len(found) > 0 {
		t.Errorf("found in a line without any: %v", found)
	}
	sum := sha256.Sum256([]byte("quillfeather"))
	for _, leak := range []string{
		"my quillFEATHERs", "17%2F03%2F2016", "ZE1+0AA", "943%20476%205919", "case004711k", "siegenthaler", "127.77.3.4:5555", "[2001:db8::7]:80",
		base64.StdEncoding.EncodeToString([]byte("ask Quillfeather!")), base64.URLEncoding.EncodeToString([]byte("q=Quillfeather&page=2")), base64.StdEncoding.EncodeToString([]byte("a Siegenthaler")),
		hex.EncodeToString(sum[:]), hex.EncodeToString([]byte("about Casanueva")), url.QueryEscape(story),
	} {
		if len(l.in(fmt.Appendf(nil, line, leak))) == 0 {
			t.Errorf("%q is not found", leak)
		}
	}
}

// TestPrivacy drives the whole program by requests that hold personal data in every place
// that a client decides on, and searches every byte that was written meanwhile.
func TestPrivacy(t *testing.T) {
	p := process{dir: t.TempDir(), variables: map[string]string{"EVIDENCE_STORE_CORPUS": "corpus"}}
	corpus := filepath.Join(p.dir, "corpus")
	if err := os.CopyFS(corpus, shipped.FS()); err != nil {
		t.Fatal(err)
	}
	draft := readFile(t, filepath.Join(corpus, "reviews", "kinship-care.md"))
	writeFile(t, filepath.Join(corpus, "reviews", draftID+".md"), strings.Replace(draft, `status = "rated"`, `status = "draft"`, 1))
	temp := filepath.Join(p.dir, "temp")
	if err := os.Mkdir(temp, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", temp)
	writeCertificate(t, p.dir)
	written := captured(t, p.dir)
	p.mustRun(t, "index")
	before := hashes(t, p.dir, unsearched)

	seen := p.driven(t, written, roomy, everyRequest)
	checkDriven(t, seen, written.String())
	for status := range p.driven(t, written, narrow, crowd) {
		seen[status] = true
	}
	p.driven(t, written, overTLS, strangers)
	for _, status := range []int{200, 204, 304, 400, 403, 404, 405, 413, 429, 431, 501, 503} {
		if !seen[status] {
			t.Errorf("no request was answered %d; statuses were %v", status, seen)
		}
	}

	if diff := cmp.Diff(before, hashes(t, p.dir, unsearched)); diff != "" {
		t.Errorf("index and corpus are not what they were (-before +after the requests):\n%s", diff)
	}
	if files, _ := filepath.Glob(filepath.Join(p.dir, "data", "unmet", "*.json")); len(files) == 0 {
		t.Error("nothing was counted of unmet need, so it is not shown that it is free of personal data")
	}
	l := newLeakSearch()
	for name, content := range filesUnder(t, p.dir, func(name string) bool { return !unsearched(name) }) {
		for _, leak := range append(l.in(content), l.in([]byte(name))...) {
			t.Errorf("%s: %s", name, leak)
		}
	}
	for _, leak := range l.in([]byte(written.String())) {
		t.Errorf("written: %s", leak)
	}
}

// captured takes over what is written beside the program's own streams, by whatever
// module, and gives the writer that all of it ends in.
func captured(t *testing.T, dir string) *watch {
	t.Helper()
	w := newWatch("no such line")
	logged, stdout, stderr, logger := log.Writer(), os.Stdout, os.Stderr, slog.Default()
	streams, err := os.Create(filepath.Join(dir, "streams"))
	if err != nil {
		t.Fatal(err)
	}
	log.SetOutput(w)
	os.Stdout, os.Stderr = streams, streams
	t.Cleanup(func() {
		os.Stdout, os.Stderr = stdout, stderr
		slog.SetDefault(logger)
		log.SetOutput(logged)
		streams.Close()
	})
	slog.SetDefault(slog.New(slog.NewTextHandler(w, nil)))
	return w
}

// unsearched says which files hold the surnames of the corpus, so that they are compared
// as a whole, or the addresses of the trusted proxies.
func unsearched(name string) bool {
	return strings.HasPrefix(name, "data/index/") || strings.HasPrefix(name, "corpus/") || name == "config.toml"
}

// hashes are those of the files under a folder, without the configuration.
func hashes(t *testing.T, dir string, of func(name string) bool) map[string]string {
	t.Helper()
	all := map[string]string{}
	for name, content := range filesUnder(t, dir, of) {
		all[name] = fmt.Sprintf("%x", sha256.Sum256(content))
	}
	delete(all, "config.toml")
	return all
}

func filesUnder(t *testing.T, dir string, wanted func(name string) bool) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && wanted(name) {
			all[name], err = fs.ReadFile(root, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatalf("no files in %s", dir)
	}
	return all
}

// checkDriven holds that every route of both tables answered well, as the log tells: a new
// route without a request here fails.
func checkDriven(t *testing.T, seen map[int]bool, logs string) {
	t.Helper()
	answered := map[string]bool{}
	for line := range strings.Lines(logs) {
		var entry struct {
			Msg, Route string
			Status     int
		}
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "request" && entry.Status == http.StatusOK {
			answered[entry.Route] = true
		}
	}
	routes := append(routesIn(t, "../../web"), routesIn(t, "../../web/private")...)
	if len(routes) < 40 || len(seen) == 0 {
		t.Fatalf("only %d routes were found in the sources", len(routes))
	}
	for _, route := range routes {
		if !answered[route] {
			t.Errorf("%s was not answered with 200, so nothing is known of it; send it a request in everyRequest", route)
		}
	}
}

var routePath = regexp.MustCompile(`\b[pP]ath: +("[^"]*"|[a-zA-Z]+)`)

// routesIn reads the templates of the routes out of the sources of a package.
func routesIn(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var sources strings.Builder
	for _, file := range files {
		if !strings.HasSuffix(file, "_test.go") {
			sources.WriteString(readFile(t, file))
		}
	}
	for _, match := range routePath.FindAllStringSubmatch(sources.String(), -1) {
		literal := match[1]
		if !strings.HasPrefix(literal, `"`) { // a constant
			found := regexp.MustCompile(`\b` + literal + ` += ("[^"]*")`).FindStringSubmatch(sources.String())
			if found == nil {
				t.Fatalf("%s: no constant %s", dir, literal)
			}
			literal = found[1]
		}
		path, err := strconv.Unquote(literal)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, path)
	}
	return all
}

// A failing searcher breaks down over every question, and quotes it.
type failing struct {
	search.Searcher
	info *search.Info
}

func (f failing) Info() *search.Info { return f.info }

func (failing) Search(_ context.Context, req *search.Request) (*search.Response, error) {
	panic("no place for " + req.Query.Text)
}

// TestPrivacyOfFailures holds that a panic over a question is answered with 500 and does
// not quote it in the log. At the debug level it does, which shows that it would be found.
func TestPrivacyOfFailures(t *testing.T) {
	ref, faults := review.DecodeReference(shipped.FS())
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	searcher := failing{info: &search.Info{Generation: "000001-abcdef01", Documents: 1, Reference: ref}}
	for level, leaks := range map[slog.Level]bool{slog.LevelInfo: false, slog.LevelDebug: true} {
		var written bytes.Buffer
		opt := web.DefaultOptions()
		opt.Searcher, opt.Ready = searcher, func() web.Readiness { return web.Readiness{} }
		opt.Log = slog.New(slog.NewJSONHandler(&written, &slog.HandlerOptions{Level: level}))
		server, err := web.New(opt)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/search", "/api/v1/search", "/record", "/compare"} {
			w := httptest.NewRecorder()
			server.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path+"?q="+url.QueryEscape(story), nil))
			if w.Code != http.StatusInternalServerError {
				t.Errorf("%s: status %d", path, w.Code)
			}
		}
		if found := newLeakSearch().in(written.Bytes()); (len(found) > 0) != leaks {
			t.Errorf("at level %v: %v", level, found)
		}
	}
}
