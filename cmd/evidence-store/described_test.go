package main

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestAnswersFitTheirDescription holds answers of the whole program, over the shipped
// corpus, against the description that it serves.
func TestAnswersFitTheirDescription(t *testing.T) {
	s := process{dir: t.TempDir()}.serve(t, io.Discard)
	defer s.stop()
	_, body := get(t, s.address+"/openapi.json")
	described, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, schema := range described.(map[string]any)["components"].(map[string]any)["schemas"].(map[string]any) {
		schema.(map[string]any)["additionalProperties"] = false // so that a field that is not described is seen
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("openapi.json", described); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ path, schema string }{
		{"search", "Response"},
		{"search?q=help+for+substance-misusing+parents&explain=true", "Response"},
		{"search?q=gran+wants+to+look+after+the+babby", "Response"},
		{"search?q=zzyzx", "Response"},
		{"search?q=annual+leave", "Response"},
		{"search?q=%22zzyzx%22+-parents", "Response"},
		{"search?q=family&age=3&uk=none&effect=negative", "Response"},
		{"search?q=family&page=1000", "Response"},
		{"search?q=the+of", "Response"},
		{"suggest?q=kin", "Suggestions"},
		{"suggest", "Suggestions"},
		{"reviews?per_page=100", "Reviews"},
		{"reviews/kinship-care", "Document"},
		{"reviews/kinship-care/similar", "Similar"},
		{"ratings", "Ratings"},
	} {
		t.Run(tt.path, func(t *testing.T) {
			schema, err := compiler.Compile("openapi.json#/components/schemas/" + tt.schema)
			if err != nil {
				t.Fatal(err)
			}
			status, body := get(t, s.address+"/api/v1/"+tt.path)
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
			if err != nil || status != http.StatusOK {
				t.Fatalf("status %d, %v in %s", status, err, body)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("does not fit %s: %v\n%s", tt.schema, err, body)
			}
		})
	}
}
