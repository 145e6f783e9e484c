package params

import "net/url"

// Completing are the parameters of suggestions to the search box of a browser.
type Completing struct {
	Q    string
	Site string
}

// ForCompleting declare the parameters of suggestions to the search box of a browser.
var ForCompleting = Set[Completing]{params: []param[Completing]{
	text("q", "What has been typed so far.", func(p *Completing) *string { return &p.Q }),
	siteParam(func(p *Completing) *string { return &p.Site }),
}}

// OEmbed are the parameters of an answer on how to embed a page.
type OEmbed struct {
	URL       string
	Format    string // as it was sent: one that is not known has an answer of its own
	MaxWidth  *int   // in pixels of CSS
	MaxHeight *int
}

// maxPixels is far more than any screen has.
const maxPixels = 100_000

// ForOEmbed declare the parameters of an answer on how to embed a page.
var ForOEmbed = Set[OEmbed]{
	params: []param[OEmbed]{
		text("url", "Address of a page of this store.", func(p *OEmbed) *string { return &p.URL }),
		text("format", "json or xml.", func(p *OEmbed) *string { return &p.Format }),
		optionalNumber("maxwidth", "The widest that the frame may be.", 1, maxPixels, func(p *OEmbed) **int { return &p.MaxWidth }),
		optionalNumber("maxheight", "The highest that the frame may be.", 1, maxPixels, func(p *OEmbed) **int { return &p.MaxHeight }),
	},
	finish: func(p *OEmbed, values url.Values) Faults {
		if p.URL == "" && len(values["url"]) == 0 {
			return Faults{fault("url", "", "missing; give the address of a page of this store")}
		}
		return nil
	},
}
