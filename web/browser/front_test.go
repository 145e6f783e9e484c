package browser_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A world is the program with sites, and the intranets whose pages embed it.
type world struct {
	store *url.URL
	home  *intranet // of an origin that the sites name, and of another web site than the store
	near  *intranet // of an origin that the sites name, with the host of the store
	alien *intranet // of an origin that no site names
}

// worldSites are made-up sites. Their origins are those of the intranets.
const worldSites = `[server]
rate = 0.0

[[site]]
id = "moon-town"
name = "Moon Town Council"
heading = "Ask Moon Town"
suggestions = true
origins = %[1]s

[[site]]
id = "moon-lead"
name = "Moon Town Council"
heading = "Ask Moon Town"
suggestions = true
lens = "lead"
local = "moon.csv"
origins = %[1]s

[[site]]
id = "moon-here"
name = "Moon Town Council"
heading = "Ask Moon Town"
open = "embed"
local = "moon.csv"
origins = %[1]s

[[site]]
id = "moon-filtered"
name = "Moon Town Council"
filters = "topic=kinship-care&effect_min=tends-positive"
origins = %[1]s

[[site]]
id = "moon-none"
name = "Moon Town Council"
filters = "uk=yes&status=no-eligible-studies&age=7"
origins = %[1]s

[[site]]
id = "moon-positive"
name = "Moon Town Council"
filters = "effect_min=tends-positive"
origins = %[1]s

[[site]]
id = "moon-dressed"
name = "Moon Town Council"
heading = "Gofyn i’r lleuad"
language = "cy"
paper = "#102030"
ink = "#fefefe"
accent = "#ffcc00"
origins = %[1]s

[[site]]
id = "moon-busy"
name = "Moon Town Council"
rate = 0.001
burst = 1
origins = %[1]s
`

// moonLayer is what the town says of two programmes.
const moonLayer = `programme id,available,how to refer,team contact,note
kinship-care,yes,Ring the <b>moon</b>,Moon team,
support-for-kinship-carers,no,,,Not yet.
`

var theWorld = sync.OnceValues(func() (*world, error) {
	if _, err := served(); err != nil { // which builds the program
		return nil, err
	}
	w := &world{home: newIntranet("localhost"), near: newIntranet("127.0.0.1"), alien: newIntranet("localhost")}
	folder := filepath.Join(scratch, "with-sites")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, err
	}
	config := fmt.Sprintf(worldSites, fmt.Sprintf("[%q, %q]", w.home.origin, w.near.origin))
	for name, text := range map[string]string{"config.toml": config, "moon.csv": moonLayer} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	serve := exec.Command(filepath.Join(scratch, "evidence-store.exe"), "serve", "--addr", "127.0.0.1:0")
	serve.Dir = folder
	out, err := serve.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := serve.Start(); err != nil {
		return nil, err
	}
	atEnd = append(atEnd, func() { serve.Process.Kill(); serve.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("the program with sites ended before it answered: %w", err)
	}
	w.store, err = url.Parse(strings.TrimPrefix(strings.TrimSpace(line), "Evidence Store answers on "))
	return w, err
})

func worldOf(t *testing.T) *world {
	t.Helper()
	w, err := theWorld()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// An intranet serves pages that tests give it.
type intranet struct {
	origin string

	mu    sync.Mutex
	pages []http.HandlerFunc
	asked []string // addresses
}

func newIntranet(host string) *intranet {
	i := &intranet{}
	server := httptest.NewServer(i)
	atEnd = append(atEnd, server.Close)
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	i.origin = "http://" + net.JoinHostPort(host, port)
	return i
}

// add gives the intranet a page, and says where it is.
func (i *intranet) add(page http.HandlerFunc) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.pages = append(i.pages, page)
	return fmt.Sprintf("%s/%d", i.origin, len(i.pages)-1)
}

// addresses are those that it was asked for.
func (i *intranet) addresses() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.Clone(i.asked)
}

func (i *intranet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	i.asked = append(i.asked, r.URL.String())
	var page http.HandlerFunc
	var n int
	if _, err := fmt.Sscanf(r.URL.Path, "/%d", &n); err == nil && n < len(i.pages) {
		page = i.pages[n]
	}
	i.mu.Unlock()
	if page == nil {
		http.NotFound(w, r)
		return
	}
	page(w, r)
}

// A front stands before the program and sees what is asked of it. It passes everything
// on as it comes, unless a test has it refused.
type front struct {
	*httptest.Server
	*world

	mu     sync.Mutex
	seen   []*http.Request // with forms parsed
	refuse refuse
}

// refuse says whether it refused a request. Nil refuses nothing.
type refuse func(w http.ResponseWriter, r *http.Request) (refused bool)

// refuses has requests refused from now on.
func (f *front) refuses(r refuse) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refuse = r
}

func newFront(t *testing.T) *front {
	t.Helper()
	f := &front{world: worldOf(t)}
	program := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(f.store)
		r.Out.Host = r.In.Host
	}}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.note(r)
		f.mu.Lock()
		refuse := f.refuse
		f.mu.Unlock()
		if refuse == nil || !refuse(w, r) {
			program.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(f.Close)
	return f
}

// note keeps a request with its form, and leaves the body to be read again.
func (f *front) note(r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	kept := r.Clone(r.Context())
	kept.Body = io.NopCloser(strings.NewReader(string(body)))
	kept.ParseForm()
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen = append(f.seen, kept)
}

// asked are the requests whose path begins so.
func (f *front) asked(path string) []*http.Request {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []*http.Request
	for _, r := range f.seen {
		if strings.HasPrefix(r.URL.Path, path) {
			out = append(out, r)
		}
	}
	return out
}

// refuseWith answers a page of another origin as the program does.
func refuseWith(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": detail})
}
