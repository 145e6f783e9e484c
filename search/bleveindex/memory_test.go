package bleveindex

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type visited struct {
	Doc   uint32
	Found []occurrence
}

// What is read back is what was written, and no more of it than is asked for.
func TestRememberedOccurrences(t *testing.T) {
	want := []visited{
		{0, []occurrence{{field: 0, count: 1, length: 1}}},
		{1, []occurrence{{field: 2, count: 300, length: 70_000}, {field: maxFields - 1, count: 2, length: 128}}},
		{5_000_000, []occurrence{{field: 1, count: 1, length: 9}}},
	}
	var data []byte
	last := uint32(0)
	for _, v := range want {
		data = appendOccurrences(data, v.Doc-last, v.Found)
		last = v.Doc
	}
	for _, most := range []int{1, 2, len(want), len(want) + 1} {
		var got []visited
		err := eachRemembered(t.Context(), data, func(doc uint32, found []occurrence) bool {
			got = append(got, visited{doc, append([]occurrence(nil), found...)})
			return len(got) < most
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want[:min(most, len(want))], got, cmp.AllowUnexported(occurrence{})); diff != "" {
			t.Errorf("at most %d (-want +got):\n%s", most, diff)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := eachRemembered(ctx, data, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
