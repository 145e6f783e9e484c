package main

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"evidencestore/internal/stricttoml"
	"evidencestore/review"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

// A siteConfig is the preset of one intranet that embeds the store.
type siteConfig struct {
	ID          string      `toml:"id"`
	Name        string      `toml:"name"`
	Origins     []string    `toml:"origins"`
	Lens        params.Lens `toml:"lens"`
	Filters     string      `toml:"filters"`
	Heading     string      `toml:"heading"`
	Language    string      `toml:"language"`
	Paper       string      `toml:"paper"`
	Ink         string      `toml:"ink"`
	Accent      string      `toml:"accent"`
	Suggestions bool        `toml:"suggestions"`
	Open        site.Open   `toml:"open"`
	Rate        float64     `toml:"rate"`
	Burst       int         `toml:"burst"`
	Local       string      `toml:"local"` // file

	Written written `toml:"-"`
}

// written is where the configuration says what can only be checked beside the corpus.
type written struct {
	File    string
	Local   string // as it stands there
	Line    int    // of Local
	Filters int    // line
}

// maxSites bounds the list, since every request may look through it.
const maxSites = 100

// What goes into every answer to a site is bounded: its origins stand in a header.
const (
	maxOrigins     = 50
	maxSiteText    = 200 // characters of a name or heading
	maxLanguageTag = 35  // as RFC 5646 advises
)

var languageTag = regexp.MustCompile(`^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$`)

// sites checks the presets; what depends on the corpus is checked by readSites.
func (c *configCheck) sites(sites []siteConfig) {
	if len(sites) > maxSites {
		c.fault(fmt.Sprintf("%d sites, the limit is %d", len(sites), maxSites), "remove some", "site")
		return
	}
	for i := range sites {
		s := &sites[i]
		s.Written = written{File: c.file, Local: s.Local, Line: c.lines.Of("site", i, "local"), Filters: c.lines.Of("site", i, "filters")}
		if err := review.CheckID(s.ID); err != nil {
			c.fault("id "+err.Error(), `write a word such as "anytown"`, "site", i, "id")
		} else if slices.ContainsFunc(sites[:i], func(o siteConfig) bool { return o.ID == s.ID }) {
			c.fault(fmt.Sprintf("a second site %q", s.ID), "rename one", "site", i, "id")
		}
		if strings.TrimSpace(s.Name) == "" {
			c.fault("name is missing", "say whose intranet it is", "site", i, "name")
		}
		c.origins(s.Origins, i)
		c.look(s, i)
		if s.Lens != "" && !slices.Contains(params.Lenses, s.Lens) {
			c.fault(fmt.Sprintf("lens %q is not known", s.Lens), stricttoml.OneOf([]string{"practice", "lead"}), "site", i, "lens")
		}
		if s.Open != "" && !slices.Contains(site.Opens, s.Open) {
			c.fault(fmt.Sprintf("open %q is not known", s.Open), stricttoml.OneOf([]string{"tab", "embed"}), "site", i, "open")
		}
		if _, err := url.ParseQuery(s.Filters); err != nil || strings.HasPrefix(s.Filters, "?") {
			c.fault(fmt.Sprintf("filters %q is not the query of an address", s.Filters), `write it as "topic=kinship-care&uk=yes"`, "site", i, "filters")
		}
		if !(s.Rate >= 0 && s.Rate <= 1e6) { // so written for NaN, which TOML knows
			c.fault(fmt.Sprintf("rate = %v cannot work", s.Rate), "use a number from 0 to 1000000", "site", i, "rate")
		}
		if s.Rate > 0 || s.Burst != 0 {
			c.number(s.Burst, 1, 1_000_000, "site", i, "burst")
		}
	}
}

func (c *configCheck) origins(origins []string, i int) {
	if len(origins) == 0 {
		c.fault("origins is empty, so no page could embed the store", `name the intranet, such as ["https://anytown.sharepoint.com"]`, "site", i, "origins")
	}
	if len(origins) > maxOrigins {
		c.fault(fmt.Sprintf("%d origins, the limit is %d", len(origins), maxOrigins), "divide them between several sites", "site", i, "origins")
		return
	}
	for j, origin := range origins {
		if err := site.CheckOrigin(origin); err != nil {
			c.fault("origin "+err.Error(), `write it as "https://anytown.sharepoint.com", in lower case, without a path and without a slash at the end`, "site", i, "origins", j)
		}
	}
}

func (c *configCheck) look(s *siteConfig, i int) {
	readable := true
	for _, colour := range []struct{ key, value string }{{"paper", s.Paper}, {"ink", s.Ink}, {"accent", s.Accent}} {
		if err := site.CheckColour(colour.value); err != nil {
			readable = false
			c.fault(colour.key+" "+err.Error(), "write six hexadecimal digits in small letters", "site", i, colour.key)
		}
	}
	if err := s.colours().CheckContrast(); readable && err != nil {
		c.fault(err.Error(), "choose colours that people can read", "site", i, "paper")
	}
	if s.Language != "" && (len(s.Language) > maxLanguageTag || !languageTag.MatchString(s.Language)) {
		c.fault(fmt.Sprintf("language %q is not a language tag", s.Language), `write it as "en-GB" or "cy"`, "site", i, "language")
	}
	for _, text := range []struct{ key, value string }{{"name", s.Name}, {"heading", s.Heading}} {
		if strings.ContainsAny(text.value, "\r\n\u2028\u2029") {
			c.fault(text.key+" has several lines", "write it on one line", "site", i, text.key)
		}
		if n := utf8.RuneCountInString(text.value); n > maxSiteText {
			c.fault(fmt.Sprintf("%s has %d characters, the limit is %d", text.key, n, maxSiteText), "shorten it", "site", i, text.key)
		}
	}
}

func (s *siteConfig) colours() site.Colours {
	return site.Colours{Paper: s.Paper, Ink: s.Ink, Accent: s.Accent}
}

// preset is the site as the web knows it, without its layer.
func (s *siteConfig) preset() *site.Site {
	p := &site.Site{
		ID: s.ID, Name: s.Name, Origins: s.Origins, Lens: s.Lens, Filters: s.Filters, Heading: s.Heading, Language: s.Language,
		Colours: s.colours(), Suggestions: s.Suggestions, Open: s.Open, Rate: s.Rate, Burst: s.Burst,
	}
	if p.Lens == "" {
		p.Lens = params.Practice
	}
	if p.Open == "" {
		p.Open = site.InTab
	}
	if p.Heading == "" {
		p.Heading = "Evidence Store"
	}
	if p.Language == "" {
		p.Language = "en-GB"
	}
	return p
}
