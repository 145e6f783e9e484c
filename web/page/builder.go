package page

import (
	"cmp"
	"net"
	"net/url"
	"strings"

	"evidencestore/web/params"
	"evidencestore/web/site"
)

// Builder makes the code that a webmaster pastes into an intranet page.
type Builder struct {
	Shell
	Sites   []FilterOption // none where no site is configured
	Systems []FilterOption
	Ways    []FilterOption
	Looks   []FilterOption // lenses
	Height  int
	Framed  bool // whether the height matters

	System  string
	Way     string
	Owner   string // of the site
	Recipe  Recipe
	Code    string
	Preview string // address of the frame, or ""
	Ticket  []TicketLine
	Table   []FitRow
	Heads   []string
	Config  string // what the operator writes for a site
	Check   string // address of the self-test
}

func (Builder) template() string { return "builder" }

// A TicketLine is one thing to ask IT for.
type TicketLine struct {
	What  string
	Lines []string // exact, or none
	Why   string
}

// A FitRow says which ways work in a system.
type FitRow struct {
	System string
	Fits   []string
}

// NewBuilder makes the page for what was chosen.
func NewBuilder(f *Frame, sites []*site.Site, p params.Embedding) Builder {
	b := Builder{
		Shell:  f.Shell("", "Put the search on your intranet", "Code and steps to embed the Evidence Store in a page of an intranet."),
		Height: p.Height, Config: siteLines("anytown"), Check: params.Address(embedPath+"/check", nil),
	}
	b.table()
	at := site.Find(sites, p.Site)
	if at == nil && len(sites) > 0 {
		at = sites[0]
	}
	if at == nil {
		return b
	}
	system, way := cmp.Or(p.System, params.Systems[0]), cmp.Or(p.Way, params.Iframe)
	for _, s := range sites {
		b.Sites = append(b.Sites, FilterOption{s.ID, s.Name, s == at})
	}
	for _, s := range params.Systems {
		b.Systems = append(b.Systems, FilterOption{string(s), systemNames[s], s == system})
	}
	for _, w := range params.Ways {
		b.Ways = append(b.Ways, FilterOption{string(w), wayNames[w], w == way})
	}
	lens := cmp.Or(p.Lens, at.Lens)
	for _, l := range params.Lenses {
		b.Looks = append(b.Looks, FilterOption{string(l), lensLabels[l], l == lens})
	}
	code := snippets{f.Base, at, lens}
	b.System, b.Way, b.Owner = systemNames[system], wayNames[way], at.Name
	b.Framed = way == params.Iframe || way == params.AutoFrame
	b.Recipe = onHost(recipe(system, way), hostName(f.Base))
	b.Code = code.of(way, p.Height)
	b.Ticket = ticket(f.Base, at, way)
	b.Check = params.Address(embedPath+"/check", params.View{Lens: params.Practice, Site: at.ID}.Values())
	if b.Framed {
		b.Preview = params.Address(embedPath, params.View{Lens: lens, Site: at.ID}.Values())
	}
	return b
}

func (b *Builder) table() {
	for _, w := range params.Ways {
		b.Heads = append(b.Heads, wayNames[w])
	}
	for _, s := range params.Systems {
		row := FitRow{System: systemNames[s]}
		for _, w := range params.Ways {
			row.Fits = append(row.Fits, recipe(s, w).Fit)
		}
		b.Table = append(b.Table, row)
	}
}

// onHost names the host of the store.
func onHost(r Recipe, host string) Recipe {
	steps := make([]string, len(r.Steps))
	for i, step := range r.Steps {
		steps[i] = strings.ReplaceAll(step, "HOST", host)
	}
	r.Steps = steps
	return r
}

func hostName(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return base
	}
	return u.Hostname()
}

// portOf is the port that a browser connects to.
func portOf(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return "443"
	}
	if _, port, err := net.SplitHostPort(u.Host); err == nil {
		return port
	}
	if u.Scheme == "http" {
		return "80"
	}
	return "443"
}

// ticket is what IT is to be asked for, as exactly as can be said.
func ticket(base string, at *site.Site, way params.Way) []TicketLine {
	policy := map[params.Way][]string{
		params.Component: {"script-src " + base, "connect-src " + base, "form-action " + base},
		params.Iframe:    {"frame-src " + base},
		params.AutoFrame: {"frame-src " + base, "script-src " + base},
		params.Form:      {"form-action " + base},
	}[way]
	lines := []TicketLine{{
		"Content security policy of the intranet", policy,
		"Add these sources to the directives that the intranet sends; style-src needs nothing. No 'unsafe-inline', 'unsafe-eval' or data: is needed.",
	}}
	if policy == nil {
		lines[0].Why = "Nothing has to be changed: a link leads out of the page."
	}
	return append(lines,
		TicketLine{"Proxy and firewall", []string{hostName(base) + ", TCP port " + portOf(base) + ", outbound from the browsers of staff"}, "Nothing comes in, and servers of the intranet connect to nothing."},
		TicketLine{"Origins that this store lets embed it for " + at.Name, at.Origins, "If an intranet page is reached under another origin, ask the operator of the store to add it. Others are refused."},
		TicketLine{"What leaves the intranet", nil, leaving(at)},
	)
}

// leaving says what data flow to the store.
func leaving(at *site.Site) string {
	text := "The question that is asked and the filters that are chosen, to the store alone, when somebody presses Search. "
	if at.Suggestions {
		text += "Suggestions are on for this site: the words typed so far are sent too, never when they are more than 40 characters or 5 words. "
	}
	return text + "No cookie is set, the address of the intranet page is not sent (a form that leads to the store names its host only), nothing is loaded from anywhere else, and the store logs neither questions nor addresses of readers."
}
