package lazy_test

import (
	"context"
	"errors"
	"testing"

	"evidencestore/internal/lazy"
)

func TestGet(t *testing.T) {
	v := lazy.New[int]()
	times := 0
	build := func(context.Context) (int, error) {
		times++
		if times == 1 {
			return 0, errors.New("not this time")
		}
		return 7, nil
	}
	if _, err := v.Get(t.Context(), build); err == nil {
		t.Error("the error of the first time is gone")
	}
	for range 3 {
		if got, err := v.Get(t.Context(), build); got != 7 || err != nil {
			t.Errorf("got %d and error %v, want 7", got, err)
		}
	}
	if times != 2 {
		t.Errorf("made %d times, want twice: an error is not kept, a value is", times)
	}
}

// TestGetWhileItIsMade holds that nobody waits longer than they want to.
func TestGetWhileItIsMade(t *testing.T) {
	v := lazy.New[int]()
	begun, end := make(chan struct{}), make(chan struct{})
	first := make(chan int)
	go func() {
		got, _ := v.Get(t.Context(), func(context.Context) (int, error) {
			close(begun)
			<-end
			return 7, nil
		})
		first <- got
	}()
	<-begun
	late, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := v.Get(late, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("who gives up gets %v", err)
	}
	close(end)
	if got := <-first; got != 7 {
		t.Errorf("got %d, want 7", got)
	}
}
