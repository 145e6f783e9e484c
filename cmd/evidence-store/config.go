package main

import (
	"log/slog"
	"net/netip"
	"strings"
	"time"

	"evidencestore/internal/stricttoml"
	"evidencestore/review"
	"evidencestore/search/bleveindex"
	"evidencestore/web"
	"evidencestore/web/page"
	"evidencestore/web/params"
)

// A config holds every option. Its fields are the keys of config.toml.
type config struct {
	Corpus string       `toml:"corpus"` // folder; "" is the built-in corpus
	Data   string       `toml:"data"`   // folder
	Server serverConfig `toml:"server"`

	Private privateConfig `toml:"private"`
	Unmet   unmetConfig   `toml:"unmet"`

	Search searchConfig `toml:"search"`
	Index  indexConfig  `toml:"index"`
	Log    logConfig    `toml:"log"`

	Organisation  organisationConfig  `toml:"organisation"`
	Accessibility accessibilityConfig `toml:"accessibility"`

	Sites []siteConfig `toml:"site"`
}

type serverConfig struct {
	Addr              string   `toml:"addr"`
	URL               string   `toml:"url"`
	ReadHeaderTimeout duration `toml:"read_header_timeout"`
	ReadTimeout       duration `toml:"read_timeout"`
	WriteTimeout      duration `toml:"write_timeout"`
	IdleTimeout       duration `toml:"idle_timeout"`
	RequestTimeout    duration `toml:"request_timeout"`
	ShutdownTimeout   duration `toml:"shutdown_timeout"`
	MaxHeaderBytes    int      `toml:"max_header_bytes"`
	MaxBodyBytes      int      `toml:"max_body_bytes"`
	MaxSearches       int      `toml:"max_searches"`
	SearchWait        duration `toml:"search_wait"`
	Rate              float64  `toml:"rate"`
	Burst             int      `toml:"burst"`
	MaxClients        int      `toml:"max_clients"`
	TrustedProxies    []prefix `toml:"trusted_proxies"`
	ForwardedHeader   string   `toml:"forwarded_header"`
	MaxAge            duration `toml:"max_age"`
	MaxConnections    int      `toml:"max_connections"`
	Cert              string   `toml:"cert"` // file; "" is no TLS
	Key               string   `toml:"key"`  // file
}

// privateConfig is the address for operators and editors.
type privateConfig struct {
	Addr string `toml:"addr"` // "" is none
}

// unmetConfig says what is kept of questions that found nothing.
type unmetConfig struct {
	Keep    bool `toml:"keep"`
	Minimum int  `toml:"minimum"`
	Weeks   int  `toml:"weeks"`
}

type searchConfig struct {
	MaxQuestionChars int `toml:"max_question_chars"`
	MaxQuestionWords int `toml:"max_question_words"`
	MaxValues        int `toml:"max_values"`
	CacheMiB         int `toml:"cache_mib"`
}

type indexConfig struct {
	Keep int      `toml:"keep"`
	Poll duration `toml:"poll"`

	Watch  bool     `toml:"watch"`
	Settle duration `toml:"settle"`
	Scan   duration `toml:"scan"`
}

type logConfig struct {
	Level  logLevel `toml:"level"`
	Format string   `toml:"format"`
}

// organisationConfig is who runs this copy, as its pages name them.
type organisationConfig struct {
	Name  string `toml:"name"`
	Email string `toml:"email"`
	URL   string `toml:"url"`
}

// accessibilityConfig is what the accessibility statement says of this copy.
type accessibilityConfig struct {
	Status   string   `toml:"status"`
	Problems []string `toml:"problems"`
	Prepared day      `toml:"prepared"`
	Reviewed day      `toml:"reviewed"`
	Tested   day      `toml:"tested"`
}

// defaults are the options where no file says otherwise.
func defaults() config {
	w := web.DefaultOptions()
	return config{
		Data: "data",
		Server: serverConfig{
			Addr:              "127.0.0.1:8080",
			ReadHeaderTimeout: duration(w.ReadHeaderTimeout),
			ReadTimeout:       duration(w.ReadTimeout),
			WriteTimeout:      duration(w.WriteTimeout),
			IdleTimeout:       duration(w.IdleTimeout),
			RequestTimeout:    duration(w.RequestTimeout),
			ShutdownTimeout:   duration(w.ShutdownTimeout),
			MaxHeaderBytes:    w.MaxHeaderBytes,
			MaxBodyBytes:      int(w.MaxBodyBytes),
			MaxSearches:       w.MaxSearches,
			SearchWait:        duration(w.SearchWait),
			Rate:              w.Rate,
			Burst:             w.Burst,
			MaxClients:        w.MaxClients,
			ForwardedHeader:   w.ForwardedHeader,
			MaxAge:            duration(w.MaxAge),
			MaxConnections:    w.MaxConnections,
		},
		Search: searchConfig{
			MaxQuestionChars: w.Limits.QuestionChars,
			MaxQuestionWords: w.Limits.QuestionWords,
			MaxValues:        w.Limits.Values,
			CacheMiB:         bleveindex.DefaultCacheBytes >> 20,
		},
		Index: indexConfig{
			Keep: 3, Poll: duration(2 * time.Second),
			Watch: true, Settle: duration(time.Second), Scan: duration(time.Minute),
		},
		Unmet: unmetConfig{Keep: true, Minimum: 5, Weeks: 104},
		Log:   logConfig{Level: logLevel(slog.LevelInfo), Format: "text"},
	}
}

// webOptions are the options of the HTTP side, without what it serves.
func (c *config) webOptions() web.Options {
	s := &c.Server
	proxies := make([]netip.Prefix, len(s.TrustedProxies))
	for i, p := range s.TrustedProxies {
		proxies[i] = netip.Prefix(p)
	}
	opt := web.Options{
		URL:          s.URL,
		Organisation: c.organisation(),
		Limits: params.Limits{
			QuestionChars: c.Search.MaxQuestionChars,
			QuestionWords: c.Search.MaxQuestionWords,
			Values:        c.Search.MaxValues,
		},
		ReadHeaderTimeout: time.Duration(s.ReadHeaderTimeout),
		ReadTimeout:       time.Duration(s.ReadTimeout),
		WriteTimeout:      time.Duration(s.WriteTimeout),
		IdleTimeout:       time.Duration(s.IdleTimeout),
		RequestTimeout:    time.Duration(s.RequestTimeout),
		ShutdownTimeout:   time.Duration(s.ShutdownTimeout),
		MaxHeaderBytes:    s.MaxHeaderBytes,
		MaxBodyBytes:      int64(s.MaxBodyBytes),
		MaxSearches:       s.MaxSearches,
		SearchWait:        time.Duration(s.SearchWait),
		Rate:              s.Rate,
		Burst:             s.Burst,
		MaxClients:        s.MaxClients,
		TrustedProxies:    proxies,
		ForwardedHeader:   s.ForwardedHeader,
		MaxAge:            time.Duration(s.MaxAge),
		MaxConnections:    s.MaxConnections,
	}
	if c.Unmet.Keep {
		opt.KeptFrom = c.Unmet.Minimum
	}
	return opt
}

// organisation is who runs this copy, for the pages.
func (c *config) organisation() page.Organisation {
	o, a := c.Organisation, c.Accessibility
	return page.Organisation{
		Name: o.Name, Email: o.Email, URL: o.URL,
		Accessibility: page.Compliance{
			Status: a.Status, Problems: a.Problems,
			Prepared: review.Date(a.Prepared), Reviewed: review.Date(a.Reviewed), Tested: review.Date(a.Tested),
		},
	}
}

// decodeConfig reads the text of a config file over the defaults, with all that
// is wrong in it.
func decodeConfig(file, text string) (config, stricttoml.Faults) {
	c := defaults()
	lines, faults := stricttoml.Decode(file, strings.TrimPrefix(text, "\uFEFF"), 1, &c)
	if lines.Known() {
		check := configCheck{file: file, lines: lines}
		check.all(&c)
		faults = append(faults, check.faults...)
	}
	faults.Sort()
	return c, faults
}
