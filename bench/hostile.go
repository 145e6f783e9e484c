package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"evidencestore/review"
	"evidencestore/search"
)

// hostileKinds are the questions that somebody makes expensive on purpose, and what they
// are called in the table.
var hostileKinds = []struct{ name, what string }{
	{"words", "300 common words"},
	{"labels", "60 names of concepts"},
	{"phrases", "30 excluded phrases of common words"},
	{"misspelt", "100 misspelt words"},
	{"letters", "suggestions for one letter"},
	{"filters", "every filter, every value"},
	{"deep", "the last page, of 100 hits"},
}

// hostileTimes is how often each of them is asked at a time. No attack is made twice, but
// for the letters.
const hostileTimes = 24

// hostile asks the questions of a kind.
func (o *ours) hostile(kind string) (round, error) {
	return o.time(hostileTimes, func(int) (int, error) { return o.attack(o.ctx, kind) })
}

// late asks them with little time, and measures how long after it they ended.
func (o *ours) late(kind string) (late round, err error) {
	for i := range hostileTimes {
		within := time.Duration(1+i%4*3) * time.Millisecond
		ctx, cancel := context.WithTimeout(o.ctx, within)
		start := time.Now()
		_, err := o.attack(ctx, kind)
		took := time.Since(start)
		cancel()
		if err != nil && !errors.Is(err, search.ErrTimeout) && !errors.Is(err, context.DeadlineExceeded) {
			return late, err
		}
		late.times = append(late.times, max(0, took-within))
	}
	return late, nil
}

// attack asks the next question of a kind.
func (o *ours) attack(ctx context.Context, kind string) (int, error) {
	i := o.attacks[kind]
	o.attacks[kind]++
	if i >= min(len(o.plain), len(o.common)-300) {
		return 0, fmt.Errorf("there are no more than %d different attacks", i)
	}
	text := o.attackText(kind, i)
	if kind == "letters" {
		list, err := o.live.Suggest(ctx, text, 10)
		return len(list), err
	}
	req := request(text, search.Filter{})
	switch kind {
	case "filters":
		req.Filter = o.every()
	case "deep":
		req.PerPage = search.MaxPerPage
		req.Page = search.MaxDepth / req.PerPage
	}
	return total(o.live.Search(ctx, req))
}

// attackText is the text of the attack of a kind with a number.
func (o *ours) attackText(kind string, i int) string {
	words := o.common[i:]
	var b strings.Builder
	switch kind {
	case "words":
		return strings.Join(words[:300], " ")
	case "labels":
		concepts := o.live.Info().Reference.Thesaurus.Concepts
		for j := range 60 { // none that was asked last; 61 is prime, so none is first twice
			fmt.Fprintf(&b, "%s and ", concepts[(i*61+j)%len(concepts)].Label)
		}
	case "phrases":
		for j := range 30 {
			fmt.Fprintf(&b, "%s -%q ", words[j], words[j]+" "+words[(j*j+1)%30])
		}
	case "misspelt":
		for _, w := range words[200:300] {
			fmt.Fprintf(&b, "%sxq%s ", w[:3], w[3:])
		}
	case "letters":
		return string(rune('a' + i%26))
	case "filters":
		return o.plain[i]
	case "deep":
		return strings.Join(words[:3], " ")
	}
	return b.String()
}

// every is a filter with all values of all facets.
func (o *ours) every() search.Filter {
	lists := &o.live.Info().Reference.Lists
	age := 9
	return search.Filter{
		Effects: review.Effects, Strengths: review.Strengths, UK: review.UKs, Statuses: review.PublishedStatuses, Age: &age,
		Outcomes: ids(lists.Outcomes), Topics: ids(lists.Topics), Populations: ids(lists.Populations), Settings: ids(lists.Settings),
	}
}

func ids(items []review.Item) []string {
	all := make([]string, len(items))
	for i, it := range items {
		all[i] = it.ID
	}
	return all
}
