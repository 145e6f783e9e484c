package review

import "testing"

func TestNearestConcept(t *testing.T) {
	thesaurus := Thesaurus{Concepts: []ThesaurusEntry{{ID: "dragon-taming"}, {ID: "dragon-naming"}, {ID: "sleep"}}}
	for _, tt := range []struct{ name, given, want string }{
		{"a letter too few", "dragon-taing", "dragon-taming"},
		{"a label", " Dragon  Naming", "dragon-naming"},
		{"the id itself", "sleep", "sleep"},
		{"nothing like it", "county-lines", ""},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := thesaurus.Nearest(tt.given); got != tt.want {
				t.Errorf("Nearest(%q) = %q, want %q", tt.given, got, tt.want)
			}
		})
	}
	if got := new(Thesaurus).Nearest("sleep"); got != "" {
		t.Errorf("of no thesaurus: got %q, want nothing", got)
	}
}
