package page

import (
	"strings"

	"evidencestore/web/site"
)

// Check is the self-test of an intranet page.
type Check struct {
	Shell
	Sites  []FilterOption
	Owner  string
	Code   string
	Config string
	Means  []Meaning
}

func (Check) template() string { return "check" }

// A Meaning is what it means that a way does not run.
type Meaning struct {
	Way    string
	Runs   string // what is seen where it runs
	Absent string // what it means where that is not seen
	Ask    []string
}

// NewCheck makes the self-test of a site.
func NewCheck(f *Frame, sites []*site.Site, id string) Check {
	c := Check{Shell: f.Shell("", "Test your intranet page", "One piece of code that shows which ways to embed the Evidence Store a page lets run."), Config: siteLines("anytown")}
	at := site.Find(sites, id)
	if at == nil && len(sites) > 0 {
		at = sites[0]
	}
	if at == nil {
		return c
	}
	for _, s := range sites {
		c.Sites = append(c.Sites, FilterOption{s.ID, s.Name, s == at})
	}
	c.Owner, c.Code, c.Means = at.Name, snippets{f.Base, at, at.Lens}.check(), meaningsOfAbsence(f.Base, at)
	return c
}

func meaningsOfAbsence(base string, at *site.Site) []Meaning {
	origin := "If the origin of the page is not among these, ask the operator of the store to add it: " + strings.Join(at.Origins, ", ")
	return []Meaning{
		{
			"Scripts of the store", "“A script of the store runs.”",
			"The editor removed the script, or the content security policy of the intranet or a proxy stops it, or the store does not know the origin of the page.",
			[]string{"script-src " + base, origin},
		},
		{
			"Web component", "“The web component runs.”, “The store answers this page.” and a search box",
			"If only the first two lines are seen, the component runs but may not ask the store. If none is seen, see scripts of the store. If the element is gone, the editor removed it.",
			[]string{"connect-src " + base, origin},
		},
		{
			"Frame", "“The frame is shown.”",
			"An empty box, or one that says that the page refused to connect: the intranet forbids frames from the store, or the store does not know the origin of the page. No box at all: the editor removed the frame.",
			[]string{"frame-src " + base, origin},
		},
		{
			"Frame without any permission", "“The frame is shown.”",
			"If the frame before is shown and this is not, the editor removed the attribute sandbox; nothing is lost. In such a frame, links to programmes and topics work, but the form and new tabs do not.",
			nil,
		},
		{
			"Form", "After pressing the button: “The form opened this page.”",
			"No button: the editor removed the form. A button that does nothing: the content security policy forbids it.",
			[]string{"form-action " + base},
		},
		{
			"Link", "After following it: “The link opened this page.”",
			"The store cannot be reached from the network of staff.",
			[]string{hostName(base) + ", TCP port " + portOf(base)},
		},
	}
}

// CheckFrame is what the self-test shows in a frame.
type CheckFrame struct {
	Shell
	Framing
}

func (CheckFrame) template() string { return "check-frame" }

// NewCheckFrame makes it for a site.
func NewCheckFrame(f *Frame) CheckFrame {
	c := CheckFrame{f.Shell("", "Test of a frame", ""), newFraming(f)}
	c.Private = true
	return c
}

// CheckOpened is where the form and the link of the self-test lead.
type CheckOpened struct {
	Shell
	Way string
}

func (CheckOpened) template() string { return "check-opened" }

// NewCheckOpened makes it for "form" or anything else, which counts as a link.
func NewCheckOpened(f *Frame, way string) CheckOpened {
	c := CheckOpened{f.Shell("", "The link opened this page", ""), "link"}
	if way == "form" {
		c.Title, c.Way = "The form opened this page", way
	}
	c.Private = true
	return c
}
