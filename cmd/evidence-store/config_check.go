package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"evidencestore/internal/stricttoml"
)

// A configCheck finds values that are of the right type and cannot work.
type configCheck struct {
	file   string
	lines  *stricttoml.Lines
	faults stricttoml.Faults
}

func (c *configCheck) all(cfg *config) {
	if strings.TrimSpace(cfg.Data) == "" {
		c.fault("data is empty", `name a folder, such as "data"`, "data")
	}
	c.server(&cfg.Server)
	c.organisation(&cfg.Organisation)
	c.accessibility(&cfg.Accessibility)
	c.sites(cfg.Sites)
	c.number(cfg.Search.MaxQuestionChars, 1, 100_000, "search", "max_question_chars")
	c.number(cfg.Search.MaxQuestionWords, 1, 10_000, "search", "max_question_words")
	c.number(cfg.Search.MaxValues, 1, 10_000, "search", "max_values")
	c.number(cfg.Search.CacheMiB, 1, 1<<20, "search", "cache_mib")
	c.number(cfg.Index.Keep, 1, 1000, "index", "keep")
	c.time(cfg.Index.Poll, 100*time.Millisecond, "index", "poll")
	c.time(cfg.Index.Settle, 10*time.Millisecond, "index", "settle")
	c.time(cfg.Index.Scan, time.Second, "index", "scan")
	if cfg.Private.Addr != "" {
		if err := checkAddr(cfg.Private.Addr); err != nil {
			c.fault("addr "+err.Error(), `write it as "127.0.0.1:8081"`, "private", "addr")
		}
	}
	c.number(cfg.Unmet.Minimum, 2, 1000, "unmet", "minimum")
	c.number(cfg.Unmet.Weeks, 1, 520, "unmet", "weeks")
	if f := cfg.Log.Format; f != "text" && f != "json" {
		c.fault(fmt.Sprintf("format %q is not known", f), stricttoml.OneOf([]string{"text", "json"}), "log", "format")
	}
}

func (c *configCheck) server(s *serverConfig) {
	if err := checkAddr(s.Addr); err != nil {
		c.fault("addr "+err.Error(), `write it as "127.0.0.1:8080"`, "server", "addr")
	}
	if s.URL != "" {
		if err := checkOrigin(s.URL); err != nil {
			c.fault("url "+err.Error(), `write it as "https://evidence.example.org", without a path and without a slash at the end`, "server", "url")
		}
	}
	for _, d := range []struct {
		key   string
		value duration
		least time.Duration
	}{
		{"read_header_timeout", s.ReadHeaderTimeout, time.Millisecond},
		{"read_timeout", s.ReadTimeout, time.Millisecond},
		{"write_timeout", s.WriteTimeout, time.Millisecond},
		{"idle_timeout", s.IdleTimeout, time.Millisecond},
		{"request_timeout", s.RequestTimeout, time.Millisecond},
		{"shutdown_timeout", s.ShutdownTimeout, time.Millisecond},
		{"search_wait", s.SearchWait, 0},
		{"max_age", s.MaxAge, 0},
	} {
		c.time(d.value, d.least, "server", d.key)
	}
	if s.WriteTimeout <= s.RequestTimeout+s.SearchWait {
		c.fault(fmt.Sprintf("write_timeout %v is not longer than request_timeout %v and search_wait %v together", s.WriteTimeout, s.RequestTimeout, s.SearchWait),
			"make it longer, else answers are cut off", "server", "write_timeout")
	}
	c.number(s.MaxHeaderBytes, 1<<10, 1<<20, "server", "max_header_bytes")
	c.number(s.MaxBodyBytes, 1<<10, 16<<20, "server", "max_body_bytes")
	c.number(s.MaxSearches, 1, 10_000, "server", "max_searches")
	c.number(s.Burst, 1, 1_000_000, "server", "burst")
	c.number(s.MaxClients, 1, 10_000_000, "server", "max_clients")
	c.number(s.MaxConnections, 10, 1_000_000, "server", "max_connections")
	if (s.Cert == "") != (s.Key == "") {
		c.fault("cert and key go together", "name both files, or neither", "server", "cert")
	}
	if !(s.Rate >= 0 && s.Rate <= 1e6) { // so written for NaN, which TOML knows
		c.fault(fmt.Sprintf("rate = %v cannot work", s.Rate), "use a number from 0 to 1000000", "server", "rate")
	}
	if h := []string{"X-Forwarded-For", "Forwarded"}; !slices.Contains(h, s.ForwardedHeader) {
		c.fault(fmt.Sprintf("forwarded_header %q is not known", s.ForwardedHeader), stricttoml.OneOf(h), "server", "forwarded_header")
	}
}

// number faults a value outside what can work. The last of the keys names it.
func (c *configCheck) number(value, least, most int, at ...any) {
	if value < least || value > most {
		c.fault(fmt.Sprintf("%s = %d cannot work", at[len(at)-1], value), fmt.Sprintf("use a number from %d to %d", least, most), at...)
	}
}

// time faults a duration that cannot work, negative or without end.
func (c *configCheck) time(value duration, least time.Duration, at ...any) {
	const most = 24 * time.Hour
	if d := time.Duration(value); d < least || d > most {
		c.fault(fmt.Sprintf("%s = %q cannot work", at[len(at)-1], value), fmt.Sprintf("use a duration from %q to %q", least, most), at...)
	}
}

func (c *configCheck) fault(what, mend string, at ...any) {
	c.faults = append(c.faults, stricttoml.Fault{File: c.file, Line: c.lines.Of(at...), What: what, Mend: mend})
}
