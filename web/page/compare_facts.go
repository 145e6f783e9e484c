package page

import (
	"slices"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// factGroups are what is held on programmes beside outcomes, in the order of a lens.
func factGroups(docs []*search.Document, view params.View, ref *review.Reference) []CompareGroup {
	facts := make([]Facts, len(docs))
	for i, doc := range docs {
		facts[i] = NewFacts(doc, ref)
	}
	row := func(label string, say func(*search.Document, *Facts) []Link) CompareRow {
		r := CompareRow{Label: label}
		for i, doc := range docs {
			r.Cells = append(r.Cells, CompareCell{Programme: doc.Title, Lines: say(doc, &facts[i])})
		}
		return r
	}
	text := func(label string, say func(*Facts) []string) CompareRow {
		return row(label, func(_ *search.Document, f *Facts) []Link { return textLines(say(f)...) })
	}
	what := CompareGroup{Title: "What it is and who it is for", Rows: []CompareRow{
		row("In one sentence", func(doc *search.Document, _ *Facts) []Link { return textLines(doc.Summary) }),
		text("Who it is for", func(f *Facts) []string { return []string{f.Population} }),
		text("Age", func(f *Facts) []string { return []string{f.Age} }),
		text("Setting", func(f *Facts) []string { return []string{f.Settings} }),
	}}
	delivery := []CompareRow{
		text("How it is delivered", func(f *Facts) []string { return []string{f.Delivery} }),
		text("Who provides it", func(f *Facts) []string { return []string{f.Provider} }),
	}
	cost := text("Cost", func(f *Facts) []string { return []string{f.Cost} })
	contacts := row("Contacts", func(_ *search.Document, f *Facts) []Link { return contactLines(f.Contacts) })
	evidence := CompareGroup{Title: "The evidence behind it", Rows: []CompareRow{
		text("Evidence from the UK", func(f *Facts) []string { return []string{f.UK, f.UKNote} }),
		text("Number of studies", func(f *Facts) []string { return f.Studies }),
		text("Evidence to", func(f *Facts) []string { return []string{f.EvidenceTo, f.Basis} }),
		row("Compared with", func(doc *search.Document, _ *Facts) []Link { return textLines(comparedWith(doc)...) }),
		row("Gaps in the research", func(doc *search.Document, f *Facts) []Link { return gapLines(doc, f, view) }),
	}}
	if view.Lens == params.Lead {
		return []CompareGroup{
			evidence,
			{Title: "Cost and delivery", Rows: append(append([]CompareRow{cost}, delivery...), contacts)},
			what,
		}
	}
	return []CompareGroup{what, {Title: "Delivery and cost", Rows: append(delivery, contacts, cost)}, evidence}
}

// textLines are texts without addresses; empty ones are left out.
func textLines(texts ...string) []Link {
	var out []Link
	for _, text := range texts {
		if text != "" {
			out = append(out, Link{Text: text})
		}
	}
	return out
}

func cellOf(doc *search.Document, texts ...string) CompareCell {
	return CompareCell{Programme: doc.Title, Lines: textLines(texts...)}
}

func contactLines(contacts []review.Contact) []Link {
	var out []Link
	for _, c := range contacts {
		text := c.Name
		if c.Role != "" {
			text += ", " + c.Role
		}
		out = append(out, Link{text, c.URL})
	}
	return out
}

// comparedWith is what the outcomes of a programme were compared with, each said once.
func comparedWith(doc *search.Document) []string {
	var out []string
	for _, o := range doc.Outcomes {
		if !slices.Contains(out, o.ComparedWith) {
			out = append(out, o.ComparedWith)
		}
	}
	return out
}

func gapLines(doc *search.Document, f *Facts, view params.View) []Link {
	if f.Gaps == 0 {
		return nil
	}
	return []Link{{count(f.Gaps, "gap is named", "gaps are named") + " on the page of " + doc.Title, ReviewURL(doc.ID, view, "gaps")}}
}
