package site

import (
	"strings"
	"testing"
)

func TestCheckOrigin(t *testing.T) {
	for origin, ok := range map[string]bool{
		"https://anytown.sharepoint.example":  true,
		"http://intranet":                     true,
		"https://intranet.example:8443":       true,
		"http://192.0.2.7:8080":               true,
		"*":                                   true,
		"":                                    false,
		"intranet.example":                    false,
		"https://intranet.example/":           false,
		"https://intranet.example/page":       false,
		"https://Intranet.example":            false,
		"https://intranet.example:443":        false,
		"http://intranet.example:80":          false,
		"https://user@intranet.example":       false,
		"https://*.example":                   false,
		"https://a b":                         false,
		"https://a;script-src *":              false,
		"https://a'":                          false,
		"ftp://intranet.example":              false,
		"https://intranet.example:":           false,
		"https://intranet.example:0":          false,
		"https://intranet.example:08443":      false,
		"https://intranet.example:65536":      false,
		"http://[2001:db8::7]:8080":           true,
		"null":                                false,
		"javascript:alert(1)":                 false,
		"https://" + strings.Repeat("a", 254): false,
	} {
		if err := CheckOrigin(origin); (err == nil) != ok {
			t.Errorf("%q: %v, want fine: %v", origin, err, ok)
		}
	}
}

func TestColours(t *testing.T) {
	for colour, ok := range map[string]bool{"": true, "#0b5563": true, "#0B5563": false, "#fff": false, "red": false, "#0b5563;": false, "0b5563": false} {
		if err := CheckColour(colour); (err == nil) != ok {
			t.Errorf("%q: %v, want fine: %v", colour, err, ok)
		}
	}
	for _, tc := range []struct {
		name    string
		colours Colours
		fault   string
	}{
		{"the store's own", Colours{}, ""},
		{"readable", Colours{Paper: "#ffffff", Ink: "#1c2430", Accent: "#0b5563"}, ""},
		{"an accent alone", Colours{Accent: "#ffff00"}, ""},
		{"half", Colours{Ink: "#000000"}, "paper and ink go together"},
		{"pale ink", Colours{Paper: "#ffffff", Ink: "#aaaaaa"}, "ink #aaaaaa on paper #ffffff has a contrast of 2.3 to 1"},
		{"pale accent", Colours{Paper: "#ffffff", Ink: "#000000", Accent: "#ffcc00"}, "accent #ffcc00 on paper"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := tc.colours.CheckContrast()
			if tc.fault == "" && err != nil || tc.fault != "" && (err == nil || !strings.Contains(err.Error(), tc.fault)) {
				t.Errorf("%v, want %q", err, tc.fault)
			}
		})
	}
}

// TestContrast takes the two ends of the scale and a pair that WCAG itself names.
func TestContrast(t *testing.T) {
	for _, tc := range []struct {
		a, b  string
		ratio float64
	}{{"#000000", "#ffffff", 21}, {"#123456", "#123456", 1}, {"#777777", "#ffffff", 4.478}} {
		if got := contrast(tc.a, tc.b); got < tc.ratio-0.001 || got > tc.ratio+0.001 {
			t.Errorf("contrast of %s and %s is %.4f, want %.3f", tc.a, tc.b, got, tc.ratio)
		}
	}
	if OnAccent("#0b5563") != "#ffffff" || OnAccent("#ffcc00") != "#000000" {
		t.Errorf("text on accents: %s, %s", OnAccent("#0b5563"), OnAccent("#ffcc00"))
	}
}
