package private

import (
	"bytes"
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path"
	"strings"
	"testing"

	"evidencestore/web/page"
)

// own are addresses that only the private address has, one for each of its routes, with
// the status and something of the answer.
var own = []struct {
	path   string
	status int
	holds  string
}{
	{"/editors", 200, "The corpus, and what is served of it"},
	{"/editors/drafts", 200, "reviews/moon-walks.md"},
	{"/editors/drafts/moon-walks", 200, "Draft: not published"},
	{"/editors/drafts/night-walks", 200, "no title"},
	{"/editors/drafts/nothing", 404, "There is no such draft"},
	{"/editors/unmet", 200, "not held"},
	{"/editors/unmet?format=csv", 200, "week"},
	{"/metrics", 200, "moons 1"},
	{"/debug/pprof/", 200, "goroutine"},
	{"/debug/pprof/heap?debug=1", 200, "heap profile"},
	{"/debug/pprof/goroutine?debug=1", 200, "goroutine profile"},
	{"/debug/pprof/cmdline", 200, "private.test"},
	{"/debug/pprof/symbol", 200, "num_symbols"},
	{"/debug/pprof/nothing", 404, "Unknown profile"},
}

// shared are addresses that both have.
var shared = []string{"/", "/search?q=moon", "/help", "/ratings", "/healthz", "/readyz", "/openapi.json", "/robots.txt"}

func TestWhatIsPrivateIsNotPublic(t *testing.T) {
	s := newServer(t)
	for _, tc := range own {
		t.Run(tc.path, func(t *testing.T) {
			w := ask(s, "GET", tc.path, "Accept", "text/html")
			if w.Code != tc.status || !strings.Contains(w.Body.String(), tc.holds) {
				t.Errorf("status %d, want %d and %q; body %s", w.Code, tc.status, tc.holds, w.Body)
			}
			if got := w.Header().Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control %q, want no-store", got)
			}
			if got := ask(s.opt.Public, "GET", tc.path).Code; got != http.StatusNotFound {
				t.Errorf("the public address answers it with %d", got)
			}
		})
	}
}

func TestWhatIsPublicIsOnBoth(t *testing.T) {
	s := newServer(t)
	style, err := page.AssetPath("style.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(shared, style) {
		there, here := ask(s.opt.Public, "GET", path), ask(s, "GET", path)
		if there.Code != http.StatusOK || here.Code != there.Code || here.Body.String() != there.Body.String() {
			t.Errorf("%s: status %d here and %d on the public address, or another body", path, here.Code, there.Code)
		}
		for name, values := range there.Header() {
			if got := strings.Join(here.Header()[name], ", "); name != "X-Request-Id" && got != strings.Join(values, ", ") {
				t.Errorf("%s: %s is %q here and %q there", path, name, got, values)
			}
		}
	}
	if got := ask(s, "GET", "/nothing").Code; got != http.StatusNotFound {
		t.Errorf("a wrong address: %d", got)
	}
	if got := ask(s, "POST", "/search", "Content-Type", "application/x-www-form-urlencoded").Code; got != http.StatusOK {
		t.Errorf("a posted question: %d", got)
	}
}

func TestHeadersAreThoseOfThePublicPages(t *testing.T) {
	s := newServer(t)
	there := ask(s, "GET", "/help").Header()
	for _, tc := range own {
		here := ask(s, "GET", tc.path).Header()
		for _, name := range []string{"Referrer-Policy", "X-Content-Type-Options", "Permissions-Policy", "Cross-Origin-Embedder-Policy", "Cross-Origin-Resource-Policy"} {
			if here.Get(name) == "" || here.Get(name) != there.Get(name) {
				t.Errorf("%s: %s %q, want %q", tc.path, name, here.Get(name), there.Get(name))
			}
		}
		policy := here.Get("Content-Security-Policy")
		isPage := strings.HasPrefix(tc.path, "/editors") && !strings.Contains(tc.path, "csv")
		if isPage && policy != there.Get("Content-Security-Policy") || !strings.Contains(policy, "default-src 'none'") || here.Get("X-Request-Id") == "" {
			t.Errorf("%s: policy %q, request %q", tc.path, policy, here.Get("X-Request-Id"))
		}
		if here.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s may be read by other pages", tc.path)
		}
	}
}

func TestOnlyReading(t *testing.T) {
	s := newServer(t)
	for _, tc := range own {
		for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS", "BREW"} {
			w := ask(s, method, tc.path)
			if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: status %d, Allow %q", method, tc.path, w.Code, w.Header().Get("Allow"))
			}
		}
		if get, head := ask(s, "GET", tc.path), ask(s, "HEAD", tc.path); get.Code != head.Code {
			t.Errorf("HEAD %s: status %d, of GET %d", tc.path, head.Code, get.Code)
		}
	}
}

// TestEditorsPagesAreMarked holds that none of them can pass as a public page.
func TestEditorsPagesAreMarked(t *testing.T) {
	s := newServer(t)
	broken := newServer(t, func(o *Options) {
		o.Drafts = func(context.Context) (page.Drafts, error) { return page.Drafts{}, errMoon }
	})
	for _, h := range []http.Handler{s, broken} {
		for _, tc := range own {
			if !strings.HasPrefix(tc.path, "/editors") || strings.Contains(tc.path, "csv") {
				continue
			}
			body := ask(h, "GET", tc.path).Body.String()
			for _, want := range []string{"For editors and operators, not public.", `<meta name="robots" content="noindex">`, `href="/editors"`, `href="/editors/drafts"`, `href="/editors/unmet"`} {
				if !strings.Contains(body, want) {
					t.Errorf("%s: no %q", tc.path, want)
				}
			}
		}
	}
}

func TestTroubleWithDrafts(t *testing.T) {
	var log bytes.Buffer
	s := newServer(t, logTo(&log), func(o *Options) {
		o.Drafts = func(context.Context) (page.Drafts, error) { return page.Drafts{}, errMoon }
	})
	for _, path := range []string{"/editors/drafts", "/editors/drafts/secret-case"} {
		w := ask(s, "GET", path)
		if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "the moon is away") {
			t.Errorf("%s: status %d without the cause: %s", path, w.Code, w.Body)
		}
	}
	if got := log.String(); strings.Count(got, "the moon is away") != 2 || strings.Contains(got, "secret-case") {
		t.Errorf("log %s, want the cause once for each request, and no address", got)
	}
}

func TestAPanicHarmsNoOther(t *testing.T) {
	s := newServer(t, func(o *Options) { o.State = func(context.Context) page.CorpusState { panic("moon") } })
	if got := ask(s, "GET", "/editors").Code; got != http.StatusInternalServerError {
		t.Errorf("status %d, want 500", got)
	}
	if got := ask(s, "GET", "/editors/drafts").Code; got != http.StatusOK {
		t.Errorf("status %d after it, want 200", got)
	}
}

func TestNewRefusesImpossibleOptions(t *testing.T) {
	_, err := New(Options{})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"no Log", "no Public", "no Metrics", "no State", "no Drafts", "HOST:PORT"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %q", want, err)
		}
	}
}

func TestRun(t *testing.T) {
	s := newServer(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- s.Run(ctx, ln) }()
	for _, path := range []string{"/metrics", "/help", "/debug/pprof/trace?seconds=0.01", "/debug/pprof/profile?seconds=1"} {
		resp, err := http.Get("http://" + ln.Addr().String() + path)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK || len(body) == 0 {
			t.Errorf("%s: status %d, %d bytes, %v", path, resp.StatusCode, len(body), err)
		}
	}
	stop()
	if err := <-stopped; err != nil {
		t.Errorf("Run: %v", err)
	}
}

// TestNothingServesTheDefaultMux holds that the profiles, which the standard library
// puts on http.DefaultServeMux by itself, are served here and nowhere else.
func TestNothingServesTheDefaultMux(t *testing.T) {
	forbidden := map[string]bool{"DefaultServeMux": true, "ListenAndServe": true, "ListenAndServeTLS": true, "Serve": true, "ServeTLS": true, "Handle": true, "HandleFunc": true}
	files := 0
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		if name := entry.Name(); err == nil && entry.IsDir() && file != "." && (name == "node_modules" || name == "data" || name[0] == '.') {
			return fs.SkipDir
		}
		if err != nil || entry.IsDir() || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return err
		}
		source, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, source, 0)
		if err != nil {
			return err
		}
		files++
		ast.Inspect(parsed, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "http" && forbidden[sel.Sel.Name] {
				t.Errorf("%s uses http.%s", file, sel.Sel.Name)
			}
			return true
		})
		return nil
	})
	if err != nil || files == 0 {
		t.Fatalf("%d files: %v", files, err)
	}
}
