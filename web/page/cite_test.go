package page

import (
	"slices"
	"testing"

	"evidencestore/review"
	"evidencestore/web/params"
)

func TestStudyCitation(t *testing.T) {
	for _, tc := range []struct {
		name  string
		study review.Study
		want  string
	}{
		{"everything", review.Study{Authors: "Barn, O., Tawny, O.", Year: 2017, Title: "On owls", Journal: "Owls, 1(2), 3-4"}, "Barn, O., Tawny, O. (2017). On owls. Owls, 1(2), 3-4."},
		{"a title that asks", review.Study{Authors: "Barn, O.", Year: 2017, Title: "Who hoots?", Journal: "Owls."}, "Barn, O. (2017). Who hoots? Owls."},
		{"no authors", review.Study{Year: 2017, Title: "On owls"}, "On owls (2017)."},
		{"a title alone", review.Study{Title: "关于猫头鹰"}, "关于猫头鹰 (year not known)."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := studyCitation(&tc.study); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestStudyLinks(t *testing.T) {
	for _, tc := range []struct {
		name, doi, url string
		want           []Link
	}{
		{"none", "", "", nil},
		{"both", "10.1016/S2215-0366(18)30001-4", "https://www.owls.example/a", []Link{
			{"https://doi.org/10.1016/S2215-0366(18)30001-4", "https://doi.org/10.1016/S2215-0366%2818%2930001-4"}, {"Read at owls.example", "https://www.owls.example/a"},
		}},
		{"signs that mean something in an address", `10.1/a#b?c"<d>`, "", []Link{{`https://doi.org/10.1/a#b?c"<d>`, "https://doi.org/10.1/a%23b%3Fc%22%3Cd%3E"}}},
		{"the DOI twice", "10.1/a", "https://doi.org/10.1/a", []Link{{"https://doi.org/10.1/a", "https://doi.org/10.1/a"}}},
		{"no address on the web", "", "javascript:alert(1)", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := studyLinks(tc.doi, tc.url); !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestSourceLinks(t *testing.T) {
	got := sourceLinks([]review.Source{{URL: "https://www.owls.example/night/"}, {URL: "https://owls.example/owl?id=7"}, {URL: "https://owls.example/day", Title: "By day"}, {URL: "javascript:alert(1)", Title: "Evil"}})
	want := []Link{{"owls.example/night", "https://www.owls.example/night/"}, {"owls.example/owl?id=7", "https://owls.example/owl?id=7"}, {"By day (owls.example)", "https://owls.example/day"}, {"Evil javascript:alert(1)", ""}}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCiteOfAReview(t *testing.T) {
	body := render(t, reviewOf(t, owls(), params.Lead))
	holdsAll(t, plainText(body), "Evidence Store. Owl watching. Document updated 2 January 2026, edition 000001-abcdef01. https://store.example/reviews/owl-watching")
	holdsAll(
		t, body, `href="/reviews/owl-watching?format=ris"`, `href="/reviews/owl-watching?format=bibtex"`,
		`href="/reviews/owl-watching?format=csv"`, `href="/api/v1/reviews/owl-watching"`,
	)
}
