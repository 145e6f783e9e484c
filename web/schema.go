package web

import (
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"evidencestore/review"
	"evidencestore/search"
)

// The types below stand in for closed sets of other packages, which do not know
// of schemas, when a schema is made.
type (
	effectSchema      struct{}
	strengthSchema    struct{}
	detailSchema      struct{}
	statusSchema      struct{}
	ukSchema          struct{}
	directionSchema   struct{}
	kindSchema        struct{}
	conceptKindSchema struct{}
	sortSchema        struct{}
	noticeKindSchema  struct{}
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
func (conceptKindSchema) Schema(huma.Registry) *huma.Schema { return closed(review.ConceptKinds) }

// Schema implements huma.SchemaProvider.
func (sortSchema) Schema(huma.Registry) *huma.Schema { return closed(search.Sorts) }

// Schema implements huma.SchemaProvider.
func (noticeKindSchema) Schema(huma.Registry) *huma.Schema { return closed(search.NoticeKinds) }

func closed[T ~string](set []T) *huma.Schema {
	enum := make([]any, len(set))
	for i, v := range set {
		enum[i] = v
	}
	return &huma.Schema{Type: huma.TypeString, Enum: enum}
}

// opened lets objects have more fields than are described, since later versions
// add some, and says that lists are never null and which objects may be, which the
// generator cannot know.
func opened(registry huma.Registry) {
	for name, schema := range registry.Map() {
		schema.AdditionalProperties = nil
		for _, property := range schema.Properties {
			if property.Type == huma.TypeArray {
				property.Nullable = false
			}
		}
		for _, field := range reflect.VisibleFields(registry.TypeFromRef(schemaPrefix + name)) {
			property, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if field.Type.Kind() == reflect.Pointer && slices.Contains(schema.Required, property) {
				orNull(schema.Properties[property])
			}
		}
	}
}

// orNull lets an object be null as well; the generator does that for other types.
func orNull(schema *huma.Schema) {
	if schema.Ref != "" {
		schema.AnyOf = []*huma.Schema{{Ref: schema.Ref}, {Type: "null"}}
		schema.Ref = ""
	}
}
