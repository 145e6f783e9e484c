package main

import (
	"fmt"
	"slices"
	"time"
)

// A round is how long each question of a case took once.
type round struct {
	hits  int // of all questions
	times []time.Duration
}

// quantile is the time that a part of the questions stays within, or 0 of none.
func (r round) quantile(part float64) time.Duration {
	if len(r.times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(r.times))
	return sorted[min(int(part*float64(len(sorted))), len(sorted)-1)]
}

// A series is the rounds of one engine in one case.
type series []round

// quantile is the median, over the rounds, of the quantile of each.
func (s series) quantile(part float64) time.Duration {
	each := make([]time.Duration, len(s))
	for i, r := range s {
		each[i] = r.quantile(part)
	}
	return round{times: each}.quantile(0.5)
}

func (s series) p50() time.Duration { return s.quantile(0.50) }

// high is the time that 99 of a hundred questions stay within. Of fewer it would be the
// longest there was, which is called so.
func (s series) high() string {
	if len(s) > 0 && len(s[0].times) >= 100 {
		return ms(s.quantile(0.99))
	}
	return "max " + ms(s.quantile(1))
}

func (r round) high() string { return series{r}.high() }

// hits is the mean number of hits of a question.
func (s series) hits() int {
	if len(s) == 0 || len(s[0].times) == 0 {
		return 0
	}
	return s[0].hits / len(s[0].times)
}

// results are the series by case, and within it by name of the peer.
type results map[string]map[string]series

// A trial is a case, how many questions it has, and the peers that it is for; of none, for
// all.
type trial struct {
	name  string
	count int
	peers []string
}

// warmUps is how often a peer is asked before it counts. A compiler that works while the
// program runs, as Java's does, needs more than one round.
func (p *peer) warmUps() int {
	if p.name == nameLucene {
		return 4
	}
	return 1
}

// measure has each case asked by one peer after the other, round after round.
func measure(peers []*peer, trials []trial, rounds int) (results, error) {
	all := results{}
	for n := range rounds + 1 {
		for _, t := range trials {
			for _, p := range peers {
				if len(t.peers) > 0 && !slices.Contains(t.peers, p.name) {
					continue
				}
				times := 2 // what another case put out of the caches is not counted
				if n == 0 {
					times = p.warmUps()
				}
				var r round
				for range times {
					var err error
					if r, err = p.ask(t); err != nil {
						return nil, err
					}
				}
				if n > 0 {
					all.add(t.name, p.name, r)
				}
			}
		}
	}
	return all, nil
}

func (r results) add(trial, peer string, one round) {
	if r[trial] == nil {
		r[trial] = map[string]series{}
	}
	r[trial][peer] = append(r[trial][peer], one)
}

// agreeing fails where engines that were asked the same found other numbers of documents.
func agreeing(of map[string]series) error {
	ours := of[nameOurs][0].hits
	for name, s := range of {
		if theirs := s[0].hits; 100*max(ours-theirs, theirs-ours) > ours {
			return fmt.Errorf("the same questions find %d documents, and with %s %d", ours, name, theirs)
		}
	}
	return nil
}
