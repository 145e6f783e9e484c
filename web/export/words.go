package export

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"evidencestore/review"
	"evidencestore/search"
)

// line makes one line of a text: without breaks of any script, and without
// characters that XML and reference managers do not take.
func line(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case r == utf8.RuneError, unicode.Is(unicode.Noncharacter_Code_Point, r):
			return -1
		default:
			return r
		}
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// lines makes one line of each text, and none of an empty one.
func lines(texts []string) []string {
	var out []string
	for _, text := range texts {
		if text = line(text); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// labels are the labels of ids, in one line.
func labels(items []review.Item, ids []string) string {
	return line(strings.Join(review.Labels(items, ids), "; "))
}

// A note is a line of labelled sentences.
type note []string

// add says something, with a full stop where it has no end of its own. Nothing is
// said of an empty text.
func (n *note) add(label, text string) {
	if text = line(text); text == "" {
		return
	}
	if end, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, `”’"')`)); !strings.ContainsRune(".?!", end) {
		text += "."
	}
	if label != "" {
		text = label + ": " + text
	}
	*n = append(*n, text)
}

func (n *note) String() string { return strings.Join(*n, " ") }

// notes say what is known about a programme, a line for each outcome, finding and
// newer study, with all that has to stand beside a rating.
func notes(doc *search.Document, ref *review.Reference) []string {
	var head note
	if doc.Status != review.Rated {
		head.add(review.LevelLabel(ref.Ratings.States, string(doc.Status)), doc.Statement)
		head.add("UK evidence", review.LevelLabel(ref.Ratings.UK, string(doc.UK)))
		head.add("Evidence to", doc.EvidenceTo)
	}
	head.add("", doc.WorseResult)
	head.add("Caution", doc.Caution)
	out := lines([]string{head.String()})
	for i := range doc.Outcomes {
		out = append(out, outcomeNote(doc, &doc.Outcomes[i], ref))
	}
	for i := range doc.Findings {
		out = append(out, findingNote(&doc.Findings[i], ref))
	}
	for _, l := range apart(doc) {
		var n note
		n.add("Newer evidence", labels(ref.Lists.Outcomes, l.Domains))
		n.add("", l.Line)
		n.add("", newerStudy(l, ref))
		out = append(out, n.String())
	}
	return out
}

func outcomeNote(doc *search.Document, o *search.Outcome, ref *review.Reference) string {
	var n note
	n.add("Outcome", fmt.Sprintf("%s (%s)", o.Name, labels(ref.Lists.Outcomes, o.Domains)))
	n.add("Better means", o.Better)
	n.add("Compared with", o.ComparedWith)
	n.add(ref.Ratings.Effect.Label, o.EffectLabel)
	n.add(ref.Ratings.Strength.Label, o.StrengthLabel)
	n.add("Certainty", o.Certainty)
	n.add("", newerText(doc, o, ref))
	n.add("Worse result", worseText(o, ref))
	n.add("Finding", o.Finding)
	n.add("Figures", figures(o.Figures, o.FiguresFrom))
	n.add("UK evidence behind this rating", review.LevelLabel(ref.Ratings.UK, string(o.UK)))
	n.add("Evidence to", evidenceTo(doc, o))
	n.add("Rated by", o.RatedBy)
	if !o.Matches {
		n.add("", "This outcome does not pass the filters of this list")
	}
	return n.String()
}

func findingNote(f *search.Finding, ref *review.Reference) string {
	var n note
	n.add("Finding, not rated", fmt.Sprintf("%s (%s)", f.Name, labels(ref.Lists.Outcomes, f.Domains)))
	n.add("", f.Text)
	n.add("Figures", f.Figures)
	n.add("Country", f.Country)
	n.add("Research", f.Research)
	if f.Worse {
		n.add("Worse result", ref.Ratings.Lines.Worse)
	}
	if !f.Matches {
		n.add("", "This finding does not pass the filters of this list")
	}
	return n.String()
}

// figures names where figures come from.
func figures(text, from string) string {
	if text == "" || from == "" {
		return text
	}
	return fmt.Sprintf("%s (%s)", strings.TrimSuffix(line(text), "."), line(from))
}

// evidenceTo is how far the evidence behind an outcome reaches, as YYYY or YYYY-MM.
func evidenceTo(doc *search.Document, o *search.Outcome) string {
	if o.EvidenceTo != "" {
		return line(o.EvidenceTo)
	}
	return line(doc.EvidenceTo)
}

// worseText is what was worse than in the comparison, or "".
func worseText(o *search.Outcome, ref *review.Reference) string {
	switch {
	case !o.Worse:
		return ""
	case o.WorseNote != "":
		return line(o.WorseNote)
	default:
		return ref.Ratings.Lines.Worse
	}
}

// bearsOn says whether newer evidence is on the kind of outcome that was rated.
func bearsOn(l *search.Later, o *search.Outcome) bool {
	return l.Direction != "no-rating" && slices.ContainsFunc(l.Domains, func(d string) bool { return slices.Contains(o.Domains, d) })
}

// newerText are the fixed lines on newer evidence on an outcome, and that evidence
// in brief.
func newerText(doc *search.Document, o *search.Outcome, ref *review.Reference) string {
	var n note
	n.add("", o.Newer)
	for i := range doc.Later {
		if l := &doc.Later[i]; bearsOn(l, o) {
			n.add("", newerStudy(l, ref))
		}
	}
	return n.String()
}

// apart is the newer evidence on kinds of outcomes that have no rating here.
func apart(doc *search.Document) []*search.Later {
	var out []*search.Later
	for i := range doc.Later {
		l := &doc.Later[i]
		if !slices.ContainsFunc(doc.Outcomes, func(o search.Outcome) bool { return bearsOn(l, &o) }) {
			out = append(out, l)
		}
	}
	return out
}

// newerStudy is newer evidence in brief.
func newerStudy(l *search.Later, ref *review.Reference) string {
	when := line(l.Country)
	if l.Year != 0 {
		when = fmt.Sprintf("%d, %s", l.Year, when)
	}
	var n note
	n.add(when, l.Finding)
	n.add("Figures", l.Figures)
	n.add("", l.DirectionNote)
	if l.Worse {
		n.add("", ref.Ratings.Lines.Worse)
	}
	return n.String()
}
