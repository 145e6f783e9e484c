package export

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"evidencestore/review"
	"evidencestore/search"
)

// A kind is what a record is to a reference manager.
type kind int

const (
	webPage kind = iota
	article
	report
)

// A record is what a reference manager keeps: the page of a programme, or a review
// that such pages rest on. Texts are one line each.
type record struct {
	kind      kind
	key       string // the same in every list
	title     string
	authors   []string // "Family, Initials", or the name of a body
	others    bool     // there are more authors
	year      string
	date      time.Time // of a page, its last change
	published where
	publisher string // of a report or a page
	abstract  string
	doi       string
	url       string
	keywords  []string
	notes     []string
}

// records are the pages of all programmes, then the reviews that they rest on, each
// of them once.
func records(l *List) []record {
	var out, studies []record
	at := map[string]int{} // place in studies by key
	for _, doc := range l.Documents {
		out = append(out, l.page(doc))
		for i := range doc.Reviews {
			s := study(&doc.Reviews[i])
			place, seen := at[s.key]
			if !seen {
				place = len(studies)
				at[s.key] = place
				studies = append(studies, s)
			}
			studies[place].notes = append(studies[place].notes, restsOn(l, doc)...)
		}
	}
	for i := range studies {
		studies[i].notes = append(studies[i].notes, l.closing()...)
	}
	return append(out, studies...)
}

// page is the record of a programme's page.
func (l *List) page(doc *search.Document) record {
	r := record{
		kind: webPage, key: "evidence-store-" + doc.ID, title: line(doc.Title), publisher: storeName,
		abstract: line(doc.Summary), url: l.address(doc), keywords: keywords(doc, l.Reference),
		notes: append(notes(doc, l.Reference), l.closing()...),
	}
	if t, err := time.Parse(time.DateOnly, string(doc.Updated)); err == nil {
		r.date, r.year = t, t.Format("2006")
	}
	r.notes = append(r.notes, fmt.Sprintf("Edition: %s, made %s.", line(l.Generation), l.made()))
	return r
}

// add notes something.
func (r *record) add(label, text string) {
	var n note
	n.add(label, text)
	r.notes = append(r.notes, n.String())
}

// restsOn says of a review which programme's page rests on it, and what that page
// says about outcomes, without saying that each rating comes from this review.
func restsOn(l *List, doc *search.Document) []string {
	var n note
	n.add("", fmt.Sprintf("One of the reviews behind the page of the %s on “%s” (%s)", storeName, line(doc.Title), l.address(doc)))
	return append([]string{n.String()}, notes(doc, l.Reference)...)
}

// keywords are the labels of topics, people and outcomes, each once.
func keywords(doc *search.Document, ref *review.Reference) []string {
	var out []string
	seen := map[string]bool{}
	add := func(items []review.Item, ids []string) {
		for _, id := range ids {
			if label := line(review.Label(items, id)); !seen[label] {
				seen[label] = true
				out = append(out, label)
			}
		}
	}
	add(ref.Lists.Topics, doc.Topics)
	add(ref.Lists.Populations, doc.Population)
	for _, o := range doc.Outcomes {
		add(ref.Lists.Outcomes, o.Domains)
	}
	return out
}

// reportWords mark what is named like a journal and is none.
var reportWords = regexp.MustCompile(`(?i)\b(report|preprint)\b`)

// study is the record of a review.
func study(s *review.Study) record {
	r := record{
		kind: report, key: studyKey(s), title: line(s.Title), doi: line(s.DOI), url: line(s.URL), publisher: line(s.Journal),
	}
	if s.Year != 0 {
		r.year = fmt.Sprint(s.Year)
	}
	if s.Journal != "" && !reportWords.MatchString(s.Journal) {
		r.kind, r.publisher, r.published = article, "", parseWhere(line(s.Journal), r.year)
		if elsewhere.MatchString(line(s.Journal)) {
			r.add("Published in", s.Journal)
		}
	}
	var whole bool
	r.authors, r.others, whole = parseAuthors(line(s.Authors))
	if !whole {
		r.add("Authors as given", s.Authors)
	}
	return r
}

// studyKey is made of what does not change: first author, year, and a hash of DOI,
// or of title and year where there is none.
func studyKey(s *review.Study) string {
	what := strings.ToLower(s.DOI)
	if what == "" {
		what = fmt.Sprintf("%s %d", strings.ToLower(line(s.Title)), s.Year)
	}
	family, _, _ := strings.Cut(s.Authors, ",")
	name := strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToLower(r)
		}
		return -1
	}, family)
	if name == "" || len(name) > 20 {
		name = "study"
	}
	hash := sha256.Sum256([]byte(what))
	return fmt.Sprintf("%s-%d-%x", name, s.Year, hash[:4])
}

// initials are what stands behind a family name: "J.", "C. M. W.", "M.-P.".
var initials = regexp.MustCompile(`^\p{Lu}\p{Ll}?\.(?:[ -]*\p{Lu}\p{Ll}?\.)*$`)

// parseAuthors splits "Al, C. M., Bek, M. S. and others" into people. What is not
// all people is one body, whose commas would make a reference manager take it for a
// person. whole is false where something of the text is left out or changed.
func parseAuthors(text string) (authors []string, others, whole bool) {
	if text == "" {
		return nil, false, true
	}
	people, _, others := strings.Cut(text, " and others")
	parts := strings.Split(people, ", ")
	if len(parts)%2 == 0 {
		for i := 0; i < len(parts) && initials.MatchString(parts[i+1]) && parts[i] != ""; i += 2 {
			authors = append(authors, parts[i]+", "+parts[i+1])
		}
	}
	if len(authors)*2 == len(parts) {
		return authors, others, !others
	}
	return []string{strings.ReplaceAll(text, ",", ";")}, false, !strings.Contains(text, ",")
}

// where is the place of an article in a journal.
type where struct {
	journal, volume, issue, first, last string
}

var (
	volumeAndPages = regexp.MustCompile(`^([^;:/]+), (\d+)(?:\((\d+(?:-\d+)?)\))?, ([A-Za-z]*\d+)(?:-([A-Za-z]*\d+))?$`)
	pagesAlone     = regexp.MustCompile(`^([^;:/]+), (?:pages )?(\d+)-(\d+)$`)
	issueAndNumber = regexp.MustCompile(`^([^;:/,]+?)(?: (\d{4}))?, issue (\d+), (CD\d+)$`)
)

// elsewhere is what a citation says of other places where the same review came out.
var elsewhere = regexp.MustCompile(`(?:; also .*| \(reprinted .*\))$`)

// parseWhere takes apart how a journal is cited: "Child Abuse & Neglect, 88, 1-14".
// What it cannot take apart safely stays whole.
func parseWhere(text, year string) where {
	text = elsewhere.ReplaceAllString(text, "")
	if m := volumeAndPages.FindStringSubmatch(text); m != nil {
		return where{m[1], m[2], m[3], m[4], m[5]}
	}
	if m := pagesAlone.FindStringSubmatch(text); m != nil {
		return where{journal: m[1], first: m[2], last: m[3]}
	}
	if m := issueAndNumber.FindStringSubmatch(text); m != nil && (m[2] == "" || m[2] == year) {
		return where{journal: m[1], issue: m[3], first: m[4]}
	}
	return where{journal: text}
}
