package private

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// admitting answers only requests to an IP address, to localhost or to the named host.
// A page elsewhere can make a browser ask here under a name of its own, which it has
// turned to this address, and would then read the answer as its own; a name is all that
// such a request can be told by.
func admitting(named string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if admitted(r.Host, named) && !fromElsewhere(r) {
				next.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.Header().Set("X-Content-Type-Options", "nosniff")
			w.Header().Set("Cache-Control", "no-store")
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprintln(w, refusal)
		})
	}
}

const refusal = `This address is for operators and editors. It does not answer to the name that was asked for, so that pages
elsewhere cannot read it. Ask for it by its IP address or as localhost. To have it answer to a name, write that
name in config.toml, [private] addr = "NAME:PORT", and start the store again.`

// fromElsewhere says whether a page of another site makes the browser ask, other than by
// a link: it cannot read the answer, but could have profiles taken and every generation read.
func fromElsewhere(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return (site == "cross-site" || site == "same-site") && r.Header.Get("Sec-Fetch-Dest") != "document"
}

// admitted says whether a request may name this host.
func admitted(host, named string) bool {
	name := hostname(host)
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return name == "localhost" || name != "" && name == hostname(named)
}

// hostname is a host without its port, brackets and final dot, in small letters.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}
