package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// A watch is a writer that closes seen once a line with the text was written.
type watch struct {
	mu    sync.Mutex
	text  string
	all   bytes.Buffer
	read  int           // as far as wait has come
	grown chan struct{} // closed with every Write
	seen  chan struct{}
	done  bool
}

func newWatch(text string) *watch {
	return &watch{text: text, seen: make(chan struct{}), grown: make(chan struct{})}
}

// wait waits until a text is written after the one that was waited for last.
func (w *watch) wait(t *testing.T, text string) {
	t.Helper()
	limit := time.After(time.Minute)
	for {
		w.mu.Lock()
		_, after, found := strings.Cut(w.all.String()[w.read:], text)
		if found {
			w.read = w.all.Len() - len(after)
		}
		grown := w.grown
		w.mu.Unlock()
		if found {
			return
		}
		select {
		case <-grown:
		case <-limit:
			t.Fatalf("no %q in the log:\n%s", text, w)
		}
	}
}

func (w *watch) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all.Write(p)
	close(w.grown)
	w.grown = make(chan struct{})
	if !w.done && strings.Contains(w.all.String(), w.text) {
		w.done = true
		close(w.seen)
	}
	return len(p), nil
}

func (w *watch) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.all.String()
}

// A server is a running "serve".
type server struct {
	address string // http://…
	stop    func() (code int, moreOutput string)
}

// serve starts the program on a free port and waits for its line.
func (p process) serve(t *testing.T, log io.Writer, args ...string) server {
	t.Helper()
	return p.serveWith(t, log, func(*Environment) {}, args...)
}

// serveWith is serve in another environment.
func (p process) serveWith(t *testing.T, log io.Writer, change func(*Environment), args ...string) server {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	stdout, in := io.Pipe()
	env := p.environment(nil, nil, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...))
	env.Stdout, env.Stderr = in, log
	change(&env)
	code := make(chan int, 1)
	go func() {
		code <- Run(ctx, env)
		in.Close()
	}()
	lines := bufio.NewReader(stdout)
	line, err := lines.ReadString('\n')
	if err != nil {
		cancel()
		t.Fatalf("serve ended with code %d before it answered; log: %v", <-code, log)
	}
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "Evidence Store answers on ")
	if !ok {
		t.Errorf("got the line %q", line)
	}
	return server{address: address, stop: func() (int, string) {
		cancel()
		more, _ := io.ReadAll(lines)
		return <-code, string(more)
	}}
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return send(t, req)
}

// post sends a form.
func post(t *testing.T, address string, form url.Values) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return send(t, req)
}

func send(t *testing.T, req *http.Request) (int, string) {
	t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// TestServe holds the whole life of a server, and that the command line and the
// API answer alike.
func TestServe(t *testing.T) {
	p := madeUp(t, "corpus")
	log := newWatch("never")
	s := p.serve(t, log)
	question := url.Values{"q": {"singing secrets of dragons"}, "effect_min": {"tends-positive"}, "explain": {"true"}}
	status, api := get(t, s.address+"/api/v1/search?"+question.Encode())
	cli := p.mustRun(t, "search", "singing secrets of dragons", "--effect-min", "tends-positive", "--explain", "--json")
	if status != http.StatusOK || api != cli {
		t.Errorf("status %d; the API answers\n%s\nthe command line\n%s", status, api, cli)
	}
	if status, ready := get(t, s.address+"/readyz"); status != http.StatusOK || !strings.Contains(ready, `"documents":3`) {
		t.Errorf("/readyz: got %d and %s", status, ready)
	}
	if code, more := s.stop(); code != exitFine || more != "" {
		t.Errorf("got code %d and the further output %q, want %d and none", code, more, exitFine)
	}
	if strings.Contains(log.String(), "secrets") {
		t.Errorf("the log holds the question:\n%s", log)
	}
}

// TestServeUpdates holds that an index that is there answers at once, and that the
// one for the changed corpus follows.
func TestServeUpdates(t *testing.T) {
	p := madeUp(t, "corpus")
	p.mustRun(t, "index")
	file := filepath.Join(p.dir, "corpus", "reviews", "moon-knitting.md")
	writeFile(t, file, strings.Replace(readFile(t, file), "warm socks", "woollen mittens", 1))
	log := newWatch("serving a new generation")
	s := p.serve(t, log)
	<-log.seen
	if _, body := get(t, s.address+"/api/v1/search?q=mittens"); !strings.Contains(body, `"total":1,`) {
		t.Errorf("the change is not served: %s", body)
	}
	if code, _ := s.stop(); code != exitFine {
		t.Errorf("got code %d, want %d; log:\n%s", code, exitFine, log)
	}
}

// TestServeAdopts holds that a generation of another process is taken over.
func TestServeAdopts(t *testing.T) {
	p := madeUp(t, "corpus")
	writeFile(t, filepath.Join(p.dir, "config.toml"), "[index]\npoll = \"100ms\"\n")
	log := newWatch("serving a new generation")
	s := p.serve(t, log)
	p.mustRun(t, "index", "--force")
	<-log.seen
	if code, _ := s.stop(); code != exitFine {
		t.Errorf("got code %d, want %d; log:\n%s", code, exitFine, log)
	}
}

func TestServeFaultyCorpus(t *testing.T) {
	t.Run("without an index", func(t *testing.T) {
		got := madeUp(t, "faulty").run(t, "serve", "--addr", "127.0.0.1:0")
		if got.code != exitFailed || got.stdout != "" {
			t.Errorf("got code %d and output %q, want code %d and none", got.code, got.stdout, exitFailed)
		}
		golden(t, "faulty.want", afterLogs(got.stderr))
	})
	t.Run("with an index", func(t *testing.T) {
		p := madeUp(t, "corpus")
		p.mustRun(t, "index")
		writeFile(t, filepath.Join(p.dir, "corpus", "reviews", "bad.md"), "no front matter")
		writeFile(t, filepath.Join(p.dir, "config.toml"), "[log]\nformat = \"json\"\n")
		log := newWatch("the earlier one answers")
		s := p.serve(t, log)
		<-log.seen
		if want := `"file":"corpus/reviews/bad.md","line":1,"what":"no front matter"`; !strings.Contains(filepath.ToSlash(log.String()), want) {
			t.Errorf("no %s in the log:\n%s", want, log)
		}
		if status, _ := get(t, s.address+"/api/v1/reviews/dragon-choir"); status != http.StatusOK {
			t.Errorf("the earlier index answers %d", status)
		}
		if code, _ := s.stop(); code != exitFine {
			t.Errorf("got code %d, want %d", code, exitFine)
		}
	})
}

// TestServeOutdated holds that it is said where the index cannot be brought up to
// a corpus without faults: here the lock cannot be had.
func TestServeOutdated(t *testing.T) {
	p := madeUp(t, "corpus")
	p.mustRun(t, "index")
	lock := filepath.Join(p.dir, "data", "index", "LOCK")
	if err := errors.Join(os.Remove(lock), os.Mkdir(lock, 0o755)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(p.dir, "corpus", "reviews", "moon-knitting.md")
	writeFile(t, file, strings.Replace(readFile(t, file), "warm socks", "woollen mittens", 1))
	log := newWatch("the earlier one answers")
	s := p.serve(t, log)
	<-log.seen
	status, ready := get(t, s.address+"/readyz")
	if want := `"stale":true,"reasons":["the index could not be brought up to the corpus, `; status != http.StatusOK || !strings.Contains(ready, want) {
		t.Errorf("/readyz: got %d and %s, want %d and %s", status, ready, http.StatusOK, want)
	}
	if strings.Contains(ready, "LOCK") {
		t.Errorf("/readyz tells strangers the internal error: %s", ready)
	}
	if code, _ := s.stop(); code != exitFine {
		t.Errorf("got code %d, want %d; log:\n%s", code, exitFine, log)
	}
}

// afterLogs leaves the lines that are no log.
func afterLogs(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "time=") {
			b.WriteString(line)
		}
	}
	return b.String()
}

func TestServeAddressInUse(t *testing.T) {
	ln, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	got := madeUp(t, "corpus").run(t, "serve", "--addr", ln.Addr().String())
	if got.code != exitFailed || !strings.Contains(got.stderr, "evidence-store: listening: ") || got.stdout != "" {
		t.Errorf("got code %d, stdout %q, stderr %q", got.code, got.stdout, got.stderr)
	}
}

func TestReachable(t *testing.T) {
	for given, want := range map[string]string{
		"127.0.0.1:80":   "127.0.0.1:80",
		"0.0.0.0:8080":   "127.0.0.1:8080",
		"[::]:8080":      "127.0.0.1:8080",
		"[fe80::1]:8080": "[fe80::1]:8080",
	} {
		addr, err := net.ResolveTCPAddr("tcp", given)
		if err != nil {
			t.Fatal(err)
		}
		if got := reachable(addr); got != want {
			t.Errorf("reachable(%s) = %s, want %s", given, got, want)
		}
	}
}
