package web

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemas compile parts of the description. Objects are closed first: clients
// are told to expect more fields, but a test must see one that is not described.
func schemas(t *testing.T, s *Server) *jsonschema.Compiler {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(ask(s, "GET", "/openapi.json").Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	components := doc.(map[string]any)["components"].(map[string]any)["schemas"].(map[string]any)
	for name, schema := range components {
		object := schema.(map[string]any)
		if _, ok := object["additionalProperties"]; ok {
			t.Errorf("%s: says something about more fields, which later versions add", name)
		}
		object["additionalProperties"] = false
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	return c
}

func compile(t *testing.T, c *jsonschema.Compiler, schema string) *jsonschema.Schema {
	t.Helper()
	compiled, err := c.Compile("openapi.json#/components/schemas/" + schema)
	if err != nil {
		t.Fatalf("schema %s: %v", schema, err)
	}
	return compiled
}

// fits checks a JSON document against one of the described schemas.
func fits(t *testing.T, c *jsonschema.Compiler, schema string, body []byte) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	if err := compile(t, c, schema).Validate(value); err != nil {
		t.Errorf("does not fit %s: %v", schema, err)
	}
}
