package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// A trick is one request, byte for byte, and the statuses that are a clear answer to
// it. 0 is a connection that is closed without one.
type trick struct {
	name, text string
	want       []int
}

func get(path string, headers ...string) string { return request("GET", path, "", headers...) }

func request(method, path, body string, headers ...string) string {
	var text strings.Builder
	text.WriteString(method + " " + path + " HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n")
	for _, h := range headers {
		text.WriteString(h + "\r\n")
	}
	return text.String() + "\r\n" + body
}

const form = "Content-Type: application/x-www-form-urlencoded"

func post(body string, headers ...string) string {
	return request("POST", "/api/v1/search", body, append([]string{form}, headers...)...)
}

func sized(body string) string {
	return post(body, fmt.Sprintf("Content-Length: %d", len(body)))
}

func chunked(size int) string {
	return post(fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", size, strings.Repeat("a", size)), "Transfer-Encoding: chunked")
}

// tricks are all of them.
func tricks() []trick {
	bad, nothing := []int{http.StatusBadRequest}, []int{http.StatusNotFound, http.StatusBadRequest}
	method := []int{http.StatusMethodNotAllowed, http.StatusNotFound, http.StatusBadRequest, http.StatusNotImplemented}
	fine := []int{http.StatusOK}
	headers := []int{http.StatusRequestHeaderFieldsTooLarge}
	large := []int{http.StatusRequestEntityTooLarge}
	long := strings.Repeat(marked, 20_000)
	list := []trick{
		{"an endless address", get("/search?q=" + long), headers},
		{"one long header", get("/", "X-Long: "+long), headers},
		{"ten thousand headers", get("/", slices.Repeat([]string{"X-Many: 1"}, 10_000)...), headers},
		{"a header name with a space", get("/", "X Header: 1"), bad},
		{"a space before the colon", get("/", "Transfer-Encoding : chunked"), bad},
		{"a header without a colon", get("/", "nonsense"), bad},
		{"a NUL in a header", get("/", "X-Nul: a\x00b"), bad},
		{"a lone CR in a header", get("/", "X-Cr: a\rb"), bad},
		{"a folded header", get("/", "X-Fold: a\r\n b"), []int{http.StatusOK, http.StatusBadRequest}},
		{"two hosts", get("/", "Host: b.example"), bad},
		{"no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", bad},
		{"a host that is none", "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", bad},
		{"HTTP/1.0", "GET /healthz HTTP/1.0\r\n\r\n", fine},
		{"HTTP/0.9", "GET /\r\n\r\n", bad},
		{"HTTP/3.7", "GET / HTTP/3.7\r\nHost: a.example\r\n\r\n", []int{http.StatusHTTPVersionNotSupported, http.StatusBadRequest}},
		{"the beginning of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", []int{0, http.StatusHTTPVersionNotSupported, http.StatusBadRequest, http.StatusNotFound}},
		{"the beginning of TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", []int{0, http.StatusBadRequest}},
		{"noise", "\x00\xff\xfe\x01\r\n\r\n", []int{0, http.StatusBadRequest}},
		{"two lengths", post("q=a", "Content-Length: 3", "Content-Length: 30"), bad},
		{"a length of two", post("q=a", "Content-Length: 3, 30"), bad},
		{"a length below nothing", post("", "Content-Length: -1"), bad},
		{"a length with a sign", post("q=a", "Content-Length: +3"), bad},
		{"a length beyond numbers", post("q=a", "Content-Length: 99999999999999999999"), bad},
		{"an unknown coding", post("q=a", "Transfer-Encoding: made-up"), []int{http.StatusNotImplemented, http.StatusBadRequest}},
		{"chunked twice", post("0\r\n\r\n", "Transfer-Encoding: chunked, chunked"), []int{http.StatusNotImplemented, http.StatusBadRequest}},
		{"chunks of no size", post("zz\r\nq=a\r\n0\r\n\r\n", "Transfer-Encoding: chunked"), bad},
		{"a chunk beyond numbers", post("ffffffffffffffffff\r\nq=a\r\n", "Transfer-Encoding: chunked"), bad},
		{"a long chunk extension", post("3;"+long+"\r\nq=a\r\n0\r\n\r\n", "Transfer-Encoding: chunked"), bad},
		{"a body that is said to be huge", post("q=a", "Content-Length: 1000000000000"), large},
		{"a huge body", sized("q=" + long), large},
		{"a huge body in chunks", chunked(1 << 20), large},
		{"a body that waits to be asked for", post("q=a", "Content-Length: 3", "Expect: 100-continue"), []int{http.StatusContinue, http.StatusOK}},
		{"another expectation", post("q=a", "Content-Length: 3", "Expect: miracles"), []int{http.StatusExpectationFailed}},
		{"a body that is no form", request("POST", "/api/v1/search", `{"q":1}`, "Content-Type: application/json", "Content-Length: 7"), []int{http.StatusUnsupportedMediaType, http.StatusBadRequest}},
		{"a body that is said to be packed", sized("\x1f\x8b\x08\x00" + marked), bad},
		{"a body with GET", request("GET", "/api/v1/ratings", "q=a", "Content-Length: 3"), fine},
		{"five thousand parameters", sized("q=a" + strings.Repeat("&effect=bad", 5000)), bad},
		{"codings that are none", get("/", "Accept-Encoding: *;q=0, gzip;q=-1, "+strings.Repeat("x,", 1000)), fine},
		{"a range", get("/api/v1/ratings", "Range: bytes=0-0,1-1,2-2"), fine},
		{"many names of what is known", get("/", "If-None-Match: "+strings.Repeat(`"x",`, 10_000)), fine},
		{"no path", "GET  HTTP/1.1\r\nHost: a.example\r\n\r\n", bad},
		{"a path that is none", get("no-slash"), bad},
		{"the address of another server", get("http://b.example/nothing"), nothing},
		{"a star", "OPTIONS * HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n", []int{http.StatusOK, http.StatusNoContent, http.StatusNotFound, http.StatusMethodNotAllowed}},
	}
	for _, m := range []string{"TRACE", "CONNECT", "MADEUP", "get", "DELETE", "PUT", "PATCH", "PROPFIND", strings.Repeat("M", 5000)} {
		list = append(list, trick{"method " + m[:min(len(m), 10)], request(m, "/search", ""), method})
	}
	list = append(list, trick{"a method with a space", request("GE T", "/", ""), bad}, trick{"no method", request("", "/", ""), bad})
	for _, path := range []string{
		"//", "//etc/passwd", "/..", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/../config.toml", "/assets/%2e%2e%2fconfig.toml",
		"/assets/..%5cconfig.toml", `/assets/..\config.toml`, "/reviews/%2f", "/reviews/..%2f..%2fdata", "/reviews/;", "/reviews/;q=a", "/reviews/%00",
		"/reviews/%ff%fe", "/\xff", "/reviews/%c0%ae", "/api/v1/reviews/%2e%2e", "/api/v1//search", "/api/v1/search/", "/./search", "/search;q=a", "/search%00", "/search%3fq=a",
		"/embed/v1/theme/..%2f.css", "/embed/v1/sites/%2e%2e", "/reviews/" + strings.Repeat("a", 30_000), "/%252e%252e/", "/debug/pprof/", "/metrics", "/editors", "/.git/config", "/config.toml",
	} {
		list = append(list, trick{"path " + path[:min(len(path), 40)], get(path), nothing})
	}
	for _, path := range []string{"/%zz", "/reviews/%", "/search?q=%zz", "/\x00", "/a b"} {
		list = append(list, trick{fmt.Sprintf("path %q", path), get(path), bad})
	}
	for _, query := range []string{"q=%ff%fe", "q=%00", "q=%c3%28", "q=%ed%a0%80", "q=a;b", "q=a&q=b", "page=0", "page=-1", "page=99999999999999999999", "page=1e3", "per_page=100000", "age=NaN", "age=-1", "effect=" + marked, "sort=%27%3B--", marked + "=1", "%ff=1", "q=" + strings.Repeat("a", 4001), "q=" + strings.Repeat("a+", 501)} {
		list = append(list, trick{"query " + query[:min(len(query), 30)], get("/api/v1/search?" + query), bad})
	}
	for _, q := range []string{"%22", "%22%22", "-", "--", "-%22", "%28%28%28", "*", "a*", "%2Fa%2B%2F", "a~9", "title%3Aa", "%7B%7B.%7D%7D", "%3Cscript%3E", "%E2%80%AE" + marked, "a%0D%0ASet-Cookie%3Ax", strings.Repeat("%22", 4000), strings.Repeat("-a+", 499), strings.Repeat("%F0%9F%8C%99", 4000), strings.Repeat("a%CC%81", 2000), "%EF%BF%BF", "%D8%A7%D9%84", "" + strings.Repeat("the+", 400)} {
		list = append(list, trick{"question " + q[:min(len(q), 30)], get("/api/v1/search?q=" + q), fine}, trick{"page for " + q[:min(len(q), 30)], get("/search?q=" + q), fine})
	}
	return list
}

// requests sends all tricks, each on a connection of its own.
func (a *abuser) requests(ctx context.Context) error {
	var errs []error
	for _, t := range tricks() {
		got, err := a.send(ctx, t.text)
		switch {
		case err != nil:
		case !slices.Contains(t.want, got.status):
			err = fmt.Errorf("status %d, want one of %v: %.200q", got.status, t.want, got.body)
		default:
			err = leaks(got)
		}
		if err == nil {
			_, err = a.health(ctx, "/healthz")
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", t.name, err))
		}
	}
	return errors.Join(errs...)
}

// leaks says what of the inside an answer shows, or what in it could be misused.
func leaks(got reply) error {
	for _, bad := range []string{"goroutine ", "runtime error", ".go:", "root:x:", "evidencestore/"} {
		if strings.Contains(got.body, bad) {
			return fmt.Errorf("the answer says %q: %.200q", bad, got.body)
		}
	}
	if html := strings.HasPrefix(got.header.Get("Content-Type"), "text/html"); html && strings.Contains(got.body, "<script>") || got.header.Get("Set-Cookie") != "" || got.header.Get("Location") != "" {
		return fmt.Errorf("an answer that could do harm: %v %.200q", got.header, got.body)
	}
	return nil
}

// pipelined sends many requests without waiting, the last of which ask for the end. All
// have to be answered, in their order, and nothing else.
func (a *abuser) pipelined(ctx context.Context) error {
	const many = 100
	conn, err := a.dial(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	one := func(n int) string {
		return fmt.Sprintf("GET /api/v1/reviews/nothing-%d HTTP/1.1\r\nHost: a.example\r\n\r\n", n)
	}
	go func() {
		for n := range many {
			_, _ = io.WriteString(conn, one(n))
		}
		_, _ = io.WriteString(conn, get("/healthz"))
	}()
	r := bufio.NewReader(conn)
	for n := range many {
		if got, err := read(r, one(n)); err != nil || got.status != http.StatusNotFound {
			return fmt.Errorf("request %d: status %d %w", n, got.status, err)
		}
	}
	if got, err := read(r, "GET"); err != nil || got.body != "ok\n" {
		return fmt.Errorf("the last one: %d %q %w", got.status, got.body, err)
	}
	if rest, err := io.ReadAll(r); len(rest) > 0 {
		return fmt.Errorf("an answer to nothing: %.200q %w", rest, err)
	}
	return nil
}
