package web

import (
	"fmt"
	"net/http"
	"reflect"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// apiVersion is the version of the API, not of the program: fields and parameters
// are added to it, never removed or changed in meaning.
const apiVersion = "1"

// A description is the last one that was made. The lists of the corpus are part
// of it, so it lives as long as a generation.
type description struct {
	mu         sync.Mutex
	generation string
	body       []byte
}

// openAPI describes the API.
func (s *Server) openAPI(w http.ResponseWriter, r *http.Request) error {
	info, err := s.info()
	if err != nil {
		return err
	}
	if s.unchanged(w, r, info.Generation) {
		return nil
	}
	body, err := s.spec.of(info, func() *huma.OpenAPI { return s.describe(info.Reference) })
	if err != nil {
		return err
	}
	s.public(w, info.Generation)
	write(w, http.StatusOK, typeJSON, body)
	return nil
}

// of is the description of a generation, made at most once while that is the live one.
func (d *description) of(info *search.Info, describe func() *huma.OpenAPI) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.body == nil || d.generation != info.Generation {
		body, err := encode(describe())
		if err != nil {
			return nil, fmt.Errorf("API description: %w", err)
		}
		d.generation, d.body = info.Generation, body
	}
	return d.body, nil
}

// describe makes the description from the table of routes.
func (s *Server) describe(ref *review.Reference) *huma.OpenAPI {
	registry := newRegistry()
	api := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title:   "Evidence Store",
			Version: apiVersion,
			Description: "Programmes and ways of working in children's social care: what was found for which outcome, and how far that can be trusted. " +
				"A rating belongs to an outcome; show it with everything that stands beside it. Errors are problem details (RFC 9457).",
		},
		Paths:      map[string]*huma.PathItem{},
		Components: &huma.Components{Schemas: registry},
	}
	for _, rt := range s.routes {
		if rt.answer == nil {
			continue
		}
		described := rt.params(s.scope(ref))
		item := &huma.PathItem{}
		for _, method := range rt.methods {
			switch method {
			case http.MethodGet:
				item.Get = operation(registry, rt, rt.name)
				item.Get.Parameters = described
			case http.MethodPost:
				item.Post = operation(registry, rt, rt.name+"-form")
				item.Post.RequestBody = formOf(described)
			}
		}
		api.Paths[rt.path] = item
	}
	opened(registry)
	return api
}

func operation(registry huma.Registry, rt route, id string) *huma.Operation {
	answers := func(description, contentType string, t reflect.Type) *huma.Response {
		return &huma.Response{
			Description: description,
			Content:     map[string]*huma.MediaType{contentType: {Schema: registry.Schema(t, true, "")}},
		}
	}
	return &huma.Operation{
		OperationID: id,
		Summary:     rt.summary,
		Responses: map[string]*huma.Response{
			"200":     answers("The answer", "application/json", rt.answer),
			"default": answers("What went wrong", "application/problem+json", reflect.TypeFor[Problem]()),
		},
	}
}

// describeReview describes one document.
func describeReview(sc params.Scope) []*huma.Param {
	return append(describeID(sc), params.ForAt.Describe(sc)...)
}

// describeID describes the path of one document.
func describeID(params.Scope) []*huma.Param {
	return []*huma.Param{{
		Name: "id", In: "path", Required: true, Description: "Id of the document, as in hits.",
		Schema: &huma.Schema{Type: huma.TypeString},
	}}
}

// formOf describes parameters as the fields of a form.
func formOf(fields []*huma.Param) *huma.RequestBody {
	form := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{}}
	for _, p := range fields {
		field := *p.Schema
		field.Description = p.Description
		form.Properties[p.Name] = &field
	}
	return &huma.RequestBody{
		Required: true,
		Content:  map[string]*huma.MediaType{"application/x-www-form-urlencoded": {Schema: form}},
	}
}

// schemaPrefix is where the schemas stand in the description.
const schemaPrefix = "#/components/schemas/"

// newRegistry makes schemas of the answers' Go types, with the closed sets named.
func newRegistry() huma.Registry {
	registry := huma.NewMapRegistry(schemaPrefix, huma.DefaultSchemaNamer)
	registry.RegisterTypeAlias(reflect.TypeFor[review.Effect](), reflect.TypeFor[effectSchema]())
	registry.RegisterTypeAlias(reflect.TypeFor[review.Strength](), reflect.TypeFor[strengthSchema]())
	registry.RegisterTypeAlias(reflect.TypeFor[review.Detail](), reflect.TypeFor[detailSchema]())
	registry.RegisterTypeAlias(reflect.TypeFor[review.Status](), reflect.TypeFor[statusSchema]())
	registry.RegisterTypeAlias(reflect.TypeFor[review.UK](), reflect.TypeFor[ukSchema]())
	registry.RegisterTypeAlias(reflect.TypeFor[review.Direction](), reflect.TypeFor[directionSchema]())
	registry.RegisterTypeAlias(reflect.TypeFor[review.Kind](), reflect.TypeFor[kindSchema]())
	registry.RegisterTypeAlias(reflect.TypeFor[review.ConceptKind](), reflect.TypeFor[conceptKindSchema]())
	registry.RegisterTypeAlias(reflect.TypeFor[search.Sort](), reflect.TypeFor[sortSchema]())
	registry.RegisterTypeAlias(reflect.TypeFor[search.NoticeKind](), reflect.TypeFor[noticeKindSchema]())
	return registry
}
