package page

import (
	"fmt"
	"html"
	"maps"
	"net/url"
	"strings"

	"evidencestore/web/params"
	"evidencestore/web/site"
)

// snippets writes the code that embeds a site.
type snippets struct {
	base string // scheme and host of the store
	at   *site.Site
	lens params.Lens
}

// of is the code of one way.
func (s snippets) of(way params.Way, height int) string {
	switch way {
	case params.Component:
		return s.component()
	case params.AutoFrame:
		return s.frame(height) + fmt.Sprintf("<script type=\"module\" referrerpolicy=\"no-referrer\" src=\"%s/embed/v1/height.js\"></script>\n", s.base)
	case params.Form:
		return s.form("evidence-q", "")
	case params.DeepLink:
		return fmt.Sprintf("<a href=\"%s\" rel=\"noreferrer\">%s</a>\n", s.address("/search", nil), html.EscapeString(s.at.Heading))
	}
	return s.frame(height)
}

func (s snippets) component() string {
	return fmt.Sprintf("<script type=\"module\" referrerpolicy=\"no-referrer\" src=\"%s/embed/v1/evidence-search.js\"></script>\n<evidence-search site=\"%s\" lens=\"%s\">\n%s</evidence-search>\n",
		s.base, s.at.ID, s.lens, s.form("evidence-q", "  "))
}

func (s snippets) frame(height int) string {
	return fmt.Sprintf("<iframe src=\"%s\" title=\"%s\" width=\"100%%\" height=\"%d\" referrerpolicy=\"no-referrer\"></iframe>\n",
		s.address("/embed", nil), html.EscapeString(s.at.Heading), height)
}

// form sends the filters of the site along. It is what works without any script, inside
// the web component too.
func (s snippets) form(id, indent string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%[1]s<form action=\"%[2]s/search\" method=\"get\">\n%[1]s  <label for=\"%[3]s\">%[4]s</label>\n"+
		"%[1]s  <p>Do not enter names or case details.</p>\n%[1]s  <input id=\"%[3]s\" name=\"q\" type=\"search\" autocomplete=\"off\">\n",
		indent, s.base, id, html.EscapeString(s.at.Heading))
	for _, pair := range s.carried() {
		fmt.Fprintf(&out, "%s  <input type=\"hidden\" name=\"%s\" value=\"%s\">\n", indent, html.EscapeString(pair[0]), html.EscapeString(pair[1]))
	}
	fmt.Fprintf(&out, "%[1]s  <button type=\"submit\">Search</button>\n%[1]s</form>\n", indent)
	return out.String()
}

// carried are the site, the lens and the filters that a search of the site begins with.
func (s snippets) carried() [][2]string {
	return append(s.view(), params.Pairs(s.at.Filters)...)
}

func (s snippets) view() [][2]string {
	view := [][2]string{{"site", s.at.ID}}
	if s.lens != params.Practice || s.at.Lens != params.Practice {
		view = append(view, [2]string{"lens", string(s.lens)})
	}
	return view
}

// address leads to a page of the store with the site, as an attribute has it. The page
// in a frame knows the filters of the site by itself.
func (s snippets) address(path string, more url.Values) string {
	pairs := s.view()
	if path == "/search" {
		pairs = s.carried()
	}
	values := url.Values{}
	for _, pair := range pairs {
		values.Add(pair[0], pair[1])
	}
	maps.Copy(values, more)
	return html.EscapeString(s.base + params.Address(path, values))
}

// check is the code that holds every way, to see which of them a page lets run.
func (s snippets) check() string {
	opened := func(way string) string { return s.address("/embed/check/opened", url.Values{"way": {way}}) }
	frame := s.address("/embed/check/frame", nil)
	return fmt.Sprintf(`<h2>Evidence Store: what runs on this page</h2>
<h3>1. Scripts of the store</h3>
<p id="evidence-check-script">Not running (yet).</p>
<h3>2. Web component</h3>
<p id="evidence-check-component">Not running (yet).</p>
<p id="evidence-check-preset">The store has not answered (yet).</p>
<evidence-search site="%[1]s">Only this line is seen where the web component does not run.</evidence-search>
<script type="module" referrerpolicy="no-referrer" src="%[2]s/embed/v1/evidence-search.js"></script>
<script type="module" referrerpolicy="no-referrer" src="%[2]s/embed/v1/check.js" data-site="%[1]s"></script>
<h3>3. Frame</h3>
<iframe src="%[3]s" title="Evidence Store: test of a frame" width="100%%" height="240" referrerpolicy="no-referrer"></iframe>
<h3>4. Frame without any permission</h3>
<iframe sandbox src="%[3]s" title="Evidence Store: test of a sandboxed frame" width="100%%" height="240" referrerpolicy="no-referrer"></iframe>
<h3>5. Form</h3>
<form action="%[2]s/embed/check/opened" method="get">
  <input type="hidden" name="site" value="%[1]s">
  <input type="hidden" name="way" value="form">
  <button type="submit">Test the form</button>
</form>
<h3>6. Link</h3>
<p><a href="%[4]s" rel="noreferrer">Test the link</a></p>
`, s.at.ID, s.base, frame, opened("link"))
}
