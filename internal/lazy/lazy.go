// Package lazy makes values when they are first asked for.
package lazy

import (
	"context"
	"sync/atomic"
)

// A Value is made once, by the first who asks for it. Who asks meanwhile waits, and may
// give up. It is safe for concurrent use.
type Value[T any] struct {
	making chan struct{}
	made   atomic.Pointer[T]
}

// New gives a Value that is not made yet.
func New[T any]() *Value[T] { return &Value[T]{making: make(chan struct{}, 1)} }

// Get gives the value, or the error of ctx or of build. An error is not kept: the next
// one who asks tries again.
func (v *Value[T]) Get(ctx context.Context, build func(context.Context) (T, error)) (T, error) {
	if made := v.made.Load(); made != nil {
		return *made, nil
	}
	select {
	case v.making <- struct{}{}:
		defer func() { <-v.making }()
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
	if made := v.made.Load(); made != nil {
		return *made, nil
	}
	made, err := build(ctx)
	if err == nil {
		v.made.Store(&made)
	}
	return made, err
}
