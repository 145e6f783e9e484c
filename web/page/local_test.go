package page

import (
	"strings"
	"testing"

	"evidencestore/search"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

// moonbase is a site that says these rows of programmes.
func moonbase(t *testing.T, rows string) *site.Site {
	t.Helper()
	layer, faults, _ := site.DecodeLayer("x.csv", []byte("programme id,available,how to refer,team contact,note\n"+rows), func(string) bool { return true })
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return &site.Site{ID: "moonbase", Name: `Moonbase "One" <b>`, Language: "cy", Layer: layer}
}

func frameAt(t *testing.T, at *site.Site) *Frame {
	t.Helper()
	f := framed()
	f.Site, f.At = "moonbase", at
	return f
}

func TestLocalNote(t *testing.T) {
	long := strings.Repeat("long ", 99)
	for _, tc := range []struct {
		name, rows string
		want, not  []string
	}{
		{
			"all of it", "ID,yes,Form M1,Moon team 01632 960001,Full moon only\n",
			[]string{"Available here How to refer Form M1 Team to contact Moon team 01632 960001 Note Full moon only Said by Moonbase \"One\" <b> ; no part of the evidence."},
			[]string{"Not available here"},
		},
		{"not available", "ID,no,,,Ends in May\n", []string{"Not available here Note Ends in May Said by"}, []string{"How to refer", "Team to contact"}},
		{"nothing but that", "ID,yes,,,\n", []string{"Available here Said by"}, []string{"How to refer", "Team to contact"}},
		{"of another programme", "other,yes,,,\n", nil, []string{"Said by", "available"}},
		{"hostile", "ID,yes,<script>alert(1)</script>,\"\"\"><b>\",'--\n", []string{"How to refer <script>alert(1)</script> Team to contact \"><b> Note '--"}, nil},
		{"another script", "ID,yes,ﬀ ខ្មែរ العربية,,\n", []string{"ﬀ ខ្មែរ العربية"}, nil},
		{"very long", "ID,yes," + long + ",,\n", []string{strings.TrimSpace(long)}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			doc := firstShipped(t)
			f := frameAt(t, moonbase(t, strings.ReplaceAll(tc.rows, "ID", doc.ID)))
			wants(t, NewReview(f, doc, nil), tc.want, tc.not)
			found := &search.Response{Total: 1, Page: 1, PerPage: 10, Hits: []search.Hit{doc.Hit}, Interpretation: &search.Interpretation{}}
			// The filter of the list says "Available here" too, so nothing is excluded there.
			wants(t, NewResults(f, searchFor(), found, []*search.Document{doc}, false), tc.want, nil)
		})
	}
	if NewLocalNote(nil, "moon-walks") != nil || NewLocalNote(&site.Site{ID: "mars"}, "moon-walks") != nil {
		t.Error("a site that says nothing says something")
	}
}

// firstShipped is a document of the shipped corpus.
func firstShipped(t *testing.T) *search.Document {
	t.Helper()
	for _, doc := range shipped(t) {
		return search.NewDocument(doc, shippedWords())
	}
	t.Fatal("no document")
	return nil
}

func TestLocalFilter(t *testing.T) {
	at := moonbase(t, "moon-walks,yes,,,\n")
	f := frameAt(t, at)
	f.Here = new(1234)
	p := searchFor(func(p *params.Page) { p.Site = "moonbase" })
	ref := f.Info.Reference
	body := renderFilters(t, f, newFilters(f, p, countsOfAll(ref, 1)))
	if text := plainText(body); !strings.Contains(text, `At Moonbase "One" <b> Available here (1,234)`) {
		t.Errorf("no filter in %s", text)
	}
	if sent := submitted(t, body, "filters"); sent.Get("available") != "" || sent.Get("site") != "moonbase" {
		t.Errorf("sent %v, want the site and no filter", sent)
	}
	chosen := p.HereOnly(params.Here{Name: at.Name, IDs: at.Layer.Available()})
	f.Here = nil
	filters := newFilters(f, chosen, countsOfAll(ref, 1))
	body = renderFilters(t, f, filters)
	if sent := submitted(t, body, "filters"); sent.Get("available") != "true" {
		t.Errorf("sent %v, want the filter", sent)
	}
	if strings.Contains(body, "Available here <span") {
		t.Error("a number that was not counted")
	}
	chips := filters.Chosen()
	if len(chips) != 1 || chips[0].Label != `Available here: Moonbase "One" <b>` || chips[0].URL != "/search?site=moonbase" || filters.Clear() != "/search?site=moonbase" {
		t.Errorf("chosen %+v, clear %q", chips, filters.Clear())
	}
	f.At = &site.Site{ID: "mars", Name: "Mars"}
	if newLocalFilter(f, p) != nil {
		t.Error("a site without a layer has the filter")
	}
}

// TestNothingAvailableIsToldByTheFilter: what takes everything away is named with its site.
func TestNothingAvailableIsToldByTheFilter(t *testing.T) {
	f := frameAt(t, moonbase(t, "moon-walks,no,,,\n"))
	p := searchFor(typed("moon"), func(p *params.Page) { p.Site = "moonbase" }).HereOnly(params.Here{Name: "Moonbase"})
	found := &search.Response{Page: 1, PerPage: 10, Interpretation: &search.Interpretation{
		Notice: &search.Notice{Kind: search.Filtered, Text: "3 programmes answer without the filters; with them nothing is left.", Filters: []search.FilterNotice{{Parameter: "available", Total: 3}}},
	}}
	body := wants(t, NewResults(f, p, found, nil, false), []string{"Available here: Moonbase", "3 programmes without it"}, nil)
	if !strings.Contains(body, `href="/search?q=moon&amp;site=moonbase"`) {
		t.Errorf("no way to the search without the filter in %s", body)
	}
}

func TestRecordSaysWhatIsNotAvailable(t *testing.T) {
	p := searchFor().HereOnly(params.Here{Name: "Moonbase", IDs: []string{"other"}})
	if got := whyAway(firstShipped(t), p, shippedWords()); got != "not available at Moonbase" {
		t.Errorf("got %q", got)
	}
}
