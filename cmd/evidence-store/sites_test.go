package main

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"evidencestore/review"
	"evidencestore/web/params"
)

const (
	moonbase   = "[[site]]\nid = \"moonbase\"\nname = \"Moonbase\"\norigins = [\"https://moonbase.example\"]\n"
	layerHead  = "programme id,available,how to refer,team contact,note\n"
	goodLayer  = layerHead + "dragon-choir,yes,Form M1,Dragon team,Full moon only\n"
	warnsLayer = layerHead + "dragon-choir,yes,Form M1,jo.bloggs@moonbase.example,or 07700 900123\n"
)

// atMoonbase is a folder with the made-up corpus and one site.
func atMoonbase(t *testing.T, options, layer string) process {
	t.Helper()
	p := madeUp(t, "corpus")
	writeFile(t, filepath.Join(p.dir, "config.toml"), "corpus = \"corpus\"\n"+moonbase+options)
	writeFile(t, filepath.Join(p.dir, "moon.csv"), layer)
	return p
}

func TestCheckOfSites(t *testing.T) {
	const local = "local = \"moon.csv\"\n"
	for _, tc := range []struct {
		name, options, layer string
		code                 int
		stderr               string // all of it
	}{
		{"a preset alone", "", "", exitFine, ""},
		{"a layer", local + "filters = \"uk=yes&available=true&sort=newest\"\n", goodLayer, exitFine, ""},
		{"warnings are no faults", local, warnsLayer, exitFine, `warning: moon.csv:2: team contact: "jo.bloggs@moonbase.example" looks like the e-mail address of a person; give the address of a team: the file is as public as the embed
warning: moon.csv:2: note: "07700 900123" looks like a mobile number; give the number of a team: the file is as public as the embed
`},
		{"no file", "local = \"mars.csv\"\n", "", exitFailed, `config.toml:6: local "mars.csv" cannot be read: no such file or directory; name a CSV file, seen from the folder of this file
1 fault in the presets of sites
`},
		{"a layer with faults", local, layerHead + "singing-dragon,maybe,,,\ndragon-choir,yes\n", exitFailed, `moon.csv:2: there is no programme "singing-dragon"; use the id at the end of the address of its page
moon.csv:2: available is "maybe"; write "yes" or "no"
moon.csv:3: 2 cells, the first row has 5; give every row as many cells as the first
3 faults in the presets of sites
`},
		{"filters that nothing passes", "filters = \"uk=mars&topics=x&q=moon&age=old&available=true\"\n", "", exitFailed, `config.toml:6: filters: there is no filter "q"; the filters are outcome, effect, effect_min, strength, strength_min, topic, population, setting, uk, status, age, available, sort
config.toml:6: filters: there is no filter "topics"; did you mean "topic"?
config.toml:6: filters: uk "mars": not one of the allowed values; use one of "yes", "some", "none", "not-stated"
config.toml:6: filters: age "old": must be a whole number from 0 to 120; correct it or leave it out
config.toml:6: filters: available has no meaning without a local layer; name a file in local, or leave it out
5 faults in the presets of sites
`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := atMoonbase(t, tc.options, tc.layer).run(t, "check")
			if got.code != tc.code || got.stderr != tc.stderr {
				t.Errorf("got code %d and\n%s\nwant %d and\n%s", got.code, got.stderr, tc.code, tc.stderr)
			}
			if (got.stdout == "") != (tc.code != exitFine) {
				t.Errorf("got code %d beside the output %q", got.code, got.stdout)
			}
		})
	}
}

// TestCheckOfSitesBesideAFaultyCorpus holds that all faults come together, each with
// the file that it is in.
func TestCheckOfSitesBesideAFaultyCorpus(t *testing.T) {
	p := madeUp(t, "faulty")
	writeFile(t, filepath.Join(p.dir, "config.toml"), "corpus = \"corpus\"\n"+moonbase+"local = \"moon.csv\"\n")
	writeFile(t, filepath.Join(p.dir, "moon.csv"), layerHead+"no-such-programme,yes,,,\n")
	got := p.run(t, "check")
	if got.code != exitFailed || !strings.Contains(got.stderr, "\nmoon.csv:2: there is no programme") || !strings.Contains(got.stderr, "corpus/") ||
		!strings.HasSuffix(got.stderr, "faults in corpus and the presets of sites\n") {
		t.Errorf("got code %d and\n%s", got.code, got.stderr)
	}
}

// TestServeOfSites holds that what a site says is served to it, and that the log names
// no person.
func TestServeOfSites(t *testing.T) {
	p := atMoonbase(t, "local = \"moon.csv\"\n", warnsLayer)
	log := newWatch("never")
	s := p.serve(t, log)
	status, body := get(t, s.address+"/api/v1/search?site=moonbase&available=true")
	if status != http.StatusOK || !strings.Contains(body, `"total":1`) || !strings.Contains(body, `"local":{"available":true,"refer":"Form M1"`) {
		t.Errorf("status %d, got\n%s", status, body)
	}
	if code, _ := s.stop(); code != exitFine {
		t.Errorf("code %d", code)
	}
	if text := log.String(); !strings.Contains(text, "file=moon.csv line=2") || strings.Contains(text, "bloggs") || strings.Contains(text, "900123") {
		t.Errorf("the log:\n%s", text)
	}
}

func TestServeRefusesFaultySites(t *testing.T) {
	p := atMoonbase(t, "local = \"moon.csv\"\nfilters = \"uk=mars\"\n", layerHead+"singing-dragon,yes,,,\n")
	for _, index := range []string{"no index yet", "an index"} {
		got := p.run(t, "serve", "--addr", "127.0.0.1:0")
		if got.code != exitFailed || got.stdout != "" || !strings.Contains(got.stderr, "moon.csv:2: there is no programme") || !strings.Contains(got.stderr, "config.toml:7: filters: uk") {
			t.Errorf("%s: got code %d, output %q and\n%s", index, got.code, got.stdout, got.stderr)
		}
	}
}

// TestServeOfSitesBringsTheIndexUp holds that a layer may speak of a programme that the
// corpus has and the index does not have yet.
func TestServeOfSitesBringsTheIndexUp(t *testing.T) {
	p := atMoonbase(t, "local = \"moon.csv\"\n", layerHead+"moon-choir,yes,,,\n")
	file := filepath.Join(p.dir, "corpus", "reviews", "dragon-choir.md")
	p.mustRun(t, "index")
	writeFile(t, filepath.Join(p.dir, "corpus", "reviews", "moon-choir.md"), readFile(t, file))
	s := p.serve(t, newWatch("never"))
	if _, body := get(t, s.address+"/api/v1/search?site=moonbase&available=true"); !strings.Contains(body, `"id":"moon-choir"`) {
		t.Errorf("got\n%s", body)
	}
	s.stop()
}

// TestPresettableAreParameters holds that each filter of a preset is one that pages take.
func TestPresettableAreParameters(t *testing.T) {
	_, faults := params.ForPage.Parse(map[string][]string{"zzyzx": {"1"}}, params.Scope{Reference: &review.Reference{}, Limits: params.DefaultLimits()})
	_, names, _ := strings.Cut(faults.Error(), "there are ")
	for _, name := range presettable {
		if !slices.Contains(strings.Split(names, ", "), name) {
			t.Errorf("pages take no %q", name)
		}
	}
}
