package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// draftID is a review that is not published.
const draftID = "moon-choir"

// What the programs under test are configured with. The narrow one turns requests away.
const (
	roomy = `
[server]
rate = 0.0
trusted_proxies = ["127.77.0.0/16"]
read_header_timeout = "500ms"
read_timeout = "1s"
max_header_bytes = 16384
max_body_bytes = 8192
[unmet]
minimum = 2
[log]
format = "json"
[[site]]
id = "anytown"
name = "Anytown"
origins = ["https://anytown.example"]
`
	narrow = `
[server]
rate = 0.001
burst = 3
trusted_proxies = ["127.77.0.0/16"]
max_searches = 1
search_wait = "0s"
request_timeout = "1ms"
[unmet]
minimum = 2
[log]
format = "json"
`
	overTLS = `
[server]
cert = "cert.pem"
key = "key.pem"
[log]
format = "json"
`
)

// A client sends raw requests, each from an address of its own.
type client struct {
	t       *testing.T
	public  string // host and port
	private string
	sent    atomic.Int64

	mu   sync.Mutex
	seen map[int]bool
}

// driven starts the program, sends what drive says, and gives the statuses that were
// answered once it has ended. What it writes goes to written.
func (p process) driven(t *testing.T, written *watch, config string, drive func(*client)) map[int]bool {
	t.Helper()
	file := filepath.Join(p.dir, "config.toml")
	writeFile(t, file, config)
	started := len(written.String())
	address, stop := p.started(t, written, "--private-addr", "127.0.0.1:0")
	private := regexp.MustCompile(`"url":"http://([^"]+)"`).FindStringSubmatch(written.String()[started:])
	if private == nil {
		t.Fatalf("no private address in the log: %s", written)
	}
	c := &client{t: t, public: address, private: private[1], seen: map[int]bool{}}
	drive(c)
	for _, path := range []string{"/metrics", "/editors", "/editors/drafts", "/editors/unmet", "/debug/pprof/goroutine?debug=2"} {
		_, body := get(t, "http://"+c.private+path)
		fmt.Fprintln(written, body)
	}
	if code := stop(); code != exitFine {
		t.Errorf("got code %d, want %d", code, exitFine)
	}
	return c.seen
}

// started is process.serve with a clock on which minutes pass, so that questions that are
// asked again are counted.
func (p process) started(t *testing.T, written io.Writer, args ...string) (address string, stop func() int) {
	t.Helper()
	var asked atomic.Int64
	s := p.serveWith(t, written, func(env *Environment) {
		env.Now = func() time.Time {
			return time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC).Add(time.Duration(asked.Add(1)) * 2 * time.Minute)
		}
	}, args...)
	fmt.Fprintln(written, s.address)
	_, address, _ = strings.Cut(s.address, "://")
	return address, func() int {
		code, more := s.stop()
		fmt.Fprint(written, more)
		return code
	}
}

// send sends bytes from an address of the client's own and notes the status. Some of what
// is sent is answered by closing the connection, which is status 0.
func (c *client) send(to, raw string) (status int, body string) {
	n := c.sent.Add(1)
	from := fromDirect
	if n%2 == 0 {
		from = fromProxy
	}
	return c.sendFrom(fmt.Sprintf("%s%d.%d", from, n/250%250, 1+n%250), to, raw)
}

func (c *client) sendFrom(from, to, raw string) (status int, body string) {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}, Timeout: 10 * time.Second}
	conn, err := dialer.DialContext(c.t.Context(), "tcp", to)
	if err != nil {
		c.t.Error(err)
		return 0, ""
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	_, _ = io.WriteString(conn, raw) // the answer may come before all is sent
	method, _, _ := strings.Cut(raw, " ")
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		return 0, ""
	}
	defer resp.Body.Close()
	read, _ := io.ReadAll(resp.Body)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen[resp.StatusCode] = true
	return resp.StatusCode, string(read)
}

// request writes a request whose headers all hold personal data.
func (c *client) request(method, path string, header ...string) string {
	n := c.sent.Load()
	said := "Zebedee Quillfeather, Siegenthaler 17/03/2016, 943 476 5919, ZE1 0AA, CASE-004711-K"
	lines := append([]string{
		method + " " + path + " HTTP/1.1", "Connection: close", "User-Agent: " + said, "Referer: https://families.example/" + url.PathEscape(story),
		"Cookie: client=" + url.QueryEscape(said), "X-Request-Id: " + said, "Traceparent: 00-Quillfeather", "From: zebedee.q@families.example",
		"Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("Zebedee:Quillfeather")), "Accept-Language: en;q=Quillfeather", "X-Quillfeather: " + said,
		fmt.Sprintf("X-Forwarded-For: Quillfeather, %s%d", namedByProxy, n%250), fmt.Sprintf("Forwarded: for=\"[%s:%x]\"", namedByIPv6, n), "X-Real-IP: " + namedByProxy + "7",
	}, header...)
	if !strings.Contains(strings.Join(header, "\n"), "Host: ") {
		lines = append(lines, "Host: "+c.public)
	}
	return strings.Join(lines, "\r\n") + "\r\n\r\n"
}

// form is a request with a form.
func (c *client) form(method, path, body string, header ...string) string {
	return c.request(method, path, append(header, "Content-Type: application/x-www-form-urlencoded", fmt.Sprintf("Content-Length: %d", len(body)))...) + body
}

// everyRequest asks for every route well, with personal data wherever it may stand, and
// badly in every way.
func everyRequest(c *client) {
	_, home := c.send(c.public, c.request("GET", "/"))
	asset := regexp.MustCompile(`/assets/[^"]+`).FindString(home)
	_, list := c.send(c.public, c.request("GET", "/api/v1/reviews?per_page=1"))
	id := regexp.MustCompile(`"id":"([^"]+)"`).FindStringSubmatch(list)
	if asset == "" || id == nil {
		c.t.Fatalf("no file of the pages (%s), or no review (%.200s)", home, list)
	}
	asked := "q=" + url.QueryEscape(story) + "&concept=Quillfeather&without=Casanueva&Zebedee=Siegenthaler&words=1"
	for to, tables := range map[string][]string{c.public: routesIn(c.t, "../../web"), c.private: routesIn(c.t, "../../web/private")} {
		for _, route := range tables {
			real := strings.NewReplacer("{id}", id[1], "{site}", "anytown", "/assets/{file}", asset, "{profile}", "heap").Replace(route)
			if route == "/editors/drafts/{id}" {
				real = "/editors/drafts/" + draftID
			}
			marked := strings.NewReplacer("{id}", "zebedee-quillfeather", "{site}", "quillfeather", "{file}", "Quillfeather%20ZE1%200AA.css", "{profile}", "Quillfeather").Replace(route)
			query := "?site=anytown&utm=" + url.QueryEscape(story)
			switch route {
			case "/oembed":
				query = "?url=" + url.QueryEscape("http://"+c.public+"/search?q="+url.QueryEscape(story))
			case "/api/v1/search", "/search", "/api/v1/suggest", "/opensearch/suggest", "/record", "/compare":
				query = "?q=" + url.QueryEscape(story)
			case "/debug/pprof/profile", "/debug/pprof/trace":
				query = "?seconds=0.01&q=Quillfeather"
				if route == "/debug/pprof/profile" {
					query = "?seconds=1&q=Quillfeather"
				}
			}
			if strings.HasPrefix(route, "/api/") && !strings.Contains(query, "q=") {
				query = ""
			}
			c.route(to, real+query, real, marked+"?"+asked)
		}
	}
	c.malformed()
	for range 3 { // often enough to be counted as unmet need
		c.send(c.public, c.request("GET", "/search?q="+url.QueryEscape(story)))
		c.send(c.public, c.form("POST", "/api/v1/search", "q="+url.QueryEscape("Quillfeather preventing FGM")))
	}
}

// route asks for one route: well, and then badly.
func (c *client) route(to, well, bare, badly string) {
	host := "Host: " + to
	raws := []string{
		c.request("GET", well, host), c.request("GET", badly, host, "Accept: text/html"), c.form("POST", bare, "q="+url.QueryEscape(story)+"&Quillfeather=%zz", host),
		c.request("QUILLFEATHER", well, host), c.request("GET", well, "Host: quillfeather.example"),
		c.request("HEAD", well, host), c.request("GET", well, host, "Accept: text/html", "If-None-Match: *"), c.request("GET", bare, host, "If-None-Match: \"Quillfeather\""),
		c.request("GET", badly, host), c.request("DELETE", badly, host),
		c.request("GET", bare+"?q=%zz&Quillfeather=%ff&%ff=Casanueva&page=Zebedee&effect=Quillfeather&id=Quillfeather", host),
		c.request("GET", bare+"?page=Zebedee&effect=Quillfeather&outcome=Quillfeather&format=Quillfeather&age=17%2F03%2F2016", host),
		c.form("POST", bare+"?q=Quillfeather", "concept=Casanueva", host, "Origin: https://quillfeather.example"),
		c.request("GET", well, host, "Origin: https://quillfeather.example"), c.request("OPTIONS", well, host, "Origin: https://anytown.example", "Access-Control-Request-Method: POST"),
	}
	switch { // some take their time
	case strings.HasPrefix(bare, "/debug/pprof/profile"), strings.HasPrefix(bare, "/debug/pprof/trace"):
		raws = raws[:1]
	case strings.HasPrefix(bare, "/editors"):
		raws = raws[:5]
	case testing.Short() && bare != "/api/v1/ratings": // less of the same
		raws = raws[:2]
	}
	for _, raw := range raws {
		c.send(to, raw)
	}
}

// malformed sends what is no request, or none that is read to its end.
func (c *client) malformed() {
	long := strings.Repeat("Quillfeather+943+476+5919+", 2000)
	for _, to := range []string{c.public, c.private} {
		host := "Host: " + to
		for _, raw := range []string{
			"GET /search?q=Zebedee Quillfeather HTTP/1.1\r\n" + host + "\r\n\r\n", "GET /quillfeather HTTP/9.9\r\n" + host + "\r\n\r\n", "Quillfeather 943 476 5919\r\n\r\n",
			"\x16\x03\x01\x02\x00\x01\x00Quillfeather\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nQuillfeather", "CONNECT quillfeather.example:443 HTTP/1.1\r\n" + host + "\r\n\r\n",
			c.request("GET", "/%zz/Quillfeather", host), c.request("GET", "/search%3Fq=Quillfeather", host), c.request("GET", "//quillfeather/..%2f..%5c%00", host),
			c.request("GET", "/search?q=a#Quillfeather", host), c.request("GET", "http://quillfeather.example/search?q=Zebedee", host), c.request("OPTIONS", "*", host),
			c.request("GET", "/reviews/Quill\xfffeather", host), c.request("GET", "/search?q=Quillfeather\xff\xfe%ff%fe", host), c.request("GET", "/Quillfeather", host, "Accept: text/html"),
			c.request("GET", "/", host, "Quill feather: Zebedee"), c.request("GET", "/", host, "Transfer-Encoding: Quillfeather"), c.request("GET", "/", host, "Expect: Quillfeather"),
			c.request("POST", "/search", host, "Content-Length: Quillfeather"), c.request("GET", "/search?q="+long, host), c.request("GET", "/", host, "X-Long: "+long),
			c.form("POST", "/search", "q="+long, host, "Accept: text/html"), c.form("POST", "/api/v1/search", "q="+long, host), c.form("POST", "/api/v1/search", "q="+long[:8000], host),
			c.request("POST", "/api/v1/search", host, "Content-Type: multipart/form-data; boundary=Quillfeather", "Content-Length: 40") + "--Quillfeather\r\nQuillfeather: Zebedee\r\n\r\n",
			c.request("POST", "/api/v1/search", host, "Content-Type: application/json; Quillfeather", "Content-Length: 20") + `{"q":"Quillfeather"}`,
			c.request("POST", "/search", host, "Transfer-Encoding: chunked") + "5\r\nq=Qui\r\nQuillfeather\r\n",
			c.request("GET", "/oembed?format=Quillfeather&url="+url.QueryEscape("http://"+to+"/reviews/quillfeather"), host), c.request("GET", "/oembed?url=Quillfeather:Zebedee", host),
			c.request("GET", "/embed?site=quillfeather&q=Zebedee", host), c.request("GET", "/search?"+strings.Repeat("id=quillfeather&", 300), host),
		} {
			c.send(to, raw)
		}
	}
}

// crowd asks too often, too much at once and for too long.
func crowd(c *client) {
	for range 5 {
		c.sendFrom(fromDirect+"9.9", c.public, c.request("GET", "/search?q=Quillfeather", "Accept: text/html"))
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 10 {
				words := strings.Repeat(fmt.Sprintf("kinsip+Quillfeathr%d+Siegentaler+%d ", i, i), 60)
				c.send(c.public, c.form("POST", "/api/v1/search", "q="+url.QueryEscape(words)))
				c.send(c.public, c.request("GET", "/record?q="+url.QueryEscape(story), "Accept: text/html"))
			}
		})
	}
	all.Wait()
}

// strangers speak no TLS, or not to the end, to an address that wants it.
func strangers(c *client) {
	for _, raw := range []string{c.request("GET", "/search?q=Quillfeather"), "\x16\x03\x01\x02\x00\x01\x00Quillfeather", "Quillfeather\r\n\r\n"} {
		c.send(c.public, raw)
		c.send(c.public, raw)
	}
}

// writeCertificate makes files for TLS that nobody trusts.
func writeCertificate(t *testing.T, dir string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"store.example"}, NotAfter: time.Now().Add(time.Hour)}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "cert.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})))
	writeFile(t, filepath.Join(dir, "key.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})))
}
