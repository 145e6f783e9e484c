// Package review is the document of the store: a review of one programme or way
// of working, the ratings of its outcomes, the words of the scales and the
// controlled lists, with their strict decoding from a corpus of plain files.
package review

// A Review is one document of the corpus. Its zero value is not valid; Decode
// makes one. A Review is not changed after it was decoded, so it may be shared.
type Review struct {
	ID       string   `toml:"-" json:"id"`
	Title    string   `toml:"title" json:"title"`
	Aliases  []string `toml:"aliases" json:"aliases,omitempty" doc:"Other names of this very programme"`
	Summary  string   `toml:"summary" json:"summary"`
	InBrief  []string `toml:"in_brief" json:"in_brief,omitempty" doc:"The one-minute reading, at most four sentences"`
	Status   Status   `toml:"status" json:"status"`
	Verified bool     `toml:"verified" json:"verified" doc:"Whether the rating was read on the rating body's own page"`
	Updated  Date     `toml:"updated" json:"updated" doc:"When this document last changed in this corpus"`

	Topics     []string `toml:"topics" json:"topics,omitempty"`
	Population []string `toml:"population" json:"population,omitempty"`
	Settings   []string `toml:"settings" json:"settings,omitempty"`
	Age        []int    `toml:"age" json:"age,omitempty" doc:"Youngest and oldest age in years, both included"`

	UK              UK     `toml:"uk" json:"uk" doc:"Whether any evidence in the document is from the UK"`
	UKNote          string `toml:"uk_note" json:"uk_note,omitempty"`
	EvidenceTo      string `toml:"evidence_to" json:"evidence_to" doc:"How far the evidence reaches: YYYY or YYYY-MM"`
	EvidenceToBasis string `toml:"evidence_to_basis" json:"evidence_to_basis,omitempty"`
	Delivery        string `toml:"delivery" json:"delivery,omitempty"`
	Provider        string `toml:"provider" json:"provider,omitempty"`
	Cost            string `toml:"cost" json:"cost,omitempty"`
	Caution         string `toml:"caution" json:"caution,omitempty" doc:"A warning that belongs to the rating"`

	Outcomes []Outcome `toml:"outcome" json:"outcomes,omitempty"`
	Findings []Finding `toml:"finding" json:"findings,omitempty"`
	Later    []Later   `toml:"later" json:"later,omitempty"`
	Reviews  []Study   `toml:"review" json:"reviews,omitempty"`
	Related  []Study   `toml:"related" json:"related,omitempty"`
	Gaps     []Gap     `toml:"gap" json:"gaps,omitempty"`
	Contacts []Contact `toml:"contact" json:"contacts,omitempty"`
	Sources  []Source  `toml:"source" json:"sources,omitempty"`
	Changes  []Change  `toml:"change" json:"changes,omitempty"`

	Sections []Section `toml:"-" json:"sections,omitempty"`
}

// An Outcome is one rated outcome of a programme. Both ratings belong to it and
// to nothing else.
type Outcome struct {
	Name         string   `toml:"name" json:"name"`
	Domains      []string `toml:"domains" json:"domains"`
	Effect       Effect   `toml:"effect" json:"effect"`
	Detail       Detail   `toml:"detail" json:"detail" doc:"Only for mixed-or-none: whether studies disagree or found no difference"`
	Strength     Strength `toml:"strength" json:"strength"`
	Better       string   `toml:"better" json:"better" doc:"What a positive effect means, in plain words"`
	ComparedWith string   `toml:"compared_with" json:"compared_with"`
	Finding      string   `toml:"finding" json:"finding"`
	Figures      string   `toml:"figures" json:"figures,omitempty"`
	FiguresFrom  string   `toml:"figures_from" json:"figures_from,omitempty"`
	UK           UK       `toml:"uk" json:"uk" doc:"Whether the evidence behind this rating is from the UK"`
	Worse        bool     `toml:"worse" json:"worse" doc:"Whether a reported result is worse than in the comparison"`
	WorseNote    string   `toml:"worse_note" json:"worse_note"`
	RatedBy      string   `toml:"rated_by" json:"rated_by"`
	EvidenceTo   string   `toml:"evidence_to" json:"evidence_to"`
}

// A Finding is what named research found without a rating of the store.
type Finding struct {
	Name     string   `toml:"name" json:"name"`
	Domains  []string `toml:"domains" json:"domains"`
	Text     string   `toml:"text" json:"text"`
	Figures  string   `toml:"figures" json:"figures"`
	Country  string   `toml:"country" json:"country"`
	Research string   `toml:"research" json:"research,omitempty"`
	Source   string   `toml:"source" json:"source,omitempty"`
	Worse    bool     `toml:"worse" json:"worse,omitempty"`
}

// Later is evidence newer than the rating. Year is 0 where it is not known.
type Later struct {
	Year          int       `toml:"year" json:"year,omitempty"`
	Country       string    `toml:"country" json:"country"`
	Design        string    `toml:"design" json:"design"`
	Domains       []string  `toml:"domains" json:"domains"`
	Finding       string    `toml:"finding" json:"finding"`
	Figures       string    `toml:"figures" json:"figures,omitempty"`
	Direction     Direction `toml:"direction" json:"direction"`
	DirectionNote string    `toml:"direction_note" json:"direction_note,omitempty"`
	Worse         bool      `toml:"worse" json:"worse,omitempty"`
	Citation      string    `toml:"citation" json:"citation"`
	DOI           string    `toml:"doi" json:"doi,omitempty"`
	URL           string    `toml:"url" json:"url,omitempty"`
}

// A Study is a piece of research that the document rests on or relates to. Of
// Studies, Publications and Programmes those are set that its source counts.
type Study struct {
	Kind         Kind   `toml:"kind" json:"kind"`
	Authors      string `toml:"authors" json:"authors,omitempty"`
	Year         int    `toml:"year" json:"year,omitempty"`
	Title        string `toml:"title" json:"title"`
	Journal      string `toml:"journal" json:"journal,omitempty"`
	DOI          string `toml:"doi" json:"doi,omitempty"`
	URL          string `toml:"url" json:"url,omitempty"`
	Studies      *int   `toml:"studies" json:"studies,omitempty"`
	Publications *int   `toml:"publications" json:"publications,omitempty"`
	Programmes   *int   `toml:"programmes" json:"programmes,omitempty"`
	Designs      string `toml:"designs" json:"designs,omitempty"`
	Countries    string `toml:"countries" json:"countries,omitempty"`
	Participants string `toml:"participants" json:"participants,omitempty"`
	SearchDate   string `toml:"search_date" json:"search_date,omitempty"`
	Figures      string `toml:"figures" json:"figures,omitempty"`
	Note         string `toml:"note" json:"note,omitempty"`
}

// A Gap is a question that somebody looked for and found unanswered.
type Gap struct {
	Question  string `toml:"question" json:"question"`
	Missing   string `toml:"missing" json:"missing"`
	WhoLooked string `toml:"who_looked" json:"who_looked"`
	Year      int    `toml:"year" json:"year,omitempty"`
	Source    string `toml:"source" json:"source,omitempty"`
}

// A Contact is somebody to ask.
type Contact struct {
	Name string `toml:"name" json:"name"`
	Role string `toml:"role" json:"role,omitempty"`
	URL  string `toml:"url" json:"url,omitempty"`
}

// A Source is where facts of the document were read.
type Source struct {
	Title string `toml:"title" json:"title,omitempty"`
	URL   string `toml:"url" json:"url"`
}

// A Change is one dated entry of the document's history.
type Change struct {
	Date Date   `toml:"date" json:"date"`
	What string `toml:"what" json:"what"`
	Why  string `toml:"why" json:"why"`
}

// A Section is one part of the body under a fixed heading.
type Section struct {
	ID       string `json:"id"`
	Heading  string `json:"heading"`
	Markdown string `json:"markdown"`
}

// Headings are the sections that a body may have, in the order they must have.
// The ids are URL fragments and names of snippet fields.
var Headings = []Section{
	{ID: "what-it-is", Heading: "What it is"},
	{ID: "mechanism", Heading: "How it is meant to work"},
	{ID: "findings", Heading: "What was found"},
	{ID: "where-studied", Heading: "Where it has been studied"},
	{ID: "who-for", Heading: "Who it works for"},
	{ID: "delivery-context", Heading: "When, where and how"},
	{ID: "costs", Heading: "Costs and benefits"},
	{ID: "how-to-deliver", Heading: "How to deliver it"},
	{ID: "later-evidence", Heading: "Later evidence"},
	{ID: "case-study", Heading: "Case study"},
	{ID: "further-reading", Heading: "Contacts and further reading"},
}

// LatestYear is the year of the newest review that the document rests on, or 0.
func (r *Review) LatestYear() int {
	year := 0
	for _, s := range r.Reviews {
		year = max(year, s.Year)
	}
	return year
}
