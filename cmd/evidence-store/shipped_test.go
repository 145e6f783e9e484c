package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/search"
)

// TestShippedCorpus asks the shipped corpus over HTTP what it must always answer.
func TestShippedCorpus(t *testing.T) {
	s := process{dir: t.TempDir()}.serve(t, io.Discard)
	defer s.stop()
	ask := func(t *testing.T, query string) search.Response {
		t.Helper()
		status, body := get(t, s.address+"/api/v1/search?"+query)
		var resp search.Response
		if err := json.Unmarshal([]byte(body), &resp); err != nil || status != http.StatusOK {
			t.Fatalf("%s: status %d, %v: %s", query, status, err, body)
		}
		return resp
	}
	ids := func(resp search.Response) []string {
		out := []string{}
		for _, h := range resp.Hits {
			out = append(out, h.ID)
		}
		return out
	}
	t.Run("the launch question", func(t *testing.T) {
		first := ids(ask(t, "q=help+for+substance-misusing+parents&per_page=3"))
		for _, want := range []string{"family-drug-and-alcohol-courts", "parental-substance-use-psychosocial"} {
			if !slices.Contains(first, want) {
				t.Errorf("the first three are %v, want %s among them", first, want)
			}
		}
	})
	t.Run("ratings on one and the same outcome", func(t *testing.T) {
		for query, want := range map[string][]string{
			"effect_min=tends-positive&strength=high":        {"family-drug-and-alcohol-courts", "intensive-family-preservation-services", "kinship-care"},
			"effect=consistently-positive&strength=moderate": {},
		} {
			resp := ask(t, query)
			got := ids(resp)
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" || resp.Total != len(want) {
				t.Errorf("%s: total %d (-want +got)\n%s", query, resp.Total, diff)
			}
		}
	})
	t.Run("every programme", func(t *testing.T) {
		resp := ask(t, "per_page=100")
		if resp.Total != 30 || len(resp.Hits) != 30 {
			t.Errorf("total %d, %d hits, want 30", resp.Total, len(resp.Hits))
		}
		for _, h := range resp.Hits {
			for _, o := range h.Outcomes {
				if o.Better == "" || o.ComparedWith == "" || o.Certainty == "" || o.EvidenceTo == "" || o.UK == "" || o.RatedBy == "" {
					t.Errorf("%s, %s: a rating stands alone: %+v", h.ID, o.Name, o)
				}
			}
		}
	})
	t.Run("what a programme does not have of the question", func(t *testing.T) {
		for _, h := range ask(t, "q=zzyzx+kinship+grandparents+magistrate+zzyzx&per_page=100").Hits {
			want := []string{"magistrate", "zzyzx"} // which occur nowhere
			if h.ID != "kinship-care" {
				continue
			}
			if diff := cmp.Diff(want, h.Missing); diff != "" {
				t.Errorf("%s (-want +got)\n%s", h.ID, diff)
			}
			return
		}
		t.Error("kinship-care is not found")
	})
	t.Run("everyday words", func(t *testing.T) {
		for question, want := range map[string]string{
			"gran wants to look after the baby": "kinship-care",
			"mum can't stop drinking":           "parental-substance-use-psychosocial",
			"FDAC":                              "family-drug-and-alcohol-courts",
			"kinsip care":                       "kinship-care",
		} {
			if first := ids(ask(t, url.Values{"q": {question}, "per_page": {"1"}}.Encode())); !slices.Equal(first, []string{want}) {
				t.Errorf("%q: first is %v, want %s", question, first, want)
			}
		}
	})
	t.Run("a story of 300 words, sent as a form", func(t *testing.T) {
		story := strings.Repeat("He came round on Tuesday with the shopping and nobody was in, so we rang again. ", 18) +
			"Mum is on heroin and wants to keep the baby."
		status, body := post(t, s.address+"/api/v1/search", url.Values{"q": {story}})
		var resp search.Response
		if err := json.Unmarshal([]byte(body), &resp); err != nil || status != http.StatusOK {
			t.Fatalf("status %d, %v: %s", status, err, body)
		}
		for _, want := range []string{"family-drug-and-alcohol-courts", "parental-substance-use-psychosocial"} {
			if found := ids(resp); !slices.Contains(found[:min(3, len(found))], want) {
				t.Errorf("found %v, want %s among the first three", found, want)
			}
		}
		if n := resp.Interpretation.Notice; n == nil || n.Kind != search.Shortened {
			t.Errorf("notice %+v, want %s", n, search.Shortened)
		}
	})
	t.Run("what the store holds nothing on", func(t *testing.T) {
		for question, want := range map[string]search.NoticeKind{
			"county lines":                  search.NothingHeld,
			"does life story work help":     search.NothingHeld,
			"support for young carers":      search.NothingHeld,
			"report a pothole on my street": search.NothingHeld,
			"qwertyuiop asdfghjkl":          search.UnknownWords,
		} {
			resp := ask(t, url.Values{"q": {question}}.Encode())
			if n := resp.Interpretation.Notice; resp.Total != 0 || n == nil || n.Kind != want {
				t.Errorf("%q: total %d, notice %+v, want none and %s", question, resp.Total, n, want)
			}
		}
	})
	t.Run("a word that no document has", func(t *testing.T) {
		if resp := ask(t, "q=zzyzx"); resp.Total != 0 {
			t.Errorf("%d found", resp.Total)
		}
	})
}

// TestShippedEval holds how every question of the shipped corpus is answered, so that
// a change of the ranking, of the reading or of the corpus shows as a difference.
func TestShippedEval(t *testing.T) {
	golden(t, "eval/shipped.want", process{dir: t.TempDir()}.mustRun(t, "eval"))
}

// TestReadme holds that the answer shown in the README is what the program says.
func TestReadme(t *testing.T) {
	readme := readFile(t, "../../README.md")
	_, rest, found := strings.Cut(readme, "$ go run ./cmd/evidence-store search \"help for substance-misusing parents\" --effect-min tends-positive\n\n")
	shown, _, closed := strings.Cut(rest, "     ...\n```")
	if !found || !closed {
		t.Fatal("the README shows no answer where it used to")
	}
	got := process{dir: t.TempDir()}.mustRun(t, "search", "help for substance-misusing parents", "--effect-min", "tends-positive")
	if !strings.HasPrefix(got, shown) {
		t.Errorf("the README shows\n%s\nthe program says\n%s", shown, got[:min(len(got), len(shown)+200)])
	}
}
