package page

import (
	"fmt"

	"evidencestore/search"
	"evidencestore/web/params"
)

// A Step leads to another answer: by a link or, where the words of the question are
// to stay out of the address, by a form with one button.
type Step struct {
	Text   string
	About  string // what else those hear who cannot see what the step stands beside
	URL    string
	Hidden []Hidden // of the form, where there is no URL
}

// steps makes the steps of one page.
type steps struct{ posted bool }

func (s steps) to(text, about string, p params.Page) Step {
	if s.posted && p.Q != "" {
		return Step{Text: text, About: about, Hidden: hidden(p.Values())}
	}
	return Step{Text: text, About: about, URL: searchURL(p)}
}

// A Pager leads through the pages of a list. Its zero value is a list of one page.
type Pager struct {
	Previous *Step
	Next     *Step
	Numbers  []NumberedStep
}

// A NumberedStep leads to one page of a list.
type NumberedStep struct {
	Step
	Current bool
	Gap     bool // pages are left out before it
}

// pagesAround is how many pages are named on each side of the present one.
const pagesAround = 2

func newPager(p params.Page, found *search.Response, steps steps) Pager {
	last := min((found.Total+p.PerPage-1)/p.PerPage, search.MaxDepth/p.PerPage)
	if last < 2 || p.Page > last {
		return Pager{}
	}
	step := func(text string, n int) Step {
		p.Page = n
		return steps.to(text, "", p)
	}
	here := p.Page
	var pager Pager
	if here > 1 {
		pager.Previous = new(step("Previous page", here-1))
	}
	if here < last {
		pager.Next = new(step("Next page", here+1))
	}
	before := 0
	for n := 1; n <= last; n++ {
		if n == 1 || n == last || n >= here-pagesAround && n <= here+pagesAround {
			pager.Numbers = append(pager.Numbers, NumberedStep{step(fmt.Sprintf("Page %d", n), n), n == here, n > before+1})
			before = n
		}
	}
	return pager
}

// byFit is said of programmes in the order of relevance, which passes easily for a ranking.
const byFit = " The order is how well they fit the question, and not how they were rated."

// shownCount says which of the hits stand on the page.
func shownCount(found *search.Response) string {
	first := (found.Page-1)*found.PerPage + 1
	last := first + len(found.Hits) - 1
	switch {
	case found.Total == 0:
		return "No programmes found."
	case found.Total == 1:
		return "1 programme found."
	case first == 1 && last == found.Total:
		return fmt.Sprintf("All %s programmes found are shown.", number(found.Total))
	case first == last:
		return fmt.Sprintf("Programme %s of %s is shown.", number(first), number(found.Total))
	}
	return fmt.Sprintf("Programmes %s to %s of %s are shown.", number(first), number(last), number(found.Total))
}
