package review

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"evidencestore/internal/stricttoml"
)

// MaxInBrief is the largest number of sentences of in_brief.
const MaxInBrief = 4

// MaxEntries is the largest number of entries of any other list of a document.
const MaxEntries = 100

const oldestAge = 120

func (d *decoder) validate() {
	r := d.review
	d.required("title", r.Title)
	d.required("summary", r.Summary)
	d.required("updated", string(r.Updated))
	member(d, "status", r.Status, Statuses)
	member(d, "uk", r.UK, UKs)
	d.evidenceTo(r.EvidenceTo, "evidence_to")
	if !d.lines.Has("verified") {
		d.fault("verified is missing", "write true where the rating was read on the rating body's own page, else false", "verified")
	}
	d.texts(r.Aliases, MaxEntries, "aliases")
	d.texts(r.InBrief, MaxInBrief, "in_brief")
	d.ids(r.Topics, d.lists.Topics, "topics")
	d.ids(r.Population, d.lists.Populations, "population")
	d.ids(r.Settings, d.lists.Settings, "settings")
	d.age()
	d.status()
	names := map[string]bool{}
	for i, o := range r.Outcomes {
		d.outcome(i)
		name := strings.ToLower(strings.TrimSpace(o.Name))
		if name != "" && names[name] {
			d.fault(fmt.Sprintf("the outcome %q stands twice", o.Name), "rename or join them", "outcome", i, "name")
		}
		names[name] = true
	}
	for i := range r.Findings {
		d.finding(i)
	}
	for i := range r.Later {
		d.later(i)
	}
	d.studies("review", r.Reviews)
	d.studies("related", r.Related)
	d.rest()
}

func (d *decoder) status() {
	r := d.review
	switch {
	case r.Status == Rated && len(r.Outcomes) == 0:
		d.fault("a rated review without an outcome", "add [[outcome]] or set status = \"not-rated\"", "status")
	case (r.Status == NotRated || r.Status == NoEligibleStudies) && len(r.Outcomes) > 0:
		d.fault(fmt.Sprintf("status %q with a rated outcome", r.Status), "set status = \"rated\", or turn [[outcome]] into [[finding]]", "outcome", 0)
	case r.Status != Rated && r.Status != Draft && len(r.Later) > 0:
		d.fault("[[later]] without a rating that it could be later than", "turn it into [[finding]]", "later", 0)
	case r.Status == NoEligibleStudies && len(r.Findings) > 0:
		d.fault("findings, although no eligible study was found", "set status = \"not-rated\"", "finding", 0)
	}
}

func (d *decoder) outcome(i int) {
	o := d.review.Outcomes[i]
	at := func(key string) []any { return []any{"outcome", i, key} }
	d.required("name", o.Name, at("name")...)
	d.domains(o.Domains, at("domains"))
	member(d, "effect", o.Effect, Effects, at("effect")...)
	member(d, "strength", o.Strength, Strengths, at("strength")...)
	if o.Effect == MixedOrNone {
		member(d, "detail", o.Detail, Details, at("detail")...)
	} else if o.Detail != "" && slices.Contains(Effects, o.Effect) {
		d.fault("detail stands beside an effect other than \"mixed-or-none\"", "remove it", at("detail")...)
	}
	d.required("better", o.Better, at("better")...)
	d.required("compared_with", o.ComparedWith, at("compared_with")...)
	d.required("rated_by", o.RatedBy, at("rated_by")...)
	member(d, "uk", o.UK, UKs, at("uk")...)
	if o.EvidenceTo != "" {
		d.evidenceTo(o.EvidenceTo, at("evidence_to")...)
	}
	d.together(o.Figures != "", o.FiguresFrom != "", "figures", "figures_from", at("figures"))
	d.together(o.Worse, o.WorseNote != "", "worse", "worse_note", at("worse"))
}

func (d *decoder) finding(i int) {
	f := d.review.Findings[i]
	at := func(key string) []any { return []any{"finding", i, key} }
	d.required("name", f.Name, at("name")...)
	d.required("text", f.Text, at("text")...)
	d.domains(f.Domains, at("domains"))
	d.address(f.Source, at("source"))
}

func (d *decoder) later(i int) {
	l := d.review.Later[i]
	at := func(key string) []any { return []any{"later", i, key} }
	d.domains(l.Domains, at("domains"))
	member(d, "direction", l.Direction, Directions, at("direction")...)
	d.required("country", l.Country, at("country")...)
	d.required("design", l.Design, at("design")...)
	d.required("finding", l.Finding, at("finding")...)
	d.required("citation", l.Citation, at("citation")...)
	d.year(l.Year, at("year"))
	d.doi(l.DOI, at("doi"))
	d.address(l.URL, at("url"))
}

func (d *decoder) studies(table string, studies []Study) {
	for i, s := range studies {
		at := func(key string) []any { return []any{table, i, key} }
		member(d, "kind", s.Kind, Kinds, at("kind")...)
		d.required("title", s.Title, at("title")...)
		d.year(s.Year, at("year"))
		d.doi(s.DOI, at("doi"))
		d.address(s.URL, at("url"))
		for key, count := range map[string]*int{"studies": s.Studies, "publications": s.Publications, "programmes": s.Programmes} {
			if count != nil && *count < 0 {
				d.fault(key+" is negative", "count from 0", at(key)...)
			}
		}
	}
}

func (d *decoder) rest() {
	for i, g := range d.review.Gaps {
		at := func(key string) []any { return []any{"gap", i, key} }
		d.required("question", g.Question, at("question")...)
		d.required("missing", g.Missing, at("missing")...)
		d.required("who_looked", g.WhoLooked, at("who_looked")...)
		d.year(g.Year, at("year"))
		d.address(g.Source, at("source"))
	}
	for i, c := range d.review.Contacts {
		d.required("name", c.Name, "contact", i, "name")
		d.address(c.URL, []any{"contact", i, "url"})
	}
	for i, s := range d.review.Sources {
		d.required("url", s.URL, "source", i, "url")
		d.address(s.URL, []any{"source", i, "url"})
	}
	for i, c := range d.review.Changes {
		at := func(key string) []any { return []any{"change", i, key} }
		d.required("date", string(c.Date), at("date")...)
		d.required("what", c.What, at("what")...)
		d.required("why", c.Why, at("why")...)
		if i > 0 && d.review.Changes[i-1].Date != "" && c.Date > d.review.Changes[i-1].Date {
			d.fault("the changes are not in order", "put the newest first", at("date")...)
		}
	}
}

// required faults an empty value. Without a path the key is at the top.
func (d *decoder) required(key, value string, at ...any) {
	if strings.TrimSpace(value) != "" {
		return
	}
	if len(at) == 0 {
		at = []any{key}
	}
	d.fault(key+" is missing or empty", "write it", at...)
}

// member faults a value outside its closed set.
func member[T ~string](d *decoder, key string, value T, set []T, at ...any) {
	if slices.Contains(set, value) {
		return
	}
	if len(at) == 0 {
		at = []any{key}
	}
	what := fmt.Sprintf("%s %q is not known", key, value)
	if value == "" {
		what = key + " is missing"
	}
	d.fault(what, stricttoml.OneOf(set), at...)
}

func (d *decoder) texts(values []string, limit int, key string) {
	if d.tooMany(values, limit, key) {
		return
	}
	for i, v := range values {
		if strings.TrimSpace(v) == "" {
			d.fault(fmt.Sprintf("%s has an empty entry", key), "remove it", key, i)
		} else if slices.Contains(values[:i], v) {
			d.fault(fmt.Sprintf("%s has %q twice", key, v), "remove one", key, i)
		}
	}
}

func (d *decoder) tooMany(values []string, limit int, at ...any) bool {
	if len(values) <= limit {
		return false
	}
	d.fault(fmt.Sprintf("%v has %d entries, the limit is %d", at[len(at)-1], len(values), limit), "keep those that matter most", at...)
	return true
}

func (d *decoder) domains(values []string, at []any) {
	if len(values) == 0 {
		d.fault("domains is missing or empty", "name the outcome's ids from lists.toml", at...)
	}
	d.ids(values, d.lists.Outcomes, at...)
}

// ids faults values that are not in a controlled list, or stand twice.
func (d *decoder) ids(values []string, list []Item, at ...any) {
	if d.tooMany(values, MaxEntries, at...) {
		return
	}
	for i, v := range values {
		entry := append(slices.Clone(at), i)
		if slices.Contains(values[:i], v) {
			d.fault(fmt.Sprintf("%q stands twice", v), "remove one", entry...)
		} else if len(list) > 0 && !slices.ContainsFunc(list, func(it Item) bool { return it.ID == v }) { // an empty list is itself a fault
			d.fault(fmt.Sprintf("unknown id %q", v), mendID(v, list), entry...)
		}
	}
}

func mendID(id string, list []Item) string {
	known := make([]string, len(list))
	for i, it := range list {
		known[i] = it.ID
	}
	if near := stricttoml.Nearest(id, known); near != "" {
		return fmt.Sprintf("did you mean %q? Else add it to %s", near, ListsFile)
	}
	return fmt.Sprintf("use an id of %s, or add it there", ListsFile)
}

func (d *decoder) age() {
	a := d.review.Age
	if len(a) == 0 {
		return
	}
	if len(a) != 2 || a[0] < 0 || a[0] > a[1] || a[1] > oldestAge {
		d.fault("age is not a range", "write it as [from, to] in whole years, such as [0, 18]", "age")
		d.review.Age = nil
	}
}

func (d *decoder) evidenceTo(value string, at ...any) {
	if err := checkEvidenceTo(value); err != nil {
		d.fault(err.Error(), "write \"2018\" or \"2018-06\"", at...)
	}
}

// together faults one of two keys without the other.
func (d *decoder) together(a, b bool, keyA, keyB string, at []any) {
	if a != b {
		d.fault(fmt.Sprintf("%s and %s need each other", keyA, keyB), "write both or neither", at...)
	}
}

func (d *decoder) year(year int, at []any) {
	if year != 0 && !plausibleYear(year) {
		d.fault(fmt.Sprintf("%d is not a year", year), "write four digits, such as 2018", at...)
	}
}

var doiPattern = regexp.MustCompile(`^10\.\d{4,9}/\S+$`)

func (d *decoder) doi(doi string, at []any) {
	if doi != "" && !doiPattern.MatchString(doi) {
		d.fault(fmt.Sprintf("%q is not a DOI", doi), "write it as 10.1234/abc, without https://doi.org/", at...)
	}
}

func (d *decoder) address(address string, at []any) {
	if address == "" {
		return
	}
	if err := checkURL(address); err != nil {
		d.fault(err.Error(), "write it in full", at...)
	}
}
