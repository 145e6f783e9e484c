package browser_test

import (
	"net/http"
	"net/url"
	"strings"
)

// A state is a page as somebody may see it.
type state struct {
	name   string
	path   string
	status int    // 0 is 200
	posted string // a question that is sent from the page without showing it in the address
}

func (s state) want() int {
	if s.status == 0 {
		return http.StatusOK
	}
	return s.status
}

const gran = "gran wants to look after her grandson"

// story is a question as long as people paste them.
var story = strings.Repeat("She is nine and has lived with her aunt since her mum went to prison, and school say that she is often late. ", 12)

// at is the address of a page with parameters, given as name and value by turns.
func at(path string, parameters ...string) string {
	values := url.Values{}
	for i := 0; i < len(parameters); i += 2 {
		values.Add(parameters[i], parameters[i+1])
	}
	return path + "?" + values.Encode()
}

// ask is the address of the results of a question.
func ask(question string, more ...string) string {
	return at("/search", append([]string{"q", question}, more...)...)
}

// states are all pages in all states that differ in what they show.
var states = []state{
	{name: "home", path: "/"},
	{name: "home, lead", path: "/?lens=lead"},

	{name: "results, all", path: "/search"},
	{name: "results, all, lead", path: "/search?lens=lead"},
	{name: "results, second page", path: "/search?page=2&per_page=10"},
	{name: "results, past the end", path: "/search?page=9"},
	{name: "results of a question", path: ask(gran)},
	{name: "results of a question, lead", path: ask(gran, "lens", "lead")},
	{name: "results without a chip", path: ask(gran, "without", "grandparents")},
	{name: "results, filtered", path: ask(gran, "effect_min", "tends-positive", "strength_min", "moderate", "outcome", "placement-stability")},
	{name: "results, one", path: ask("family drug and alcohol court")},
	{name: "results, corrected", path: ask("substnce misuse")},
	{name: "results, nothing held", path: ask("bedwetting")},
	{name: "results, nothing held but neighbours", path: ask("teenage gambling")},
	{name: "results, another field", path: ask("annual leave")},
	{name: "results, unknown words", path: ask("xyzzy plugh")},
	{name: "results, another script", path: ask("дети под опекой 孩子")},
	{name: "results, hostile", path: ask(`<script>alert("1")</script> '"><img src=x onerror=alert(2)>`)},
	{name: "results, filters leave nothing", path: ask(gran, "effect_min", "consistently-positive", "strength_min", "high", "setting", "school")},
	{name: "results, no negative rating", path: "/search?effect=negative"},
	{name: "results, a long question", path: ask(story)},
	{name: "results, posted", path: "/", posted: story},
	{name: "results by effect", path: "/search?sort=effect"},
	{name: "results by strength", path: "/search?sort=strength&lens=lead"},
	{name: "results by effect on one outcome", path: "/search?sort=effect&outcome=entry-to-care"},
	{name: "results, never rated", path: "/search?status=not-rated"},

	{name: "review, rated", path: "/reviews/kinship-care"},
	{name: "review, rated, lead", path: "/reviews/kinship-care?lens=lead"},
	{name: "review with a worse result", path: "/reviews/multisystemic-therapy"},
	{name: "review, not rated", path: "/reviews/functional-family-therapy"},
	{name: "review, not rated, lead", path: "/reviews/functional-family-therapy?lens=lead"},
	{name: "no such review", path: "/reviews/dragon-choir", status: http.StatusNotFound},

	{name: "compare none", path: "/compare"},
	{name: "compare one", path: "/compare?id=kinship-care"},
	{name: "compare two", path: "/compare?id=kinship-care&id=foster-and-kinship-care-support"},
	{name: "compare two, lead", path: "/compare?id=kinship-care&id=foster-and-kinship-care-support&lens=lead"},
	{name: "compare four", path: "/compare?id=kinship-care&id=residential-care&id=multisystemic-therapy&id=functional-family-therapy"},
	{name: "compare without a shared outcome", path: "/compare?id=kinship-care&id=school-based-child-sexual-abuse-prevention"},
	{name: "compare five", path: "/compare?id=a&id=b&id=c&id=d&id=e", status: http.StatusBadRequest},
	{name: "record", path: "/record?id=kinship-care&id=foster-and-kinship-care-support&concept=kinship-care&effect_min=tends-positive"},

	{name: "map", path: "/map"},
	{name: "map of an outcome", path: "/map?outcome=placement-stability"},
	{name: "map of an outcome, filtered", path: "/map?outcome=child-behaviour&uk=yes"},
	{name: "gaps", path: "/gaps"},
	{name: "ratings", path: "/ratings"},
	{name: "help", path: "/help"},
	{name: "about", path: "/about"},
	{name: "accessibility", path: "/accessibility"},

	{name: "no such page", path: "/nothing-here", status: http.StatusNotFound},
	{name: "broken address", path: "/search?effect=splendid&age=old", status: http.StatusBadRequest},
}
