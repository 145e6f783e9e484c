package search

import "evidencestore/review"

// A Response is the answer to a Request. Its JSON is part of the v1 promise:
// fields are added, never removed or changed in meaning.
type Response struct {
	Query          string          `json:"query"`
	Total          int             `json:"total" doc:"Exact number of programmes found"`
	Page           int             `json:"page"`
	PerPage        int             `json:"per_page"`
	Sort           Sort            `json:"sort"`
	Generation     string          `json:"generation" doc:"The generation of the index that answered"`
	Hits           []Hit           `json:"hits" nullable:"false"`
	Nearest        []Hit           `json:"nearest" nullable:"false" doc:"Where nothing is held on the question: programmes on neighbouring subjects, which do not answer it"`
	Interpretation *Interpretation `json:"interpretation" doc:"How the question was read"`
	Facets         []Facet         `json:"facets" nullable:"false"`
	Grid           []Cell          `json:"grid" nullable:"false" doc:"Programmes by strength and effect of an outcome; a programme can stand in several cells"`

	// Dropped are the places in Query.Clauses of the Wanted clauses that were dropped.
	Dropped []int `json:"-"`
}

// A Hit is a programme with everything that must stand beside its ratings.
type Hit struct {
	ID          string        `json:"id"`
	Title       string        `json:"title"`
	Aliases     []string      `json:"aliases,omitempty"`
	Summary     string        `json:"summary"`
	Status      review.Status `json:"status"`
	Statement   string        `json:"statement" doc:"What the status means for the reader, in fixed words"`
	Score       float64       `json:"score"`
	URL         string        `json:"url"`
	Missing     []string      `json:"missing" nullable:"false" doc:"Words and phrases of the question that the programme does not have"`
	BestSection string        `json:"best_section" doc:"Id of the section that matched best, or empty"`
	UK          review.UK     `json:"uk"`
	EvidenceTo  string        `json:"evidence_to"`
	Verified    bool          `json:"verified"`
	Caution     string        `json:"caution"`
	WorseResult string        `json:"worse_result" doc:"Fixed sentence where any reported result is worse than in the comparison, or empty"`
	Outcomes    []Outcome     `json:"outcomes" nullable:"false"`
	Findings    []Finding     `json:"findings" nullable:"false"`
	Later       []Later       `json:"later" nullable:"false"`
	Snippets    []Snippet     `json:"snippets" nullable:"false"`
	Explain     *Explanation  `json:"explain,omitempty"`
	Local       *Local        `json:"local,omitempty" doc:"What the site that was named says of the programme; no part of the evidence, and absent where it says nothing"`
}

// A Local is what an intranet that embeds the store says of a programme. It is no
// part of the evidence: no Searcher knows of it, those who answer for a site fill it in.
type Local struct {
	Available bool   `json:"available"`
	Refer     string `json:"refer" doc:"How to refer, or empty"`
	Contact   string `json:"contact" doc:"Of a team, or empty"`
	Note      string `json:"note"`
}

// An Outcome is a rated outcome with its certainty sentence and with what newer
// evidence on it says.
type Outcome struct {
	review.Outcome
	EffectLabel   string `json:"effect_label"`
	StrengthLabel string `json:"strength_label"`
	Certainty     string `json:"certainty" doc:"Fixed sentence: how sure one can be about this outcome"`
	Newer         string `json:"newer" doc:"Fixed sentence on later evidence in the same domain, or empty"`
	Matches       bool   `json:"matches" doc:"Whether the outcome passes the filters on effect, strength and outcome"`
}

// A Finding is a finding of research that carries no rating.
type Finding struct {
	review.Finding
	Matches bool `json:"matches" doc:"Whether it passes the filter on outcome; never true under a filter on ratings"`
}

// Later is evidence newer than a rating, with the fixed line on how it bears on it.
type Later struct {
	review.Later
	Line string `json:"line"`
}

// A Document is a whole review: what a hit says, and the rest.
type Document struct {
	Hit
	InBrief         []string         `json:"in_brief" nullable:"false"`
	Updated         review.Date      `json:"updated"`
	Topics          []string         `json:"topics" nullable:"false"`
	Population      []string         `json:"population" nullable:"false"`
	Settings        []string         `json:"settings" nullable:"false"`
	Age             []int            `json:"age,omitempty"`
	UKNote          string           `json:"uk_note,omitempty"`
	EvidenceToBasis string           `json:"evidence_to_basis,omitempty"`
	Delivery        string           `json:"delivery,omitempty"`
	Provider        string           `json:"provider,omitempty"`
	Cost            string           `json:"cost,omitempty"`
	Sections        []review.Section `json:"sections" nullable:"false"`
	Reviews         []review.Study   `json:"reviews" nullable:"false"`
	Related         []review.Study   `json:"related" nullable:"false"`
	Gaps            []review.Gap     `json:"gaps" nullable:"false"`
	Contacts        []review.Contact `json:"contacts" nullable:"false"`
	Sources         []review.Source  `json:"sources" nullable:"false"`
	Changes         []review.Change  `json:"changes" nullable:"false"`
}

// A Snippet is a piece of a field's text with the words that matched marked.
type Snippet struct {
	Field string `json:"field" doc:"A section id, or title, summary, outcomes, reviews"`
	Spans []Span `json:"spans" nullable:"false"`
}

// A Span is a run of plain text. Put together the spans are the snippet.
type Span struct {
	Text  string `json:"text"`
	Match bool   `json:"match"`
}

// A Facet counts programmes by the values of one field, in the order of its scale
// or list, zero included.
type Facet struct {
	Field  string       `json:"field"`
	Values []FacetValue `json:"values" nullable:"false"`
}

// A FacetValue is one value of a facet and how many programmes choosing it gives.
type FacetValue struct {
	Value    string `json:"value"`
	Label    string `json:"label"`
	Count    int    `json:"count"`
	Selected bool   `json:"selected"`
}

// The fields that are facets, in the order of Response.Facets.
const (
	FacetEffect     = "effect"
	FacetStrength   = "strength"
	FacetOutcome    = "outcome"
	FacetTopic      = "topic"
	FacetPopulation = "population"
	FacetSetting    = "setting"
	FacetUK         = "uk"
	FacetStatus     = "status"
)

// A Cell of the grid counts the programmes that have an outcome with this pair of
// ratings. Cells go from the strongest to the weakest evidence, and within that
// from the most positive to the negative effect.
type Cell struct {
	Strength review.Strength `json:"strength"`
	Effect   review.Effect   `json:"effect"`
	Count    int             `json:"count"`
}

// An Explanation says how a score came about. Op tells how Value follows from
// Details: "sum" and "product" of their values, "max" of them; "value" has none.
type Explanation struct {
	Value       float64       `json:"value"`
	Op          string        `json:"op" enum:"sum,product,max,value"`
	Description string        `json:"description"`
	Details     []Explanation `json:"details,omitempty"`
}
