package main

import "testing"

func TestColumns(t *testing.T) {
	for given, want := range map[int]int{0: 80, -1: 80, 5: 20, 19: 20, 20: 20, 60: 60, 100: 100, 250: 100} {
		if got := columns(given); got != want {
			t.Errorf("columns(%d) = %d, want %d", given, got, want)
		}
	}
}
