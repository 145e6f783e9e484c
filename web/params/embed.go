package params

import "net/url"

// Way is how an intranet page embeds the store.
type Way string

// The ways, from the richest to the plainest.
const (
	Component Way = "component"
	Iframe    Way = "iframe"
	AutoFrame Way = "iframe-auto" // an iframe whose height a script sets
	Form      Way = "form"
	DeepLink  Way = "link"
)

// Ways are all ways.
var Ways = []Way{Component, Iframe, AutoFrame, Form, DeepLink}

// System is what an intranet is made with.
type System string

// The systems that the builder has recipes for.
const (
	SharePoint System = "sharepoint"
	WordPress  System = "wordpress"
	Drupal     System = "drupal"
	Umbraco    System = "umbraco"
	HTML       System = "html"
)

// Systems are all systems.
var Systems = []System{SharePoint, WordPress, Drupal, Umbraco, HTML}

// Embedding is what a webmaster chooses. Empty fields take what the builder suggests.
type Embedding struct {
	View
	Way    Way
	System System
	Height int // of a frame, in pixels
}

// DefaultHeight is the height of a frame, in pixels.
const DefaultHeight = 700

// ForEmbedding declare what a webmaster chooses.
var ForEmbedding = Set[Embedding]{params: []param[Embedding]{
	siteParam(func(p *Embedding) *string { return &p.Site }),
	choice("system", "What the intranet is made with.", Systems, func(p *Embedding) *System { return &p.System }),
	choice("way", "How the page embeds the store.", Ways, func(p *Embedding) *Way { return &p.Way }),
	choice("lens", "What readers see first; what the site has it unless given.", Lenses, func(p *Embedding) *Lens { return &p.Lens }),
	number("height", "Height of a frame in pixels.", 300, 3000, DefaultHeight, func(p *Embedding) *int { return &p.Height }),
}}

// Values is the canonical form: ForEmbedding reads it back as p.
func (p Embedding) Values() url.Values { return ForEmbedding.Values(p) }
