package site

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const head = "programme id,available,how to refer,team contact,note\n"

func known(id string) bool { return id == "moon-walks" || id == "star-gazing" }

func TestDecodeLayer(t *testing.T) {
	want := map[string]Local{
		"moon-walks":  {Available: true, Refer: "Form M1, please", Contact: "Moon team, 01632 960001", Note: "Full moon only"},
		"star-gazing": {},
	}
	for name, text := range map[string]string{
		"commas":             head + "moon-walks,yes,\"Form M1, please\",\"Moon team, 01632 960001\",Full moon only\nstar-gazing,no,,,\n",
		"semicolons and BOM": "\uFEFFProgramme ID;Available;How to refer;Team contact;Note\r\nmoon-walks;YES;Form M1, please;Moon team, 01632 960001;Full moon only\r\nstar-gazing;No;;;\r\n;;;;\r\n",
		"another order":      "note,programme id,available,team contact,how to refer\nFull moon only,moon-walks,yes,\"Moon team, 01632 960001\",\"Form M1, please\"\n\n,star-gazing,no,,\n",
	} {
		t.Run(name, func(t *testing.T) {
			layer, faults, warnings := DecodeLayer("x.csv", []byte(text), known)
			if len(faults)+len(warnings) > 0 {
				t.Fatalf("faults %v, warnings %v", faults, warnings)
			}
			if diff := cmp.Diff(want, layer.entries); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if diff := cmp.Diff([]string{"moon-walks"}, layer.Available()); diff != "" {
				t.Errorf("available, -want +got:\n%s", diff)
			}
		})
	}
}

func TestLayerFaults(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"empty", "", `x.csv:1: the file is empty`},
		{"no such column", "programme id,available,how to refer,team contact,remark\n", `x.csv:1: no column "note" | x.csv:1: unknown column "remark"`},
		{"a column twice", "programme id,available,how to refer,team contact,note,note\n", `x.csv:1: a second column "note"`},
		{"unknown programme", head + "moon-walk,yes,,,\n", `x.csv:2: there is no programme "moon-walk"`},
		{"twice", head + "moon-walks,yes,,,\n\nmoon-walks,no,,,\n", `x.csv:4: a second row for "moon-walks"`},
		{"neither yes nor no", head + "moon-walks,maybe,,,\n", `x.csv:2: available is "maybe"`},
		{"a cell missing", head + "moon-walks,yes,,\n", `x.csv:2: 4 cells, the first row has 5`},
		{"all at once", head + "a,x,,,\nmoon-walks,yes\n", `x.csv:2: there is no programme "a" | x.csv:2: available is "x" | x.csv:3: 2 cells, the first row has 5`},
		{"a quotation mark", head + "moon-walks,yes,say \"hi\",,\n", `x.csv:2: bare " in non-quoted-field`},
		{"not UTF-8", head + "moon-walks,yes,\xff,,\n", `x.csv: the file is not UTF-8`},
		{"NUL", head + "moon-walks,yes,\x00,,\n", `x.csv: the file holds a NUL character`},
		{"hidden direction", head + "moon-walks,yes,\u202eabc,,\n", `x.csv:2: how to refer holds `},
		{"too long", head + "moon-walks,yes,,," + strings.Repeat("é", 501) + "\n", `x.csv:2: note has 501 characters`},
		{"huge", strings.Repeat("x", MaxLayerSize+1), `x.csv: the file has 1048577 bytes`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, faults, _ := DecodeLayer("x.csv", []byte(tc.text), known)
			var got []string
			for _, f := range faults {
				if f.Mend == "" {
					t.Errorf("no mend for %q", f.What)
				}
				at := f.File
				if f.Line > 0 {
					at += fmt.Sprint(":", f.Line)
				}
				got = append(got, at+": "+f.What)
			}
			if joined := strings.Join(got, " | "); !strings.HasPrefix(joined, tc.want) {
				t.Errorf("got %s, want %s", joined, tc.want)
			}
		})
	}
}

func TestLayerWarnings(t *testing.T) {
	for cell, warned := range map[string]bool{
		"jo.bloggs@council.example":        true,
		"Ask J.O'Neill@council.example":    true,
		"kinship-team@council.example":     false,
		"duty@council.example":             false,
		"jo77@gmail.com":                   true,
		"duty@live.council.example":        false,
		"07700 900123":                     true,
		"+44 7700 900123":                  true,
		"+44 (0)7700-900-123":              true,
		"01632 960123":                     false,
		"0800 800 5000":                    false,
		"Reference 2007700900123 in notes": false,
	} {
		layer, faults, warnings := DecodeLayer("x.csv", []byte(head+"moon-walks,yes,,\""+cell+"\",\n"), known)
		if len(faults) > 0 {
			t.Fatalf("%q: faults %v", cell, faults)
		}
		if (len(warnings) > 0) != warned {
			t.Errorf("%q: warnings %v, want some: %v", cell, warnings, warned)
		}
		if _, ok := layer.Of("moon-walks"); !ok {
			t.Errorf("%q: a warning must leave the row usable", cell)
		}
	}
}

func TestNoLayerSaysNothing(t *testing.T) {
	var none *Layer
	if _, ok := none.Of("moon-walks"); ok || none.Available() != nil {
		t.Error("a layer that is not there says something")
	}
}

// FuzzDecodeLayer holds that whatever the file, a layer without faults knows only
// programmes that there are.
func FuzzDecodeLayer(f *testing.F) {
	for _, seed := range []string{"", head, head + "moon-walks,yes,a,b,c\n", "\uFEFF" + strings.ReplaceAll(head, ",", ";") + "x;no;\"a\n\";;\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		layer, faults, _ := DecodeLayer("x.csv", []byte(text), known)
		for _, fault := range faults {
			if fault.What == "" || fault.Mend == "" {
				t.Errorf("%q: half a fault %+v", text, fault)
			}
		}
		for id := range layer.entries {
			if !known(id) {
				t.Errorf("%q: unknown programme %q", text, id)
			}
		}
	})
}
