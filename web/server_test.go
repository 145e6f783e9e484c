package web

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"evidencestore/search"
	"evidencestore/web/params"
)

func TestNewRefusesImpossibleOptions(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*Options)
		want   []string
	}{
		{"nothing to ask", func(o *Options) { o.Searcher, o.Ready, o.Log = nil, nil, nil }, []string{"no Searcher", "no Ready", "no Log"}},
		{"no limits", func(o *Options) { o.Limits, o.MaxSearches, o.MaxBodyBytes = params.Limits{}, 0, -1 }, []string{"Limits.QuestionChars", "Limits.QuestionWords", "Limits.Values", "MaxSearches", "MaxBodyBytes"}},
		{"answers cut off", func(o *Options) { o.WriteTimeout = o.RequestTimeout }, []string{"WriteTimeout 10s must be longer"}},
		{"a rate below 0", func(o *Options) { o.Rate = -1 }, []string{"Rate"}},
		{"waiting below 0", func(o *Options) { o.SearchWait, o.MaxAge = -1, -1 }, []string{"SearchWait", "MaxAge"}},
		{"a header nobody writes", func(o *Options) { o.ForwardedHeader = "X-Real-Ip" }, []string{`ForwardedHeader "X-Real-Ip"`}},
		{"a proxy that is none", func(o *Options) { o.TrustedProxies = []netip.Prefix{{}} }, []string{"trusted proxy"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			opt := DefaultOptions()
			opt.Searcher, opt.Ready = &fake{}, func() Readiness { return Readiness{} }
			tc.change(&opt)
			_, err := New(opt)
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range tc.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q, want one that names %s", err, want)
				}
			}
		})
	}
}

func TestEveryLimitOfTheServerIsSet(t *testing.T) {
	s, _ := newServer(t)
	h := s.httpServer(t.Context())
	if h.ReadHeaderTimeout != s.opt.ReadHeaderTimeout || h.ReadTimeout != s.opt.ReadTimeout || h.WriteTimeout != s.opt.WriteTimeout ||
		h.IdleTimeout != s.opt.IdleTimeout || h.MaxHeaderBytes != s.opt.MaxHeaderBytes {
		t.Errorf("server %+v does not have the limits of %+v", h, s.opt)
	}
}

// running is a server on a free port whose searches wait to be let go.
type running struct {
	url     string
	begun   chan struct{} // one element for each search that began
	letGo   chan struct{} // closed to let them finish
	stop    context.CancelFunc
	stopped chan error // what Run gave
}

func run(t *testing.T, change ...func(*Options)) *running {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return runOn(t, ln, change...)
}

// runOn is run on a listener.
func runOn(t *testing.T, ln net.Listener, change ...func(*Options)) *running {
	t.Helper()
	s, f := newServer(t, change...)
	r := &running{begun: make(chan struct{}, 10), letGo: make(chan struct{}), stopped: make(chan error, 1)}
	f.during = func(ctx context.Context, _ *search.Request) error {
		r.begun <- struct{}{}
		select {
		case <-r.letGo:
			return nil
		case <-ctx.Done():
			return search.ErrTimeout
		}
	}
	r.url = "http://" + ln.Addr().String()
	ctx, stop := context.WithCancel(t.Context())
	r.stop = stop
	go func() { r.stopped <- s.Run(ctx, ln) }()
	return r
}

// get gives the status, or the error, of one request.
func (r *running) get(path string) any {
	resp, err := http.Get(r.url + path)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err
	}
	return resp.StatusCode
}

func TestShutdownLetsAnswersFinish(t *testing.T) {
	r := run(t)
	if got := r.get("/healthz"); got != http.StatusOK {
		t.Fatalf("before: %v", got)
	}
	answer := make(chan any, 1)
	go func() { answer <- r.get("/api/v1/search?q=a") }()
	<-r.begun
	r.stop()
	for { // until the listener is closed
		conn, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
		if err != nil {
			break
		}
		conn.Close()
	}
	select {
	case err := <-r.stopped:
		t.Fatalf("Run returned %v with an answer in flight", err)
	default:
	}
	close(r.letGo)
	if got := <-answer; got != http.StatusOK {
		t.Errorf("the answer in flight: %v", got)
	}
	if err := <-r.stopped; err != nil {
		t.Errorf("Run: %v", err)
	}
}

func TestShutdownHasALimit(t *testing.T) {
	r := run(t, func(o *Options) { o.ShutdownTimeout = time.Millisecond })
	answer := make(chan any, 1)
	go func() { answer <- r.get("/api/v1/search?q=a") }()
	<-r.begun
	r.stop()
	err := <-r.stopped
	if err == nil || !strings.Contains(err.Error(), "letting answers finish") {
		t.Errorf("Run: %v, want one that names the answers cut off", err)
	}
	if got := <-answer; got == http.StatusOK {
		t.Errorf("the answer in flight: %v, want it cut off", got)
	}
}

func TestRunReportsAListenerThatFails(t *testing.T) {
	s, _ := newServer(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln.Close()
	if err := s.Run(t.Context(), ln); err == nil || !strings.Contains(err.Error(), "serving") {
		t.Errorf("Run: %v, want an error", err)
	}
}

func TestOversizedRequestsOverTheWire(t *testing.T) {
	r := run(t)
	defer func() { r.stop(); <-r.stopped }()
	close(r.letGo)
	for _, tc := range []struct {
		name string
		do   func() (*http.Response, error)
		want int
	}{
		{"body", func() (*http.Response, error) {
			return http.Post(r.url+"/api/v1/search", "application/x-www-form-urlencoded", strings.NewReader("q="+strings.Repeat("a", 70<<10)))
		}, http.StatusRequestEntityTooLarge},
		{"address", func() (*http.Response, error) { return http.Get(r.url + "/?q=" + strings.Repeat("a", 80<<10)) }, http.StatusRequestHeaderFieldsTooLarge},
		{"question", func() (*http.Response, error) {
			return http.Get(r.url + "/api/v1/search?q=" + strings.Repeat("a", 4001))
		}, http.StatusBadRequest},
		{"the longest question", func() (*http.Response, error) {
			return http.Get(r.url + "/api/v1/search?q=" + strings.Repeat("%E2%82%AC", 4000))
		}, http.StatusOK},
	} {
		t.Run(tc.name, func(t *testing.T) {
			resp, err := tc.do()
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if resp.StatusCode != tc.want {
				t.Errorf("status %d, want %d", resp.StatusCode, tc.want)
			}
		})
	}
}

// TestLongQuestionsOverTheWire holds that a pasted paragraph, and the longest question
// that is allowed, pass every default limit by GET and by POST.
func TestLongQuestionsOverTheWire(t *testing.T) {
	r := run(t)
	defer func() { r.stop(); <-r.stopped }()
	close(r.letGo)
	for _, tc := range []struct{ name, question string }{
		{"300 words of 2,500 characters", strings.Repeat("grannies should sing ", 100) + strings.Repeat("x", 400)},
		{"the most words", strings.Repeat("ä ", params.DefaultLimits().QuestionWords)},
		{"the most characters, of the longest kind", strings.Repeat("🌙", params.DefaultLimits().QuestionChars)},
	} {
		form := url.Values{"q": {tc.question}}
		t.Run(tc.name+" by GET", func(t *testing.T) {
			if got := r.get("/api/v1/search?" + form.Encode()); got != http.StatusOK {
				t.Errorf("got %v, want %d", got, http.StatusOK)
			}
		})
		t.Run(tc.name+" by POST", func(t *testing.T) {
			resp, err := http.PostForm(r.url+"/api/v1/search", form)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if resp.StatusCode != http.StatusOK {
				t.Errorf("got %d, want %d", resp.StatusCode, http.StatusOK)
			}
		})
	}
}
