package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"evidencestore/review"
	"evidencestore/search"
)

// spec is what the tests read of the description.
type spec struct {
	OpenAPI string
	Paths   map[string]map[string]struct {
		Summary    string
		Parameters []struct {
			Name, In, Description string
			Schema                specSchema
		}
		RequestBody struct {
			Content map[string]struct {
				Schema struct{ Properties map[string]specSchema }
			}
		}
		Responses map[string]any
	}
}

type specSchema struct {
	Type             string
	Enum             []string
	Examples         []string
	Default          any
	Description      string
	Items            *specSchema
	Minimum, Maximum *int
	MaxLength        *int
}

func specOf(t *testing.T, s *Server) spec {
	t.Helper()
	return decode[spec](t, ask(s, "GET", "/openapi.json"))
}

func TestDescriptionNamesEveryRouteOfTheAPI(t *testing.T) {
	s, _ := newServer(t)
	described := specOf(t, s)
	if described.OpenAPI != "3.1.0" {
		t.Errorf("OpenAPI %q", described.OpenAPI)
	}
	var want, got []string
	for _, rt := range s.routes {
		for _, method := range rt.methods {
			if strings.HasPrefix(rt.path, "/api/") && method != "HEAD" {
				want = append(want, strings.ToLower(method)+" "+rt.path)
			}
		}
	}
	for path, methods := range described.Paths {
		for method, op := range methods {
			got = append(got, method+" "+path)
			if op.Summary == "" || len(op.Responses) != 2 {
				t.Errorf("%s %s: summary %q, responses %v", method, path, op.Summary, op.Responses)
			}
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("described %v, want %v", got, want)
	}
}

// TestDescribedParametersAreThoseThatAreTaken sends every value that the
// description allows, and some that it does not, to the real handlers.
func TestDescribedParametersAreThoseThatAreTaken(t *testing.T) {
	s, _ := newServer(t, sitesThatSay(t, walks))
	described := specOf(t, s)
	for path, methods := range described.Paths {
		op := methods["get"]
		for _, p := range op.Parameters {
			if p.In == "path" {
				continue
			}
			t.Run(path+" "+p.Name, func(t *testing.T) {
				if p.Description == "" {
					t.Error("no description")
				}
				schema, repeats := p.Schema, false
				if schema.Type == "array" {
					schema, repeats = *schema.Items, true
				}
				good, bad := samples(t, schema)
				target := strings.ReplaceAll(path, "{id}", "moon-walks")
				for _, v := range good {
					given := url.Values{p.Name: {v}}
					if p.Name == "page" {
						given.Set("per_page", "1") // the last page there can be is of one entry
					}
					if w := ask(s, "GET", target+"?"+given.Encode()); w.Code != 200 {
						t.Errorf("%s=%s: %d %s", p.Name, v, w.Code, w.Body)
					}
				}
				for _, v := range bad {
					problem := problemIn(t, ask(s, "GET", target+"?"+url.Values{p.Name: {v}}.Encode()), 400)
					if len(problem.Errors) != 1 || problem.Errors[0].Parameter != p.Name {
						t.Errorf("%s=%.50s: errors %+v", p.Name, v, problem.Errors)
					}
				}
				if w := ask(s, "GET", target+"?"+url.Values{p.Name: {good[0], good[0]}}.Encode()); (w.Code == 200) != repeats {
					t.Errorf("%s twice: status %d, described as repeatable: %t", p.Name, w.Code, repeats)
				}
			})
		}
		for _, undocumented := range []string{"size", "Q", "page[]", "filter"} {
			problemIn(t, ask(s, "GET", strings.ReplaceAll(path, "{id}", "moon-walks")+"?"+url.QueryEscape(undocumented)+"=1"), 400)
		}
	}
	form := described.Paths["/api/v1/search"]["post"].RequestBody.Content["application/x-www-form-urlencoded"].Schema.Properties
	for _, p := range described.Paths["/api/v1/search"]["get"].Parameters {
		if form[p.Name].Description != p.Description {
			t.Errorf("%s is not in the form as it is in the address: %+v", p.Name, form[p.Name])
		}
	}
	if fields := len(described.Paths["/api/v1/search"]["get"].Parameters); len(form) != fields {
		t.Errorf("%d fields of the form, want %d", len(form), fields)
	}
}

// samples are values that a schema allows, and values that it does not.
func samples(t *testing.T, s specSchema) (good, bad []string) {
	t.Helper()
	switch {
	case len(s.Enum) > 0:
		return s.Enum, []string{"nonsense", "", s.Enum[0] + " "}
	case len(s.Examples) > 0:
		return s.Examples, []string{"nonsense", "", strings.ToUpper(s.Examples[0])}
	case s.Type == "integer":
		return []string{fmt.Sprint(*s.Minimum), fmt.Sprint(*s.Maximum)}, []string{fmt.Sprint(*s.Minimum - 1), fmt.Sprint(*s.Maximum + 1), "x", "", "1e1"}
	case s.Type == "boolean":
		return []string{"true", "false"}, []string{"TRUE", "2", ""}
	case s.Type == "string" && s.MaxLength != nil:
		return []string{"gran", "", strings.Repeat("é", *s.MaxLength)}, []string{strings.Repeat("é", *s.MaxLength+1)}
	}
	t.Fatalf("a schema that no test knows: %+v", s)
	return nil, nil
}

func TestAnswersFitTheirDescription(t *testing.T) {
	s, f := newServer(t)
	c := schemas(t, s)
	for _, tc := range []struct{ path, schema string }{
		{"/api/v1/search", "Response"},
		{"/api/v1/search?q=gran&explain=1", "Response"},
		{"/api/v1/reviews", "Reviews"},
		{"/api/v1/search?concept=moon", "Response"},
		{"/api/v1/reviews/moon-walks", "Document"},
		{"/api/v1/reviews/moon-walks/similar", "Similar"},
		{"/api/v1/suggest", "Suggestions"},
		{"/api/v1/suggest?q=moo", "Suggestions"},
		{"/api/v1/ratings", "Ratings"},
		{"/api/v1/search?effect=bad&nope=1", "Problem"},
		{"/api/v1/reviews/none", "Problem"},
	} {
		t.Run(tc.path, func(t *testing.T) {
			fits(t, c, tc.schema, ask(s, "GET", tc.path).Body.Bytes())
		})
	}
	f.direct = true
	fits(t, c, "Response", ask(s, "GET", "/api/v1/search?q=gran").Body.Bytes())
}

// TestDescriptionIsExact holds what an answer may not be.
func TestDescriptionIsExact(t *testing.T) {
	s, _ := newServer(t)
	schema := compile(t, schemas(t, s), "Response")
	body := ask(s, "GET", "/api/v1/search?q=gran").Body.Bytes()
	for _, tc := range []struct {
		name  string
		at    []string // names of objects, then of the field
		value any
	}{
		{"nearest that is null", []string{"nearest"}, nil},
		{"an interpretation that is no object", []string{"interpretation"}, []any{}},
		{"corrections that are null", []string{"interpretation", "corrections"}, nil},
		{"a notice that is text", []string{"interpretation", "notice"}, "Nothing."},
		{"a kind of notice that is none", []string{"interpretation", "notice", "kind"}, "gone"},
		{"notes that are null", []string{"interpretation", "notes"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			answer, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			object, last := answer.(map[string]any), len(tc.at)-1
			for _, name := range tc.at[:last] {
				object = object[name].(map[string]any)
			}
			if _, ok := object[tc.at[last]]; !ok {
				t.Fatalf("no %v in %s", tc.at, body)
			}
			object[tc.at[last]] = tc.value
			if schema.Validate(answer) == nil {
				t.Errorf("%v = %v fits the description", tc.at, tc.value)
			}
		})
	}
}

// TestEveryReviewFitsTheDescription holds the shipped documents, whose fields are
// filled in all the ways there are, against the schemas made from Go types.
func TestEveryReviewFitsTheDescription(t *testing.T) {
	s, f := newServer(t)
	c := schemas(t, s)
	files, err := os.ReadDir("../corpus/reviews")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d reviews, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(file.Name(), func(t *testing.T) {
			data, err := os.ReadFile("../corpus/reviews/" + file.Name())
			if err != nil {
				t.Fatal(err)
			}
			doc, faults := review.Decode(file.Name(), data, &f.info.Reference.Lists)
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			body, err := json.Marshal(search.NewDocument(doc, f.info.Reference))
			if err != nil {
				t.Fatal(err)
			}
			fits(t, c, "Document", body)
		})
	}
}

func TestDescriptionFollowsTheGeneration(t *testing.T) {
	s, f := newServer(t)
	before := ask(s, "GET", "/openapi.json").Body.String()
	changed := *f.info.Reference
	changed.Lists.Topics = append(slices.Clone(changed.Lists.Topics), review.Item{ID: "comets", Label: "Comets"})
	f.info = &search.Info{Generation: "000002-abcdef02", Documents: 1, Reference: &changed}
	after := ask(s, "GET", "/openapi.json").Body.String()
	if strings.Contains(before, `"comets"`) || !strings.Contains(after, `"comets"`) {
		t.Errorf("the new topic: before %t, after %t", strings.Contains(before, `"comets"`), strings.Contains(after, `"comets"`))
	}
}
