package web

import (
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"evidencestore/review"
	"evidencestore/search"
)

// The types below stand in for closed sets of other packages, which do not know
// of schemas, when a schema is made.
type (
	effectSchema    struct{}
	strengthSchema  struct{}
	detailSchema    struct{}
	statusSchema    struct{}
	ukSchema        struct{}
	directionSchema struct{}
	kindSchema      struct{}
	sortSchema      struct{}
)

// Schema implements huma.SchemaProvider.
func (effectSchema) Schema(huma.Registry) *huma.Schema { return closed(review.Effects) }

// Schema implements huma.SchemaProvider.
func (strengthSchema) Schema(huma.Registry) *huma.Schema { return closed(review.Strengths) }

// Schema implements huma.SchemaProvider. Most outcomes have no detail.
func (detailSchema) Schema(huma.Registry) *huma.Schema {
	return closed(append(slices.Clone(review.Details), ""))
}

// Schema implements huma.SchemaProvider.
func (statusSchema) Schema(huma.Registry) *huma.Schema { return closed(review.PublishedStatuses) }

// Schema implements huma.SchemaProvider.
func (ukSchema) Schema(huma.Registry) *huma.Schema { return closed(review.UKs) }

// Schema implements huma.SchemaProvider.
func (directionSchema) Schema(huma.Registry) *huma.Schema { return closed(review.Directions) }

// Schema implements huma.SchemaProvider.
func (kindSchema) Schema(huma.Registry) *huma.Schema { return closed(review.Kinds) }

// Schema implements huma.SchemaProvider.
func (sortSchema) Schema(huma.Registry) *huma.Schema { return closed(search.Sorts) }

func closed[T ~string](set []T) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Enum: enum(strs(set))}
}

func enum(values []string) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}

// opened lets objects have more fields than are described, since later versions
// add some, and says that lists are never null, which the generator cannot know.
func opened(registry huma.Registry) {
	for _, schema := range registry.Map() {
		schema.AdditionalProperties = nil
		for _, property := range schema.Properties {
			if property.Type == huma.TypeArray {
				property.Nullable = false
			}
		}
	}
}
