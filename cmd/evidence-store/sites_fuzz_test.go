package main

import (
	"testing"

	shipped "evidencestore/corpus"
	"evidencestore/review"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

// FuzzSites holds that presets without a fault are ones that the server can show:
// whatever the file says of an intranet ends up in headers, styles and pages.
func FuzzSites(f *testing.F) {
	const good = "[[site]]\nid = \"anytown\"\nname = \"Anytown\"\norigins = [\"https://anytown.example\"]\n"
	for _, seed := range []string{
		good, good + good, good + "filters = \"uk=yes&topic=nothing\"\n", good + "paper = \"#ffffff;} body{\"\nrate = nan\n", good + "heading = \"\\u2028\"\nlanguage = \"en-GB\\r\\nX: y\"\n",
		"[[site]]\norigins = [\"https://a.example\\r\\nX-Evil: 1\", \"*\", \"https://*.example\", \"null\"]\n", "[site]\nid = 1\n",
	} {
		f.Add(seed)
	}
	ref, wrong := review.DecodeReference(shipped.FS())
	if len(wrong) > 0 {
		f.Fatal(wrong)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, faults := decodeConfig("config.toml", text)
		if len(faults) > 0 {
			return
		}
		for i := range c.Sites {
			c.Sites[i].Local = "" // files are FuzzDecodeLayer's matter
		}
		read := readSites(c.Sites, siteSources{known: func(string) bool { return true }, ref: ref, limits: params.DefaultLimits()})
		for _, fault := range read.faults {
			if fault.What == "" || fault.Mend == "" || fault.File != "config.toml" {
				t.Errorf("given %q: half a fault %+v", text, fault)
			}
		}
		for _, at := range read.sites {
			for _, origin := range at.Origins {
				if site.CheckOrigin(origin) != nil {
					t.Errorf("given %q: no fault and the origin %q", text, origin)
				}
			}
			if at.ID == "" || at.Name == "" || at.Heading == "" || at.Language == "" || len(at.Origins) == 0 {
				t.Errorf("given %q: no fault and the site %+v", text, at)
			}
		}
	})
}
