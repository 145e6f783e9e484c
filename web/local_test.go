package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/search"
	"evidencestore/web/site"
)

const layerHead = "programme id,available,how to refer,team contact,note\n"

// sitesThatSay configures two sites. Moonbase says something of programmes, Mars does not.
func sitesThatSay(t testing.TB, rows string) func(*Options) {
	t.Helper()
	layer, faults, _ := site.DecodeLayer("x.csv", []byte(layerHead+rows), func(string) bool { return true })
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return func(o *Options) {
		o.Sites = []*site.Site{
			{ID: "moonbase", Name: "Moonbase <One>", Origins: []string{"https://moonbase.example"}, Language: "en-GB", Layer: layer},
			{ID: "mars", Name: "Mars", Origins: []string{"https://mars.example"}, Language: "en-GB"},
		}
	}
}

const walks = "moon-walks,yes,Form <M1>,Moon team,Full moon only\n"

func TestAPISaysWhatASiteSays(t *testing.T) {
	s, f := newServer(t, sitesThatSay(t, walks))
	want := &search.Local{Available: true, Refer: "Form <M1>", Contact: "Moon team", Note: "Full moon only"}
	for _, tc := range []struct {
		path string
		want *search.Local
	}{
		{"/api/v1/search?site=moonbase", want},
		{"/api/v1/search?site=moonbase&q=moon", want},
		{"/api/v1/search?site=mars", nil},
		{"/api/v1/search", nil},
	} {
		var got search.Response
		body := ask(s, "GET", tc.path).Body.Bytes()
		if err := json.Unmarshal(body, &got); err != nil || len(got.Hits) != 1 || len(got.Nearest) != 1 {
			t.Fatalf("%s: %v in %s", tc.path, err, body)
		}
		if diff := cmp.Diff([]*search.Local{tc.want, tc.want}, []*search.Local{got.Hits[0].Local, got.Nearest[0].Local}); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.path, diff)
		}
		fits(t, schemas(t, s), "Response", body)
	}
	for path, want := range map[string]*search.Local{"/api/v1/reviews/moon-walks?site=moonbase": want, "/api/v1/reviews/moon-walks?site=mars": nil, "/api/v1/reviews/moon-walks": nil} {
		var got search.Document
		body := ask(s, "GET", path).Body.Bytes()
		if err := json.Unmarshal(body, &got); err != nil {
			t.Fatalf("%s: %v in %s", path, err, body)
		}
		if diff := cmp.Diff(want, got.Local); diff != "" {
			t.Errorf("%s: -want +got:\n%s", path, diff)
		}
		fits(t, schemas(t, s), "Document", body)
	}
	if w := ask(s, "GET", "/api/v1/suggest?q=moo&site=moonbase"); w.Code != http.StatusOK {
		t.Errorf("suggestions for a site: %d %s", w.Code, w.Body)
	}
	if strings.Contains(ask(s, "GET", "/api/v1/search").Body.String(), `"local"`) || f.last().Filter.IDs != nil {
		t.Error("something local without a site")
	}
}

func TestAPIRefusesAnUnknownSite(t *testing.T) {
	s, _ := newServer(t, sitesThatSay(t, walks))
	none, _ := newServer(t)
	for _, path := range []string{"/api/v1/search", "/api/v1/suggest", "/api/v1/reviews/moon-walks"} {
		p := problemIn(t, ask(s, "GET", path+"?site=pluto"), http.StatusBadRequest)
		if len(p.Errors) != 1 || p.Errors[0].Parameter != "site" || !strings.Contains(p.Errors[0].Detail, "ask the operator") ||
			!cmp.Equal(p.Errors[0].Allowed, []string{"moonbase", "mars"}) {
			t.Errorf("%s: %+v", path, p.Errors)
		}
		p = problemIn(t, ask(none, "GET", path+"?site=pluto"), http.StatusBadRequest)
		if len(p.Errors) != 1 || !strings.Contains(p.Errors[0].Detail, "ask its operator to add a [[site]]") {
			t.Errorf("%s without sites: %+v", path, p.Errors)
		}
	}
}

// TestAvailableNarrows holds it for the API, the pages and the exports, and that it
// means nothing where no site says what is available.
func TestAvailableNarrows(t *testing.T) {
	s, f := newServer(t, sitesThatSay(t, walks+"star-gazing,no,,,\n"))
	for _, path := range []string{"/api/v1/search", "/search", "/map"} {
		for query, want := range map[string][]string{
			"?site=moonbase&available=true": {"moon-walks"}, "?site=mars&available=true": nil, "?available=true": nil,
		} {
			if w := ask(s, "GET", path+query); w.Code != http.StatusOK {
				t.Fatalf("%s%s: %d %s", path, query, w.Code, w.Body)
			}
			if diff := cmp.Diff(want, f.last().Filter.IDs); diff != "" {
				t.Errorf("%s%s: -want +got:\n%s", path, query, diff)
			}
		}
	}
	nothing, f := newServer(t, sitesThatSay(t, "moon-walks,no,,,\n"))
	ask(nothing, "GET", "/api/v1/search?site=moonbase&available=true")
	if ids := f.last().Filter.IDs; ids == nil || len(ids) > 0 {
		t.Errorf("where nothing is available it asks for %#v, want an empty list", ids)
	}
}

// TestSearchPageCountsWhatIsAvailable: the number beside the box is that of choosing it.
func TestSearchPageCountsWhatIsAvailable(t *testing.T) {
	s, f := newServer(t, sitesThatSay(t, walks))
	body := ask(s, "GET", "/search?q=gran&site=moonbase&uk=some").Body.String()
	want := &search.Request{
		Query: search.Parse("gran"), Filter: search.Filter{UK: f.last().Filter.UK, IDs: []string{"moon-walks"}}, Sort: search.ByRelevance, Page: 1, PerPage: 1,
	}
	if diff := cmp.Diff(want, f.last()); diff != "" || len(want.Filter.UK) != 1 {
		t.Errorf("counting asks, -want +got:\n%s", diff)
	}
	for _, part := range []string{`Available here <span class="quiet">(1)</span>`, "Moonbase &lt;One&gt;", "How to refer", "Form &lt;M1&gt;", "no part of the evidence"} {
		if !strings.Contains(body, part) {
			t.Errorf("no %q in %s", part, body)
		}
	}
	if body := ask(s, "GET", "/search?site=mars").Body.String(); strings.Contains(body, "Available here") {
		t.Error("a site without a layer has a filter for it")
	}
	if body := ask(s, "GET", "/reviews/moon-walks?site=moonbase").Body.String(); !strings.Contains(body, "Form &lt;M1&gt;") {
		t.Errorf("nothing local on the page of the programme: %s", body)
	}
}

// TestExportsCarryNothingLocal: what an intranet says does not leave with the evidence.
func TestExportsCarryNothingLocal(t *testing.T) {
	s, _ := newServer(t, sitesThatSay(t, walks))
	for _, format := range []string{"csv", "ris", "bibtex", "json", "atom"} {
		for _, path := range []string{"/search?site=moonbase&format=", "/reviews/moon-walks?site=moonbase&format="} {
			if body := ask(s, "GET", path+format).Body.String(); strings.Contains(body, "Moon team") || !strings.Contains(body, "Moon walks") {
				t.Errorf("%s%s: %s", path, format, body)
			}
		}
	}
}

// TestWhatIsCachedChangesWithTheLayer: a new file and a restart are seen at once.
func TestWhatIsCachedChangesWithTheLayer(t *testing.T) {
	seen := map[string]bool{}
	for _, rows := range []string{walks, "moon-walks,no,,,\n", ""} {
		s, _ := newServer(t, sitesThatSay(t, rows))
		seen[ask(s, "GET", "/reviews/moon-walks?site=moonbase").Header().Get("ETag")] = true
	}
	s, _ := newServer(t, sitesThatSay(t, walks))
	seen[ask(s, "GET", "/reviews/moon-walks?site=moonbase").Header().Get("ETag")] = true
	if len(seen) != 3 || seen[""] {
		t.Errorf("ETags %v, want three", seen)
	}
}
