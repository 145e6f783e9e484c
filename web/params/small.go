package params

import "net/url"

// List are the parameters of the list of all documents.
type List struct {
	Page    int
	PerPage int
}

// ForList declare the parameters of the list of all documents.
var ForList = Set[List]{
	params: []param[List]{
		pageParam(func(p *List) *int { return &p.Page }),
		perPageParam(func(p *List) *int { return &p.PerPage }),
	},
	finish: func(p *List, _ url.Values) Faults { return tooDeep(p.Page, p.PerPage) },
}

// Similar are the parameters of programmes like another.
type Similar struct{ Limit int }

// ForSimilar declare the parameters of programmes like another.
var ForSimilar = Set[Similar]{params: []param[Similar]{
	number("limit", "Most programmes to give.", 1, 20, 5, func(p *Similar) *int { return &p.Limit }),
}}

// Suggest are the parameters of suggestions.
type Suggest struct {
	Q     string
	Limit int
	At
}

// ForSuggest declare the parameters of suggestions.
var ForSuggest = Set[Suggest]{params: []param[Suggest]{
	text("q", "What has been typed so far. Without it there is nothing to suggest.", func(p *Suggest) *string { return &p.Q }),
	number("limit", "Most suggestions to give.", 1, 20, 8, func(p *Suggest) *int { return &p.Limit }),
	knownSite(func(p *Suggest) *string { return &p.Site }),
}}

// ForNothing is for endpoints that take none.
var ForNothing Set[struct{}]
