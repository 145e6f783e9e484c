package params

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// withSites is a scope of two sites of which one says what is available there.
func withSites(t *testing.T) Scope {
	t.Helper()
	return Scope{
		Reference: reference(t), Limits: DefaultLimits(), Sites: []string{"moonbase", "mars"},
		Here: func(id string) (Here, bool) {
			return Here{Name: "Moonbase", IDs: []string{"moon-walks"}}, id == "moonbase"
		},
	}
}

func TestAvailable(t *testing.T) {
	sc := withSites(t)
	for _, tc := range []struct {
		query string
		want  []string // ids of the request
		link  string   // what a link carries on
	}{
		{"site=moonbase&available=true", []string{"moon-walks"}, "available=true&site=moonbase"},
		{"available=1&site=moonbase", []string{"moon-walks"}, "available=true&site=moonbase"},
		{"site=moonbase&available=false", nil, "site=moonbase"},
		{"site=moonbase", nil, "site=moonbase"},
		{"site=mars&available=true", nil, "site=mars"},
		{"available=true", nil, ""},
	} {
		t.Run(tc.query, func(t *testing.T) {
			values, err := url.ParseQuery(tc.query)
			if err != nil {
				t.Fatal(err)
			}
			page, faults := ForPage.Parse(values, sc)
			api, more := ForSearchAt.Parse(values, sc)
			if len(faults)+len(more) > 0 {
				t.Fatalf("faults %v, %v", faults, more)
			}
			if diff := cmp.Diff(tc.want, page.Request().Filter.IDs); diff != "" {
				t.Errorf("a page asks, -want +got:\n%s", diff)
			}
			if diff := cmp.Diff(tc.want, api.Request().Filter.IDs); diff != "" {
				t.Errorf("the API asks, -want +got:\n%s", diff)
			}
			if got := page.Values().Encode(); got != tc.link {
				t.Errorf("a page links to %q, want %q", got, tc.link)
			}
			again, _ := ForPage.Parse(page.Values(), sc)
			if diff := cmp.Diff(page, again); diff != "" {
				t.Errorf("read back, -before +after:\n%s", diff)
			}
		})
	}
}

// TestNothingAvailable: where nothing is available the filter finds nothing, and not all.
func TestNothingAvailable(t *testing.T) {
	ids := Page{}.HereOnly(Here{Name: "Moonbase"}).Request().Filter.IDs
	if ids == nil || len(ids) > 0 {
		t.Errorf("ids %#v, want an empty list", ids)
	}
}

func TestAvailableIsABoolean(t *testing.T) {
	_, faults := ForPage.Parse(url.Values{"site": {"moonbase"}, "available": {"maybe"}}, withSites(t))
	if len(faults) != 1 || faults[0].Parameter != "available" {
		t.Errorf("faults %v", faults)
	}
}

// TestUnknownSite: the API refuses what pages pass over.
func TestUnknownSite(t *testing.T) {
	sc := withSites(t)
	values := url.Values{"site": {"pluto"}}
	if _, faults := ForPage.Parse(values, sc); len(faults) > 0 {
		t.Errorf("a page: %v", faults)
	}
	_, faults := ForAt.Parse(values, sc)
	if len(faults) != 1 || faults[0].Detail != unknownSite || !cmp.Equal(faults[0].Allowed, sc.Sites) {
		t.Errorf("the API: %v", faults)
	}
	sc.Sites = nil
	if _, faults := ForSuggest.Parse(values, sc); len(faults) != 1 || faults[0].Detail != noSites {
		t.Errorf("the API without sites: %v", faults)
	}
	if _, faults := ForSearch.Parse(values, sc); len(faults) != 1 {
		t.Errorf("a search without the API takes a site: %v", faults)
	}
}
