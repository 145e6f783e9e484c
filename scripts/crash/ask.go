package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"evidencestore/scripts/madeup"
)

// allowed are the states in which the store may be, the one of the corpus last.
type allowed []madeup.State

// An edit changes a corpus file by file, so a process may find it half done: each
// document as it was before or as it was afterwards. It then comes back for the rest.
type edit struct{ before, after madeup.State }

func (e edit) halfDone(found madeup.State) bool {
	for id, version := range found {
		if version != e.before[id] && version != e.after[id] {
			return false
		}
	}
	for id, version := range e.before {
		if e.after[id] == version && found[id] != version {
			return false // one that was never touched
		}
	}
	return true
}

// comesBack starts a server, which may answer with any state that is allowed and has
// to come to the last one by itself. It says which state it began with.
func (c *crasher) comesBack(ctx context.Context, may allowed) (string, error) {
	server, err := c.program.Serve(ctx)
	if err != nil {
		return "", err
	}
	err = c.answers(ctx, server, may)
	if stopped := server.Stop(); err == nil {
		return "came back", stopped
	}
	return "", fmt.Errorf("%w\n%s", err, server.Log())
}

// answers checks what a server answers until that is the last state.
func (c *crasher) answers(ctx context.Context, server *madeup.Server, may allowed) error {
	for {
		found, err := c.answer(ctx, server, may)
		if err != nil || maps.Equal(found, may[len(may)-1]) {
			return err
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("an earlier state is still served: %w", ctx.Err())
		}
	}
}

// answer checks what a server answers now.
func (c *crasher) answer(ctx context.Context, server *madeup.Server, may allowed) (madeup.State, error) {
	found, generation, err := documents(ctx, server.Address)
	if err != nil {
		return nil, err
	}
	if found.Among(may) < 0 && !slices.ContainsFunc(c.edits, func(e edit) bool { return e.halfDone(found) }) {
		return nil, fmt.Errorf("the %d documents of %s are in none of the %d states that they may be in", len(found), generation, len(may))
	}
	return found, c.findable(ctx, server.Address, generation, found, may)
}

// An answer is a page of what was found, as far as it matters here.
type answer struct {
	Total      int    `json:"total"`
	Generation string `json:"generation"`
	Hits       []struct {
		ID    string `json:"id"`
		Title string `json:"title"`
	} `json:"hits"`
}

// ask searches.
func ask(ctx context.Context, address string, parameters url.Values) (*answer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/api/v1/search?"+parameters.Encode(), nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", res.Status, data)
	}
	var a answer
	return &a, json.Unmarshal(data, &a)
}

// documents puts the pages of one generation together. Where the generation changes in
// between it begins again.
func documents(ctx context.Context, address string) (found madeup.State, generation string, err error) {
	found = madeup.State{}
	for n := 1; ; n++ {
		p, err := ask(ctx, address, url.Values{"sort": {"title"}, "per_page": {"100"}, "page": {strconv.Itoa(n)}})
		if err != nil {
			return nil, "", err
		}
		if generation != "" && p.Generation != generation {
			found, generation, n = madeup.State{}, "", 0
			continue
		}
		generation = p.Generation
		for _, hit := range p.Hits {
			version, ok := madeup.VersionOf(hit.Title)
			if _, twice := found[hit.ID]; twice || !ok {
				return nil, "", fmt.Errorf("%s %q: stands twice, or is not ours", hit.ID, hit.Title)
			}
			found[hit.ID] = version
		}
		if len(p.Hits) == 0 || len(found) >= p.Total {
			if len(found) != p.Total {
				return nil, "", fmt.Errorf("%d documents on all pages, the total says %d", len(found), p.Total)
			}
			return found, generation, nil
		}
	}
}

// samples is how many words of each kind are searched for.
const samples = 6

// findable searches for words of versions that the generation holds, each of which has
// to find its document alone, and for words of versions that only other states hold.
func (c *crasher) findable(ctx context.Context, address, generation string, found madeup.State, others allowed) error {
	want := map[int]string{} // document by version
	ids := slices.Sorted(maps.Keys(found))
	for range samples {
		id := ids[c.rng.IntN(len(ids))]
		want[found[id]] = id
	}
	for _, other := range others {
		left := samples
		for id, version := range other {
			if left > 0 && found[id] != version {
				want[version] = ""
				left--
			}
		}
	}
	for version, id := range want {
		a, err := ask(ctx, address, url.Values{"q": {madeup.Word(version)}, "verbatim": {"true"}})
		if err != nil {
			return err
		}
		switch {
		case a.Generation != generation: // a newer one came in; it is looked at next
			return nil
		case id == "" && a.Total != 0:
			return fmt.Errorf("%s finds a word that only version %d says, which it does not hold: %v", generation, version, a.Hits)
		case id != "" && (a.Total != 1 || a.Hits[0].ID != id):
			return fmt.Errorf("%s holds version %d of %s, but its word finds %d: %v", generation, version, id, a.Total, a.Hits)
		}
	}
	return nil
}
