package bleveindex

import (
	"container/list"
	"sync"
)

// An lru keeps the values used last, up to a total cost. It is safe for
// concurrent use; values are shared and must not be changed.
type lru[K comparable, V any] struct {
	mu    sync.Mutex
	limit int64
	used  int64
	order *list.List // of entry[K, V], the one used last in front
	items map[K]*list.Element
}

type entry[K comparable, V any] struct {
	key   K
	value V
	cost  int64
}

func newLRU[K comparable, V any](limit int64) *lru[K, V] {
	return &lru[K, V]{limit: limit, order: list.New(), items: map[K]*list.Element{}}
}

func (c *lru[K, V]) get(key K) (value V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.items[key]
	if !ok {
		return value, false
	}
	c.order.MoveToFront(e)
	return e.Value.(entry[K, V]).value, true
}

// add keeps a value, unless there is one or it costs more than there is room for at all.
func (c *lru[K, V]) add(key K, value V, cost int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.items[key]; ok || cost > c.limit {
		return
	}
	c.items[key] = c.order.PushFront(entry[K, V]{key, value, cost})
	c.used += cost
	for c.used > c.limit {
		last := c.order.Back()
		e := c.order.Remove(last).(entry[K, V])
		delete(c.items, e.key)
		c.used -= e.cost
	}
}
