package params

import "github.com/danielgtaylor/huma/v2"

// Describe is what the API description says of the parameters. One that takes no
// value here, such as the site of a store without sites, is left out.
func (ps *Set[P]) Describe(sc Scope) []*huma.Param {
	var described []*huma.Param
	for _, declared := range ps.params {
		if declared.allowed != nil && len(declared.allowed(sc)) == 0 {
			continue
		}
		described = append(described, &huma.Param{Name: declared.name, In: "query", Description: declared.doc, Schema: declared.schema(sc)})
	}
	return described
}

func (d *param[P]) schema(sc Scope) *huma.Schema {
	one := &huma.Schema{Type: d.kind, Default: d.fallback}
	if d.allowed != nil {
		one.Enum = enum(d.allowed(sc))
	}
	if d.examples != nil {
		one.Examples = enum(d.examples(sc))
	}
	if d.kind == huma.TypeInteger {
		one.Minimum, one.Maximum = new(float64(d.min)), new(float64(d.max))
	}
	if d.limited {
		one.MaxLength = &sc.Limits.QuestionChars
	}
	if d.repeats {
		return &huma.Schema{Type: huma.TypeArray, Items: one, UniqueItems: true}
	}
	return one
}

func enum(values []string) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}
