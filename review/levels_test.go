package review

import "testing"

func TestPublishedStatusesAreAllButDrafts(t *testing.T) {
	for _, s := range Statuses {
		listed := false
		for _, p := range PublishedStatuses {
			listed = listed || p == s
		}
		if listed != s.Published() {
			t.Errorf("%s is listed as published: %v, Published says %v", s, listed, s.Published())
		}
	}
}
